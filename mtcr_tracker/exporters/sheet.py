"""The comparison as a table for spreadsheets: a row a change."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from mtcr_tracker.exporters import view
from mtcr_tracker.exporters.registry import exporter
from mtcr_tracker.model import (
    Change,
    Clause,
    Comparison,
    Dossier,
    NotCompared,
    Source,
    SourceId,
    Verdict,
)

COLUMNS = (
    "number", "id", "title", "kinds", "verdict", "by", "confidence", "grade", "topics", "reviews",
    "reasons", "machine", "earlier", "earlier source", "later", "later source", "earlier stood",
    "earlier number", "later number", "touches",
)  # fmt: skip


@exporter("csv", suffix=".csv")
def sheet(comparison: Comparison, dossier: Dossier, *, only: Collection[Verdict] = ()) -> str:
    """CSV as RFC 4180 has it, in UTF-8 with the mark by which Excel knows it, with a header line.
    No cell begins a formula: one that would has an apostrophe before it, which spreadsheets take
    for "this is text". What was not compared stands in rows of its own without a number."""
    written = io.StringIO()
    written.write("\ufeff")
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    known = view.sources(comparison, dossier)
    for change in view.shown(comparison, only):
        row = [*_row(change, known), *_numbers(change), _touches(change, comparison)]
        table.writerow([cell(str(value)) for value in row])
    for item in comparison.not_compared:
        table.writerow(_left_out(item))
    return written.getvalue()


def cell(words: str) -> str:
    """Words as a spreadsheet may open them: never a formula, whatever they begin with (OWASP,
    "CSV Injection": = + - @ and what a program may skip before them)."""
    plain = view.visible(words)
    return f"'{plain}" if plain.lstrip()[:1] in _ACTS or plain[:1] in _SKIPPED else plain


_ACTS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20'")  # the wide forms act too
_SKIPPED = frozenset("\t\r\n")


def _row(change: Change, known: Mapping[SourceId, Source]) -> Iterator[Any]:
    yield change.number
    yield change.id
    yield view.title(change)
    yield "; ".join(change.kinds)
    yield view.verdict(change)
    yield view.origin(change)
    yield view.confidence(change) or ""
    yield change.grade or ""
    yield "; ".join(view.topics(change))
    yield view.review_state(change)
    yield " | ".join(f"{reading}: {reason}" for reading, reason in view.reasons(change))
    yield view.machine_line(change)
    yield change.old_text
    yield _places(change.match.old, known)
    yield change.new_text
    yield _places(change.match.new, known)
    yield change.old_stood or ""


def _numbers(change: Change) -> Iterator[str]:
    for clauses in (change.match.old, change.match.new):
        yield "; ".join(clause.number for clause in clauses if clause.number)


def _touches(change: Change, comparison: Comparison) -> str:
    """What a change does to other clauses, and why its own was renumbered."""
    number = change.number
    shifted = [item.cause for item in comparison.renumberings if number in item.changes]
    ripples = [view.ripple(item) for item in comparison.ripples if item.change == number]
    return " | ".join([*shifted, *ripples])


def _left_out(item: NotCompared) -> list[str]:
    told = {"kinds": "not compared", "reasons": item.why}
    told |= {"earlier" if item.side == "old" else "later": item.what}
    return [cell(told.get(column, "")) for column in COLUMNS]


def _places(clauses: tuple[Clause, ...], known: Mapping[SourceId, Source]) -> str:
    return " | ".join(view.citation(clause, known) for clause in clauses)
