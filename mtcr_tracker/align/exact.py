"""Equal texts: unique ones wherever they went, then their neighbours, then those in place."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence

from mtcr_tracker.align.pairing import Pairing, neighbourhood
from mtcr_tracker.align.sides import Side

TELLING = 20
"""Characters below which a text that stands once on either side may still be boilerplate, such
as "(Reserved)"; it is then paired only where its neighbours agree."""

_Key = Callable[[int], Hashable]


def pair_equal(old: Side, new: Side, pairing: Pairing) -> None:
    """Pair equal texts: first those equal as they stand, then those equal but for markers, case
    and what is typographic. Nothing is cut into words."""
    before, after = old.texts, new.texts
    _pair_by(before.__getitem__, after.__getitem__, pairing)
    _pair_by(old.key, new.key, pairing)


def _pair_by(before: _Key, after: _Key, pairing: Pairing) -> None:
    free_old, free_new = pairing.free_old(), pairing.free_new()
    if not free_old or not free_new:
        return
    anchors = _unique(before, after, free_old, free_new)
    for i, j in anchors:
        pairing.pair(i, j)
    _grow(before, after, pairing, anchors)
    _in_place(before, after, pairing)


def _unique(
    before: _Key, after: _Key, free_old: Sequence[int], free_new: Sequence[int]
) -> list[tuple[int, int]]:
    """Texts that stand once on either side, long enough to be nobody else's."""
    places, others = _once(after, free_new), _once(before, free_old)
    return [
        (i, places[key])
        for key, i in others.items()
        if i >= 0 and places.get(key, -1) >= 0 and len(str(key)) >= TELLING
    ]


def _once(key_of: _Key, free: Sequence[int]) -> dict[Hashable, int]:
    places: dict[Hashable, int] = {}
    for place in free:
        key = key_of(place)
        places[key] = -1 if key in places else place
    return places


def _grow(before: _Key, after: _Key, pairing: Pairing, anchors: list[tuple[int, int]]) -> None:
    """From each pair, and from both ends, to equal neighbours on either hand."""
    forth, back = pairing.forth, pairing.back
    ends = [(-1, -1)], [(len(forth), len(back))]
    for step, more in ((1, ends[0]), (-1, ends[1])):
        for i, j in (*more, *sorted(anchors)[::step]):
            i, j = i + step, j + step
            while (
                0 <= i < len(forth)
                and 0 <= j < len(back)
                and forth[i] == back[j] == -1
                and before(i) == after(j)
            ):
                pairing.pair(i, j)
                i, j = i + step, j + step


def _in_place(before: _Key, after: _Key, pairing: Pairing) -> None:
    """Equal texts between the same paired neighbours, in their order."""
    sides = neighbourhood(pairing.forth), neighbourhood(pairing.back)
    waiting: defaultdict[tuple[int, int, Hashable], list[int]] = defaultdict(list)
    for j in reversed(pairing.free_new()):
        gap = sides[1].left[j], sides[1].right[j]
        waiting[(*gap, after(j))].append(j)
    forth = [*pairing.forth, len(pairing.back)]
    for i in pairing.free_old():
        left, right = sides[0].left[i], sides[0].right[i]
        gap = (-1 if left < 0 else forth[left]), forth[right]
        found = waiting.get((*gap, before(i)))
        if found:
            pairing.pair(i, found.pop())
