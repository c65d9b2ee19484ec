"""A series, or one lineage of it, as JSON for other programs."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from mtcr_tracker.exporters.data import change_data, clauses_data, snapshot_data
from mtcr_tracker.exporters.series import turns
from mtcr_tracker.model import TURNS, Dossier, Lineage, Series, Source, SourceId, Verdict

SCHEMA = "mtcr-tracker/series/1"
LINEAGE_SCHEMA = "mtcr-tracker/lineage/1"


def data(series: Series, dossier: Dossier, *, only: Collection[Verdict] = ()) -> str:
    """JSON of the whole series: the snapshots, each lineage, and where steps do not compose."""
    known = turns.sources(series, dossier)
    document = {
        "schema": SCHEMA,
        "snapshots": [snapshot_data(snapshot) for snapshot in series.snapshots],
        "counts": _counts(series),
        "lineages": [_lineage(series, each, known) for each in turns.shown(series, only)],
        "not_composed": _not_composed(series),
    }
    return _written(document)


def lineage_data(series: Series, lineages: Sequence[Lineage], dossier: Dossier) -> str:
    """JSON of some lineages of a series, with the snapshots that they run through."""
    ids, known = {each.id for each in lineages}, turns.sources(series, dossier)
    document = {
        "schema": LINEAGE_SCHEMA,
        "snapshots": [snapshot_data(snapshot) for snapshot in series.snapshots],
        "lineages": [_lineage(series, each, known) for each in lineages],
        "not_composed": [item for item in _not_composed(series) if item["lineage"] in ids],
    }
    return _written(document)


def _written(document: dict[str, Any]) -> str:
    # a lone surrogate has no bytes in UTF-8
    whole = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return whole.encode("utf-8", "backslashreplace").decode("utf-8")


def _counts(series: Series) -> dict[str, Any]:
    """In how many lineages each turn was taken at some step."""
    taken = {
        turn: sum(any(step.turn == turn for step in each.steps) for each in series.lineages)
        for turn in TURNS
    }
    return {"lineages": len(series.lineages), "turns": taken}


def _lineage(series: Series, lineage: Lineage, known: Mapping[SourceId, Source]) -> dict[str, Any]:
    return {
        "id": lineage.id,
        "title": turns.title(lineage),
        "clauses": [
            {"snapshot": snapshot.label, "clauses": clauses_data(clauses, known)}
            for snapshot, clauses in zip(series.snapshots, lineage.clauses, strict=True)
        ],
        "steps": [
            {
                "old": step.old,
                "new": step.new,
                "turn": step.turn,
                "change": change_data(step.change, known),
            }
            for step in lineage.steps
        ],
        "end_to_end": [change_data(change, known) for change in lineage.whole],
        "words": [
            {
                "clause": woven.clause.id,
                "strands": [{"words": s.words, "since": s.since} for s in woven.strands],
            }
            for woven in lineage.words
        ],
    }


def _not_composed(series: Series) -> list[dict[str, str]]:
    return [
        {
            "what": item.what,
            "lineage": item.lineage,
            "by_steps": item.by_steps,
            "end_to_end": item.end_to_end,
        }
        for item in series.not_composed
    ]
