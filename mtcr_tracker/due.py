"""What waits for someone: deadlines, bills, proposals, reviews and sources to look at again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

from mtcr_tracker.dates import bounds, possibly_by, surely_by
from mtcr_tracker.events import answered
from mtcr_tracker.ledger import stale_reviews
from mtcr_tracker.model import Bill, Date, Deadline, Due, Event, Record
from mtcr_tracker.status import congress_ends

_STANDS = ("in force", "not known", "proposed")
"""The standings of a source that may change without our seeing it."""


def due(record: Record, on: Date) -> tuple[Due, ...]:
    """Everything that waits as of a date, by kind and then in order of date.

    Events that may lie after the date are left out. What a later event on the record `answers`
    waits no longer, if that event surely lies by the date.
    """
    return (
        *_deadlines(record, on),
        *_bills(record, on),
        *_proposals(record, on),
        *_reviews(record, on),
        *_sources(record, on),
    )


def _open(record: Record, on: Date) -> Iterator[Event]:
    """The events by the date that no event by the date has settled."""
    settled = answered(record)
    for event in record.events:
        answer = next((a for name, a in settled.items() if name == event.id), None)
        if surely_by(event.date, on) and not (answer and surely_by(answer.date, on)):
            yield event


def _deadlines(record: Record, on: Date) -> Iterator[Due]:
    for event in _open(record, on):
        for deadline in event.deadlines:
            runs = event.type != "bill step"
            by = due_by(event, deadline) if runs else None
            yield Due(
                kind="deadline",
                what=deadline.what,
                about=event.id,
                since=deadline.since or event.date,
                by=by,
                overdue=_overdue(by, on),
                note="" if runs else f"runs only once the bill is law: {_term(deadline)}",
            )


def due_by(event: Event, deadline: Deadline) -> Date | None:
    """The day on which a deadline falls, an interval where its beginning is one."""
    if deadline.within is None:
        return deadline.by
    first, last = bounds(deadline.since or event.date)
    days = timedelta(days=deadline.within)
    ends = [(first + days).isoformat(), (last + days).isoformat()]
    return Date("/".join(dict.fromkeys(ends)))


def _term(deadline: Deadline) -> str:
    return f"within {deadline.within} days" if deadline.within else f"by {deadline.by}"


def _overdue(by: Date | None, on: Date) -> Literal["yes", "possibly", "no"]:
    """Whether a due day is past: surely only where the last day it may mean is before the first
    that the date asked for may mean."""
    if by is None:
        return "no"
    if bounds(by)[1] < bounds(on)[0]:
        return "yes"
    return "possibly" if bounds(by)[0] < bounds(on)[1] else "no"


def _bills(record: Record, on: Date) -> Iterator[Due]:
    """Each bill once, with its last step, while its Congress sits."""
    last: dict[tuple[str, str], Event] = {}
    first: dict[tuple[str, str], Event] = {}
    for event in _open(record, on):
        if event.type == "bill step" and event.bill:
            key = (event.bill.congress, event.bill.number)
            last[key] = event
            first.setdefault(key, event)
    for key, event in last.items():
        ends = congress_ends(event)
        if event.bill and not (ends and surely_by(ends, on)):
            yield Due(
                kind="bill",
                what=event.bill.number,
                about=event.id,
                since=first[key].date,
                by=ends,
                note=_last_step(event.bill, on),
            )


def _last_step(bill: Bill, on: Date) -> str:
    """The last step that may lie by a date, as the file has it."""
    steps = [step for step in bill.steps if _is_by(step, on)]
    return f"last step seen: {steps[-1]}" if steps else ""


def _is_by(step: str, on: Date) -> bool:
    try:
        return possibly_by(Date(step.partition(":")[0]), on)
    except ValueError:  # a step without a date is told whenever the event is
        return True


def _proposals(record: Record, on: Date) -> Iterator[Due]:
    for event in _open(record, on):
        if event.effect == "proposed" and event.type != "bill step":
            yield Due(
                kind="proposal",
                what=event.what,
                about=event.id,
                since=event.date,
                note=f"a {event.type}; nothing final found",
            )


def _reviews(record: Record, on: Date) -> Iterator[Due]:
    for review in stale_reviews(record):
        yield Due(
            kind="review",
            what=f"{review.old}..{review.new}#{review.clause}",
            about=review.id,
            since=review.on,
            note="the words that it judged have changed",
        )


def _sources(record: Record, on: Date) -> Iterator[Due]:
    """The sources that were not checked for longer than the policy says; those never checked by
    themselves were checked in the search that the policy dates."""
    days = record.policy.recheck_after
    for source in record.sources.values():
        checked = source.checked or record.policy.looked_until
        if not days or not checked or source.standing not in _STANDS:
            continue
        by = due_by_days(checked, days)
        if _overdue(by, on) != "no":
            yield Due(
                kind="source",
                what=source.title,
                about=source.id,
                since=checked,
                by=by,
                overdue=_overdue(by, on),
                note=f"{source.standing} when last looked up",
            )


def due_by_days(since: Date, days: int) -> Date:
    """The last day that lies so many days after the last that a date may mean."""
    return Date((bounds(since)[1] + timedelta(days=days)).isoformat())
