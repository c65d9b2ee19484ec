"""The table for spreadsheets: a row a change, and no cell begins a formula."""

import csv
import io
import re

import pytest
from exporter_samples import HOSTILE, hostile, sample
from hypothesis import given
from hypothesis import strategies as st

from mtcr_tracker.exporters import sheet, view
from mtcr_tracker.exporters.sheet import COLUMNS, cell


def rows(written: str) -> list[dict[str, str]]:
    """The table as Python's own reader gives it back."""
    return list(csv.DictReader(io.StringIO(written, newline="")))


def test_a_row_a_change() -> None:
    comparison, dossier = sample()
    found = rows(sheet(comparison, dossier))
    assert tuple(found[0]) == COLUMNS
    assert [row["number"] for row in found] == ["1", "2", "3", "4", "5"]
    first = found[0]
    assert (first["verdict"], first["by"], first["reviews"]) == (
        "disputed", "people's review", "reviewed",
    )  # fmt: skip
    assert first["earlier"] == comparison.changes[0].old_text
    assert first["later"] == comparison.changes[0].new_text
    assert first["earlier source"].startswith("Guidelines for Sensitive Missile-Relevant Transfers")


def test_hostile_text_stays_whole_and_is_no_formula() -> None:
    """Law 1 in a cell: an apostrophe before what a spreadsheet would act on is all that is new."""
    comparison, dossier = hostile()
    for change, row in zip(comparison.changes, rows(sheet(comparison, dossier)), strict=True):
        assert row["earlier"].removeprefix("'") == view.visible(change.old_text)
        for value in row.values():
            assert not re.match(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]", value)
    assert "=HYPERLINK(1)" in HOSTILE


@pytest.mark.parametrize("words", ["=1", "+1", "-1", "@a", " =1", "\t=1", "'x", "\n", "\uff1d1"])
def test_what_a_spreadsheet_would_act_on(words: str) -> None:
    assert cell(words) == f"'{words}"


@given(st.text(st.sampled_from("=+-@'\t\n\r ab,\"1"), max_size=6))
def test_any_cell_comes_back(words: str) -> None:
    """Whoever takes the apostrophe away has the words again."""
    made = cell(words)
    assert made.lstrip()[:1] not in {"=", "+", "-", "@"}
    assert made in (view.visible(words), f"'{view.visible(words)}")
    assert cell(words).removeprefix("'") == view.visible(words)
