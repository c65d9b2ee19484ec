"""What the tracking commands print."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace

import pytest
from conftest import ROOT, run
from hypothesis import given
from hypothesis import strategies as st

from mtcr_tracker import events, tracking
from mtcr_tracker.exporters.view import visible
from mtcr_tracker.model import ClauseRef, Date, Event, Record
from mtcr_tracker.status import default_date, status

COMMANDS = ("events", "status", "due", "standing", "partners")


@pytest.mark.parametrize("name", COMMANDS)
def test_json_names_its_schema_and_text_keeps_its_width(name: str) -> None:
    """Each command, in both forms, on the real record; no line is longer than a terminal."""
    told = json.loads(run(name, "--format", "json", cwd=ROOT).stdout)
    assert told["schema"] == f"mtcr-tracker/{name}/1"
    done = run(name, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    long = [line for line in done.stdout.splitlines() if len(line) > 80 and " " in line.strip()]
    assert long == []


def rows_of(text: str) -> list[dict[str, str]]:
    """A CSV text as rows."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_an_event_is_told_with_what_it_rests_on(record: Record) -> None:
    """Type, stance, effect, grade, clauses, sources, a bill's steps and the caution."""
    wanted = events.wanted(of_type="bill step", stance="extends", clause="military-missiles")
    text = " ".join(tracking.events(events.select(record, wanted), len(record.events)).split())
    (event,) = (hit.event for hit in events.select(record, wanted))
    assert event.bill
    told = [event.id, event.date, event.type, event.stance, event.effect, event.grade, event.what,
            *event.clauses, *event.sources, *event.seen_at, event.bill.number, *event.bill.steps,
            event.caution]  # fmt: skip
    assert [word for word in told if word and word not in text] == []


def test_csv_has_a_row_for_each_and_its_schema(record: Record) -> None:
    """Every event, every clause."""
    found = rows_of(run("events", "--format", "csv", cwd=ROOT).stdout)
    assert [row["id"] for row in found] == [e.id for e in record.events]
    assert {row["schema"] for row in found} == {"mtcr-tracker/events/1"}
    found = rows_of(run("status", "nsm-2025", "--format", "csv", cwd=ROOT).stdout)
    assert [row["ref"] for row in found] == [
        f"nsm-2025#{clause.id}" for clause in record.snapshots["nsm-2025"].clauses
    ]
    assert {row["schema"] for row in found} == {"mtcr-tracker/status/1"}


def test_the_figures_can_be_counted_from_the_csv() -> None:
    """Under both countings, from the rows that the program prints."""
    rows = rows_of(run("status", "nsm-2025", "--format", "csv", cwd=ROOT).stdout)
    told = json.loads(run("status", "nsm-2025", "--format", "json", cwd=ROOT).stdout)
    narrow = Counter(row["narrow"] for row in rows if row["role"] == "operative")
    broad = Counter(row["status"] for row in rows)
    for figure in told["policies"][0]["figures"][1:]:
        assert figure["narrow"]["number"] == narrow[figure["what"]]
        assert figure["broad"]["number"] == broad[figure["what"]]
        assert figure["narrow"]["of"] == narrow.total()
        assert figure["broad"]["of"] == broad.total()
        assert figure["narrow"]["named"] == "operative clauses of nsm-2025"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_cell_of_a_table_is_a_formula(text: str) -> None:
    """Whatever an event's words begin with; nothing of them is lost but the sign before them."""
    event = Event(
        date=Date("2025"), actor=f"={text}", what=text, type="rule", stance="adjacent",
        grade="reprint", seen_at=(f"@{text}", text),
    )  # fmt: skip
    told = tracking.events_csv([events.Hit(event, "surely")])
    (row,) = rows_of(told)
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for cell in row.values())
    shown = visible(text)
    assert row["what"] in (shown, f"'{shown}")
    assert (row["actor"], row["seen_at"]) == (f"'={shown}", f"'@{shown}; {shown}")


def test_the_output_says_that_no_regulation_was_amended() -> None:
    """In text and in JSON, with the date, and never that nothing happened."""
    sentence = (
        "No regulation is found amended to carry out what nsm-2025 says, as of October 2026, in "
        "the sources consulted."
    )
    told = " ".join(run("status", "nsm-2025", cwd=ROOT).stdout.split())
    assert sentence in told
    assert '"No act found" is none found as of October 2026, in the sources consulted' in told
    played = json.loads(run("status", "nsm-2025", "--format", "json", cwd=ROOT).stdout)
    assert played["policies"][0]["statement"] == sentence


def test_a_regulation_that_was_amended_is_named(record: Record) -> None:
    """From its day on."""
    rule = replace(
        record.events[0], id="the-rule", type="rule", effect="in force", stance="carries out",
        clauses=(ClauseRef("nsm-2025#slv-transfers"),), date=Date("2026-06-01"),
    )  # fmt: skip
    changed = replace(record, events=(*record.events, rule))
    snapshot = changed.snapshots["nsm-2025"]
    assert tracking.amended(status(changed, snapshot, Date("2026-06"))).endswith(": the-rule.")
    assert tracking.amended(status(changed, snapshot, Date("2026-05"))).startswith("No regulation")


def test_why_tells_each_event_once_with_its_rule(record: Record) -> None:
    """Those that decide first."""
    play = status(record, record.snapshots["nsm-2025"], default_date(record))
    row = next(r for r in play.clauses if r.clause.id == "category-i-review")
    text = tracking.why(play, row)
    head, _, rest = text.partition("do not decide: ")
    assert "2025-04-09-executive-order-14268" in head
    for weighed in row.weighed:
        assert text.count(f" {weighed.event.id}\n") == 1
        assert weighed.event.id in (head if weighed.decides else rest)
        assert f"{weighed.rule}: " in text
    assert "A statement or a commentary never moves a status" in " ".join(rest.split())


def test_why_takes_a_clause_by_each_of_its_names() -> None:
    """With its snapshot, or without; a slip is told with the nearest name."""
    long = run("status", "--why", "nsm-2025#slv-transfers", cwd=ROOT).stdout
    assert long == run("status", "nsm-2025", "--why", "slv-transfers", cwd=ROOT).stdout
    assert long.startswith("nsm-2025#slv-transfers: no act found, as of October 2026\n")
    assert run("status", "--why", "slv-transfers", cwd=ROOT).stdout.startswith("uas-2025#slv")
    done = run("status", "--why", "slv-transfer", cwd=ROOT)
    assert done.returncode == 2
    assert 'did you mean "slv-transfers"' in done.stderr
    told = json.loads(
        run("status", "nsm-2025", "--why", "history", "--format", "json", cwd=ROOT).stdout
    )
    assert [row["ref"] for row in told["policies"][0]["clauses"]] == ["nsm-2025#history"]


@pytest.mark.parametrize("name", ["status", "due", "standing", "partners"])
def test_what_is_no_date_is_told(name: str) -> None:
    """With the way to write it."""
    done = run(name, "--as-of", "2025-02-30", cwd=ROOT)
    assert (done.returncode, done.stdout) == (2, "")
    assert "2025-02" in done.stderr


def test_a_file_has_no_status(tmp_path: object) -> None:
    """It belongs to no policy, and so has no events."""
    done = run("status", "tests/cases/none.json", cwd=ROOT)
    assert done.returncode == 2


def test_standing_tells_whose_and_where() -> None:
    """The Guidelines' presumption still stands beside the statement's case by case."""
    told = json.loads(run("standing", "slv", "--format", "json", cwd=ROOT).stdout)
    stated = [s for item in told["items"] if item["item"] == "slv" for s in item["stated"]]
    found = {(s["clause"], s["standard"], s["whose"]) for s in stated}
    assert ("pre-2025#guidelines-presumption", "strong presumption of denial", "MTCR partners") in (
        found
    )
    assert ("uas-2025#slv-transfers", "case by case", "The White House (Biden)") in found
    before = run("standing", "slv", "--as-of", "2025-01-02", "--format", "json", cwd=ROOT).stdout
    labels = {item["snapshot"] for item in json.loads(before)["items"]}
    assert labels == {"pre-2025"}
    done = run("standing", "slvs", cwd=ROOT)
    assert done.returncode == 2
    assert 'did you mean "slv"' in done.stderr
