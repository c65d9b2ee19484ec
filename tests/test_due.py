"""What waits for someone."""

from pathlib import Path

import pytest
from conftest import MINIMAL, policies_folder, run

from mtcr_tracker import corpus
from mtcr_tracker.due import due, due_by
from mtcr_tracker.model import Date, Deadline, Due, Record

ORDER = """\
date: 2025-04-09
actor: Someone
what: Someone orders a list.
type: directive
stance: extends
effect: in force
clauses: [b]
deadlines:
  - what: A list of partners
    within: 60
  - what: A plan
    by: 2025-07
sources: [paper]
grade: official text
"""
BILL = """\
date: 2025-03-01
actor: Someone
what: A bill is introduced.
type: bill step
stance: extends
effect: proposed
clauses: [b]
deadlines:
  - what: A rule
    within: 180
sources: [paper]
grade: official text
bill:
  congress: "119"
  number: H.R. 1
  steps: ["2025-03-01: introduced", "2025-06: reported"]
"""
PROPOSAL = """\
date: 2025-05-01
actor: Someone
what: Someone proposes a rule.
type: rule
stance: carries out
effect: proposed
clauses: [b]
sources: [paper]
grade: official text
"""
FINAL = PROPOSAL.replace("2025-05-01", "2025-09-01").replace("effect: proposed", "effect: in force")


def small(place: Path, **files: str) -> Record:
    """The minimal policy with more events, by the last part of their names."""
    more = {f"p/events/2025-{name}.yaml": text for name, text in files.items()}
    (found,) = corpus.load(corpus.read_files(policies_folder(place, dict(more))), "policies")
    return found


def of(kind: str, record: Record, on: str) -> list[Due]:
    """What of a kind waits as of a date."""
    return [item for item in due(record, Date(on)) if item.kind == kind]


def test_a_deadline_is_counted_from_the_order(tmp_path: Path) -> None:
    """60 days from April 9 are June 8; a month ends with its last day."""
    record = small(tmp_path, order=ORDER)
    found = {item.what: item for item in of("deadline", record, "2025-06-08")}
    assert found["A list of partners"].by == "2025-06-08"
    assert found["A list of partners"].overdue == "no"
    for on, expected in (
        ("2025-06-09", {"A list of partners": "yes", "A plan": "no"}),
        ("2025-07-15", {"A list of partners": "yes", "A plan": "possibly"}),
        ("2025-08-01", {"A list of partners": "yes", "A plan": "yes"}),
    ):
        assert {i.what: i.overdue for i in of("deadline", record, on)} == expected
    assert of("deadline", record, "2025-04-08") == []


def test_days_from_a_day_that_is_not_certain() -> None:
    """Two days on which it may fall."""
    (event,) = (e for e in [_event("2025-01/2025-02")])
    assert due_by(event, Deadline(what="x", within=10)) == "2025-01-11/2025-03-10"
    assert due_by(event, Deadline(what="x", within=1, since=Date("2025-12-31"))) == "2026-01-01"
    assert due_by(event, Deadline(what="x", by=Date("2026"))) == "2026"


def _event(date: str):  # type: ignore[no-untyped-def]
    from mtcr_tracker.model import Event

    return Event(date=Date(date), actor="x", what="x", type="directive", stance="adjacent",
                 grade="reprint")  # fmt: skip


def test_a_later_event_meets_a_deadline(tmp_path: Path) -> None:
    """From its own day on."""
    met = FINAL.replace("sources:", "answers: [2025-order]\nsources:")
    record = small(tmp_path, order=ORDER, met=met)
    assert len(of("deadline", record, "2025-08-31")) == 2
    assert of("deadline", record, "2025-09-01") == []


def test_a_bill_waits_while_its_congress_sits(tmp_path: Path) -> None:
    """With its last step by the date; its own deadlines do not run."""
    record = small(tmp_path, bill=BILL)
    for on, note in (
        ("2025-03-01", "last step seen: 2025-03-01: introduced"),
        ("2025-06-15", "last step seen: 2025-06: reported"),
    ):
        (found,) = of("bill", record, on)
        assert (found.what, found.by, found.note) == ("H.R. 1", "2027-01-03", note)
    (deadline,) = of("deadline", record, "2026-12-01")
    assert (deadline.by, deadline.overdue) == (None, "no")
    assert "only once the bill is law: within 180 days" in deadline.note
    assert of("bill", record, "2027-01-03") == []


def test_a_bill_is_told_once_until_it_is_law(tmp_path: Path) -> None:
    """Its steps are several events; a statute settles those it names."""
    later = BILL.replace("date: 2025-03-01", "date: 2025-06-20")
    law = FINAL.replace("type: rule", "type: statute").replace(
        "sources:", "answers: [2025-bill, 2025-later]\nsources:"
    )
    record = small(tmp_path, bill=BILL, later=later, law=law)
    (found,) = of("bill", record, "2025-08-01")
    assert (found.about, found.since) == ("2025-later", "2025-03-01")
    assert of("bill", record, "2025-09-01") == []


def test_a_proposal_waits_for_the_final_rule(tmp_path: Path) -> None:
    """A final rule settles the proposal that it names, and no other."""
    final = FINAL.replace("sources:", "answers: [2025-proposal]\nsources:")
    record = small(tmp_path, proposal=PROPOSAL, other=PROPOSAL, final=final)
    assert [i.about for i in of("proposal", record, "2025-08-31")] == [
        "2025-other",
        "2025-proposal",
    ]
    assert [i.about for i in of("proposal", record, "2025-09-01")] == ["2025-other"]


def test_a_review_of_words_that_changed_is_due(tmp_path: Path) -> None:
    """Bound to words that no snapshot has."""
    stale = MINIMAL["p/reviews/one.yaml"] + "new_words: [0000000000000000]\n"
    changed = policies_folder(tmp_path, {"p/reviews/one.yaml": stale})
    (record,) = corpus.load(corpus.read_files(changed), "policies")
    assert [i.about for i in of("review", record, "2025")] == ["one"]
    assert of("review", small(tmp_path / "other"), "2025") == []


@pytest.mark.parametrize(
    ("checked", "on", "expected"),
    [
        ("", "2024-01-30", "no"),
        ("", "2024-01-31", "yes"),
        ("    checked: 2024-06-15\n", "2024-07-15", "no"),
        ("    checked: 2024-06-15\n", "2024-07-16", "yes"),
        ("    checked: 2024-06\n", "2024-07-30", "no"),
    ],
)
def test_a_source_is_looked_up_again(tmp_path: Path, checked: str, on: str, expected: str) -> None:
    """30 days after its own check, or after the search; only where it may have changed."""
    policy = MINIMAL["p/policy.yaml"] + "looked_until: 2023-12\nrecheck_after: 30\n"
    sources = MINIMAL["p/sources.yaml"].replace("    text: paper.txt\n", checked)
    folder = policies_folder(tmp_path, {"p/policy.yaml": policy, "p/sources.yaml": sources})
    (record,) = corpus.load(corpus.read_files(folder), "policies")
    found = {i.about: i.overdue for i in of("source", record, on)}
    assert found.get("paper", "no") == expected
    ended = sources.replace("standing: in force", "standing: ended")
    folder = policies_folder(tmp_path, {"p/policy.yaml": policy, "p/sources.yaml": ended})
    (record,) = corpus.load(corpus.read_files(folder), "policies")
    assert "paper" not in {i.about for i in of("source", record, on)}


def test_what_a_policy_may_ask_for(tmp_path: Path) -> None:
    """A number of days, or nothing."""
    for days in ("0", "-3", "36526"):
        folder = policies_folder(
            tmp_path, {"p/policy.yaml": f"{MINIMAL['p/policy.yaml']}recheck_after: {days}\n"}
        )
        done = run("check", cwd=tmp_path)
        assert (done.returncode, folder.is_dir()) == (2, True)
        assert "no number of days" in done.stderr


def test_the_record_waits_for_three_bills(record: Record) -> None:
    """The Senate's defense bill waits no longer: that year's act became law."""
    on = "2026-11-24"
    assert {i.what for i in of("bill", record, on)} == {"H.R. 3068", "S. 2387", "H.R. 4215"}
    assert of("proposal", record, on) == of("review", record, on) == of("source", record, on) == []
    assert of("source", record, "2027-02-01")


def test_the_command_says_the_day_and_tells_by_exit_code(tmp_path: Path) -> None:
    """Overdue or not."""
    small(tmp_path, order=ORDER)
    for on, code in (("2025-06-08", 0), ("2025-06-09", 1)):
        done = run("due", "--as-of", on, "--exit-code", cwd=tmp_path)
        assert done.returncode == code
        assert done.stdout.startswith(f"as of June {int(on[-2:])}, 2025\n")
    assert "overdue, due by June 8, 2025" in done.stdout
