"""A series as a table in Markdown: a row for each provision, a column for each snapshot."""

from collections.abc import Collection

from mtcr_tracker.exporters import view
from mtcr_tracker.exporters.markdown import plain
from mtcr_tracker.exporters.series import turns
from mtcr_tracker.model import Dossier, Series, Verdict


def markdown(series: Series, dossier: Dossier, *, only: Collection[Verdict] = ()) -> str:
    """GitHub's Markdown."""
    labels = [plain(snapshot.label) for snapshot in series.snapshots]
    head = ["Provision", *labels, "End to end"]
    lines = [
        f"# {plain(' → '.join(snapshot.label for snapshot in series.snapshots))}",
        "",
        *(f"- {plain(s.label)}: {plain(f'{view.name(s)} ({view.head(s)})')}"
          for s in series.snapshots),
        "",
        plain(turns.sentence(series)),
        "",
        plain(turns.composed(series)),
        "",
        *(f"- {plain(turns.otherwise(item))}" for item in series.not_composed),
        *([""] if series.not_composed else []),
        f"| {' | '.join(head)} |",
        f"|{' --- |' * len(head)}",
    ]  # fmt: skip
    for lineage in turns.shown(series, only):
        row = [plain(turns.title(lineage))]
        row += [plain("; ".join(turns.said(cell))) for cell in turns.cells(series, lineage)]
        row.append(plain("; ".join(turns.end_to_end(lineage))))
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines) + "\n"
