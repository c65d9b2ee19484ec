"""What two runs of tokens have in common and in the same order: a longest such run where that
can be had, a long one where the two are too long for it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import cast

from rapidfuzz.distance import Indel

CELLS = 2**27
"""Two runs of tokens are lined up exactly up to this product of their lengths: 11,585 against
as many. It takes a bit of memory for each, 16 MiB in all."""

SHINGLES = (6, 24)
"""Beyond it they are cut at runs of so many tokens that stand once on either side: first at the
shorter, and where those are not to be had, at the longer."""

DEEPEST = 8
"""So often a stretch is cut again before it is given up."""

Block = tuple[int, int, int]
"""Place on the one side, place on the other, length: tokens that are the same."""


def common(
    one: Sequence[str], other: Sequence[str]
) -> tuple[Sequence[Block], frozenset[tuple[int, int]]]:
    """The blocks that both share, in order, with an empty one at the end, and where the
    stretches begin that were too long to be lined up. With no more than `CELLS` the blocks hold
    as many tokens as can be."""
    if len(one) * len(other) <= CELLS:
        blocks = Indel.opcodes(one, other).as_matching_blocks()  # read like tuples of three
        return cast(Sequence[Block], blocks), frozenset()
    found = list(_stretch(one, other, 0, 0, 0))
    found_blocks = [(i, j, size) for i, j, size in found if size]
    return [*found_blocks, (len(one), len(other), 0)], frozenset(
        (i, j) for i, j, size in found if not size
    )


def _stretch(
    one: Sequence[str], other: Sequence[str], i: int, j: int, deep: int
) -> Iterator[Block]:
    """The blocks of a stretch that begins at `i` and `j`; an empty one where it is given up."""
    if len(one) * len(other) <= CELLS:
        blocks = Indel.opcodes(one, other).as_matching_blocks()
        yield from ((i + x, j + y, size) for x, y, size in blocks if size)
        return
    if set(one).isdisjoint(other):
        return
    anchors = _anchors(one, other) if deep < DEEPEST else []
    if not anchors:
        yield i, j, 0
        return
    x = y = 0
    for a, b, size in [*anchors, (len(one), len(other), 0)]:
        yield from _stretch(one[x:a], other[y:b], i + x, j + y, deep + 1)
        if size:
            yield i + a, j + b, size
        x, y = a + size, b + size


def _anchors(one: Sequence[str], other: Sequence[str]) -> list[Block]:
    """Runs that stand once on either side, as many as keep their order."""
    for size in SHINGLES:
        here, there = _once(one, size), _once(other, size)
        chain = rising([(at, there[run]) for run, at in here.items() if run in there])
        blocks: list[Block] = []
        for a, b in chain:
            x, y, long = blocks[-1] if blocks else (0, 0, 0)
            if a - x == b - y and a <= x + long and blocks:
                blocks[-1] = (x, y, a - x + size)
            elif a >= x + long and b >= y + long:
                blocks.append((a, b, size))
        if blocks:
            return blocks
    return []


def _once(tokens: Sequence[str], size: int) -> dict[int, int]:
    """The places of the runs of `size` tokens that stand once, by the run's hash."""
    places: dict[int, int] = {}
    runs = zip(*(islice(tokens, start, None) for start in range(size)), strict=False)
    for at, run in enumerate(map(hash, runs)):
        places[run] = -1 if run in places else at
    return {run: at for run, at in places.items() if at >= 0}


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A longest run of pairs, sorted by their first, whose second rises too."""
    ends: list[int] = []  # the lowest second that a run of each length can end on
    lengths = []
    for _, j in pairs:
        length = bisect_left(ends, j)
        ends[length : length + 1] = [j]
        lengths.append(length)
    chain: list[tuple[int, int]] = []
    need = len(ends) - 1
    for pair, length in zip(reversed(pairs), reversed(lengths), strict=True):
        if length == need and (not chain or pair[1] < chain[-1][1]):
            chain.append(pair)
            need -= 1
    return chain[::-1]
