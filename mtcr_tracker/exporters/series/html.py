"""A series as one self-contained HTML page."""

from collections.abc import Collection

from mtcr_tracker.exporters.html import page
from mtcr_tracker.exporters.series import turns
from mtcr_tracker.model import Dossier, Series, Verdict


def html(series: Series, dossier: Dossier, *, only: Collection[Verdict] = ()) -> str:
    """The page: a table of provisions by snapshots, then each lineage in full."""
    lineages = turns.shown(series, only)
    names = {id(each): f"#{name}" for each, name in turns.names(series.lineages)}
    known = turns.sources(series, dossier)
    return page(
        "series.html.j2",
        styles=("report.css", "series.css"),
        scripts=(),
        series=series,
        dossier=dossier,
        lineages=lineages,
        known=known,
        cited=turns.cited(lineages, known),
        turns=turns,
        anchor=lambda lineage: names[id(lineage)],
    )
