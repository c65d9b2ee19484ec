"""What the tracking commands print: events, status, what is due, standing, partners."""

import csv
import io
import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from mtcr_tracker.dates import prose
from mtcr_tracker.events import Hit
from mtcr_tracker.exporters.sheet import cell
from mtcr_tracker.judge import standing_in_words
from mtcr_tracker.model import (
    STATUSES,
    ClauseStatus,
    Date,
    Due,
    Event,
    Figure,
    Membership,
    Record,
    Share,
    StandingRow,
    StateOfPlay,
    Weighed,
)
from mtcr_tracker.partners import counted

WIDTH = 80


def _json(schema: str, told: Mapping[str, Any]) -> str:
    written = json.dumps({"schema": schema, **told}, ensure_ascii=False, indent=2)
    return f"{written}\n"


def _csv(schema: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Comma-separated rows, each beginning with the schema's name; no cell is a formula."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")  # RFC 4180
    writer.writerow(["schema", *columns])
    writer.writerows([schema, *(_cell(row[column]) for column in columns)] for row in rows)
    return file.getvalue()


def _cell(value: Any) -> str:
    return cell("; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or ""))


def _wrapped(text: str, indent: str = "  ") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def _known(revision: str) -> str:
    return f"; what we knew at {revision}" if revision else ""


# ---------------------------------------------------------------- events

EVENTS = "mtcr-tracker/events/1"


def events(hits: Sequence[Hit], of: int, revision: str = "") -> str:
    """The events found, those that surely lie between the dates asked for first."""
    surely = [hit.event for hit in hits if hit.in_range == "surely"]
    possibly = [hit.event for hit in hits if hit.in_range == "possibly"]
    lines = [f"{len(surely)} of {of} events{_known(revision)}"]
    lines += [line for event in surely for line in ("", *_event(event))]
    if possibly:
        lines += ["", f"{len(possibly)} more that may lie between the dates asked for"]
        lines += [line for event in possibly for line in ("", *_event(event))]
    return "\n".join(lines)


def _event(event: Event) -> Iterator[str]:
    yield f"{event.date}  {event.id}"
    told = [event.type, event.stance, f"effect: {event.effect}", event.grade]
    yield _wrapped("; ".join(told))
    yield _wrapped(f"{event.actor}: {event.what}")
    touched = [*event.clauses, *(f"about {item}" for item in event.about)]
    if touched:
        yield _wrapped(", ".join(touched))
    if event.bill:
        yield _wrapped(f"{event.bill.number}, Congress {event.bill.congress}")
        yield from (_wrapped(step, "    ") for step in event.bill.steps)
    yield _wrapped(f"Source: {'; '.join((*event.sources, *event.seen_at))}")
    if event.caution:
        yield _wrapped(f"Caution: {event.caution}")


def events_json(hits: Sequence[Hit], of: int, revision: str = "") -> str:
    """The same as `mtcr-tracker/events/1`."""
    told = {"known_at": revision or None, "number": len(hits), "of": of}
    return _json(EVENTS, {**told, "events": [_hit(hit) for hit in hits]})


def events_csv(hits: Sequence[Hit]) -> str:
    """The same as a table; a list in a cell is joined by semicolons."""
    columns = [f.name for f in fields(Event) if f.name not in ("id", "bill", "deadlines")]
    flat = [_hit(hit) for hit in hits]
    bills = [{f"bill_{k}": v for k, v in (row["bill"] or _NO_BILL).items()} for row in flat]
    rows = [{**row, **bill} for row, bill in zip(flat, bills, strict=True)]
    more = ("bill_congress", "bill_number", "bill_steps")
    return _csv(EVENTS, rows, ["id", "in_range", *columns, *more])


_NO_BILL = {"congress": "", "number": "", "steps": ()}


def _hit(hit: Hit) -> dict[str, Any]:
    told = asdict(hit.event)
    return {"id": told.pop("id"), "in_range": hit.in_range, **told}


# ---------------------------------------------------------------- status

STATUS = "mtcr-tracker/status/1"
COUNTINGS = (
    "narrow: operative clauses, and only rules, statutes and what courts make of them",
    "broad: every clause, and every kind of act that can move a status",
)


def status(play: StateOfPlay, revision: str = "") -> str:
    """What has become of each clause, the figures, and what they are no proof of."""
    on, count = prose(play.as_of), len(play.clauses)
    lines = [f"{play.policy.id}: what has become of the {count} clauses of {play.snapshot.label}"]
    lines.append(_wrapped(f"as of {on}{_known(revision)}; {_newest(play)}", ""))
    lines.append("")
    lines += [line for row in play.clauses for line in _row(row)]
    lines += ["", *_figures(play.figures), "", *(_wrapped(line, "") for line in _limits(play))]
    return "\n".join(lines)


def _newest(play: StateOfPlay) -> str:
    if play.newest is None:
        return "no event by then"
    return f"the newest event is of {prose(play.newest.date)}"


def _row(row: ClauseStatus) -> Iterator[str]:
    yield f"{row.status:17} {' '.join(filter(None, (row.clause.number, row.clause.id)))}"
    if row.by_item:
        told = (f"{item}: {status}" for item, status in row.by_item.items())
        yield _wrapped(", ".join(told), " " * 18)
    deciding = [w.event.id for w in row.weighed if w.decides]
    if deciding:
        yield _wrapped(f"by {', '.join(deciding)}", " " * 18)
    if row.may_be:
        yield _wrapped(f"may be {row.may_be}: an event's date is not certain", " " * 18)


def _figures(figures: Sequence[Figure]) -> Iterator[str]:
    """A line for each figure that is not nought, and always the first two."""
    yield f"{'':17} {'narrow':34} broad"
    yield f"{'':17} {figures[0].narrow.named:34} {figures[0].broad.named}"
    for place, figure in enumerate(figures):
        if place < 2 or figure.narrow.number or figure.broad.number:
            yield f"{figure.what:17} {_share(figure.narrow):34} {_share(figure.broad)}"
    yield from COUNTINGS


def _share(share: Share) -> str:
    return f"{share.number} of {share.of}"


def _limits(play: StateOfPlay) -> Iterator[str]:
    """What the figures are no proof of, and what was found of regulations."""
    searched = f"as of {prose(play.searched)}, in the sources consulted"
    yield f'"No act found" is none found {searched}; it is no proof that nothing happened.'
    yield amended(play)
    if play.policy.looked_note and play.searched == play.policy.looked_until:
        yield play.policy.looked_note


def amended(play: StateOfPlay) -> str:
    """In one sentence, whether a regulation was found amended to carry the clauses out."""
    searched = f"as of {prose(play.searched)}, in the sources consulted"
    if not play.amending:
        label = play.snapshot.label
        return f"No regulation is found amended to carry out what {label} says, {searched}."
    acts = ", ".join(event.id for event in play.amending)
    return f"Rules and statutes found in force that carry it out or extend it, {searched}: {acts}."


def why(play: StateOfPlay, row: ClauseStatus, revision: str = "") -> str:
    """A clause's status with every event that names it, those that decide first, and the rule by
    which each does or does not."""
    lines = [f"{row.ref}: {row.status}, as of {prose(play.as_of)}{_known(revision)}"]
    lines.append(f"under the narrow counting: {row.narrow or 'left out, not operative'}")
    lines += [f"for {item}: {status}" for item, status in row.by_item.items()]
    lines += [_wrapped(row.clause.text), ""]
    lines += [f"made by {event.id} ({event.date}); effect: {row.effect}" for event in row.made_by]
    deciding = [w for w in row.weighed if w.decides]
    lines += _told("decide", deciding) if deciding else ["no event decides"]
    rest = [w for w in row.weighed if not w.decides]
    lines += ["", *_told("do not decide", rest)] if rest else []
    return "\n".join([*lines, "", *(_wrapped(line, "") for line in list(_limits(play))[:2])])


def _told(head: str, weighed: Sequence[Weighed]) -> Iterator[str]:
    yield f"{head}: {len(weighed)} of the events that name it"
    for rule in dict.fromkeys(w.rule for w in weighed):
        some = [w for w in weighed if w.rule == rule]
        yield _wrapped(f"{rule}: {some[0].why}")
        for event in (w.event for w in some):
            yield _wrapped(f"{event.date} {event.id}", "    ")
            yield _wrapped(f"{event.type}, {event.stance}, effect: {event.effect}", "      ")


def status_json(plays: Sequence[StateOfPlay], revision: str = "", clause: str = "") -> str:
    """The same as `mtcr-tracker/status/1`; only one clause where it is named."""
    told = {"known_at": revision or None, "policies": [_play(play, clause) for play in plays]}
    return _json(STATUS, told)


def _play(play: StateOfPlay, clause: str) -> dict[str, Any]:
    return {
        "policy": play.policy.id,
        "snapshot": play.snapshot.label,
        "as_of": play.as_of,
        "searched_until": play.searched,
        "newest_event": play.newest.id if play.newest else None,
        "regulations_amended": [event.id for event in play.amending],
        "statement": amended(play),
        "figures": [asdict(figure) for figure in play.figures],
        "statuses": list(STATUSES),
        "clauses": [_clause(r) for r in play.clauses if clause in ("", r.clause.id)],
    }


def _clause(row: ClauseStatus) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "role": row.clause.role,
        "status": row.status,
        "narrow": row.narrow,
        "by_item": dict(row.by_item),
        "may_be": row.may_be,
        "made_by": [event.id for event in row.made_by],
        "effect": row.effect,
        "events": [
            {"id": w.event.id, "decides": w.decides, "rule": w.rule, "why": w.why}
            for w in row.weighed
        ],
    }


def status_csv(plays: Sequence[StateOfPlay], clause: str = "") -> str:
    """A row for each clause, from which every figure can be counted again."""
    rows = [
        {**_clause(r), "policy": play.policy.id, "as_of": play.as_of}
        | {"deciding": [w.event.id for w in r.weighed if w.decides]}
        | {"by_item": [f"{item}: {status}" for item, status in r.by_item.items()]}
        for play in plays
        for r in play.clauses
        if clause in ("", r.clause.id)
    ]
    columns = "policy as_of ref role status narrow by_item may_be made_by effect deciding"
    return _csv(STATUS, rows, columns.split())


# ---------------------------------------------------------------- due


def due(found: Sequence[tuple[Record, Sequence[Due]]], on: Date, revision: str = "") -> str:
    """What waits, by kind, with the day that it was asked for."""
    lines = [f"as of {prose(on)}{_known(revision)}"]
    for record, waiting in found:
        lines += ["", f"{record.policy.id}: {len(waiting)} waiting"]
        for kind in dict.fromkeys(item.kind for item in waiting):
            some = [item for item in waiting if item.kind == kind]
            lines += ["", f"{kind}: {len(some)}"]
            lines += [line for item in some for line in _due(item)]
    return "\n".join(lines)


def _due(item: Due) -> Iterator[str]:
    yield _wrapped(f"{item.what} [{item.about}]")
    late = {"yes": "overdue, ", "possibly": "possibly overdue, ", "no": ""}[item.overdue]
    by = f"; {late}{_BY.get(item.kind, 'due by')} {prose(item.by)}" if item.by else ""
    yield _wrapped(f"{_SINCE.get(item.kind, 'since')} {prose(item.since)}{by}", "    ")
    if item.note:
        yield _wrapped(item.note, "    ")


_SINCE = {"source": "last looked up", "review": "made on"}
_BY = {"bill": "it dies with its Congress on", "source": "to be looked up again by"}


def due_json(found: Sequence[tuple[Record, Sequence[Due]]], on: Date, revision: str = "") -> str:
    """The same as `mtcr-tracker/due/1`."""
    policies = [
        {"policy": record.policy.id, "due": [asdict(item) for item in waiting]}
        for record, waiting in found
    ]
    told = {"as_of": on, "known_at": revision or None, "policies": policies}
    return _json("mtcr-tracker/due/1", told)


# ---------------------------------------------------------------- standing


def standing(record: Record, rows: Sequence[StandingRow], on: Date, revision: str = "") -> str:
    """Class of items, standard of review, whose it is, where it is stated."""
    lines = [f"{record.policy.id}: standards of review, as of {prose(on)}{_known(revision)}"]
    for title in dict.fromkeys(f"{row.term.title} [{row.term.id}]" for row in rows):
        some = [row for row in rows if f"{row.term.title} [{row.term.id}]" == title]
        lines += ["", title, *(line for row in some for line in _standards(row, record, on))]
    return "\n".join(lines)


def _standards(row: StandingRow, record: Record, on: Date) -> Iterator[str]:
    for told in _stated(row, record, on):
        where = ", ".join(filter(None, (told["clause"], told["at"])))
        yield f"  {told['standard']}"
        yield _wrapped(f"{told['whose']}; {where} ({told['grade']}); {told['stood']}", "    ")
        yield _wrapped(f'"{told["words"]}"', "    ")
    if not row.stated:
        yield f"  {row.snapshot} states none for it"
    for clause in row.unread:
        yield _wrapped(f"{row.snapshot}#{clause.id}: names one, in words that cannot be read so")


def _stated(row: StandingRow, record: Record, on: Date) -> Iterator[dict[str, Any]]:
    for stated in row.stated:
        source = record.sources.get(stated.clause.source) if stated.clause.source else None
        yield {
            "standard": stated.name,
            "level": stated.level,
            "whose": source.issuer if source else None,
            "source": stated.clause.source,
            "clause": f"{row.snapshot}#{stated.clause.id}",
            "at": stated.clause.at,
            "words": stated.words,
            "grade": stated.grade,
            "stood": standing_in_words(source, on) if source else None,
        }


def standing_json(record: Record, rows: Sequence[StandingRow], on: Date, revision: str = "") -> str:
    """The same as `mtcr-tracker/standing/1`: an entry for each class of items and snapshot."""
    items = [
        {
            "item": row.term.id,
            "title": row.term.title,
            "snapshot": row.snapshot,
            "stated": list(_stated(row, record, on)),
            "unread": [clause.id for clause in row.unread],
        }
        for row in rows
    ]
    told = {"policy": record.policy.id, "as_of": on, "known_at": revision or None}
    return _json("mtcr-tracker/standing/1", {**told, "items": items})


# ---------------------------------------------------------------- partners


def partners(record: Record, found: Sequence[Membership], on: Date, revision: str = "") -> str:
    """Each state with what it is to the regime, and the counts of those on the record."""
    lines = [f"{record.policy.id}: partners (the regime's members) and adherents"]
    lines += [f"as of {prose(on)}{_known(revision)}"]
    if len(found) > 1:
        told = (f"{number} {kind}" for kind, number in counted(found).items())
        lines += [f"{', '.join(told)}, of {len(found)} states on the record"]
    lines += ["", *(line for membership in found for line in _membership(membership))]
    note = record.facts.countries_note
    return "\n".join([*lines, "", _wrapped(note, "")] if note else lines)


def _membership(told: Membership) -> Iterator[str]:
    yield _wrapped(f"{told.country}: {told.relation}; {told.reason}", "")
    if told.entry:
        cited = ", ".join((*told.entry.sources, *told.entry.seen_at))
        yield _wrapped(f"{cited}; confidence: {told.entry.confidence}")
        if told.entry.note:
            yield _wrapped(told.entry.note)


def partners_json(record: Record, found: Sequence[Membership], on: Date, revision: str = "") -> str:
    """The same as `mtcr-tracker/partners/1`."""
    told = {"policy": record.policy.id, "as_of": on, "known_at": revision or None}
    states = [asdict(membership) for membership in found]
    counts = {"counts": counted(found), "of": len(found)}
    return _json("mtcr-tracker/partners/1", {**told, **counts, "states": states})
