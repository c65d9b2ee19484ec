"""What has moved, and the order in which matches are told."""

from collections.abc import Iterable, Sequence

from mtcr_tracker.align.pairing import chain
from mtcr_tracker.align.sides import Side
from mtcr_tracker.model import Snapshot

Places = tuple[Sequence[int], Sequence[int]]
"""Places of the old and of the new clauses of one match."""


def moved(groups: Sequence[Places], old: Side, new: Side) -> set[tuple[int, int]]:
    """First places of the matches that stand outside the longest run that keeps its order, or
    under another parent. None in an anthology, where the order is the editors' own."""
    if anthology(old.snapshot) or anthology(new.snapshot):
        return set()
    pairs = [(left[0], right[0]) for left, right in groups if left and right]
    return set(pairs) - chain(pairs) | _elsewhere(pairs, old, new)


def _elsewhere(pairs: Iterable[tuple[int, int]], old: Side, new: Side) -> set[tuple[int, int]]:
    """Pairs whose parents are not each other's counterpart, though one of them has one."""
    forth = dict(pairs)
    if not (old.nested and new.nested):
        return set()
    back = {j: i for i, j in forth.items()}
    found = set()
    for i, j in forth.items():
        above, over = old.parent(i), new.parent(j)
        stayed = forth.get(above, -1) == over and back.get(over, -1) == above
        if not stayed and (above in forth or over in back):
            found.add((i, j))
    return found


def anthology(snapshot: Snapshot) -> bool:
    """Whether the clauses come from several documents, so that their order is the editors'."""
    return len({clause.source for clause in snapshot.clauses}) > 1


def in_order(groups: Sequence[Places], old: Snapshot, new: Snapshot) -> list[int]:
    """The numbers of the matches in the order of the new snapshot. An old clause without
    counterpart follows the clause it stood behind; where the old order is the editors' own, it
    comes last."""
    after = [-1] * len(old.clauses)
    for left, right in groups:
        for i in left if right else ():
            after[i] = right[0]
    behind, last = [], -1
    for place in after:
        behind.append(last)
        last = place if place >= 0 else last
    loose = anthology(old)

    def key(number: int) -> tuple[int, int]:
        left, right = groups[number]
        if right:
            return right[0], -1
        return (len(new.clauses) if loose else behind[left[0]]), left[0]

    return sorted(range(len(groups)), key=key)
