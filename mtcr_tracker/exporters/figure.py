"""Where everything stands in the timeline of events; the template draws it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from mtcr_tracker.exporters import arrange, view
from mtcr_tracker.model import Change, Date, Dossier, Event, EventType, Snapshot

WIDTH = 960
LEFT = 128
RIGHT = 24
TOP = 34
ROW = 18
TOPIC = 330
"""Where the blocks of a topic begin."""

SHAPES = {
    "directive": "M-6,0a6,6 0 1,0 12,0a6,6 0 1,0 -12,0z",
    "rule": "M-5.5,-5.5h11v11h-11z",
    "guidance": "M0,-7l7,7l-7,7l-7,-7z",
    "statute": "M0,-6.5l7,12.5h-14z",
    "bill step": "M0,6.5l7,-12.5h-14z",
    "licence or sale": "M-3.5,-6h7l3.5,6l-3.5,6h-7l-3.5,-6z",
    "statement": "M-2.5,-7h5v4.5h4.5v5h-4.5v4.5h-5v-4.5h-4.5v-5h4.5z",
    "report": "M0,-7l6.7,4.9l-2.6,7.8h-8.2l-2.6,-7.8z",
    "court ruling": "M0,-7l2,4.5h5l-4,3.5l1.5,5l-4.5,-3l-4.5,3l1.5,-5l-4,-3.5h5z",
    "commentary": "M-7,-3h14v6h-14z",
}
"""A shape for each type of event, so that none is told by colour alone."""

_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 1200)


@dataclass(frozen=True, slots=True)
class Mark:
    """One event in the figure."""

    event: Event
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Lane:
    """The events of one type, in as many rows as keep them apart."""

    type: str
    shape: str
    top: float
    y: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An upright line with words at its top."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole figure."""

    height: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Line, ...]
    snapshots: tuple[Line, ...]
    first: str
    last: str


def timeline(events: Sequence[Event], snapshots: Sequence[Snapshot]) -> Timeline | None:
    """The figure of all events with a date; None where there is none."""
    dated = [(span[0], event) for event in events if (span := view.days(event.date))]
    if not dated:
        return None
    dated.sort(key=lambda pair: (pair[0], pair[1].id))
    start = dated[0][0].replace(day=1)
    months = _months(start, dated[-1][0]) + 1
    lanes, y = [], float(TOP)
    for kind in get_args(EventType):
        of_kind = [(_x(day, start, months), e) for day, e in dated if e.type == kind]
        if of_kind:
            marks, rows = _rows(of_kind, y)
            lanes.append(Lane(kind, SHAPES[kind], y, y + 15, marks))
            y += rows * ROW + 12
    lines = [
        Line(_x(span[0], start, months), snapshot.label)
        for snapshot in snapshots
        if snapshot.as_of
        and (span := view.days(snapshot.as_of))
        and span[0] >= start
        and _months(start, span[0]) < months
    ]
    ticks = _ticks(start, months)
    first, last = view.when(dated[0][1].date), view.when(dated[-1][1].date)
    return Timeline(y + 10, tuple(lanes), ticks, tuple(lines), first, last)


def _months(start: datetime.date, day: datetime.date) -> int:
    return (day.year - start.year) * 12 + day.month - start.month


def _x(day: datetime.date, start: datetime.date, months: int) -> float:
    share = (_months(start, day) + (day.day - 1) / 31) / months
    return round(LEFT + 12 + share * (WIDTH - LEFT - RIGHT - 12), 1)


def _rows(placed: Sequence[tuple[float, Event]], y: float) -> tuple[tuple[Mark, ...], int]:
    """Each event in the first row where it touches none before it."""
    ends: list[float] = []
    marks = []
    for x, event in placed:
        row = next((i for i, end in enumerate(ends) if end <= x), len(ends))
        ends[row : row + 1] = [x + 16]
        marks.append(Mark(event, x, y + 15 + row * ROW))
    return tuple(marks), len(ends)


def _ticks(start: datetime.date, months: int) -> tuple[Line, ...]:
    step = next((s for s in _STEPS if months / s <= 10), _STEPS[-1])
    ticks = []
    for ahead in range(months):
        month = start.month - 1 + ahead
        day = datetime.date(start.year + month // 12, month % 12 + 1, 1)
        if (day.year * 12 + day.month - 1) % step == 0:
            month_name, _, year = view.when(Date(day.isoformat()[:7])).partition(" ")
            words = year if step >= 12 else f"{month_name[:3]} {year}"
            ticks.append(Line(_x(day, start, months), words))
    return tuple(ticks)


# ---------------------------------------------------------------- verdicts by topic


GLYPHS = {
    "loosened": "▽", "tightened": "▲", "mixed": "◆", "kept": "=", "unclear": "?", "disputed": "≠",
    view.NO_VERDICT: "–",
}  # fmt: skip
"""A sign for each verdict, so that none is told by colour alone."""


@dataclass(frozen=True, slots=True)
class Block:
    """The provisions of one topic that came to one verdict."""

    verdict: str
    number: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Topic:
    """One row of the figure."""

    title: str
    total: int
    blocks: tuple[Block, ...]


def by_topic(whole: Sequence[Change], dossier: Dossier) -> tuple[Topic, ...]:
    """How many of the provisions compared came to which verdict, by topic; those without a topic
    last. None where none has one."""
    under: dict[str, list[Change]] = {}
    for change in whole:
        for id_ in view.topics(change) or ("",):
            under.setdefault(id_, []).append(change)
    topics = arrange.topics([changes[0] for changes in under.values()], dossier)
    rows = [(title, under[id_]) for id_, title in topics]
    rows += [("No topic given", under[""])] if "" in under and rows else []
    most = max((len(changes) for _, changes in rows), default=0)
    return tuple(Topic(title, len(changes), _blocks(changes, most)) for title, changes in rows)


def _blocks(changes: Sequence[Change], most: int) -> tuple[Block, ...]:
    unit = min(96.0, (WIDTH - TOPIC - 40) / most)
    made, x = [], float(TOPIC)
    for verdict in GLYPHS:
        number = sum(view.verdict(change) == verdict for change in changes)
        if number:
            made.append(Block(verdict, number, round(x, 1), round(unit * number - 3, 1)))
            x += unit * number
    return tuple(made)
