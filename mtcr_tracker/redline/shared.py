"""What two wordings share that a redline cannot show: phrases that moved, and, where they are too
far apart for one, all of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from mtcr_tracker.model import Edit, Op, Shared, Span
from mtcr_tracker.redline.lining import rising
from mtcr_tracker.redline.readable import SMALL
from mtcr_tracker.text import keys, tokens

INTERLEAVED = 0.45
"""From this share of common words on, a redline reads better than two texts side by side."""

PHRASE = 3
"""So many tokens in a row that both sides have are a phrase, if one of them says something."""

SAYS = 3
"""So many words of a phrase must say something, to be told as moved inside a redline."""

OFTEN = 4
"""A run of tokens that stands more often than this on a side is boilerplate and no phrase."""

_Run = tuple[int, int, int]
"""Length, place on the one side, place on the other: tokens that are the same."""


def side_by_side(edits: Sequence[Edit]) -> bool:
    """Whether less than `INTERLEAVED` of the words of both texts stay, so that no redline can be
    read. Words are what stands between blanks."""
    sizes = {"keep": 0, "delete": 0, "insert": 0}
    for edit in edits:
        sizes[edit.op] += len(edit.words.split())
    kept, changed = 2 * sizes["keep"], sizes["delete"] + sizes["insert"]
    replaced = bool(sizes["delete"] and sizes["insert"])
    return replaced and kept < INTERLEAVED * (kept + changed)


def shared_phrases(old: str, new: str) -> tuple[Shared, ...]:
    """The phrases that both texts have, in any order: the longest are found first, and no word
    is in two of them. In the order of the old text; moved are those outside the longest run
    that keeps its order. `shared_phrases(new, old)` has the same pairs."""
    one, other, turned = _words(old), _words(new), old > new
    runs = _shared(one, other, turned)
    in_order = set(rising(sorted((j, i) if turned else (i, j) for _, i, j in runs)))
    return tuple(
        _phrase(old, new, one, other, run, (run[2:0:-1] if turned else run[1:]) not in in_order)
        for run in runs
    )


def moved_phrases(edits: Sequence[Edit]) -> tuple[Shared, ...]:
    """The phrases that edits delete in one place and insert in another, in the order of the old
    text. `moved_phrases` of the other direction has the same pairs."""
    one, other = _changed(edits, "delete"), _changed(edits, "insert")
    if not one or not other:
        return ()
    old = "".join([edit.words for edit in edits if edit.op != "insert"])
    new = "".join([edit.words for edit in edits if edit.op != "delete"])
    runs = _shared(one, other, old > new)
    return tuple(
        _phrase(old, new, one, other, run, True)
        for run in runs
        if sum(_says(word.key) for word in one[run[1] : run[1] + run[0]]) >= SAYS
        and one[run[1]].change != other[run[2]].change
    )


class _Word(NamedTuple):
    """A token: what it is compared by, where it stands, and in which of the changes."""

    key: str
    start: int
    end: int
    change: int


def _words(text: str, start: int = 0, change: int = 0) -> list[_Word]:
    parts = tokens(text)
    ends = accumulate(map(len, parts), initial=start)
    return [
        _Word(key.lower(), at, at + len(part.rstrip()), change)
        for key, part, at in zip(keys(parts, text), parts, ends, strict=False)
    ]


def _changed(edits: Sequence[Edit], op: Op) -> list[_Word]:
    """What edits delete or insert that is long enough for a phrase; between two of them a word
    that is in no text."""
    found: list[_Word] = []
    at = 0
    for number, edit in enumerate(edits):
        if edit[::2] == (op, "words") and edit.words.count(" ") >= PHRASE - 1:
            change = number - (number > 0 and edits[number - 1].op == "delete" != op)
            found += [_Word(f"{op} {number}", at, at, change), *_words(edit.words, at, change)]
        if edit.op in ("keep", op):
            at += len(edit.words)
    return found


def _shared(one: Sequence[_Word], other: Sequence[_Word], turned: bool) -> list[_Run]:
    """The longest runs of words that both sides have, none of which shares a word with another;
    `turned`, looked for from the other side, so that ties fall the same way in both directions."""
    left, right = ([word.key for word in side] for side in (one, other))
    if not turned:
        return sorted(_apart(_runs(left, right)), key=lambda run: run[1])
    runs = [(size, i, j) for size, j, i in _apart(_runs(right, left))]
    return sorted(runs, key=lambda run: run[1])


def _phrase(
    old: str, new: str, one: Sequence[_Word], other: Sequence[_Word], run: _Run, moved: bool
) -> Shared:
    size, i, j = run
    left, right = (one[i].start, one[i + size - 1].end), (other[j].start, other[j + size - 1].end)
    return Shared(
        Span("old", *left, old[slice(*left)]), Span("new", *right, new[slice(*right)]), moved
    )


def _runs(one: Sequence[str], other: Sequence[str]) -> Iterator[_Run]:
    """Every longest run of tokens that both sides have and that says something."""
    there: dict[tuple[str, ...], list[int]] = {}
    for j in range(len(other) - PHRASE + 1):
        there.setdefault(tuple(other[j : j + PHRASE]), []).append(j)
    often = Counter(tuple(one[i : i + PHRASE]) for i in range(len(one) - PHRASE + 1))
    for i in range(len(one) - PHRASE + 1):
        phrase = tuple(one[i : i + PHRASE])
        places = there.get(phrase, ())
        for j in places if max(len(places), often[phrase]) <= OFTEN else ():
            if i and j and one[i - 1] == other[j - 1]:
                continue  # a longer one began before
            size = PHRASE
            while one[i + size : i + size + 1] == other[j + size : j + size + 1] != []:
                size += 1
            if any(_says(key) for key in one[i : i + size]):
                yield size, i, j


def _says(key: str) -> bool:
    return key[:1].isalnum() and key not in SMALL


def _apart(runs: Iterable[_Run]) -> list[_Run]:
    """The longest runs of which none shares a token with another."""
    taken: tuple[set[int], set[int]] = (set(), set())
    apart = []
    for size, i, j in sorted(runs, key=lambda run: (-run[0], run[1], run[2])):
        left, right = range(i, i + size), range(j, j + size)
        if taken[0].isdisjoint(left) and taken[1].isdisjoint(right):
            taken[0].update(left)
            taken[1].update(right)
            apart.append((size, i, j))
    return apart
