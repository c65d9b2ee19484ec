"""The comparison that stands inside a report, read back as one, so that its page can be written
again and held against the page that is there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mtcr_tracker.model import (
    Assessment,
    Change,
    Clause,
    Comparison,
    Date,
    Edit,
    Id,
    Judgement,
    Match,
    NotCompared,
    Reading,
    Renumbering,
    Review,
    Ripple,
    Shared,
    Side,
    Signal,
    Snapshot,
    Span,
)
from mtcr_tracker.verify.check import Data, side_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told(Change):
    """A change as data tell it: what differs in typography is told, not worked out of edits."""

    told: tuple[tuple[str, str], ...] = ()

    @property
    def typographic(self) -> tuple[tuple[str, str], ...]:
        """The pairs that the data name."""
        return self.told


def comparison(data: Data, orders: tuple[Sequence[int], Sequence[int]]) -> Comparison:
    """The comparison, as far as a page shows it. `orders` names for the clauses of each side, one
    after the other, the change that each stands in."""
    changes = [*(_same(row) for row in data["same"]), *map(_change, data["changes"])]
    changes.sort(key=lambda change: change.number)
    old, new = (
        _snapshot(data[side], [getattr(change.match, side) for change in changes], order)
        for side, order in zip(("old", "new"), orders, strict=True)
    )
    return Comparison(
        old=old,
        new=new,
        changes=tuple(changes),
        not_compared=tuple(NotCompared(**item) for item in data["not_compared"]),
        renumberings=tuple(map(_renumbering, data["renumberings"])),
        ripples=tuple(Ripple(**{**r, "touches": tuple(r["touches"])}) for r in data["ripples"]),
    )


def _snapshot(told: Data, clauses: Sequence[tuple[Clause, ...]], order: Sequence[int]) -> Snapshot:
    left = [list(each) for each in clauses]
    return Snapshot(
        clauses=tuple(left[number - 1].pop(0) for number in order),
        label=told["label"],
        title=told["title"],
        as_of=told["as_of"],
        published=told["published"],
        state=told["state"],
        coverage=told["coverage"],
        gaps=tuple(told["gaps"]),
    )


def _same(row: Sequence[Any]) -> Change:
    """A change from a row of clauses with the same words on both sides."""
    number, operative, verdict, old, new, mark, kinds, label, text = row
    heading = str(label).removeprefix(f"{mark} ") if mark != label else ""
    old_clause, new_clause = (
        Clause(
            id=Id(str(id_)),
            number=str(mark) or None,
            heading=heading or None,
            text=str(text),
            role="operative" if operative else "background",
        )
        for id_ in (old, new or old)
    )
    return Change(
        number=number,
        match=Match((old_clause,), (new_clause,), basis="text", score=1, reason=""),
        kinds=tuple(kinds) or ("identical",),
        edits=(Edit("keep", str(text)),) if text else (),
        old_text=str(text),
        new_text=str(text),
        machine=Assessment(direction=None, reason=""),
        verdict=verdict or None,
        origin="machine" if verdict else "none",
        grade=None,
    )


def _change(told: Data) -> Change:
    old_text, new_text = side_of(told, "old"), side_of(told, "new")
    match = told["match"]
    shared = tuple(
        Shared(Span(**each["old"]), Span(**each["new"]), each["moved"])
        for each in told.get("shared", ())
    )
    marks = tuple(Edit(edit["op"], edit["words"]) for edit in told.get("redline", ()))
    return _Told(
        number=told["number"],
        match=Match(
            old=tuple(_clauses(told, "old", old_text)),
            new=tuple(_clauses(told, "new", new_text)),
            basis=match["basis"],
            score=match["score"],
            reason=match.get("reason", ""),
            moved=match.get("moved", False),
        ),
        kinds=tuple(told["kinds"]),
        edits=marks,
        old_text=old_text,
        new_text=new_text,
        marks=marks,
        side_by_side=bool(shared) and all(edit.op != "keep" for edit in marks),
        shared=shared,
        machine=_machine(told),
        judgements=tuple(map(_judgement, told.get("reviews", ()))),
        verdict=told.get("verdict"),
        origin=told["origin"],
        grade=told.get("grade"),
        old_stood=told.get("old_stood"),
        told=tuple((each["old"], each["new"]) for each in told.get("typographic", ())),
    )


def _clauses(told: Data, side: Side, text: str) -> Iterator[Clause]:
    for clause in told.get(side, ()):
        yield Clause(
            id=clause["id"],
            number=clause.get("number"),
            heading=clause.get("heading"),
            text=clause.get("text", "" if len(told[side]) > 1 else text),
            source=clause.get("source"),
            at=clause.get("at"),
            note=clause.get("note"),
            wording=clause.get("wording", "verbatim"),
            role=clause.get("role", "operative"),
            about=tuple(clause.get("about", ())),
            topics=tuple(clause.get("topics", ())),
        )


def _machine(told: Data) -> Assessment:
    machine = told["machine"]
    signals = (
        {**each, "spans": tuple(Span(**span) for span in each["spans"])}
        for each in machine.get("signals", ())
    )
    return Assessment(
        direction=machine.get("direction"),
        reason=machine.get("reason", ""),
        signals=tuple(Signal(**each) for each in signals),
        not_restated=tuple(Span(**span) for span in told.get("not_restated", ())),
    )


def _judgement(told: Data) -> Judgement:
    readings = tuple(Reading(**each) for each in told.get("readings", ()))
    review = Review(
        old="",
        new="",
        clause=Id(""),
        by=told["by"],
        on=Date(told["on"]),
        readings=readings,
        say_with_it=told.get("say_with_it"),
    )
    return Judgement(
        review=review,
        stale=told.get("stale", False),
        reversed=told.get("reversed", False),
        readings=readings,
    )


def _renumbering(told: Data) -> Renumbering:
    return Renumbering(
        cause=told["cause"],
        because=tuple(told["because"]),
        changes=tuple(told["changes"]),
        numbers=tuple((old, new) for old, new in told["numbers"]),
    )
