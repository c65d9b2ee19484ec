"""The table for spreadsheets: a row a change, and no cell begins a formula."""

import csv
import io
import re

import pytest
from exporter_samples import HOSTILE, hostile, sample, shifted
from hypothesis import given
from hypothesis import strategies as st

from mtcr_tracker.exporters import sheet, view
from mtcr_tracker.exporters.sheet import COLUMNS, cell


def rows(written: str) -> list[dict[str, str]]:
    """The table as Python's own reader gives it back."""
    return list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"), newline="")))


def test_a_row_a_change() -> None:
    comparison, dossier = sample()
    found = rows(sheet(comparison, dossier))
    assert tuple(found[0]) == COLUMNS
    assert [row["number"] for row in found] == ["1", "2", "3", "4", "5", ""]
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
    found = rows(sheet(comparison, dossier))
    for change, row in zip(comparison.changes, found, strict=False):
        assert row["earlier"].removeprefix("'") == view.visible(change.old_text)
    for row in found:
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


def test_what_was_not_compared_has_rows_without_a_number() -> None:
    """So that it is seen, and counted with no verdict."""
    comparison, dossier = sample()
    *_, last = rows(sheet(comparison, dossier))
    assert {name: value for name, value in last.items() if value} == {
        "kinds": "not compared", "reasons": "not seen", "earlier": "Paragraphs 3 to 7.",
    }  # fmt: skip


def test_excel_is_told_that_it_is_utf_8() -> None:
    """Without the mark it reads each quotation mark as three characters; pandas and Python's
    utf-8-sig take it off."""
    assert sheet(*sample()).encode().startswith(b"\xef\xbb\xbfnumber,")


def test_numbers_and_what_a_change_touches() -> None:
    comparison, dossier = shifted()
    found = {row["id"]: row for row in rows(sheet(comparison, dossier))}
    split, permit = found["fee+paid"], found["permit"]
    assert (split["earlier number"], split["later number"]) == ("2", "3; 4")
    assert permit["touches"] == (
        "A clause was put in as 2 | Stale reference “section 4”: what was 4 is 5 now."
    )
