"""A series, and one lineage, as a person reads them in a terminal of 80 columns."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from mtcr_tracker.exporters import view
from mtcr_tracker.exporters.series import turns
from mtcr_tracker.exporters.text import entry, wrap
from mtcr_tracker.model import Dossier, Lineage, Series, Source, SourceId, Verdict


def text(series: Series, dossier: Dossier, *, only: Collection[Verdict] = ()) -> str:
    """Plain text of at most 80 columns, without colour."""
    lineages = turns.shown(series, only)
    lines = list(_head(series, dossier))
    for lineage in lineages:
        if not turns.quiet(lineage):
            lines += ["", *_lineage(series, lineage)]
    lines += _group("Unchanged, as far as is known", [x for x in lineages if turns.quiet(x)])
    gaps = dict.fromkeys(
        view.not_compared(item) for step in series.steps for item in step.not_compared
    )
    if gaps:
        lines += ["", "Not compared", *(line for gap in gaps for line in wrap(gap, "  ", "    "))]
    lines += _sources(lineages, turns.sources(series, dossier))
    return _page(lines)


def lineage_text(series: Series, lineage: Lineage, dossier: Dossier) -> str:
    """One provision's way through the snapshots, down to which of them brought which words."""
    lines = [*wrap(f"{turns.title(lineage)} [{lineage.id}]"), ""]
    for cell in turns.cells(series, lineage):
        lines += _cell(cell)
    lines += ["", "End to end"]
    lines += [line for said in turns.end_to_end(lineage) for line in wrap(said, "  ", "    ")]
    lines += ["", "Whose words", *_words(lineage)]
    for item in series.not_composed:
        if item.lineage == lineage.id:
            lines += ["", *wrap(f"Does not compose: {turns.otherwise(item)}")]
    lines += _sources([lineage], turns.sources(series, dossier))
    return _page(lines)


def _cell(cell: turns.Cell) -> Iterator[str]:
    """A provision at one snapshot: what the step there did and why, and the words if they are
    not those of the snapshot before."""
    yield from entry(cell.snapshot.label, view.head(cell.snapshot), indent=0)
    for said in turns.said(cell):
        yield from entry("", said[:1].upper() + said[1:], indent=0)
    if not cell.steps or any(step.turn != "unchanged" for step in cell.steps):
        for clause in cell.clauses:
            place = ", ".join(filter(None, (clause.id, clause.source, clause.at)))
            yield from entry("", f"“{clause.text}” [{place}]", indent=0)
    for step in cell.steps:
        if step.turn not in turns.QUIET and step.change.verdict:
            for reading, reason in view.reasons(step.change):
                yield from entry("", f"{reading[:1].upper()}{reading[1:]}: {reason}", indent=0)


def _words(lineage: Lineage) -> Iterator[str]:
    for woven in lineage.words:
        if len(lineage.words) > 1:
            yield from wrap(view.label(woven.clause), "  ", "  ")
        for strand in woven.strands:
            if strand.words.strip():
                yield from entry(strand.since, f"“{strand.words.strip()}”")


def _page(lines: Sequence[str]) -> str:
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(series: Series, dossier: Dossier) -> Iterator[str]:
    if dossier.policy:
        yield from wrap(dossier.policy.title)
    for snapshot in series.snapshots:
        yield from entry(snapshot.label, f"{view.name(snapshot)} ({view.head(snapshot)})", indent=0)
    yield ""
    yield from wrap(turns.sentence(series))
    yield from wrap(turns.composed(series))
    for item in series.not_composed:
        yield from wrap(turns.otherwise(item), "  ", "    ")


def _lineage(series: Series, lineage: Lineage) -> Iterator[str]:
    yield from wrap(f"{turns.title(lineage)} [{lineage.id}]", "", "   ")
    for cell in turns.cells(series, lineage):
        yield from entry(cell.snapshot.label, "; ".join(turns.said(cell)))
    yield from entry("End to end", "; ".join(turns.end_to_end(lineage)))


def _group(name: str, lineages: Sequence[Lineage]) -> Iterator[str]:
    if lineages:
        yield ""
        yield f"{name} ({len(lineages)})"
    for lineage in lineages:
        told = ", ".join(dict.fromkeys(step.turn for step in lineage.steps))
        yield from wrap(f"{turns.title(lineage)} [{lineage.id}]: {told}", "  ", "     ")


def _sources(lineages: Sequence[Lineage], known: Mapping[SourceId, Source]) -> Iterator[str]:
    cited = turns.cited(lineages, known)
    if cited:
        yield ""
        yield "Sources"
    for source in cited:
        address = f". {source.address}" if source.address else ""
        line = f"{source.id}: {view.source_name(source.id, known)}{address}"
        yield from wrap(line, "  ", "    ")
