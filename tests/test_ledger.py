"""What has happened since, as it bears on a comparison."""

from dataclasses import replace

from mtcr_tracker import ledger
from mtcr_tracker.model import Change, ClauseRef, Comparison, Event, Record
from mtcr_tracker.pipeline import compare


def between(record: Record, old: str, new: str) -> Comparison:
    """A comparison of two of the record's snapshots."""
    return compare(record.snapshots[old], record.snapshots[new], record.reviews)


def change(comparison: Comparison, name: str) -> Change:
    """The change whose later clause has this id."""
    return next(c for c in comparison.changes if name in {x.id for x in c.match.new})


def event(record: Record, **more: object) -> Event:
    """One event of the record, altered."""
    return replace(record.events[0], **more)  # type: ignore[arg-type]  # keywords of Event


def test_events_come_in_order(record: Record) -> None:
    """By date, then id."""
    dates = [event.date for event in record.events]
    assert dates[0] == "2025-01-03"
    assert dates == sorted(dates, key=lambda date: date[:10])


def test_no_regulation_is_found_that_carries_the_memorandum_out(record: Record) -> None:
    """The sentence on the first screen comes from the events."""
    made = ledger.dossier(between(record, "pre-2025", "nsm-2025"), record)
    assert made.carrying_out == ()


def test_a_rule_in_force_would_be_found(record: Record) -> None:
    """One that carries a clause out, or all of them; not a statement, nor a proposal."""
    refs = (ClauseRef("nsm-2025#slv-transfers"),)
    rule = event(record, id="x", type="rule", effect="in force", stance="carries out", clauses=refs)
    others = (
        replace(rule, type="statement"),
        replace(rule, effect="proposed"),
        replace(rule, stance="adjacent"),
        replace(rule, clauses=(ClauseRef("pre-2025"),)),
    )
    comparison = between(record, "pre-2025", "nsm-2025")
    for found, events in (((rule,), (rule,)), ((), others)):
        assert ledger.dossier(comparison, replace(record, events=events)).carrying_out == found


def test_an_event_touches_the_clause_wherever_it_is_inherited(record: Record) -> None:
    """Executive Order 14268 touches P3a, in the snapshots that extend the memorandum's too."""
    for label in ("nsm-2025", "uas-2025"):
        comparison = between(record, "pre-2025", label)
        made = ledger.dossier(comparison, record)
        touching = made.touching[change(comparison, "category-i-review").number]
        assert "2025-04-09-executive-order-14268" in {event.id for event in touching}


def test_clauses_to_compare_with_come_along(record: Record) -> None:
    """Every reference of the concordance is there to be shown."""
    comparison = between(record, "pre-2025", "nsm-2025")
    named = {ref for c in record.snapshots["nsm-2025"].clauses for ref in c.compare_with}
    assert set(ledger.dossier(comparison, record).bearing) == named


def test_reviews_of_another_policy_do_not_count(record: Record) -> None:
    """A file that stands alone has none."""
    alone = replace(record.snapshots["nsm-2025"], policy="")
    assert ledger.reviews_of(alone, record.snapshots["nsm-2025"], record) == ()
