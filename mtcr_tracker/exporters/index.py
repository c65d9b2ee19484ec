"""The page that leads to every report."""

from collections.abc import Sequence

from mtcr_tracker.exporters.html import page
from mtcr_tracker.model import Comparison, Dossier


def index(reports: Sequence[tuple[str, Comparison, Dossier]]) -> str:
    """HTML of an index of reports, each given by its path from the index, its comparison and
    its dossier."""
    return page("index.html.j2", reports=reports)
