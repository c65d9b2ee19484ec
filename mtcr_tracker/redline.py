"""Redline a pair of texts: what was deleted, inserted and kept, in words."""

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import Indel

from mtcr_tracker.model import Edit, Op
from mtcr_tracker.text import tokens

_SMALL = frozenset(
    "a an and as at by for from in into is of on or that the their this to which with".split()  # noqa: SIM905  # a list of words reads best as words
)
# Between two changes these are no island worth keeping. Negations, modal verbs, numbers and
# conditions are none of them: what decides the force of a clause is never swallowed.

_OTHER: dict[Op, Op] = {"keep": "keep", "delete": "insert", "insert": "delete"}

_Block = tuple[bool, str, str]
"""Whether it is kept, its old words, its new words."""


def redline(old: str, new: str) -> tuple[Edit, ...]:
    """The edits that turn one text into the other.

    The kept and deleted words joined are `old` and the kept and inserted words joined are `new`,
    code point for code point. `redline(b, a)` is `redline(a, b)` with deletions and insertions
    exchanged.
    """
    if old > new:  # one orientation for both directions, so that ties fall the same way
        return _edits((kept, after, before) for kept, before, after in _blocks(new, old))
    return _edits(_blocks(old, new))


def _blocks(old: str, new: str) -> Iterator[_Block]:
    """Kept and changed runs in turn; a changed run takes in the small islands inside it."""
    before, after = tokens(old), tokens(new)
    ops = Indel.opcodes(before, after)
    runs: list[_Block] = []
    for place, op in enumerate(ops):
        left, right = before[op.src_start : op.src_end], after[op.dest_start : op.dest_end]
        inside = 0 < place < len(ops) - 1
        kept = op.tag == "equal" and not (inside and _small(left))
        runs.append((kept, "".join(left), "".join(right)))
    return _joined(runs)


def _small(kept: list[str]) -> bool:
    """Whether a run holds nothing but small words, space and marks."""
    return not any(token[0].isalnum() and token.lower() not in _SMALL for token in kept)


def _joined(runs: Iterable[_Block]) -> Iterator[_Block]:
    """Neighbouring changed runs as one."""
    before = after = ""
    for kept, left, right in runs:
        if not kept:
            before, after = before + left, after + right
            continue
        if before or after:
            yield False, before, after
            before = after = ""
        yield True, left, right
    if before or after:
        yield False, before, after


def _edits(blocks: Iterable[_Block]) -> tuple[Edit, ...]:
    edits: list[Edit] = []
    for kept, before, after in blocks:
        if kept:
            edits.append(Edit("keep", before))
            continue
        if before:
            edits.append(Edit("delete", before))
        if after:
            edits.append(Edit("insert", after))
    return tuple(edits)
