"""What two wordings share that are too far apart for a redline."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from mtcr_tracker.model import Edit, Shared, Span
from mtcr_tracker.redline.lining import rising
from mtcr_tracker.redline.readable import SMALL
from mtcr_tracker.text import keys, tokens

INTERLEAVED = 0.45
"""From this share of common words on, a redline reads better than two texts side by side."""

PHRASE = 3
"""So many tokens in a row that both sides have are a phrase, if one of them says something."""

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
    if old > new:  # one orientation for both directions, so that ties fall the same way
        pairs = [(two, one, moved) for one, two, moved in _phrases(new, old)]
    else:
        pairs = list(_phrases(old, new))
    return tuple(
        Shared(
            Span("old", *left, old[slice(*left)]), Span("new", *right, new[slice(*right)]), moved
        )
        for left, right, moved in sorted(pairs)
    )


_Place = tuple[int, int]
"""From and to, in characters."""


def _phrases(old: str, new: str) -> Iterator[tuple[_Place, _Place, bool]]:
    before, after = tokens(old), tokens(new)
    one = [key.lower() for key in keys(before, old)]
    other = [key.lower() for key in keys(after, new)]
    runs = _apart(_runs(one, other))
    in_order = set(rising(sorted((i, j) for _, i, j in runs)))
    starts, begins = _places(before), _places(after)
    for size, i, j in runs:
        left = starts[i], starts[i + size - 1] + len(before[i + size - 1].rstrip())
        right = begins[j], begins[j + size - 1] + len(after[j + size - 1].rstrip())
        yield left, right, (i, j) not in in_order


def _places(parts: Sequence[str]) -> list[int]:
    """Where each token begins, and where the last one ends."""
    return list(accumulate(map(len, parts), initial=0))


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
