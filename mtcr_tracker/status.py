"""What has become of each clause, worked out from events by the rules written here.

    events that name the clause -> set aside, or move it -> in order of date -> one status

A status is no flag that someone sets: it is what these rules make of the record as of a date, and
each is told with the events that decide it and those that do not. docs/status.md tells the rules
in prose. The rules are the project's own; a bill's life is from the U.S. Constitution,
amendment XX, section 1.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mtcr_tracker.dates import bounds, possibly_by, surely_by
from mtcr_tracker.ledger import all_names, carrying_out, labels, parts
from mtcr_tracker.model import (
    STATUSES,
    Clause,
    ClauseRef,
    ClauseStatus,
    Date,
    Effect,
    Event,
    EventType,
    Figure,
    Id,
    Record,
    Share,
    Snapshot,
    Stance,
    StateOfPlay,
    Status,
    Weighed,
)

MOVES: Mapping[tuple[Stance, Effect], Status] = {
    ("carries out", "announced"): "announced",
    ("carries out", "proposed"): "proposed",
    ("carries out", "in force"): "in force",
    ("carries out", "stayed"): "paused",
    ("extends", "announced"): "announced",
    ("extends", "proposed"): "proposed",
    ("extends", "in force"): "extended",
    ("extends", "stayed"): "paused",
    ("narrows", "in force"): "in force in part",
    ("pauses", "in force"): "paused",
    ("pauses", "stayed"): "paused",
    ("contradicts", "in force"): "contradicted",
    ("reverses", "in force"): "reversed",
    ("reverses", "rescinded"): "reversed",
}
"""What an act's stance and effect move a clause to."""

CEILINGS: Mapping[EventType, Status] = {
    "report": "announced",
    "bill step": "proposed",
    "licence or sale": "in force in part",
}
"""How far an act of a type can move a clause: a report is no act, a bill no statute, and a
licence or sale carries a clause out in one case only."""

NARROW: frozenset[EventType] = frozenset({"rule", "statute", "court ruling"})
"""The types that the narrow counting knows."""

_FORCE: frozenset[Status] = frozenset({"in force in part", "in force", "extended"})
_AGAINST: frozenset[Status] = frozenset({"paused", "contradicted", "reversed"})
_EFFECTS: Mapping[Status, Effect] = {"paused": "stayed", "reversed": "rescinded"}


# ---------------------------------------------------------------- rules that set an event aside


def later(event: Event, on: Date) -> bool:
    """It surely lies after the date asked for."""
    return not possibly_by(event.date, on)


def date_not_certain(event: Event, on: Date) -> bool:
    """It may lie after the date asked for, so nothing rests on it."""
    return not surely_by(event.date, on)


def words_only(event: Event, on: Date) -> bool:
    """A statement or a commentary never moves a status, whatever it claims."""
    return event.type in ("statement", "commentary")


def origin(event: Event, on: Date) -> bool:
    """It made the clause. That it was signed stays a fact; a status tells what came after."""
    return event.stance == "origin"


def beside_the_clause(event: Event, on: Date) -> bool:
    """It touches the subject or comments on it, and does nothing to the clause."""
    return event.stance in ("adjacent", "comments")


def no_legal_effect(event: Event, on: Date) -> bool:
    """It has no legal effect."""
    return event.effect == "none"


def dead_bill(event: Event, on: Date) -> bool:
    """A bill dies with its Congress, which ends on January 3 of the next odd year."""
    ends = congress_ends(event)
    return event.type == "bill step" and ends is not None and surely_by(ends, on)


def threat_only(event: Event, on: Date) -> bool:
    """What is only announced, proposed or reported against a clause leaves it as it is."""
    against = event.stance in ("narrows", "contradicts", "pauses", "reverses")
    return against and (event.effect in ("announced", "proposed") or event.type in _NO_ACTS)


def undone_itself(event: Event, on: Date) -> bool:
    """What was itself stayed or rescinded changes nothing."""
    return (event.stance, event.effect) not in MOVES


Aside = Callable[[Event, Date], bool]
ASIDE: tuple[Aside, ...] = (
    later, date_not_certain, words_only, origin, beside_the_clause, no_legal_effect, dead_bill,
    threat_only, undone_itself,
)  # fmt: skip
"""In order: the first that applies is the one told."""

_NO_ACTS: frozenset[EventType] = frozenset({"report", "bill step"})


def congress_ends(event: Event) -> Date | None:
    """The day on which the Congress of an event's bill ends; None without a bill or a number."""
    number = re.search(r"[0-9]+", event.bill.congress) if event.bill else None
    return Date(f"{1789 + 2 * int(number[0]):04}-01-03") if number else None


# ---------------------------------------------------------------- rules that weigh what is left


def decides(move: "Move", fold: "_Fold") -> bool:
    """It is what the status rests on."""
    if fold.against:
        return move is fold.against
    return move in fold.standing and move.to == fold.status


def outweighed(move: "Move", fold: "_Fold") -> bool:
    """It stands, and another act does more."""
    return move in fold.standing


def ended(move: "Move", fold: "_Fold") -> bool:
    """It went against one act while others stand, or a later act has ended it."""
    return move.to in _AGAINST


def undone(move: "Move", fold: "_Fold") -> bool:
    """A later act against it holds it up or undid it."""
    return move in fold.moves


WEIGHING: tuple[Callable[["Move", "_Fold"], bool], ...] = (decides, outweighed, ended, undone)
"""In order: the first that applies is the one told."""


@dataclass(frozen=True, slots=True)
class Move:
    """An event that moves a clause, and to what."""

    event: Event
    to: Status


@dataclass(slots=True)
class _Fold:
    """Where a clause stands after the moves so far."""

    moves: Sequence[Move]
    standing: list[Move] = field(default_factory=list)
    held: list[Move] = field(default_factory=list)
    """Stayed for now; back when the pause ends."""
    against: Move | None = None
    status: Status = "no act found"


def _folded(moves: Sequence[Move]) -> _Fold:
    """The moves one after another. A pause holds what stood, and a later act in force for the
    clause ends it and brings that back; a contradiction or reversal undoes what stood. Of acts
    for the clause the one that does most counts; a narrowing takes the others down to a part."""
    fold = _Fold(moves)
    for move in moves:
        if move.to in _AGAINST:
            _oppose(fold, move)
        elif move.event.stance == "narrows":
            fold.standing = [m for m in fold.standing if m.to not in _FORCE] + [move]
        else:
            if fold.against and move.to in _FORCE:
                fold.standing, fold.held, fold.against = fold.standing + fold.held, [], None
            fold.standing.append(move)
    stands = [fold.against] if fold.against else fold.standing
    fold.status = max((move.to for move in stands), key=STATUSES.index, default=fold.status)
    return fold


def _oppose(fold: _Fold, move: Move) -> None:
    """An act against the clause, or only against the acts that it names."""
    named = [m for m in fold.standing if m.event.id in move.event.answers]
    hit = named or fold.standing
    rest = [m for m in fold.standing if m not in hit]
    if not named or (any(m.to in _FORCE for m in hit) and not any(m.to in _FORCE for m in rest)):
        fold.against = move
    fold.held = fold.held + hit if move.to == "paused" else []
    fold.standing = rest


# ---------------------------------------------------------------- one clause


Parts = Mapping[Id, tuple[Id, ...]]
"""Each class of items with those that it falls into, as `ledger.parts` gives them."""


def weigh(
    clause: Clause,
    ref: ClauseRef,
    events: Sequence[Event],
    on: Date,
    inside: Parts,
    *,
    narrow: bool = False,
) -> ClauseStatus:
    """What has become of a clause as of a date. `events` are those that name it, in order.

    Under the narrow counting only `NARROW` types of act are weighed.
    """
    aside = {event.id: rule for event in events if (rule := _aside(event, on, narrow))}
    moves = [Move(e, _towards(e)) for e in events if e.id not in aside]
    own = tuple(part for item in clause.about for part in inside.get(item, (item,)))
    folds = {item: _folded(_of_item(moves, item, own, inside)) for item in own or (Id(""),)}
    found = {item: fold.status for item, fold in folds.items()}
    status = _together(list(found.values()))
    made_by = tuple(e for e in events if e.stance == "origin" and surely_by(e.date, on))
    return ClauseStatus(
        ref=ref,
        clause=clause,
        status=status,
        narrow=None,
        by_item=_by_item(clause, found, inside) if len(set(found.values())) > 1 else {},
        made_by=made_by,
        effect=_EFFECTS.get(status, made_by[-1].effect if made_by else "none"),
        weighed=tuple(_weighed(event, moves, aside, list(folds.values())) for event in events),
    )


def _aside(event: Event, on: Date, narrow: bool) -> Aside | None:
    found = next((rule for rule in ASIDE if rule(event, on)), None)
    return not_counted if not found and narrow and event.type not in NARROW else found


def not_counted(event: Event, on: Date) -> bool:
    """The narrow counting knows rules, statutes and court rulings only."""
    return event.type not in NARROW


def _towards(event: Event) -> Status:
    to = MOVES[event.stance, event.effect]
    ceiling = CEILINGS.get(event.type, to)
    return to if to in _AGAINST else min(to, ceiling, key=STATUSES.index)


def _of_item(moves: Sequence[Move], item: Id, own: Sequence[Id], inside: Parts) -> list[Move]:
    """The moves that reach a class of items: an event that names none of the clause's classes
    reaches all of them."""
    about = [{part for i in m.event.about for part in inside.get(i, (i,))} for m in moves]
    return [m for m, a in zip(moves, about, strict=True) if item in a or not a & set(own)]


def _by_item(clause: Clause, found: Mapping[Id, Status], inside: Parts) -> dict[Id, Status]:
    """The status of each of a clause's classes, by its parts only where they differ."""
    told: dict[Id, Status] = {}
    for item in clause.about:
        inner = {part: found[part] for part in inside.get(item, (item,))}
        one = len(set(inner.values())) == 1
        told |= {item: next(iter(inner.values()))} if one else inner
    return told


def _together(found: Sequence[Status]) -> Status:
    """One status for several classes of items: in force for some of them is in force in part, and
    so is a pause or reversal for some while others are in force; else the one that does most."""
    kinds = set(found)
    if kinds & {"in force", "in force in part"} and len(kinds) > 1 and "extended" not in kinds:
        return "in force in part"
    if kinds & _AGAINST and kinds & _FORCE:
        return "in force in part"
    return max(found, key=STATUSES.index)


def _weighed(
    event: Event, moves: Sequence[Move], aside: Mapping[str, Aside], folds: Sequence[_Fold]
) -> Weighed:
    move = next((move for move in moves if move.event is event), None)
    if move is None:
        rule: Callable[..., bool] = aside[event.id]
    else:
        told = [next(r for r in WEIGHING if r(move, f)) for f in folds if move in f.moves]
        rule = min(told, key=WEIGHING.index)
    name = rule.__name__.replace("_", " ")
    why = " ".join((rule.__doc__ or "").split())
    return Weighed(event=event, decides=rule is decides, rule=name, why=why)


# ---------------------------------------------------------------- a snapshot


def status(record: Record, snapshot: Snapshot, on: Date) -> StateOfPlay:
    """What has become of every clause of a snapshot of the record, as of a date.

    What we knew is another question, answered by the record given: that of a git revision.
    """
    inside, naming, called = parts(record.policy), _naming(record), all_names(record)
    rows = tuple(
        _row(clause, ref, _of(naming, called.get(ref, frozenset({ref}))), on, inside)
        for clause in snapshot.clauses
        for ref in (ClauseRef(f"{snapshot.label}#{clause.id}"),)
    )
    until = record.policy.looked_until
    surely = [event for event in record.events if surely_by(event.date, on)]
    return StateOfPlay(
        policy=record.policy,
        snapshot=snapshot,
        as_of=on,
        searched=min(on, until or on, key=lambda date: bounds(date)[::-1]),
        newest=surely[-1] if surely else None,
        clauses=rows,
        figures=figures(rows, snapshot.label),
        amending=tuple(e for e in carrying_out(record, snapshot) if surely_by(e.date, on)),
    )


Naming = Mapping[ClauseRef, Sequence[Event]]


def _naming(record: Record) -> Naming:
    """The events that name each clause or snapshot, in order."""
    found: dict[ClauseRef, list[Event]] = {}
    for event in record.events:
        for ref in dict.fromkeys((*event.clauses, *event.makes)):
            found.setdefault(ref, []).append(event)
    return found


def _of(naming: Naming, known: frozenset[ClauseRef]) -> list[Event]:
    """The events that name a clause by any of its names, or a snapshot that has it, in order. To
    the clause that it wrote itself an act is the origin, whatever it is to others."""
    reached = known | labels(known)
    found = {event.id: event for ref in reached for event in naming.get(ref, ())}
    events = sorted(found.values(), key=lambda event: (bounds(event.date), event.id))
    return [replace(e, stance="origin") if reached & set(e.makes) else e for e in events]


def _row(
    clause: Clause, ref: ClauseRef, events: Sequence[Event], on: Date, inside: Parts
) -> ClauseStatus:
    row = weigh(clause, ref, events, on, inside)
    unsure = any(possibly_by(e.date, on) and not surely_by(e.date, on) for e in events)
    sooner = [replace(e, date=on) if possibly_by(e.date, on) else e for e in events]
    may_be = weigh(clause, ref, sooner, on, inside).status if unsure else row.status
    narrow = weigh(clause, ref, events, on, inside, narrow=True).status
    return replace(
        row,
        narrow=narrow if clause.role == "operative" else None,
        may_be=may_be if may_be != row.status else None,
    )


def default_date(record: Record) -> Date:
    """The date to tell of where none is asked for: the end of the search, or the newest event
    where that is later. No clock."""
    dates = [event.date for event in record.events]
    dates += [record.policy.looked_until] if record.policy.looked_until else []
    dates += [s.as_of for s in record.snapshots.values() if s.as_of]
    return max(dates, key=lambda date: bounds(date)[::-1])


def figures(rows: Sequence[ClauseStatus], label: str) -> tuple[Figure, ...]:
    """How many clauses have each status, and how many any act at all, under both countings."""
    counted = [row for row in rows if row.narrow is not None]

    def figure(what: str, wanted: Callable[[Status], bool]) -> Figure:
        narrow = sum(row.narrow is not None and wanted(row.narrow) for row in rows)
        broad = sum(wanted(row.status) for row in rows)
        return Figure(
            what=what,
            narrow=Share(number=narrow, of=len(counted), named=f"operative clauses of {label}"),
            broad=Share(number=broad, of=len(rows), named=f"clauses of {label}"),
        )

    each = [figure(name, frozenset({name}).__contains__) for name in STATUSES]
    return (figure("any act found", frozenset(STATUSES[1:]).__contains__), *each)
