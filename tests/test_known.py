"""What was so and what we knew: two questions, asked of real repositories."""

import json
import os
import subprocess
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest
from conftest import environment, policies_folder, run
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcr_tracker import events, find, tracking
from mtcr_tracker.due import due
from mtcr_tracker.model import Date, Effect, EventType, Record, Stance
from mtcr_tracker.partners import partners
from mtcr_tracker.status import status

RULE = (
    "date: {date}\nactor: Someone\nwhat: It is done.\ntype: {type}\nstance: {stance}\n"
    "effect: {effect}\nclauses: [{ref}]\nsources: [paper]\ngrade: official text\n"
)
PLACE = "policies/p/events/{name}.yaml"


def git(root: Path, *words: str, day: str = "2024-01-01") -> str:
    """Git in a folder on a day, with nobody's settings."""
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = {f"GIT_{w}_{k}": "x@y.org" for w in ("AUTHOR", "COMMITTER") for k in ("NAME", "EMAIL")}
    when = {f"GIT_{w}_DATE": f"{day}T12:00:00Z" for w in ("AUTHOR", "COMMITTER")}
    return subprocess.run(
        ["git", *words], cwd=root, env={**environment(), **quiet, **who, **when}, check=True,
        capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip


def commit(root: Path, files: dict[str, str], day: str) -> str:
    """Write files and commit them on a day."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "Add what was found", day=day)
    return git(root, "rev-parse", "HEAD")


def begun(place: Path) -> Path:
    """A repository with the minimal policy, committed on January 1, 2024."""
    policies_folder(place)
    git(place, "init", "-q", "-b", "main")
    commit(place, {}, "2024-01-01")
    return place


def answers(records: Sequence[Record], on: Date) -> list[str]:
    """All that can be asked of what is known, as of a date, as it is told."""
    told = []
    for record in records:
        told += [tracking.status_json([status(record, s, on)]) for s in record.snapshots.values()]
        told.append(tracking.due_json([(record, due(record, on))], on))
        told.append(tracking.partners_json(record, partners(record, on), on))
        hits = events.select(record, events.wanted(until=on))
        told.append(tracking.events_json(hits, len(record.events)))
    return told


# ---------------------------------------------------------------- the law

FILES = st.dictionaries(
    st.sampled_from([PLACE.format(name=name) for name in ("2022-a", "2022-b", "2030-a", "2030-b")]),
    st.builds(
        RULE.format,
        date=st.sampled_from(["2021", "2022-05", "2022-05-05", "2023-01-01/2024-12-31"]),
        type=st.sampled_from(get_args(EventType)),
        stance=st.sampled_from(get_args(Stance)),
        effect=st.sampled_from(get_args(Effect)),
        ref=st.sampled_from(["a", "b", "b#one", "c#four", "c#three", "b#three"]),
    ),
    max_size=3,
)  # fmt: skip


@given(yesterday=FILES, today=FILES, on=st.sampled_from(["2022", "2023-06-01", "2030-01-01"]))
@settings(max_examples=12)
def test_a_file_added_today_changes_no_answer_about_yesterday(
    yesterday: dict[str, str], today: dict[str, str], on: str
) -> None:
    """Whatever is added, and whatever date is asked about: by revision and by day, committed and
    not."""
    with TemporaryDirectory() as place:
        root = begun(Path(place))
        known = commit(root, yesterday, "2024-02-01")
        folder = root / "policies"
        before = answers(find.records(folder), Date(on))
        more = {name.replace(".yaml", "-more.yaml"): text for name, text in today.items()}
        commit(root, more, "2024-02-02")
        (root / PLACE.format(name="2021-uncommitted")).write_text(
            RULE.format(date="2021-07", type="rule", stance="reverses", effect="in force", ref="b")
        )
        find.records.cache_clear()
        for revision in (known, "2024-02-01", "HEAD~1"):
            assert answers(find.records(folder, revision), Date(on)) == before, revision
        find.records.cache_clear()
        assert answers(find.records(folder), Date(on)) != before  # the uncommitted one at least


# ---------------------------------------------------------------- the two are independent


@pytest.fixture
def learned_late(tmp_path: Path) -> Path:
    """A rule of 2022 that was found in March 2024, a reversal of 2023 found in April."""
    root = begun(tmp_path)
    found = RULE.format(
        date="2022-05-05", type="rule", stance="carries out", effect="in force", ref="b#one"
    )
    gone = RULE.format(
        date="2023-05-05", type="rule", stance="reverses", effect="in force", ref="b#one"
    )
    commit(root, {PLACE.format(name="2022-05-05-rule"): found}, "2024-03-01")
    commit(root, {PLACE.format(name="2023-05-05-gone"): gone}, "2024-04-01")
    return root


@pytest.mark.parametrize(
    ("as_of", "known_at", "expected"),
    [
        ("2022-01-01", "2024-02-01", "no act found"),
        ("2022-01-01", "2024-04-01", "no act found"),
        ("2022-06-01", "2024-02-01", "no act found"),
        ("2022-06-01", "2024-03-01", "in force"),
        ("2022-06-01", "2024-04-01", "in force"),
        ("2023-06-01", "2024-02-01", "no act found"),
        ("2023-06-01", "2024-03-01", "in force"),
        ("2023-06-01", "2024-04-01", "reversed"),
        ("2023-06-01", "", "reversed"),
    ],
)
def test_what_was_so_and_what_we_knew(
    learned_late: Path, as_of: str, known_at: str, expected: str
) -> None:
    """Each date of one with each of the other."""
    (record,) = find.records(learned_late / "policies", known_at)
    play = status(record, record.snapshots["b"], Date(as_of))
    assert [row.status for row in play.clauses if row.ref == "b#one"] == [expected]


def test_three_ways_to_say_a_revision(learned_late: Path) -> None:
    """The option, the command's name and the snapshot's name."""
    words = ["--as-of", "2023-06-01", "--format", "json"]
    first, *others = (
        run("status", "b", "--known-at", "2024-03-01", *words, cwd=learned_late),
        run("status@2024-03-01", "b", *words, cwd=learned_late),
        run("status", "b@2024-03-01", *words, cwd=learned_late),
    )
    told = json.loads(first.stdout)
    statuses = {row["ref"]: row["status"] for row in told["policies"][0]["clauses"]}
    assert (statuses["b#one"], told["known_at"]) == ("in force", "2024-03-01")
    assert [other.stdout for other in others] == [first.stdout] * 2


def test_every_command_knows_what_was_known(learned_late: Path) -> None:
    """events, due, standing and partners too; what is no revision is told."""
    counts = {}
    for known_at in ("2024-02-01", "2024-03-01", "HEAD"):
        done = run("events", "--known-at", known_at, "--format", "json", cwd=learned_late)
        counts[known_at] = json.loads(done.stdout)["number"]
    assert counts == {"2024-02-01": 1, "2024-03-01": 2, "HEAD": 3}
    for name in ("due", "standing", "partners"):
        done = run(f"{name}@HEAD~1", "--format", "json", cwd=learned_late)
        assert json.loads(done.stdout)["known_at"] == "HEAD~1", done.stderr
    done = run("status@nowhere", cwd=learned_late)
    assert done.returncode == 2
    assert "no revision 'nowhere'" in done.stderr


def test_a_command_without_revisions_says_so(tmp_path: Path) -> None:
    """schema@HEAD is no command that knows one."""
    done = run("schema@HEAD", cwd=tmp_path)
    assert done.returncode == 2
    assert "--known-at" in done.stderr


def test_only_due_reads_the_clock(learned_late: Path) -> None:
    """It says the day; nothing else holds today's date."""
    today = date.today()
    done = run("due", "--format", "json", cwd=learned_late)
    asked = date.fromisoformat(json.loads(done.stdout)["as_of"])
    assert today <= asked <= today + timedelta(days=1)
    for name in ("status", "events", "standing", "partners"):
        text = run(name, "--format", "json", cwd=learned_late).stdout
        assert text
        assert today.isoformat() not in text
