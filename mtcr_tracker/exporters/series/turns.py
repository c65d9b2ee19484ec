"""What every form of a series says in the same words."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mtcr_tracker.exporters import view
from mtcr_tracker.model import (
    TURNS,
    Clause,
    Dossier,
    Lineage,
    NotComposed,
    Series,
    Snapshot,
    Source,
    SourceId,
    Step,
    Turn,
    Verdict,
)

TURN: Mapping[Turn, str] = {
    "introduced": "It has no counterpart in an earlier text that is known in full.",
    "no earlier text": "No counterpart on record. The earlier text is not known in full, so this "
    "does not show that the provision is new.",
    "unchanged": "The same words, but for quotation marks, dashes, spaces or the like.",
    "changed": "Its words differ; the verdict says what that does.",
    "split": "One clause became several.",
    "merged": "Several clauses became one.",
    "dropped": "It has no counterpart in a later text that is known in full.",
    "not restated": "The later text does not repeat it. That text is not known in full, so this "
    "does not show that the provision was dropped.",
    "still stands": "The later text does not repeat it, and its own document is in force at the "
    "later date: silence is not repeal.",
    "returned": "It has a counterpart again, after one or more snapshots without.",
}
"""What each turn means, in words a newcomer understands."""

QUIET: frozenset[Turn] = frozenset({"unchanged", "not restated", "still stands"})
"""Turns that do nothing to a provision's words, as far as is known."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A provision at one snapshot."""

    snapshot: Snapshot
    clauses: tuple[Clause, ...]
    steps: tuple[Step, ...]
    """Those that lead to it here; none at the first snapshot."""
    on_record: bool
    """Whether it has been seen by then."""


def cells(series: Series, lineage: Lineage) -> tuple[Cell, ...]:
    """A provision at each snapshot of the series."""
    made = []
    seen = False
    for place, snapshot in enumerate(series.snapshots):
        clauses = lineage.clauses[place]
        seen = seen or bool(clauses)
        steps = tuple(step for step in lineage.steps if step.end == place)
        made.append(Cell(snapshot, clauses, steps, seen))
    return tuple(made)


def title(lineage: Lineage) -> str:
    """What a provision is called, after its latest clauses."""
    return " + ".join(view.label(woven.clause) for woven in lineage.words)


def said(cell: Cell) -> tuple[str, ...]:
    """What is to be said of a provision at a snapshot, a line each."""
    if cell.steps:
        return tuple(step_line(step) for step in cell.steps)
    if cell.clauses:
        return ("first on record",)
    return ("absent",) if cell.on_record else ("not yet on record",)


def step_line(step: Step) -> str:
    """What a step did, and its verdict: changed: disputed, by people's review."""
    since = f" (last in {step.old})" if step.turn == "returned" else ""
    if step.turn in QUIET or not step.change.verdict:
        return f"{step.turn}{since}"
    return f"{step.turn}{since}: {view.verdict_by(step.change)}"


def names(lineages: Sequence[Lineage]) -> list[tuple[Lineage, str]]:
    """Each lineage with a name for links, made from its id; where two have the same id, the
    later one's is followed by a number."""
    taken: dict[str, int] = {}
    made = []
    for lineage in lineages:
        wanted = re.sub(r"\s+", "-", view.visible(lineage.id)) or "provision"
        wanted = f"provision-{wanted}" if wanted.startswith("section-") else wanted
        taken[wanted] = taken.get(wanted, 0) + 1
        made.append((lineage, f"{wanted}~{taken[wanted]}" if taken[wanted] > 1 else wanted))
    return made


def quiet(lineage: Lineage) -> bool:
    """Whether nothing happened to its words, as far as is known."""
    return all(step.turn in QUIET for step in lineage.steps)


def shown(series: Series, only: Collection[Verdict]) -> tuple[Lineage, ...]:
    """The lineages with one of the verdicts asked for in a step or end to end; all where none
    is."""
    return tuple(
        lineage
        for lineage in series.lineages
        if not only
        or any(step.change.verdict in only for step in lineage.steps)
        or any(change.verdict in only for change in lineage.whole)
    )


def sentence(series: Series) -> str:
    """How many provisions took which turns, in one sentence."""
    total = view.plural(len(series.lineages), "provision")
    counted = [
        (turn, sum(any(step.turn == turn for step in each.steps) for each in series.lineages))
        for turn in TURNS
        if turn != "unchanged"
    ]
    parts = [f"{turn} {number}" for turn, number in counted if number]
    snapshots = view.plural(len(series.snapshots), "snapshot")
    told = f"At some step: {', '.join(parts)}" if parts else "Nothing changed"
    return f"{total} through {snapshots}. {told}."


def composed(series: Series) -> str:
    """Whether the steps say what the comparison end to end says, in one sentence."""
    ends = f"{series.whole.old.label} compared with {series.whole.new.label}"
    if not series.not_composed:
        return f"The steps compose: taken together they say nothing else than {ends} directly."
    number = view.plural(len(series.not_composed), "place")
    return f"The steps do not compose in {number}: taken together they say otherwise than {ends}."


def otherwise(item: NotComposed) -> str:
    """One place where the steps do not compose, in one line."""
    return f"{item.lineage} ({item.what}): by steps {item.by_steps}; end to end {item.end_to_end}."


def end_to_end(lineage: Lineage) -> tuple[str, ...]:
    """What the comparison of the first snapshot with the last says of a provision, a line each."""
    return tuple(
        f"{', '.join(change.kinds)}: {view.verdict_by(change)}" for change in lineage.whole
    )


def sources(series: Series, dossier: Dossier) -> Mapping[SourceId, Source]:
    """Every source by its id: those that the snapshots bring, then the policy's."""
    own = {source.id: source for snapshot in series.snapshots for source in snapshot.sources}
    return {**own, **dossier.sources}


def cited(lineages: Sequence[Lineage], known: Mapping[SourceId, Source]) -> tuple[Source, ...]:
    """The sources that the clauses of some lineages cite, in the order of the record."""
    named = {c.source for each in lineages for clauses in each.clauses for c in clauses}
    return tuple(source for source in known.values() if source.id in named)
