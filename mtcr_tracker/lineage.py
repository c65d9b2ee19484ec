"""Each provision's lineage through the snapshots of a series, and whether the steps compose."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mtcr_tracker.model import (
    Change,
    Clause,
    Comparison,
    Id,
    Lineage,
    NotComposed,
    Review,
    Series,
    Snapshot,
    Step,
    Strand,
    Turn,
    Verdict,
    Woven,
)
from mtcr_tracker.pipeline import compare

_Place = tuple[int, Id]
"""A clause: the place of its snapshot in the series, and its id."""


@dataclass(frozen=True, slots=True)
class _Leap:
    """A change from the snapshot at one place of the series to that at a later one."""

    start: int
    end: int
    change: Change

    def places(self) -> Iterator[_Place]:
        yield from ((self.start, clause.id) for clause in self.change.match.old)
        yield from ((self.end, clause.id) for clause in self.change.match.new)


def trace(snapshots: Sequence[Snapshot], reviews: Sequence[Review] = ()) -> Series:
    """The lineage of every provision through snapshots given in order, the earliest first.

    Neighbours are compared, and the first with the last. A clause without a counterpart in the
    snapshot before it is also looked for among the clauses that had ended earlier, the latest
    first: found there, it has returned. Raises ValueError where there is no snapshot.
    """
    if not snapshots:
        raise ValueError("a series has at least one snapshot")
    steps = tuple(compare(old, new, reviews) for old, new in pairwise(snapshots))
    leaps = _leaps(snapshots, steps, reviews)
    whole = compare(snapshots[0], snapshots[-1], reviews)
    ends = (_Leap(0, len(snapshots) - 1, change) for change in whole.changes)
    whole_at = {place: leap.change for leap in ends for place in leap.places()}
    woven = _weave(snapshots, leaps)
    lineages: list[Lineage] = []
    not_composed: list[NotComposed] = []
    for places, own in _groups(snapshots, leaps):
        lineages.append(_lineage(places, own, snapshots, whole_at, woven))
        not_composed += _not_composed(lineages[-1], own, whole, len(snapshots) - 1)
    return Series(
        snapshots=tuple(snapshots),
        steps=steps,
        whole=whole,
        lineages=tuple(lineages),
        not_composed=tuple(not_composed),
    )


# ---------------------------------------------------------------- what leads where


def _leaps(
    snapshots: Sequence[Snapshot], steps: Sequence[Comparison], reviews: Sequence[Review]
) -> list[_Leap]:
    """Every change of every step, a return in the place of the beginning that it explains."""
    leaps = [_Leap(i, i + 1, change) for i, step in enumerate(steps) for change in step.changes]
    returns = _returns(snapshots, leaps, reviews)
    back = {place for leap in returns for place in leap.places() if place[0] == leap.end}
    kept = (leap for leap in leaps if leap.change.match.old or back.isdisjoint(leap.places()))
    return sorted([*kept, *returns], key=lambda leap: leap.end)


def _returns(
    snapshots: Sequence[Snapshot], leaps: Sequence[_Leap], reviews: Sequence[Review]
) -> list[_Leap]:
    """Matches of clauses that had ended with later ones that began, over the shortest absence
    first."""
    ended: defaultdict[int, list[Clause]] = defaultdict(list)
    begun: defaultdict[int, list[Clause]] = defaultdict(list)
    for leap in leaps:
        if not leap.change.match.new:
            ended[leap.start] += leap.change.match.old
        if not leap.change.match.old:
            begun[leap.end] += leap.change.match.new
    absences = ((i, j) for i in ended for j in begun if j > i + 1)
    found: list[_Leap] = []
    for i, j in sorted(absences, key=lambda pair: (pair[1] - pair[0], pair)):
        if not ended[i] or not begun[j]:
            continue
        old, new = replace(snapshots[i], clauses=tuple(ended[i])), snapshots[j]
        changes = compare(old, replace(new, clauses=tuple(begun[j])), reviews).changes
        again = [c for c in changes if c.match.old and c.match.new]
        found += (_Leap(i, j, change) for change in again)
        ended[i] = _without(ended[i], (c for change in again for c in change.match.old))
        begun[j] = _without(begun[j], (c for change in again for c in change.match.new))
    return found


def _without(clauses: Iterable[Clause], taken: Iterable[Clause]) -> list[Clause]:
    gone = {clause.id for clause in taken}
    return [clause for clause in clauses if clause.id not in gone]


def _groups(
    snapshots: Sequence[Snapshot], leaps: Iterable[_Leap]
) -> list[tuple[list[_Place], list[_Leap]]]:
    """The places that leaps join, in order, with those leaps; the groups in reading order."""
    order = {
        (i, clause.id): (i, number)
        for i, snapshot in enumerate(snapshots)
        for number, clause in enumerate(snapshot.clauses)
    }
    group = {place: [place] for place in order}
    for leap in leaps:
        first, *rest = leap.places()
        for place in rest:
            one, other = sorted((group[first], group[place]), key=len, reverse=True)
            if one is not other:
                one += other
                group.update(dict.fromkeys(other, one))
    owned: defaultdict[int, list[_Leap]] = defaultdict(list)
    for leap in leaps:
        owned[id(group[next(leap.places())])].append(leap)
    found = {id(places): places for places in group.values()}
    groups = [(sorted(places, key=order.__getitem__), owned[key]) for key, places in found.items()]

    def reading(entry: tuple[list[_Place], list[_Leap]]) -> tuple[int, int]:
        places, _ = entry
        last = places[-1][0]
        return -last, min(order[place][1] for place in places if place[0] == last)

    return sorted(groups, key=reading)


# ---------------------------------------------------------------- one lineage


def _lineage(
    places: Sequence[_Place],
    leaps: Iterable[_Leap],
    snapshots: Sequence[Snapshot],
    whole: Mapping[_Place, Change],
    woven: Mapping[_Place, Woven],
) -> Lineage:
    """The lineage of the clauses at some places, which these leaps join."""
    last = places[-1][0]
    clauses: list[tuple[Clause, ...]] = [()] * len(snapshots)
    for place in places:
        clauses[place[0]] = (*clauses[place[0]], woven[place].clause)
    steps = (
        Step(
            start=leap.start,
            end=leap.end,
            old=snapshots[leap.start].label,
            new=snapshots[leap.end].label,
            turn=_turn(leap),
            change=leap.change,
        )
        for leap in leaps
    )
    ends = {whole[place].number: whole[place] for place in places if place in whole}
    return Lineage(
        clauses=tuple(clauses),
        steps=tuple(steps),
        whole=tuple(ends[number] for number in sorted(ends)),
        words=tuple(woven[place] for place in places if place[0] == last),
    )


_PLAIN: Mapping[str, Turn] = {
    "new": "introduced",
    "no earlier text": "no earlier text",
    "removed": "dropped",
    "not restated": "not restated",
    "still stands": "still stands",
}


def _turn(leap: _Leap) -> Turn:
    """What a leap did to the provision, in one word."""
    kinds = leap.change.kinds
    if kinds[0] in _PLAIN:
        return _PLAIN[kinds[0]]
    if leap.end > leap.start + 1:
        return "returned"
    if "split" in kinds:
        return "split"
    if "merged" in kinds:
        return "merged"
    return "changed" if "reworded" in kinds else "unchanged"


# ---------------------------------------------------------------- whose words


def _weave(snapshots: Sequence[Snapshot], leaps: Iterable[_Leap]) -> dict[_Place, Woven]:
    """Every clause with the snapshots that brought its words: kept words keep their origin,
    inserted ones are the later snapshot's."""
    woven = {
        (i, clause.id): Woven(clause, (Strand(clause.text, snapshot.label),))
        for i, snapshot in enumerate(snapshots)
        for clause in snapshot.clauses
    }
    for leap in leaps:
        match, since = leap.change.match, snapshots[leap.end].label
        before = [woven[leap.start, clause.id].strands for clause in match.old]
        if not before or not match.new:
            continue
        spun = _spun(leap.change, _end_to_end(before), since)
        for clause in match.new:
            woven[leap.end, clause.id] = Woven(clause, tuple(_joined(_cut(spun, clause.text))))
            _cut(spun, "\n")  # the clauses of a side are joined by a line feed
    return woven


def _end_to_end(sides: Sequence[Sequence[Strand]]) -> list[Strand]:
    """The strands of several clauses as those of one text."""
    return [
        strand
        for number, strands in enumerate(sides)
        for strand in ([Strand("\n", strands[0].since if strands else "")] if number else [])
        + list(strands)
    ]


def _spun(change: Change, before: list[Strand], since: str) -> list[Strand]:
    """The later text's strands, from the earlier text's and what a reader is shown as kept:
    where two wordings are too far apart for a redline, only the phrases that both have."""
    if change.side_by_side:
        return list(_phrases(change, before, since))
    spun: list[Strand] = []
    taken: list[Strand] = []
    for edit in change.marks:
        if edit.op == "insert":
            # another dash or quotation mark is nobody's word
            whose = taken[0].since if edit.kind == "typographic" and taken else since
            spun.append(Strand(edit.words, whose))
        else:
            taken = _cut(before, edit.words)
            spun += taken if edit.op == "keep" else []
    return spun


def _phrases(change: Change, before: Sequence[Strand], since: str) -> Iterator[Strand]:
    """The later text's strands where it keeps no more than some phrases, in any order."""
    at = 0
    for phrase in sorted(change.shared, key=lambda phrase: phrase.new.start):
        if phrase.new.start < at or phrase.old.words != phrase.new.words:
            continue
        left = list(before)
        _cut(left, change.old_text[: phrase.old.start])
        yield Strand(change.new_text[at : phrase.new.start], since)
        yield from _cut(left, phrase.old.words)
        at = phrase.new.end
    yield Strand(change.new_text[at:], since)


def _cut(strands: list[Strand], words: str) -> list[Strand]:
    """Takes as many characters as the words have from the front of the strands."""
    taken: list[Strand] = []
    left = len(words)
    while left and strands:
        strand = strands.pop(0)
        if len(strand.words) > left:
            strands.insert(0, Strand(strand.words[left:], strand.since))
            strand = Strand(strand.words[:left], strand.since)
        taken.append(strand)
        left -= len(strand.words)
    return taken


def _joined(strands: Iterable[Strand]) -> Iterator[Strand]:
    """Neighbouring strands of one snapshot as one. Marks and space alone are nobody's: they go
    with the words before them, or at the start with those behind."""
    words = since = ""
    for strand in strands:
        spoken = any(letter.isalnum() for letter in strand.words)
        if since and spoken and strand.since != since:
            yield Strand(words, since)
            words = ""
        words, since = words + strand.words, strand.since if spoken else since
    if words:
        yield Strand(words, since or strand.since)


# ---------------------------------------------------------------- whether the steps compose


def _not_composed(
    lineage: Lineage, leaps: Sequence[_Leap], whole: Comparison, last: int
) -> Iterator[NotComposed]:
    """Where the steps of a lineage, one after another, say something else than the comparison
    of the first snapshot with the last."""
    by_steps, direct = _pairs_by_steps(leaps, lineage, last), _pairs(lineage.whole)
    for old, new in sorted(by_steps ^ direct):
        told = ["one provision", "not paired"]
        by, end = told if (old, new) in by_steps else told[::-1]
        names = f"{whole.old.label}#{old} and {whole.new.label}#{new}"
        yield NotComposed(
            what="pairing", lineage=lineage.id, by_steps=f"{names}: {by}", end_to_end=end
        )
    linked = [leap for leap in leaps if leap.change.match.old and leap.change.match.new]
    ends = [change for change in lineage.whole if change.match.old and change.match.new]
    if len(ends) != 1 or not by_steps or len({leap.end for leap in linked}) != len(linked):
        return
    expected = _composed([leap.change for leap in linked])
    if expected and ends[0].verdict != expected:
        yield NotComposed(
            what="verdict",
            lineage=lineage.id,
            by_steps=expected,
            end_to_end=ends[0].verdict or "no direction",
        )


def _pairs(changes: Iterable[Change]) -> set[tuple[Id, Id]]:
    return {(a.id, b.id) for ch in changes for a in ch.match.old for b in ch.match.new}


def _pairs_by_steps(leaps: Iterable[_Leap], lineage: Lineage, last: int) -> set[tuple[Id, Id]]:
    """Which clause of the first snapshot leads, step by step, to which of the last."""
    reached: defaultdict[_Place, set[Id]] = defaultdict(set)
    for clause in lineage.clauses[0]:
        reached[0, clause.id] = {clause.id}
    for leap in leaps:
        from_ = set[Id]().union(*(reached[leap.start, c.id] for c in leap.change.match.old))
        for clause in leap.change.match.new:
            reached[leap.end, clause.id] |= from_
    return {(first, to) for (i, to), firsts in reached.items() if i == last for first in firsts}


def _composed(changes: Sequence[Change]) -> Verdict | None:
    """What the verdicts of steps come to: the same words change nothing, a lone change is the
    whole, kept keeps, and steps the same way add up. None where nothing follows: what opposite
    steps leave behind only the words can tell."""
    verdicts = [change.verdict for change in changes if "identical" not in change.kinds]
    if len(verdicts) < 2:
        return verdicts[0] if verdicts else None
    moved = [verdict for verdict in dict.fromkeys(verdicts) if verdict != "kept"]
    if not moved:
        return "kept"
    return moved[0] if len(moved) == 1 and moved[0] in ("loosened", "tightened") else None
