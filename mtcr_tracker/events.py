"""Find events of the record, and write new ones."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any, Literal, TypeVar, get_args

from mtcr_tracker import corpus
from mtcr_tracker.check import near
from mtcr_tracker.dates import bounds
from mtcr_tracker.errors import mend
from mtcr_tracker.files import write_new
from mtcr_tracker.ledger import labels, names, parts
from mtcr_tracker.model import (
    GRADES,
    ClauseRef,
    Date,
    Effect,
    Event,
    EventId,
    EventType,
    Id,
    Record,
    Stance,
)
from mtcr_tracker.notation import as_yaml
from mtcr_tracker.text import fingerprint

T = TypeVar("T")

Certainty = Literal["surely", "possibly"]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which events are asked for; what is None is not asked."""

    clause: str | None = None
    """``snapshot#clause``, a clause's id in any snapshot, or a snapshot's label."""
    item: str | None = None
    actor: str | None = None
    """Words that the actor's name contains, whatever their case."""
    type: EventType | None = None
    stance: Stance | None = None
    since: Date | None = None
    until: Date | None = None


@dataclass(frozen=True)
class Hit:
    """An event that was asked for."""

    event: Event
    in_range: Certainty
    """Whether its date surely lies between those asked for, or only may."""


def wanted(
    *, of_type: str = "", stance: str = "", since: str = "", until: str = "", **more: str
) -> Wanted:
    """What a user typed as `Wanted`. Raises UserError where a word is none of those known."""
    return Wanted(
        type=_one_of(of_type, get_args(EventType), "type") if of_type else None,
        stance=_one_of(stance, get_args(Stance), "stance") if stance else None,
        since=_date(since),
        until=_date(until),
        **{key: value or None for key, value in more.items()},
    )


def _one_of(word: str, known: Sequence[T], what: str) -> T:
    found = next((choice for choice in known if choice == word), None)
    if found is None:
        choices = [str(choice) for choice in known]
        told = f'"{word}" is no {what}{near(word, choices)}'
        raise mend(told, f"use one of {', '.join(choices)}")
    return found


def _date(text: str) -> Date | None:
    try:
        return Date(text) if text and bounds(text) else None
    except ValueError as error:
        raise mend(str(error), "write it as 2025, 2025-01 or 2025-01-07") from None


def select(record: Record, wanted: Wanted) -> tuple[Hit, ...]:
    """The events asked for, in order of date, then id.

    An event that names a clause is found by the clause's name in every snapshot that inherits it,
    and one that names a whole snapshot by each of its clauses. Raises UserError where the record
    has no such clause or class of items.
    """
    reached = _reached(record, wanted.clause) if wanted.clause else None
    items = {term.id for term in record.policy.items}
    if wanted.item and wanted.item not in items:
        what = f'no class of items "{wanted.item}"{near(wanted.item, items)}'
        raise mend(what, f"use one of {', '.join(sorted(items))}")
    found = []
    for event in record.events:
        certainty = _in_range(event, wanted)
        if certainty and _is_wanted(event, wanted, reached, record):
            found.append(Hit(event, certainty))
    return tuple(found)


def _is_wanted(
    event: Event, wanted: Wanted, reached: frozenset[ClauseRef] | None, record: Record
) -> bool:
    return (
        (reached is None or bool(reached & {*event.clauses, *event.makes}))
        and (wanted.item is None or _is_about(event, wanted.item, record))
        and (wanted.actor is None or wanted.actor.casefold() in event.actor.casefold())
        and wanted.type in (None, event.type)
        and wanted.stance in (None, event.stance)
    )


def _reached(record: Record, name: str) -> frozenset[ClauseRef]:
    """All the references that reach what a user named. Raises UserError where nothing does."""
    if name in record.snapshots:
        whole = record.snapshots[name]
        refs = [ClauseRef(f"{name}#{clause.id}") for clause in whole.clauses]
        return frozenset().union({ClauseRef(name)}, *(names(record, ref) for ref in refs))
    known = {
        ClauseRef(f"{snapshot.label}#{clause.id}"): clause.id
        for snapshot in record.snapshots.values()
        for clause in snapshot.clauses
    }
    refs = [ref for ref, clause in known.items() if name in (ref, clause)]
    if not refs:
        choices = [*record.snapshots, *known, *known.values()]
        raise mend(f'no clause "{name}"{near(name, choices)}', "`mtcr-tracker show` names them")
    called: frozenset[ClauseRef] = frozenset().union(*(names(record, ref) for ref in refs))
    return called | labels(called)


def _is_about(event: Event, item: str, record: Record) -> bool:
    """Whether an event is about a class of items, a part of it, or what it is a part of."""
    inside = parts(record.policy)
    asked = inside[Id(item)]
    return any(set(asked) & set(inside.get(i, (i,))) for i in _items(event, record))


def _items(event: Event, record: Record) -> set[Id]:
    """The classes of items that an event is about: its own, or those of the clauses it names."""
    if event.about:
        return set(event.about)
    return {
        item
        for snapshot in record.snapshots.values()
        for clause in snapshot.clauses
        if {snapshot.label, f"{snapshot.label}#{clause.id}"} & set(event.clauses)
        for item in clause.about
    }


def _in_range(event: Event, wanted: Wanted) -> Certainty | None:
    first, last = bounds(event.date)
    since = bounds(wanted.since)[0] if wanted.since else first
    until = bounds(wanted.until)[1] if wanted.until else last
    if last < since or first > until:
        return None
    return "surely" if since <= first and last <= until else "possibly"


# ---------------------------------------------------------------- ask


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing to ask of who adds an event."""

    key: str
    text: str
    hint: str = ""
    required: bool = False
    many: bool = False
    """Several answers, with commas between."""
    choices: tuple[str, ...] = ()
    date: bool = False

    def wrong(self, answer: str) -> str:
        """What is wrong with an answer, in words; nothing where it can stand."""
        if not answer:
            return "this is needed" if self.required else ""
        if self.date:
            try:
                bounds(answer)
            except ValueError as error:
                return str(error)
        known = self.choices
        unknown = [a for a in self._parts(answer) if known and a not in known]
        return "; ".join(f'no "{a}" is known{near(a, known)}' for a in unknown)

    def value(self, answer: str) -> str | list[str]:
        """The answer as the file holds it."""
        return self._parts(answer) if self.many else answer

    def _parts(self, answer: str) -> list[str]:
        return (
            [part.strip() for part in answer.split(",") if part.strip()] if self.many else [answer]
        )


def questions(record: Record) -> tuple[Question, ...]:
    """What is asked of who adds an event, in order."""
    refs = [
        *record.snapshots,
        *(f"{s.label}#{c.id}" for s in record.snapshots.values() for c in s.clauses),
    ]
    return (
        Question(key="date", text="When", hint="2025-01-07, 2025-01 or 2025", required=True,
                 date=True),
        Question(key="date_note", text="How the date is known, if it was not simply seen"),
        Question(key="actor", text="By whom", required=True),
        Question(key="what", text="What happened, in one sentence", required=True),
        _choice("type", "Of what type", get_args(EventType)),
        _choice("stance", "What it does to the clauses", get_args(Stance)),
        _choice("effect", "Its legal effect", get_args(Effect), required=False),
        Question(key="clauses", text="Which clauses, as SNAPSHOT#CLAUSE, or SNAPSHOT", many=True,
                 hint="with commas between", choices=tuple(refs)),
        Question(key="about", text="Which classes of items", many=True,
                 hint="with commas between",
                 choices=tuple(term.id for term in record.policy.items)),
        Question(key="sources", text="Its sources, as in sources.yaml", many=True,
                 hint="with commas between", choices=tuple(record.sources)),
        Question(key="seen_at", text="Where it was read, if it has no such source", many=True,
                 hint="with commas between"),
        Question(key="archived", text="Address of an archived copy"),
        _choice("grade", "What was seen of it", GRADES),
        Question(key="caution", text="What it is no evidence of"),
    )  # fmt: skip


def _choice(key: str, text: str, choices: tuple[str, ...], required: bool = True) -> Question:
    hint = ", ".join(choices)
    return Question(key=key, text=text, hint=hint, choices=choices, required=required)


def deadline(text: str) -> dict[str, str]:
    """A deadline from what a user typed, ``within 60 days: what`` or ``by 2025-07-01: what``.
    Raises UserError where it is neither."""
    form = re.fullmatch(r"(?:within ([0-9]+) days?|by ([0-9/-]+)): *(.+)", text)
    if not form:
        remedy = 'write it as "within 60 days: what is due" or "by 2025-07-01: what is due"'
        raise mend(f'"{text}" is no deadline', remedy)
    within, by, what = form.groups()
    return {"what": what, **({"within": within} if within else {"by": by})}


def missing(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys that an event needs and these values lack."""
    needed = ("date", "actor", "what", "type", "stance", "grade")
    lacking = tuple(key for key in needed if not values.get(key))
    cited = values.get("sources") or values.get("seen_at")
    return lacking if cited else (*lacking, "sources")


# ---------------------------------------------------------------- write


def add(values: Mapping[str, Any], folder: Path, policy: str, name: str = "") -> Path:
    """Write an event's file, whole or not at all, and give its path.

    `values` holds the file's keys. The file is read together with all others of the folder and
    must pass the same checks; it never takes the place of another. Without a name it is called
    after its date, a few words and four digits of its text's fingerprint, so that two people who
    add two events at once never choose the same name. Raises UserError.
    """
    text = written(values)
    stem = name or _named(values, text)
    files = corpus.read_files(folder)
    path = f"{policy}/events/{stem}.yaml"
    same = f"{policy}/events/{stem}"
    if "/" in stem or any(str(PurePosixPath(p).with_suffix("")) == same for p in files):
        raise mend("no new file of this name can be made", "choose another --name", file=path)
    corpus.load({**files, path: text}, str(folder))
    write_new(folder / path, text)
    return folder / path


def _named(values: Mapping[str, Any], text: str) -> str:
    date = re.sub(r"[^0-9-]", "", str(values.get("date", "")).partition("/")[0])
    told = re.findall(r"[a-z0-9]+", str(values.get("what", "")).lower().replace("'", ""))
    words = [word for word in told if word not in _SMALL][:6]
    return "-".join(filter(None, (date, *words, fingerprint(text)[:4])))


_SMALL = frozenset(
    ("a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with")
)


def written(values: Mapping[str, Any]) -> str:
    """An event as its YAML file: keys in the model's order, nothing that is empty."""
    order = [field.name for field in fields(Event) if field.name != "id"]
    keys = sorted(values, key=lambda key: order.index(key) if key in order else len(order))
    return as_yaml({key: values[key] for key in keys})


def answered(record: Record) -> Mapping[EventId, Event]:
    """The events that later ones settle, each with the first that does."""
    found: dict[EventId, Event] = {}
    for event in record.events:
        for name in event.answers:
            found.setdefault(name, event)
    return found
