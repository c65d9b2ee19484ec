"""What has happened since: the events and reviews of a record as they bear on a comparison."""

from collections.abc import Iterator

from mtcr_tracker.model import (
    Change,
    Clause,
    ClauseRef,
    Comparison,
    Dossier,
    Event,
    EventType,
    Record,
    Review,
    Snapshot,
)

_ACTS: frozenset[EventType] = frozenset({"rule", "statute"})
"""The types of event that can amend a regulation."""


def dossier(comparison: Comparison, record: Record) -> Dossier:
    """All that a report shows beside a comparison of two snapshots of a record."""
    touching = {
        change.number: tuple(_touching(change, comparison, record)) for change in comparison.changes
    }
    return Dossier(
        policy=record.policy,
        facts=record.facts,
        sources=record.sources,
        events=record.events,
        touching=touching,
        carrying_out=tuple(e for e in record.events if _carries_out(e, comparison.new)),
        bearing=_bearing(comparison, record),
    )


def reviews_of(old: Snapshot, new: Snapshot, record: Record) -> tuple[Review, ...]:
    """The reviews that may bear on a comparison: all of the policy's, for a review holds for
    the words it judged wherever they stand."""
    both = {old.policy, new.policy} == {record.policy.id}
    return record.reviews if both else ()


def _touching(change: Change, comparison: Comparison, record: Record) -> Iterator[Event]:
    refs = {ref for clause in change.match.new for ref in _names(clause, comparison.new)}
    refs |= {ref for clause in change.match.old for ref in _names(clause, comparison.old)}
    return (event for event in record.events if refs & set(event.clauses))


def _names(clause: Clause, snapshot: Snapshot) -> Iterator[ClauseRef]:
    """The clause in this snapshot and, where it was inherited, in those it comes from."""
    yield ClauseRef(f"{snapshot.label}#{clause.id}")
    yield from (ref for ref in clause.continues or () if ref.endswith(f"#{clause.id}"))


def _carries_out(event: Event, snapshot: Snapshot) -> bool:
    """Whether an event is a rule or statute in force that carries the snapshot's clauses out,
    or extends them."""
    return (
        event.type in _ACTS
        and event.effect == "in force"
        and event.stance in ("carries out", "extends")
        and any(_is_of(ref, snapshot) for ref in event.clauses)
    )


def _is_of(ref: ClauseRef, snapshot: Snapshot) -> bool:
    label, _, _ = ref.partition("#")
    own = {name for clause in snapshot.clauses for name in _names(clause, snapshot)}
    return label == snapshot.label or ref in own


def _bearing(comparison: Comparison, record: Record) -> dict[ClauseRef, Clause]:
    """The clauses that `compare_with` names, in the order named."""
    clauses = {
        ClauseRef(f"{snapshot.label}#{clause.id}"): clause
        for snapshot in record.snapshots.values()
        for clause in snapshot.clauses
    }
    named = (c.compare_with for change in comparison.changes for c in change.match.new)
    return {ref: clauses[ref] for refs in named for ref in refs if ref in clauses}
