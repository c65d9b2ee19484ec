"""What people have said: the editors' concordance, and ids that are stable within a policy."""

from collections.abc import Iterator

from mtcr_tracker.align.sides import Side
from mtcr_tracker.model import ClauseRef, Snapshot

Group = tuple[list[int], list[int]]
"""Places of old clauses and of new clauses that are one provision."""


def concordance(old: Snapshot, new: Snapshot) -> list[Group]:
    """Groups of places that the `continues` links of either side join, each in order."""
    links = {*_links(old, new), *((i, j) for j, i in _links(new, old))}
    groups: list[tuple[set[int], set[int]]] = []
    for i, j in sorted(links):
        lefts, rights = {i}, {j}
        for group in [g for g in groups if i in g[0] or j in g[1]]:
            groups.remove(group)
            lefts, rights = lefts | group[0], rights | group[1]
        groups.append((lefts, rights))
    return sorted((sorted(lefts), sorted(rights)) for lefts, rights in groups)


def _links(earlier: Snapshot, later: Snapshot) -> Iterator[tuple[int, int]]:
    """Places of clauses of `earlier` and of the clauses of `later` that continue them."""
    if not earlier.label or earlier.policy != later.policy:
        return
    if not any(clause.continues for clause in later.clauses):
        return
    places = {ClauseRef(f"{earlier.label}#{c.id}"): i for i, c in enumerate(earlier.clauses)}
    for j, clause in enumerate(later.clauses):
        yield from ((places[ref], j) for ref in clause.continues or () if ref in places)


def curated(one: Snapshot, other: Snapshot) -> list[int]:
    """Places of clauses about which editors have said what they continue, if anything: the
    matcher has no say there. (For a later snapshot of the same policy; `continues` looks back.)"""
    if not one.policy or one.policy != other.policy:
        return []
    return [place for place, clause in enumerate(one.clauses) if clause.continues is not None]


def same_id(old: Side, new: Side, left: list[int], right: list[int]) -> list[tuple[int, int]]:
    """Pairs of free clauses with one id. Ids are stable within a policy; in files that stand
    alone they may be made from the order, so there they count for nothing."""
    one, other = old.snapshot, new.snapshot
    if not one.policy or one.policy != other.policy:
        return []
    places = {new.clauses[j].id: j for j in right if new.clauses[j].id}
    return [(i, places[old.clauses[i].id]) for i in left if old.clauses[i].id in places]
