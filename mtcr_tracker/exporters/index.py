"""The page that leads to every report."""

from collections.abc import Mapping, Sequence

from mtcr_tracker.exporters.html import page
from mtcr_tracker.model import Comparison, Dossier


def index(reports: Sequence[tuple[Mapping[str, str], Comparison, Dossier]]) -> str:
    """HTML of an index of reports, each given by its files' paths from the index by format, its
    comparison and its dossier."""
    return page("index.html.j2", reports=reports)
