"""The timeline in the terminal, and as SVG, HTML, JSON and CSV."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import MINIMAL, policies_folder, run
from test_site import SECOND, Page, broken, records

from mtcr_tracker.errors import UserError
from mtcr_tracker.model import Record
from mtcr_tracker.site.timeline import FORMS, items, text

SVG = "{http://www.w3.org/2000/svg}"
EVENT = "p/events/2021-06-01-signed.yaml"


def test_every_form_tells_every_event_and_snapshot(record: Record) -> None:
    total = len(record.events) + len(record.snapshots)
    told = json.loads(FORMS["json"](record))
    assert told["schema"] == "mtcr-tracker/timeline/1"
    assert len(told["items"]) == total
    rows = list(csv.DictReader(io.StringIO(FORMS["csv"](record), newline="")))
    assert [row["id"] for row in rows] == [item["id"] for item in told["items"]]
    drawn = ElementTree.fromstring(FORMS["svg"](record))
    assert len(drawn.findall(f"{SVG}path")) == len(record.events)
    page = Page(FORMS["html"](record))
    assert {f"event-{event.id}" for event in record.events} <= set(page.ids)
    assert broken({"alone.html": FORMS["html"](record)}) == []
    plain = " ".join(text(record).split())
    for event in record.events:
        assert " ".join(event.what.split()) in plain


def test_in_order_of_date_and_the_snapshot_before_what_made_it(tmp_path: Path) -> None:
    (record,) = records(tmp_path)
    names = [getattr(item.value, "label", None) or item.value.id for item in items(record)]  # type: ignore[union-attr]  # an event has an id
    assert names == ["a", "b", "2021-06-01-signed", "c"]


def test_eighty_columns(record: Record) -> None:
    assert max(map(len, text(record).splitlines())) <= 80


def test_the_figure_counts_every_event_in_its_column(tmp_path: Path) -> None:
    signed = MINIMAL[EVENT]
    more = {
        f"p/events/2021-06-{day:02}-x.yaml": signed.replace("2021-06-01", f"2021-06-{day:02}")
        for day in range(2, 12)
    }
    late = {"p/events/2040-01-x.yaml": signed.replace("2021-06-01", "2040-01")}
    (record,) = records(tmp_path, more)
    lines = text(record).splitlines()
    row = next(line for line in lines if line.startswith("directive"))
    marks = row[16:]
    assert (len(marks), marks.count("+"), marks.strip(".")) == (25, 1, "+")
    assert marks.index("+") == 17, "June 2021, from January 2020"
    (record,) = records(tmp_path / "late", {**more, **late})
    row = next(line for line in text(record).splitlines() if line.startswith("directive"))
    assert len(row) <= 80
    assert row[16:].count("+") == 1
    assert row.endswith("1")


def test_no_cell_begins_a_formula(tmp_path: Path) -> None:
    bad = MINIMAL[EVENT].replace("Someone signed it.", '"=HYPERLINK(\\"x\\")"')
    bad = bad.replace("actor: Someone", 'actor: " @SUM(1)"')
    (record,) = records(tmp_path, {EVENT: bad})
    rows = list(csv.reader(io.StringIO(FORMS["csv"](record), newline="")))
    cells = [cell for row in rows for cell in row if cell]
    assert not [cell for cell in cells if cell.lstrip()[:1] in "=+-@"]
    assert '\'=HYPERLINK("x")' in cells
    assert len({len(row) for row in rows}) == 1


def test_a_date_that_is_not_certain_keeps_its_bounds(tmp_path: Path) -> None:
    unsure = MINIMAL[EVENT].replace("2021-06-01", "2021-06/2021-07-04")
    (record,) = records(tmp_path, {EVENT: unsure})
    (row,) = [i for i in json.loads(FORMS["json"](record))["items"] if i["kind"] == "event"]
    assert (row["date"], row["from"], row["to"]) == (
        "2021-06/2021-07-04", "2021-06-01", "2021-07-04",
    )  # fmt: skip


def test_markup_stays_text(tmp_path: Path) -> None:
    bad = MINIMAL[EVENT].replace("Someone signed it.", '"<script>alert(1)</script>"')
    (record,) = records(tmp_path, {EVENT: bad})
    for form in ("html", "svg"):
        assert "<script>alert" not in FORMS[form](record)


def test_no_event(tmp_path: Path) -> None:
    (record,) = records(tmp_path, {EVENT: None})
    with pytest.raises(UserError, match="p has no event to draw"):
        FORMS["svg"](record)
    assert "There is no event on record." in FORMS["html"](record)
    assert "snapshot" in text(record)


def test_the_command(tmp_path: Path) -> None:
    folder = policies_folder(tmp_path, SECOND)
    done = run("timeline", "--policies", folder, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "there are several policies; name p or q\n"
    done = run("timeline", "q", "--format", "csv", "--policies", folder, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("kind,date,from,to,id,")
