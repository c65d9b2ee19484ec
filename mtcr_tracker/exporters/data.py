"""The comparison as JSON, for other programs."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from mtcr_tracker.exporters import view
from mtcr_tracker.exporters.registry import exporter
from mtcr_tracker.exporters.said import cited
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
    """JSON as the published schema `comparison` describes it."""
    known = view.sources(comparison, dossier)
    document = head(comparison)
    shown = view.shown(comparison, only)
    document["changes"] = [change_data(change, known) for change in shown]
    document["sources"] = {source.id: _source(source) for source in cited(shown, known)}
    written = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    # an unpaired surrogate has no bytes in UTF-8, and the others upset a terminal
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def head(comparison: Comparison) -> dict[str, Any]:
    """All of the document but its changes, whose place it keeps."""
    return {
        "schema": SCHEMA,
        "old": snapshot_data(comparison.old),
        "new": snapshot_data(comparison.new),
        "counts": _counts(comparison),
        "changes": [],
        "not_compared": [
            {"side": item.side, "what": item.what, "why": item.why}
            for item in comparison.not_compared
        ],
        "renumberings": [
            {
                "cause": item.cause,
                "because": list(item.because),
                "changes": list(item.changes),
                "numbers": [list(pair) for pair in item.numbers],
            }
            for item in comparison.renumberings
        ],
        "ripples": [
            {
                "kind": item.kind,
                "change": item.change,
                "words": item.words,
                "touches": list(item.touches),
                "why": item.why,
            }
            for item in comparison.ripples
        ],
    }


def snapshot_data(snapshot: Snapshot) -> dict[str, Any]:
    """What a snapshot is, without its clauses."""
    return {
        "label": snapshot.label,
        "title": snapshot.title,
        "as_of": snapshot.as_of,
        "published": snapshot.published,
        "state": snapshot.state,
        "coverage": snapshot.coverage,
        "gaps": list(snapshot.gaps),
        "sha256": text_hash(clause.text for clause in snapshot.clauses),
    }


def _source(source: Source) -> dict[str, Any]:
    keys = (
        "title", "issuer", "date", "address", "grade", "completeness", "standing", "stood_from",
        "stood_until", "describes", "seen_at", "note",
    )  # fmt: skip
    return {key: getattr(source, key) for key in keys}


def text_hash(texts: Iterable[str]) -> str:
    """SHA-256, in hexadecimal digits, of the texts joined by line feeds, as UTF-8 (an unpaired
    surrogate by the same scheme)."""
    return sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def _counts(comparison: Comparison) -> dict[str, Any]:
    """Each count beside the number that it is a share of."""
    found = view.counts(comparison)
    kinds = Counter(kind for change in comparison.changes for kind in change.kinds)
    return {
        "changes": len(comparison.changes),
        "kinds": {kind: kinds[kind] for kind in KINDS},
        "compared": found[0].total,
        "verdicts": {view.NO_VERDICT: 0, **{count.verdict: len(count.changes) for count in found}},
        "not_compared": len(comparison.not_compared),
    }


def change_data(
    change: Change, known: Mapping[SourceId, Source], *, redline: bool = True
) -> dict[str, Any]:
    """One change, as the schema's `change` describes it; on request without its redline."""
    edits = view.marks(change) if redline else ()
    return {
        "number": change.number,
        "id": change.id,
        "operative": view.operative(change),
        "kinds": list(change.kinds),
        "verdict": change.verdict,
        "origin": change.origin,
        "machine": {
            "direction": change.machine.direction,
            "reason": change.machine.reason,
            "signals": [_signal(signal) for signal in change.machine.signals],
        },
        "reviews": [_judgement(judgement) for judgement in change.judgements],
        "old": clauses_data(change.match.old, known),
        "new": clauses_data(change.match.new, known),
        "redline": [{"op": edit.op, "words": edit.words} for edit in edits],
        **_beside_redline(change),
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


def _beside_redline(change: Change) -> dict[str, Any]:
    """What only some changes have: differences of typography, and phrases that both sides have
    and that the redline does not show as kept."""
    typographic = [{"old": old, "new": new} for old, new in change.typographic]
    shared = [
        {"old": _span(one.old), "new": _span(one.new), "moved": one.moved} for one in change.shared
    ]
    made = {"typographic": typographic, "shared": shared}
    return {name: found for name, found in made.items() if found}


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


def clauses_data(
    clauses: Sequence[Clause], known: Mapping[SourceId, Source]
) -> list[dict[str, Any]]:
    """Clauses with their words, their place and its grade."""
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
            "role": clause.role,
            "about": list(clause.about),
            "topics": list(clause.topics),
        }
        for clause in clauses
    ]


def _grade(clause: Clause, known: Mapping[SourceId, Source]) -> str | None:
    source = known.get(clause.source) if clause.source else None
    return source.grade if source else None
