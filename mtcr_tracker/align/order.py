"""What has moved, and where in the new order an old clause without counterpart is told."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from mtcr_tracker.align.pairing import chain
from mtcr_tracker.align.sides import Side
from mtcr_tracker.model import Snapshot

Pair = tuple[int, int]
"""The first old place and the first new place of a match."""


def moved(pairs: Sequence[Pair], old: Side, new: Side) -> set[Pair]:
    """Of the pairs, in the order of the new side, those outside the longest run that keeps its
    order, or under another parent. None in an anthology, where the order is the editors' own."""
    if anthology(old.snapshot) or anthology(new.snapshot):
        return set()
    in_line = all(one[0] < other[0] for one, other in pairwise(pairs))
    return (set() if in_line else set(pairs) - chain(pairs)) | _elsewhere(pairs, old, new)


def _elsewhere(pairs: Sequence[Pair], old: Side, new: Side) -> set[Pair]:
    """Pairs whose parents are not each other's counterpart, though one of them has one."""
    if not (old.nested and new.nested):
        return set()
    forth = dict(pairs)
    back = {j: i for i, j in pairs}
    found = set()
    for i, j in pairs:
        above, over = old.parent(i), new.parent(j)
        stayed = forth.get(above, -1) == over and back.get(over, -1) == above
        if not stayed and (above in forth or over in back):
            found.add((i, j))
    return found


def anthology(snapshot: Snapshot) -> bool:
    """Whether the clauses come from several documents, so that their order is the editors'."""
    return len(snapshot.cited) > 1


def lone_behind(first_new: Sequence[int], lone: Sequence[int], last: int) -> dict[int, list[int]]:
    """Old places without counterpart, by the new place whose match they follow: that of the
    clause they stood behind, -1 for none before. `first_new` tells the first new place of every
    old clause's match, -1 for none. With `last` all follow that place."""
    waiting: defaultdict[int, list[int]] = defaultdict(list)
    alone = set(lone)
    behind = -1
    for i, j in enumerate(first_new):
        if i in alone:
            waiting[behind if last < 0 else last].append(i)
        elif j >= 0:
            behind = j
    return waiting
