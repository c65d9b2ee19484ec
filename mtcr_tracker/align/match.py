"""The steps of aligning, in their order, and what is told of each match."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from mtcr_tracker.align.concordance import concordance, curated, same_id
from mtcr_tracker.align.exact import pair_equal
from mtcr_tracker.align.near import pair_alike
from mtcr_tracker.align.order import in_order, moved
from mtcr_tracker.align.pairing import Pairing
from mtcr_tracker.align.parts import find_parts
from mtcr_tracker.align.scoring import LONGEST, Scale
from mtcr_tracker.align.sides import Side
from mtcr_tracker.markers import body
from mtcr_tracker.model import Basis, Clause, Match, Snapshot
from mtcr_tracker.text import words


@dataclass(frozen=True, slots=True)
class Alignment:
    """The matches, and how they were come by."""

    matches: tuple[Match, ...]
    weighed: int
    """How many pairs of clauses were weighed: the work done."""
    cut_short: int
    """How many old clauses stood in knots of rivals too large to be settled as a whole."""


def align(old: Snapshot, new: Snapshot) -> tuple[Match, ...]:
    """Every clause of either snapshot in exactly one match, in reading order.

    `align(new, old)` gives the same matches with their sides exchanged.
    """
    return alignment(old, new).matches


def alignment(old: Snapshot, new: Snapshot) -> Alignment:
    """As `align`, with what was done and what was cut short."""
    if _key(old) > _key(new):  # one orientation for both directions, so that ties fall alike
        found = _align(new, old)
        turned = [replace(group, old=group.new, new=group.old) for group in found.groups]
        return _told(replace(found, groups=turned), old, new)
    return _told(_align(old, new), old, new)


def similarity(old: Sequence[Clause], new: Sequence[Clause]) -> float:
    """Share of their words that two sides have in common and in the same order, 0 to 1.
    Markers at the head of a text are numbers and no words."""
    left = [word for clause in old for word in words(body(clause.text))]
    right = [word for clause in new for word in words(body(clause.text))]
    if left == right:
        return 1.0
    if len(left) > LONGEST and len(right) > LONGEST:
        return _bag(left, right)
    return Indel.normalized_similarity(left, right)


def _bag(left: Sequence[str], right: Sequence[str]) -> float:
    """The same without regard to order, for clauses too long to be put in order."""
    from collections import Counter

    shared = (Counter(left) & Counter(right)).total()
    return 2 * shared / (len(left) + len(right))


def _key(snapshot: Snapshot) -> tuple[str, list[str]]:
    return snapshot.label, [clause.text for clause in snapshot.clauses]


@dataclass(frozen=True, slots=True)
class _Group:
    """Places of one match; of a split or merge the main part stands first."""

    old: Sequence[int]
    new: Sequence[int]
    basis: Basis
    moved: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    groups: list[_Group]
    weighed: int
    cut_short: int


def _align(old: Snapshot, new: Snapshot) -> _Found:
    one, other = Side(old), Side(new)
    pairing = Pairing([-1] * len(one.clauses), [-1] * len(other.clauses))
    joined = concordance(old, new)
    for left, right in joined:
        pairing.hold(left, right)
    by_id = same_id(one, other, pairing.free_old(), pairing.free_new())
    for i, j in by_id:
        pairing.pair(i, j)
    pairing.close(
        [i for i in curated(old, new) if pairing.forth[i] == -1],
        [j for j in curated(new, old) if pairing.back[j] == -1],
    )
    pair_equal(one, other, pairing)
    scale = Scale(one, other, pairing)
    cut = pair_alike(scale)
    split, merged = find_parts(scale)
    groups = [_Group(left, right, "concordance") for left, right in joined]
    groups += [_Group([i], parts, "text") for i, parts in split.items()]
    groups += [_Group(parts, [j], "text") for j, parts in merged.items()]
    groups += _singles(pairing, groups, dict(by_id))
    away = moved([(group.old, group.new) for group in groups], one, other)
    for k, group in enumerate(groups):
        if group.old and group.new and (group.old[0], group.new[0]) in away:
            groups[k] = replace(group, moved=True)
    return _Found(groups, scale.weighed, cut)


def _singles(
    pairing: Pairing, groups: Sequence[_Group], by_id: Mapping[int, int]
) -> Iterator[_Group]:
    """Pairs of two clauses, and clauses without counterpart, that stand in no group yet."""
    done_old = {i for group in groups for i in group.old}
    done_new = {j for group in groups for j in group.new}
    for i, j in enumerate(pairing.forth):
        if i not in done_old and j >= 0:
            done_new.add(j)
            yield _Group((i,), (j,), "id" if i in by_id else "text")
        elif i not in done_old:
            yield _Group((i,), (), "none")
    yield from (_Group((), (j,), "none") for j in range(len(pairing.back)) if j not in done_new)


def _told(found: _Found, old: Snapshot, new: Snapshot) -> Alignment:
    places = [(group.old, group.new) for group in found.groups]
    matches = []
    for number in in_order(places, old, new):
        group = found.groups[number]
        matches.append(_match(old, new, group))
    return Alignment(tuple(matches), found.weighed, found.cut_short)


def _match(old: Snapshot, new: Snapshot, group: _Group) -> Match:
    before = tuple(old.clauses[i] for i in sorted(group.old))
    after = tuple(new.clauses[j] for j in sorted(group.new))
    score = _score(before, after)
    reason = {
        "concordance": "the editors' concordance names them as one provision",
        "id": "both carry the same id",
        "text": f"they share {score:.0%} of their words, more than any other free pair",
        "none": "nothing in the other snapshot was named, or came near enough in words",
    }[group.basis]
    return Match(
        old=before, new=after, basis=group.basis, score=score, reason=reason, moved=group.moved
    )


def _score(before: Sequence[Clause], after: Sequence[Clause]) -> float:
    if not before or not after:
        return 0.0
    if len(before) == len(after) == 1 and before[0].text == after[0].text:
        return 1.0
    return similarity(before, after)
