"""The timeline of a policy for a terminal, and as SVG, HTML, JSON and CSV."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, get_args

from mtcr_tracker.dates import bounds
from mtcr_tracker.errors import mend
from mtcr_tracker.exporters import view
from mtcr_tracker.exporters.html import svg as drawn
from mtcr_tracker.exporters.sheet import cell
from mtcr_tracker.exporters.text import WIDTH, wrap
from mtcr_tracker.model import Date, Dossier, Event, EventType, Record, Snapshot
from mtcr_tracker.site import pages

SCHEMA = "mtcr-tracker/timeline/1"
_NAME = 16
"""Width of the names of the figure's rows."""


@dataclass(frozen=True, slots=True)
class Item:
    """What stands in the timeline: an event or a snapshot."""

    date: Date
    value: Event | Snapshot


def items(record: Record) -> list[Item]:
    """The events and snapshots of a record in order of date; of those that begin on one day the
    snapshots first."""
    snapshots = [Item(s.as_of, s) for s in record.snapshots.values() if s.as_of]
    events = [Item(event.date, event) for event in record.events]
    return sorted([*snapshots, *events], key=lambda item: bounds(item.date))


# ---------------------------------------------------------------- for a terminal


def text(record: Record) -> str:
    """A figure of 80 columns, a column for each span of time, and every event below it."""
    lines = [*wrap(record.policy.title), "", *_figure(record), ""]
    for year, group in groupby(items(record), lambda item: item.date[:4]):
        lines.append(year)
        for item in group:
            lines += _told(item)
        lines.append("")
    return "\n".join(line.rstrip() for line in lines[:-1]) + "\n"


def _told(item: Item) -> Iterator[str]:
    if isinstance(item.value, Snapshot):
        words = f"Snapshot {item.value.label}: {view.name(item.value)}."
    else:
        event = item.value
        kind = f"{event.type}; {event.stance}; effect: {event.effect}"
        words = f"{event.actor}: {event.what} [{kind}]"
    return wrap(f"{item.date}  {words}", "  ", " " * 14)


def _figure(record: Record) -> Iterator[str]:
    """How many events of each type fall into each span of months: a digit, + for ten or more."""
    months = [_month(item.date) for item in items(record)]
    if not months:
        return
    first, last = min(months), max(months)
    step = -(-(last - first + 1) // (WIDTH - _NAME))
    columns = (last - first) // step + 1
    rows: list[tuple[str, list[int]]] = []
    for kind in get_args(EventType):
        found = [_month(event.date) for event in record.events if event.type == kind]
        rows.append((kind, [(month - first) // step for month in found]))
    dated = [_month(s.as_of) for s in record.snapshots.values() if s.as_of]
    rows.append(("snapshot", [(month - first) // step for month in dated]))
    for name, places in rows:
        counts = [places.count(column) for column in range(columns)]
        if places:
            marks = "".join("+" if n > 9 else str(n) if n else "." for n in counts)
            yield f"{name:{_NAME}}{marks}"
    span = f"{first // 12}-{first % 12 + 1:02} to {last // 12}-{last % 12 + 1:02}"
    yield f"{'':{_NAME}}{span}, {view.plural(step, 'month')} a column"


def _month(date: Date) -> int:
    day = bounds(date)[0]
    return day.year * 12 + day.month - 1


# ---------------------------------------------------------------- for other programs


def svg(record: Record) -> str:
    """The figure alone. Raises UserError where there is no event to draw."""
    if not record.events:
        raise mend(f"{record.policy.id} has no event to draw", "add one to its folder events/")
    dossier = Dossier(policy=record.policy, events=record.events)
    return drawn(dossier, tuple(record.snapshots.values()))


def html(record: Record) -> str:
    """The figure and every event as one self-contained page."""
    return pages.timeline_alone(record)


def data(record: Record) -> str:
    """JSON: the events and snapshots in order of date."""
    told = {
        "schema": SCHEMA,
        "policy": record.policy.id,
        "items": [_row(item) for item in items(record)],
    }
    whole = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    return whole.encode("utf-8", "backslashreplace").decode("utf-8")  # lone surrogates


def _row(item: Item) -> dict[str, Any]:
    start, end = bounds(item.date)
    head = {"date": item.date, "from": start.isoformat(), "to": end.isoformat()}
    if isinstance(item.value, Snapshot):
        snapshot = item.value
        told = {"id": snapshot.label, "title": snapshot.title, "state": snapshot.state}
        return {"kind": "snapshot", **head, **told}
    told = {key: value for key, value in asdict(item.value).items() if key != "date"}
    return {"kind": "event", **head, **told}


_COLUMNS = (
    "kind", "date", "from", "to", "id", "type", "stance", "effect", "actor", "what", "title",
    "state", "clauses", "about", "sources", "seen_at", "archived", "grade", "caution", "date_note",
)  # fmt: skip


def table(record: Record) -> str:
    """CSV as in RFC 4180: a row for each event or snapshot, lists joined by semicolons. A cell
    that would begin a formula in a spreadsheet begins with an apostrophe."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for item in items(record):
        row = _row(item)
        writer.writerow([_cell(row.get(column)) for column in _COLUMNS])
    return file.getvalue()


def _cell(value: Any) -> str:
    return cell("; ".join(value) if isinstance(value, tuple | list) else str(value or ""))


FORMS: Mapping[str, Callable[[Record], str]] = {
    "text": text, "svg": svg, "html": html, "json": data, "csv": table,
}  # fmt: skip
"""The timeline's forms by name."""
