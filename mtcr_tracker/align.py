"""Align two snapshots: which clause became which.

Concordance first, then id, then text. What is left over stands alone: a weak match is worse
than none.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import Indel

from mtcr_tracker.model import Basis, Clause, ClauseRef, Match, Snapshot
from mtcr_tracker.text import fold, words

FLOOR = 0.5
"""Two clauses that share less than this part of their words are not paired by text."""

_Pair = tuple[int, int]
"""Place of the old clause, place of the new clause."""


def align(old: Snapshot, new: Snapshot) -> tuple[Match, ...]:
    """Every clause of either snapshot in exactly one match, in reading order.

    `align(new, old)` gives the same matches with their sides exchanged.
    """
    if _key(old) > _key(new):  # one orientation for both directions, so that ties fall alike
        mirrored = (replace(m, old=m.new, new=m.old) for m in _align(new, old))
        return _in_order(list(mirrored), old, new)
    return _in_order(list(_align(old, new)), old, new)


def similarity(old: Sequence[Clause], new: Sequence[Clause]) -> float:
    """Share of their words that two sides have in common and in the same order, 0 to 1."""
    left = [word for clause in old for word in words(clause.text)]
    right = [word for clause in new for word in words(clause.text)]
    return Indel.normalized_similarity(left, right)


def _key(snapshot: Snapshot) -> tuple[str, list[str]]:
    return snapshot.label, [clause.text for clause in snapshot.clauses]


def _align(old: Snapshot, new: Snapshot) -> Iterator[Match]:
    groups = _concordance(old, new)
    free_old = _without(range(len(old.clauses)), (i for left, _ in groups for i in left))
    free_new = _without(range(len(new.clauses)), (j for _, right in groups for j in right))
    by_id = _same_id(old, new, free_old, free_new)
    free_old = _without(free_old, (i for i, _ in by_id))
    free_new = _without(free_new, (j for _, j in by_id))
    by_text = _same_text(
        old, new, [i for i in free_old if not _curated(old, i, new)],
        [j for j in free_new if not _curated(new, j, old)],
    )  # fmt: skip
    free_old = _without(free_old, (i for i, _ in by_text))
    free_new = _without(free_new, (j for _, j in by_text))
    singles = [*((p, "id") for p in by_id), *((p, "text") for p in by_text)]
    moved = _off_chain([p for p, _ in singles] + [(g[0][0], g[1][0]) for g in groups], old, new)
    for left, right in groups:
        yield _match(old, new, left, right, "concordance", (left[0], right[0]) in moved)
    for (i, j), basis in singles:
        yield _match(old, new, [i], [j], "id" if basis == "id" else "text", (i, j) in moved)
    for i in free_old:
        yield _match(old, new, [i], [], "none", False)
    for j in free_new:
        yield _match(old, new, [], [j], "none", False)


def _match(
    old: Snapshot,
    new: Snapshot,
    left: Sequence[int],
    right: Sequence[int],
    basis: Basis,
    moved: bool,
) -> Match:
    before = tuple(old.clauses[i] for i in left)
    after = tuple(new.clauses[j] for j in right)
    score = similarity(before, after) if before and after else 0.0
    reason = {
        "concordance": "the editors' concordance names them as one provision",
        "id": "both carry the same id",
        "text": f"they share {score:.0%} of their words, more than any other free pair",
        "none": "nothing in the other snapshot was named, or came near enough in words",
    }[basis]
    return Match(old=before, new=after, basis=basis, score=score, reason=reason, moved=moved)


# ---------------------------------------------------------------- the three kinds of evidence


def _concordance(old: Snapshot, new: Snapshot) -> list[tuple[list[int], list[int]]]:
    """Groups of places that the `continues` links of either side join, each in order."""
    links = {
        *_links(old, new),
        *((i, j) for j, i in _links(new, old)),
    }
    groups: list[tuple[set[int], set[int]]] = []
    for i, j in sorted(links):
        lefts, rights = {i}, {j}
        for group in [g for g in groups if i in g[0] or j in g[1]]:
            groups.remove(group)
            lefts, rights = lefts | group[0], rights | group[1]
        groups.append((lefts, rights))
    return sorted((sorted(lefts), sorted(rights)) for lefts, rights in groups)


def _links(earlier: Snapshot, later: Snapshot) -> Iterator[_Pair]:
    """Places of clauses of `earlier` and of the clauses of `later` that continue them."""
    if not earlier.label or earlier.policy != later.policy:
        return
    places = {ClauseRef(f"{earlier.label}#{c.id}"): i for i, c in enumerate(earlier.clauses)}
    for j, clause in enumerate(later.clauses):
        yield from ((places[ref], j) for ref in clause.continues or () if ref in places)


def _curated(one: Snapshot, place: int, other: Snapshot) -> bool:
    """Whether editors have said which earlier clause this one continues, if any: then the
    matcher has no say. (For a later snapshot of the same policy; `continues` looks back.)"""
    return (
        bool(one.policy) and one.policy == other.policy and one.clauses[place].continues is not None
    )


def _same_id(
    old: Snapshot, new: Snapshot, left: Sequence[int], right: Sequence[int]
) -> list[_Pair]:
    """Ids are stable within a policy. In files that stand alone they may be made from the
    order, so there they count only where the words do not speak against them."""
    trusted = bool(old.policy) and old.policy == new.policy
    places = {new.clauses[j].id: j for j in right}
    pairs = [(i, places[old.clauses[i].id]) for i in left if old.clauses[i].id in places]
    return [
        (i, j) for i, j in pairs
        if old.clauses[i].id
        and (trusted or fold(old.clauses[i].text) == fold(new.clauses[j].text))
    ]  # fmt: skip


def _same_text(
    old: Snapshot, new: Snapshot, left: Sequence[int], right: Sequence[int]
) -> list[_Pair]:
    """Equal texts in order, then the best of the rest above the floor, each clause once."""
    exact = _exact(old, new, left, right)
    left = _without(left, (i for i, _ in exact))
    right = _without(right, (j for _, j in exact))
    return exact + _nearest(old, new, left, right)


def _exact(old: Snapshot, new: Snapshot, left: Sequence[int], right: Sequence[int]) -> list[_Pair]:
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for j in reversed(right):
        waiting[fold(new.clauses[j].text)].append(j)
    keys = ((i, fold(old.clauses[i].text)) for i in left)
    return [(i, waiting[key].pop()) for i, key in keys if waiting.get(key)]


def _nearest(
    old: Snapshot, new: Snapshot, left: Sequence[int], right: Sequence[int]
) -> list[_Pair]:
    """Pairs in falling order of likeness; between equals, those whose places are nearest."""
    after = {j: words(new.clauses[j].text) for j in right}
    scored: list[tuple[float, float, int, int]] = []
    for i in left:
        before = words(old.clauses[i].text)
        for j, other in after.items():
            score = Indel.normalized_similarity(before, other, score_cutoff=FLOOR)
            if score >= FLOOR and before and other:
                apart = abs(i / len(old.clauses) - j / len(new.clauses))
                scored.append((-score, apart, i, j))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = []
    for _, _, i, j in sorted(scored):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append((i, j))
    return pairs


# ---------------------------------------------------------------- order


def _anthology(snapshot: Snapshot) -> bool:
    """Whether the clauses come from several documents, so that their order is the editors'."""
    return len({clause.source for clause in snapshot.clauses}) > 1


def _off_chain(pairs: Iterable[_Pair], old: Snapshot, new: Snapshot) -> set[_Pair]:
    """The pairs outside the longest run that keeps its order: what has moved."""
    if _anthology(old) or _anthology(new):
        return set()
    ordered = sorted(pairs, key=lambda pair: (pair[1], pair[0]))
    ends: list[int] = []  # lowest old place that a run of each length can end on
    lengths = []
    for i, _ in ordered:
        at = bisect_left(ends, i)
        ends[at : at + 1] = [i]
        lengths.append(at + 1)
    chain, need, limit = set(), len(ends), len(old.clauses)
    for pair, length in zip(reversed(ordered), reversed(lengths), strict=True):
        if length == need and pair[0] < limit:
            chain.add(pair)
            need, limit = need - 1, pair[0]
    return set(ordered) - chain


def _in_order(matches: list[Match], old: Snapshot, new: Snapshot) -> tuple[Match, ...]:
    """In the order of the new snapshot. An old clause without counterpart follows the clause
    it stood behind; where the old order is the editors' own, it comes last."""
    old_place = {id(clause): i for i, clause in enumerate(old.clauses)}
    new_place = {id(clause): j for j, clause in enumerate(new.clauses)}
    after: dict[int, int] = {}
    for match in matches:
        if match.new:
            after.update((old_place[id(c)], new_place[id(match.new[0])]) for c in match.old)

    def key(match: Match) -> tuple[int, int]:
        if match.new:
            return new_place[id(match.new[0])], -1
        place = old_place[id(match.old[0])]
        if _anthology(old):
            return len(new.clauses), place
        before = next((after[i] for i in range(place - 1, -1, -1) if i in after), -1)
        return before, place

    return tuple(sorted(matches, key=key))


def _without(places: Iterable[int], taken: Iterable[int]) -> list[int]:
    gone = set(taken)
    return [place for place in places if place not in gone]
