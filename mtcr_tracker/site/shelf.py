"""All that the pages on one policy show, worked out once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mtcr_tracker import ledger, lineage, pipeline, status
from mtcr_tracker.exporters.arrange import anchors
from mtcr_tracker.exporters.series import turns
from mtcr_tracker.model import (
    Change,
    Clause,
    ClauseRef,
    ClauseStatus,
    Comparison,
    Date,
    Dossier,
    Event,
    Id,
    Lineage,
    Record,
    Series,
    Snapshot,
    StateOfPlay,
)

Sides = tuple[tuple[Id, ...], tuple[Id, ...]]
"""The ids of the clauses on the two sides of a change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A provision with its page's name and title, and what touches it."""

    name: str
    title: str
    also: tuple[str, ...]
    """Other ids that its clauses have had; each leads to the page."""
    lineage: Lineage
    statuses: tuple[ClauseStatus, ...]
    """Of its clauses in the snapshot whose state of play is told, else in the last that has it."""
    events: tuple[Event, ...]
    """Those that name one of its clauses, in order of date."""
    on_the_whole: tuple[Event, ...]
    """Those that name a whole snapshot which has it."""
    every: tuple[Event, ...]
    """Both, in order of date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One policy, finished."""

    record: Record
    series: Series
    provisions: tuple[Provision, ...]
    compared: tuple[tuple[Comparison, Dossier], ...]
    """Those that the policy names, then the other steps and the whole."""
    play: StateOfPlay
    """Of the last snapshot."""
    anchors: Mapping[tuple[str, str], Mapping[Sides, str]]
    """The name of each change on its comparison's page, by the labels of the two snapshots."""
    touched: Mapping[str, tuple[Provision, ...]]
    """The provisions that an event names a clause of, by the event's id."""


def shelve(record: Record, on: Date | None = None) -> Shelf:
    """Everything that the site tells of a policy, as of a date; without one, as of the end of
    the search for later acts, or of the newest event."""
    snapshots = tuple(record.snapshots.values())
    series = lineage.trace(snapshots, record.reviews)
    date = on or status.default_date(record)
    play = status.status(record, _in_force(record, date), date)
    statuses = _statuses(record, series, play)
    provisions = _provisions(record, series, statuses, play)
    compared = tuple(_compared(record, series))
    touched: defaultdict[str, list[Provision]] = defaultdict(list)
    for provision in provisions:
        for event in provision.events:
            touched[event.id].append(provision)
    return Shelf(
        record=record,
        series=series,
        provisions=provisions,
        compared=compared,
        play=play,
        anchors={(c.old.label, c.new.label): _anchors(c) for c, _ in compared},
        touched={event: tuple(found) for event, found in touched.items()},
    )


def sides(change: Change) -> Sides:
    """The ids on the two sides of a change, which tell it from the others of its comparison."""
    return tuple(c.id for c in change.match.old), tuple(c.id for c in change.match.new)


def _anchors(comparison: Comparison) -> dict[Sides, str]:
    names = anchors(comparison.changes)
    return {sides(change): names[change.number] for change in comparison.changes}


def _in_force(record: Record, on: Date) -> Snapshot:
    """The last snapshot that stood on a date; the first of all where none did yet."""
    return (*tuple(record.snapshots.values())[:1], *ledger.texts_by(record, on))[-1]


def _statuses(record: Record, series: Series, play: StateOfPlay) -> dict[ClauseRef, ClauseStatus]:
    """The status of the clauses by which each provision is told."""
    found = {row.ref: row for row in play.clauses}
    rest: defaultdict[int, list[Clause]] = defaultdict(list)
    for each in series.lineages:
        place = _told_in(each, series, play)
        label = series.snapshots[place].label
        rest[place] += [c for c in each.clauses[place] if _ref(label, c.id) not in found]
    for place, left in sorted(rest.items()):
        snapshot = replace(series.snapshots[place], clauses=tuple(left))
        found.update((row.ref, row) for row in status.status(record, snapshot, play.as_of).clauses)
    return found


def _told_in(each: Lineage, series: Series, play: StateOfPlay) -> int:
    """The place of the snapshot whose clauses stand for a provision: the one whose state of play
    is told, if it has it, else the last that has it."""
    had = [place for place, clauses in enumerate(each.clauses) if clauses]
    labels = [snapshot.label for snapshot in series.snapshots]
    place = labels.index(play.snapshot.label)
    return place if place in had else had[-1]


def _provisions(
    record: Record, series: Series, statuses: Mapping[ClauseRef, ClauseStatus], play: StateOfPlay
) -> tuple[Provision, ...]:
    naming: defaultdict[str, list[int]] = defaultdict(list)
    for number, event in enumerate(record.events):
        for ref in dict.fromkeys((*event.clauses, *event.makes)):
            naming[ref].append(number)
    labels = [snapshot.label for snapshot in series.snapshots]
    made = []
    for name, also, each in _named(series.lineages):
        refs = [_ref(labels[i], c.id) for i, held in enumerate(each.clauses) for c in held]
        own = sorted({number for ref in refs for number in naming[ref]})
        whole = {n for i, held in enumerate(each.clauses) if held for n in naming[labels[i]]}
        place = _told_in(each, series, play)
        made.append(
            Provision(
                name=name,
                title=turns.title(each),
                also=also,
                lineage=each,
                statuses=tuple(statuses[_ref(labels[place], c.id)] for c in each.clauses[place]),
                events=tuple(record.events[number] for number in own),
                on_the_whole=tuple(record.events[n] for n in sorted(whole - set(own))),
                every=tuple(record.events[n] for n in sorted(whole | set(own))),
            )
        )
    return tuple(made)


def _ref(label: str, clause: Id) -> ClauseRef:
    return ClauseRef(f"{label}#{clause}")


def _named(lineages: Sequence[Lineage]) -> list[tuple[str, tuple[str, ...], Lineage]]:
    """A name for each page and the other ids that lead to it. An id that two provisions have
    had is the name of the one that has it latest."""
    taken: set[str] = set()
    names = []
    for each in lineages:
        ids: list[str] = [clause.id for clauses in reversed(each.clauses) for clause in clauses]
        free = [name for name in dict.fromkeys(ids) if name not in taken]
        name = free[0] if free else _beside(ids[0], taken)
        taken.add(name)
        names.append((name, ids, each))
    made = []
    for name, ids, each in names:
        also = tuple(i for i in dict.fromkeys(ids) if i not in taken)
        taken.update(also)
        made.append((name, also, each))
    return made


def _beside(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


def _compared(record: Record, series: Series) -> list[tuple[Comparison, Dossier]]:
    """The comparisons that the policy names, the main one first, then the other steps and the
    whole."""
    if not series.steps:
        return []
    known = {(c.old.label, c.new.label): c for c in (*series.steps, series.whole)}
    named = [name.partition("..")[::2] for name in record.policy.comparisons]
    comparisons = [
        known.get((old, new))
        or pipeline.compare(record.snapshots[old], record.snapshots[new], record.reviews)
        for old, new in dict.fromkeys((*named, *known))
    ]
    return [(comparison, ledger.dossier(comparison, record)) for comparison in comparisons]
