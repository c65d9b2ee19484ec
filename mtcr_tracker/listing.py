"""What the smaller commands print: listings, snapshots, checks, histories, schemas."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtcr_tracker import check
from mtcr_tracker.dates import prose
from mtcr_tracker.errors import Problem, UserError, mend
from mtcr_tracker.exporters.view import plural, visible
from mtcr_tracker.judge import standing_in_words
from mtcr_tracker.ledger import stale_reviews
from mtcr_tracker.model import (
    Clause,
    Event,
    Facts,
    Policy,
    Record,
    Review,
    Snapshot,
    Source,
    Sources,
)
from mtcr_tracker.parse import json_schema
from mtcr_tracker.schemas import names, published
from mtcr_tracker.text import fingerprint

if TYPE_CHECKING:
    from mtcr_tracker.history import History

WIDTH = 80


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _wrapped(text: str, indent: str = "  ") -> str:
    return "\n".join(
        textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent)
        for line in text.splitlines()
    )


# ---------------------------------------------------------------- list, show


def listing(known: Sequence[Record]) -> str:
    """Policies and their snapshots, a line each."""
    lines = []
    for record in known:
        lines += [f"{record.policy.id}  {record.policy.title}", ""]
        width = max((len(label) for label in record.snapshots), default=0)
        for s in record.snapshots.values():
            extends = f", extends {s.extends}" if s.extends else ""
            count = f"{len(s.clauses)} clauses{extends}"
            lines.append(f"  {s.label:{width}}  {s.as_of}  {_state(s)}{count}")
        lines += [
            "",
            f"  {plural(len(record.events), 'event')}, {plural(len(record.reviews), 'review')}",
            "",
        ]
    return "\n".join(lines)


def _state(s: Snapshot) -> str:
    return f"{s.state}, {s.coverage}, " if s.state else f"{s.coverage}, "


def listing_json(known: Sequence[Record]) -> str:
    """The same as `mtcr-tracker/list/1`."""
    policies = [
        {
            "id": record.policy.id,
            "title": record.policy.title,
            "snapshots": [_head(s) for s in record.snapshots.values()],
            "events": len(record.events),
            "reviews": len(record.reviews),
        }
        for record in known
    ]
    return _json({"schema": "mtcr-tracker/list/1", "policies": policies})


def _head(s: Snapshot) -> dict[str, Any]:
    keys = ("label", "title", "as_of", "published", "state", "coverage", "extends")
    return {**{key: getattr(s, key) for key in keys}, "clauses": len(s.clauses)}


def snapshot(s: Snapshot) -> str:
    """A snapshot's clauses with their sources, for a terminal."""
    dated = f"as of {prose(s.as_of)}, " if s.as_of else ""
    lines = [_wrapped(f"{s.label}: {s.title}" if s.title else s.label, "")]
    lines.append(f"{dated}{_state(s)}{plural(len(s.clauses), 'clause')}")
    lines += [_wrapped(text) for text in (s.summary, *s.gaps) if text]
    sources = {source.id: source for source in s.sources}
    for clause in s.clauses:
        source = sources.get(clause.source) if clause.source else None
        lines += ["", *_clause(clause, source, s)]
    return "\n".join(lines)


def _clause(clause: Clause, source: Source | None, s: Snapshot) -> Iterator[str]:
    yield _wrapped(" ".join(filter(None, (clause.number, clause.heading, f"[{clause.id}]"))), "")
    yield _wrapped(clause.text, "    ")
    cited = ", ".join(filter(None, (source.title if source else clause.source, clause.at)))
    graded = f" ({source.grade}, {clause.wording})" if source else ""
    if cited:
        yield _wrapped(f"{cited}{graded}")
    if source and s.as_of:
        yield _wrapped(standing_in_words(source, s.as_of))
    if clause.note:
        yield _wrapped(f"Note: {clause.note}")
    yield f"  fingerprint {fingerprint(clause.text)}"


def snapshot_json(s: Snapshot) -> str:
    """A snapshot as a file of the snapshot schema, which can be read again as the same one;
    keys that hold nothing and say nothing by it are left out."""
    return _json(_filled(s))


def _filled(value: Any) -> Any:
    if is_dataclass(value):
        return {
            field.name: _filled(inner)
            for field in fields(value)
            if (inner := getattr(value, field.name)) or inner != field.default
        }
    return [_filled(item) for item in value] if isinstance(value, tuple) else value


# ---------------------------------------------------------------- check


def checked(known: Sequence[Record]) -> str:
    """What was validated, with stale reviews as notes."""
    lines = []
    for record in known:
        parts = (
            plural(len(record.snapshots), "snapshot"),
            plural(len(record.sources), "source"),
            plural(len(record.events), "event"),
            plural(len(record.reviews), "review"),
        )
        lines.append(f"{record.policy.id}: {', '.join(parts)}: no problem found")
        lines += [
            f"note: review {review.id} is stale: the words have changed"
            for review in stale_reviews(record)
        ]
    return "\n".join(lines)


def proved(known: Sequence[Record], texts: Path) -> str:
    """How many quotations stand word for word in their sources' texts, and which could not be
    looked up. Raises UserError naming every one that does not."""
    found = [quotation for record in known for quotation in check.quotations(record, texts)]
    if wrong := [q for q in found if q.found is False]:
        raise UserError(
            [
                Problem(q.where, 0, 0, f'not word for word in the text of "{q.source}"', "mend it")
                for q in wrong
            ]
        )
    unknown = [q for q in found if q.found is None]
    lines = [f"{len(found) - len(unknown)} of {len(found)} quotations found word for word"]
    lines += [f'not checked: {q.where}, no text of "{q.source}" here' for q in unknown]
    return "\n".join(lines)


# ---------------------------------------------------------------- history


def history(told: "History") -> str:
    """Corrections to a transcription, newest first."""
    lines = [f"{plural(len(told.corrections), 'correction')} to the transcription"]
    for correction in told.corrections:
        lines += ["", f"{correction.commit}  {correction.date}  {visible(correction.author)}"]
        lines.append(_wrapped(visible(correction.message)))
        if correction.unreadable:
            lines.append("  this version could not be read as a snapshot")
        if correction.head:
            lines.append(_wrapped(f"of the snapshot: {', '.join(correction.head)}"))
        for c in correction.clauses:
            lines.append(_wrapped(f"{c.what}: {' '.join([c.id, *_bracketed(c.fields)])}"))
    if told.added:
        lines += [
            "",
            f"added by {told.added.commit}  {told.added.date}  {visible(told.added.author)}",
        ]
    if told.untold:
        lines.append(f"{plural(told.untold, 'more commit')} changed nothing that it says")
    if told.note:
        lines.append(_wrapped(f"Note: {told.note}", ""))
    return "\n".join(lines)


def _bracketed(words: Sequence[str]) -> list[str]:
    return [f"({', '.join(words)})"] if words else []


def history_json(told: "History") -> str:
    """The same as `mtcr-tracker/history/1`."""
    return _json({"schema": "mtcr-tracker/history/1", **asdict(told)})


# ---------------------------------------------------------------- schema

_SHAPES: dict[str, type] = {
    "snapshot": Snapshot,
    "sources": Sources,
    "policy": Policy,
    "facts": Facts,
    "event": Event,
    "review": Review,
}


def schema(of: str) -> str:
    """The JSON Schema of a file in `policies/`, or of what a command prints as JSON. Raises
    UserError where there is none of that name."""
    if of in _SHAPES:
        return _json(json_schema(_SHAPES[of]))
    if of in names():
        return _json(published(of))
    known = [*_SHAPES, *names()]
    raise mend(f'no schema "{of}"{check.near(of, known)}', f"use one of {', '.join(known)}")
