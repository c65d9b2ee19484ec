"""The comparison as JSON, for other programs."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from mtcr_tracker.exporters import view
from mtcr_tracker.exporters.registry import exporter
from mtcr_tracker.model import (
    KINDS,
    Change,
    Clause,
    Comparison,
    Dossier,
    Judgement,
    Reading,
    Signal,
    Snapshot,
    Source,
    SourceId,
    Span,
    Verdict,
)

SCHEMA = "mtcr-tracker/comparison/1"
_UNPRINTED = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@exporter("json", suffix=".json")
def data(comparison: Comparison, dossier: Dossier, *, only: Collection[Verdict] = ()) -> str:
    """JSON as `comparison_schema` describes it."""
    known = view.sources(comparison, dossier)
    changes = view.shown(comparison, only)
    document = {
        "schema": SCHEMA,
        "old": _snapshot(comparison.old),
        "new": _snapshot(comparison.new),
        "counts": _counts(comparison),
        "changes": [_change(change, known) for change in changes],
        "not_compared": [
            {"side": item.side, "what": item.what, "why": item.why}
            for item in comparison.not_compared
        ],
    }
    written = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    # an unpaired surrogate has no bytes in UTF-8, and the others upset a terminal
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def comparison_schema() -> dict[str, Any]:
    """The JSON Schema of what `data` writes."""
    from importlib.resources import files

    path = files("mtcr_tracker").joinpath("schemas", "comparison-1.json")
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def _snapshot(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "label": snapshot.label,
        "title": snapshot.title,
        "as_of": snapshot.as_of,
        "published": snapshot.published,
        "state": snapshot.state,
        "coverage": snapshot.coverage,
        "gaps": list(snapshot.gaps),
    }


def _counts(comparison: Comparison) -> dict[str, Any]:
    """Each count beside the number that it is a share of."""
    verdicts = {count.verdict: len(count.changes) for count in view.counts(comparison)}
    return {
        "changes": len(comparison.changes),
        "kinds": {kind: sum(kind in c.kinds for c in comparison.changes) for kind in KINDS},
        "compared": len(view.compared(comparison)),
        "verdicts": {view.NO_VERDICT: 0, **verdicts},
        "not_compared": len(comparison.not_compared),
    }


def _change(change: Change, known: Mapping[SourceId, Source]) -> dict[str, Any]:
    return {
        "number": change.number,
        "id": change.id,
        "kinds": list(change.kinds),
        "verdict": change.verdict,
        "origin": change.origin,
        "machine": {
            "direction": change.machine.direction,
            "reason": change.machine.reason,
            "signals": [_signal(signal) for signal in change.machine.signals],
        },
        "reviews": [_judgement(judgement) for judgement in change.judgements],
        "old": _clauses(change.match.old, known),
        "new": _clauses(change.match.new, known),
        "redline": [{"op": edit.op, "words": edit.words} for edit in change.edits],
        "match": {
            "basis": change.match.basis,
            "score": round(change.match.score, 4),
            "reason": change.match.reason,
            "moved": change.match.moved,
        },
        "grade": change.grade,
        "old_stood": change.old_stood,
        "not_restated": [_span(span) for span in change.machine.not_restated],
    }


def _signal(signal: Signal) -> dict[str, Any]:
    return {
        "rule": signal.rule,
        "dimension": signal.dimension,
        "direction": signal.direction,
        "for_whom": signal.for_whom,
        "spans": [_span(span) for span in signal.spans],
        "reason": signal.reason,
        "confidence": signal.confidence,
    }


def _span(span: Span) -> dict[str, Any]:
    return {"side": span.side, "start": span.start, "end": span.end, "words": span.words}


def _judgement(judgement: Judgement) -> dict[str, Any]:
    return {
        "by": judgement.review.by,
        "on": judgement.review.on,
        "stale": judgement.stale,
        "reversed": judgement.reversed,
        "readings": [_reading(reading) for reading in judgement.readings],
        "say_with_it": judgement.review.say_with_it,
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "direction": reading.direction,
        "for_whom": reading.for_whom,
        "confidence": reading.confidence,
        "words": reading.words,
        "reason": reading.reason,
    }


def _clauses(clauses: Sequence[Clause], known: Mapping[SourceId, Source]) -> list[dict[str, Any]]:
    return [
        {
            "id": clause.id,
            "number": clause.number,
            "heading": clause.heading,
            "text": clause.text,
            "source": clause.source,
            "at": clause.at,
            "wording": clause.wording,
            "grade": _grade(clause, known),
        }
        for clause in clauses
    ]


def _grade(clause: Clause, known: Mapping[SourceId, Source]) -> str | None:
    source = known.get(clause.source) if clause.source else None
    return source.grade if source else None
