"""Explain one clause of a comparison, in sections: why it was paired as it was, and how the rules
read its change."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mtcr_tracker import effects, judge, pipeline
from mtcr_tracker.align import Candidate, Pairing, why
from mtcr_tracker.check import near
from mtcr_tracker.errors import mend
from mtcr_tracker.model import Change, Clause, Evidence, Side, Signal, Snapshot, Span
from mtcr_tracker.numbering import number

SCHEMA = "mtcr-tracker/explanation/1"
WIDTH = 80
_QUOTED = 60
"""Characters of a clause that are quoted."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an explanation: as lines for a reader, as data for a program."""

    name: str
    lines: tuple[str, ...]
    data: dict[str, Any]


def clause(old: Snapshot, new: Snapshot, name: str) -> tuple[Side, int]:
    """The side and the place of the clause with this id or number, of the new snapshot first.
    Raises UserError where there is none, or where several bear the number."""
    for side, snapshot in (("new", new), ("old", old)):
        by_id = [k for k, c in enumerate(snapshot.clauses) if c.id == name]
        found = by_id or [k for k, c in enumerate(snapshot.clauses) if number(c) == name]
        if len(found) > 1:
            ids = ", ".join(snapshot.clauses[k].id for k in found[:5])
            raise mend(f'{len(found)} clauses bear the number "{name}"', f"name one by id: {ids}")
        if found:
            return ("new" if side == "new" else "old"), found[0]
    known = [c.id for snapshot in (new, old) for c in snapshot.clauses]
    raise mend(f'no clause "{name}"{near(name, known)}', "name a clause by its id or number")


def explain(old: Snapshot, new: Snapshot, name: str) -> tuple[Section, ...]:
    """What the program did with one clause, section by section. Raises UserError where no clause
    has that id or number."""
    side, place = clause(old, new, name)
    one = (new if side == "new" else old).clauses[place]
    change = next(
        change
        for change in pipeline.compare(old, new).changes
        if one in (change.match.new if side == "new" else change.match.old)
    )
    return _paired(why(old, new, side, place)), _ruled(change, old, new)


def text(sections: Sequence[Section]) -> str:
    """The sections for a terminal of 80 columns."""
    lines = []
    for section in sections:
        lines += ["", section.name.capitalize(), *section.lines]
    return "\n".join(lines[1:]) + "\n"


def data(sections: Sequence[Section]) -> str:
    """The sections as JSON, by name."""
    document = {"schema": SCHEMA, **{section.name: section.data for section in sections}}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


# ---------------------------------------------------------------- pairing


def _paired(found: Pairing) -> Section:
    return Section("pairing", tuple(_lines(found)), _data(found))


def _lines(found: Pairing) -> Iterator[str]:
    match = found.match
    counterparts = match.new if found.side == "old" else match.old
    yield from _wrap(f"{_side(found.side)}: {_told(found.clause)}")
    if counterparts:
        others = "; ".join(_told(one) for one in counterparts)
        yield from _wrap(f"paired with {others}")
    else:
        yield from _wrap("paired with nothing")
    yield from _wrap(f"because {match.reason} (basis: {match.basis})")
    if found.candidates:
        yield ""
        yield f"  What the evidence comes to; a pair by words needs {found.floor:.2f}:"
    for candidate in found.candidates:
        yield ""
        yield from _wrap(f"{candidate.score:.2f}  {_told(candidate.clause)}: {_fate(candidate)}")
        for said in candidate.evidence:
            yield from _wrap(f"{said.kind}: {said.said} ({said.score:.2f})", "        ")


def _fate(candidate: Candidate) -> str:
    if candidate.paired:
        return "the counterpart"
    if candidate.partners:
        return f"the counterpart of {', '.join(one.id for one in candidate.partners)}"
    return "has no counterpart"


def _side(side: Side) -> str:
    return "Earlier clause" if side == "old" else "Later clause"


def _told(one: Clause) -> str:
    quoted = textwrap.shorten(one.text, _QUOTED, placeholder=" ...")
    return f"{one.id} “{quoted}”"


def _wrap(line: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(line, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")


def _data(found: Pairing) -> dict[str, Any]:
    match = found.match
    return {
        "side": found.side,
        "clause": _clause(found.clause),
        "counterparts": [_clause(c) for c in (match.new if found.side == "old" else match.old)],
        "basis": match.basis,
        "share_of_words": round(match.score, 4),
        "moved": match.moved,
        "reason": match.reason,
        "floor": found.floor,
        "candidates": [
            {
                **_clause(candidate.clause),
                "score": candidate.score,
                "paired": candidate.paired,
                "counterpart_of": [one.id for one in candidate.partners],
                "evidence": [_evidence(said) for said in candidate.evidence],
            }
            for candidate in found.candidates
        ],
    }


def _clause(one: Clause) -> dict[str, Any]:
    return {"id": one.id, "number": number(one) or None, "text": one.text}


def _evidence(said: Evidence) -> dict[str, Any]:
    return {"kind": said.kind, "score": said.score, "said": said.said}


# ---------------------------------------------------------------- rules


def _ruled(change: Change, old: Snapshot, new: Snapshot) -> Section:
    """How the rules read a change: which fired, which nearly did, and what no rule reads."""
    machine = change.machine
    lines = [*_wrap(f"{machine.direction or 'no direction'}: {machine.reason}")]
    found: dict[str, Any] = {"direction": machine.direction, "reason": machine.reason}
    if not (change.match.old and change.match.new):
        return Section("rules", tuple(lines), found)
    within = judge.setting(old, new)
    told = effects.trace(
        change.match,
        change.edits,
        old_speaks=judge.speaks(change.match.old, within.sources),
        new_speaks=judge.speaks(change.match.new, within.sources),
        lead=judge.lead_in(change.match, within),
    )
    for side in told.polarity:
        said = f" ({_quoted(side.spans)})" if side.spans else ""
        lines += _wrap(f"{_side(side.side)}: {side.bearing}{said}")
    for name, signals in (
        ("fired", told.fired), ("nearly fired", told.nearly), ("set aside", told.aside)
    ):  # fmt: skip
        for signal in signals:
            lines += _wrap(f"{name}: {signal.rule}, {signal.direction}: {signal.reason}")
        found[name.replace(" ", "_")] = [_signal(signal) for signal in signals]
    if told.unread:
        lines += _wrap(f"changed words that no rule reads: {_quoted(told.unread)}")
    lines += _wrap(f"found nothing: {', '.join(told.quiet)}")
    found |= {
        "polarity": {side.side: side.bearing for side in told.polarity},
        "unread": [_span(span) for span in told.unread],
        "found_nothing": list(told.quiet),
    }
    return Section("rules", tuple(lines), found)


def _quoted(spans: Sequence[Span]) -> str:
    return ", ".join(f"“{span.words}”" for span in spans)


def _signal(signal: Signal) -> dict[str, Any]:
    return {
        "rule": signal.rule,
        "dimension": signal.dimension,
        "direction": signal.direction,
        "reason": signal.reason,
        "spans": [_span(span) for span in signal.spans],
    }


def _span(span: Span) -> dict[str, Any]:
    return {"side": span.side, "start": span.start, "end": span.end, "words": span.words}
