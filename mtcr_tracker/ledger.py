"""What has happened since: the events and reviews of a record as they bear on a comparison."""

from collections.abc import Collection, Iterator, Mapping

from mtcr_tracker.dates import surely_by
from mtcr_tracker.model import (
    Change,
    Clause,
    ClauseRef,
    Comparison,
    Date,
    Dossier,
    Event,
    EventType,
    Id,
    Policy,
    Record,
    Review,
    Snapshot,
    not_withdrawn,
)
from mtcr_tracker.standing import standing
from mtcr_tracker.text import fingerprint

_ACTS: frozenset[EventType] = frozenset({"rule", "statute"})
"""The types of event that can amend a regulation."""


def dossier(comparison: Comparison, record: Record) -> Dossier:
    """All that a report shows beside a comparison of two snapshots of a record."""
    naming: dict[ClauseRef, list[int]] = {}
    for place, event in enumerate(record.events):
        for ref in dict.fromkeys(event.clauses):
            naming.setdefault(ref, []).append(place)
    touching = {
        change.number: tuple(record.events[i] for i in _touching(change, comparison, naming))
        for change in comparison.changes
    }
    return Dossier(
        policy=record.policy,
        facts=record.facts,
        sources=record.sources,
        events=record.events,
        touching=touching,
        carrying_out=carrying_out(record, comparison.new),
        bearing=_bearing(comparison, record),
        by_item=standing((comparison.old, comparison.new), record.policy.items),
        by_topic=standing((comparison.old, comparison.new), record.policy.topics),
    )


def reviews_of(old: Snapshot, new: Snapshot, record: Record) -> tuple[Review, ...]:
    """The reviews that may bear on a comparison: all of the policy's, for a review holds for
    the words it judged wherever they stand."""
    both = {old.policy, new.policy} == {record.policy.id}
    return record.reviews if both else ()


def names(record: Record, ref: ClauseRef) -> frozenset[ClauseRef]:
    """All that a clause is called: its reference in each snapshot that has it as its own or
    inherits it."""
    return all_names(record).get(ref, frozenset({ref}))


def all_names(record: Record) -> Mapping[ClauseRef, frozenset[ClauseRef]]:
    """All that each clause of a record is called, by each of its references."""
    called: dict[ClauseRef, set[ClauseRef]] = {}
    for snapshot in record.snapshots.values():
        for clause in snapshot.clauses:
            together = set(_names(clause, snapshot))
            for ref in tuple(together):
                together |= called.get(ref, set())
            called.update(dict.fromkeys(together, together))
    return {ref: frozenset(refs) for ref, refs in called.items()}


def labels(refs: Collection[ClauseRef]) -> frozenset[ClauseRef]:
    """The snapshots that references to clauses name, as references to the whole of them."""
    return frozenset(ClauseRef(ref.partition("#")[0]) for ref in refs)


def texts_by(record: Record, on: Date) -> tuple[Snapshot, ...]:
    """The snapshots that surely lie by a date, without those whose clauses a later one of them
    has as members."""
    found = [
        s
        for s in record.snapshots.values()
        if s.as_of and s.state != "prospective" and surely_by(s.as_of, on)
    ]
    extended = {snapshot.extends for snapshot in found}
    return tuple(snapshot for snapshot in found if snapshot.label not in extended)


def parts(policy: Policy) -> Mapping[Id, tuple[Id, ...]]:
    """Each class of items with those that it falls into, itself where it has no parts."""
    below = {
        term.id: tuple(t.id for t in policy.items if t.part_of == term.id) for term in policy.items
    }
    return {name: inner or (name,) for name, inner in below.items()}


def stale_reviews(record: Record) -> tuple[Review, ...]:
    """The reviews that judged words which no snapshot has any more, but for those that were
    withdrawn or made again."""
    words = {fingerprint(clause.text) for s in record.snapshots.values() for clause in s.clauses}
    made = not_withdrawn(record.reviews)
    again = {review.confirms for review in made}
    judged = ((review, {*review.old_words, *review.new_words}) for review in made)
    return tuple(r for r, prints in judged if not words >= prints and r.id not in again)


def _touching(
    change: Change, comparison: Comparison, naming: Mapping[ClauseRef, list[int]]
) -> list[int]:
    """The places of the events that name a clause of a change, in order."""
    refs = {ref for clause in change.match.new for ref in _names(clause, comparison.new)}
    refs |= {ref for clause in change.match.old for ref in _names(clause, comparison.old)}
    return sorted({place for ref in refs for place in naming.get(ref, ())})


def _names(clause: Clause, snapshot: Snapshot) -> Iterator[ClauseRef]:
    """The clause in this snapshot and, where it was inherited, in those it comes from."""
    yield ClauseRef(f"{snapshot.label}#{clause.id}")
    yield from (ref for ref in clause.continues or () if ref.endswith(f"#{clause.id}"))


def carrying_out(record: Record, snapshot: Snapshot) -> tuple[Event, ...]:
    """Rules and statutes in force that carry a snapshot's clauses out, or extend them."""
    own = {name for clause in snapshot.clauses for name in _names(clause, snapshot)}
    own |= {ClauseRef(snapshot.label)}
    return tuple(event for event in record.events if _carries_out(event, own))


def _carries_out(event: Event, own: set[ClauseRef]) -> bool:
    """Whether an event is a rule or statute in force that carries out or extends clauses."""
    return (
        event.type in _ACTS
        and event.effect == "in force"
        and event.stance in ("carries out", "extends")
        and not own.isdisjoint(event.clauses)
    )


def _bearing(comparison: Comparison, record: Record) -> dict[ClauseRef, Clause]:
    """The clauses that `compare_with` names, in the order named."""
    clauses = {
        ClauseRef(f"{snapshot.label}#{clause.id}"): clause
        for snapshot in record.snapshots.values()
        for clause in snapshot.clauses
    }
    named = (c.compare_with for change in comparison.changes for c in change.match.new)
    return {ref: clauses[ref] for refs in named for ref in refs if ref in clauses}
