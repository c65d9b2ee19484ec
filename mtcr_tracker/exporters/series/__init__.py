"""The forms that three snapshots and more are written in: a series instead of one comparison."""

from collections.abc import Collection
from typing import Protocol

from mtcr_tracker.exporters.series.data import data, lineage_data
from mtcr_tracker.exporters.series.html import html
from mtcr_tracker.exporters.series.markdown import markdown
from mtcr_tracker.exporters.series.text import lineage_text, text
from mtcr_tracker.model import Dossier, Series, Verdict

__all__ = ["SERIES", "SeriesExporter", "lineage_data", "lineage_text"]


class SeriesExporter(Protocol):
    """Turns a finished series into one document."""

    def __call__(self, series: Series, dossier: Dossier, *, only: Collection[Verdict] = ()) -> str:
        """The document as text. `only` names the verdicts of a step, or end to end, whose
        provisions are shown; none shows all. The counts are always those of the whole series.
        """


SERIES: dict[str, SeriesExporter] = {
    "text": text, "json": data, "markdown": markdown, "html": html,
}  # fmt: skip
"""The exporter of each format, by the format's name."""
