"""The forms that a finished comparison is written in.

One module per form, each with one function registered by `@exporter`. They see finished values
and never the engine. A new form is a new module, imported here.
"""

from mtcr_tracker.exporters.data import data
from mtcr_tracker.exporters.html import html
from mtcr_tracker.exporters.index import index
from mtcr_tracker.exporters.markdown import markdown
from mtcr_tracker.exporters.registry import (
    BINARY,
    EXPORTERS,
    SUFFIXES,
    Exporter,
    document,
    exporter,
)
from mtcr_tracker.exporters.series import SERIES, lineage_data, lineage_text
from mtcr_tracker.exporters.sheet import sheet
from mtcr_tracker.exporters.text import text
from mtcr_tracker.exporters.word import docx

__all__ = [
    "BINARY",
    "EXPORTERS",
    "SERIES",
    "SUFFIXES",
    "Exporter",
    "data",
    "document",
    "docx",
    "exporter",
    "html",
    "index",
    "lineage_data",
    "lineage_text",
    "markdown",
    "sheet",
    "text",
]
