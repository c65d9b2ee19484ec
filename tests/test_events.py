"""The record of events: found by what they touch, and written whole or not at all."""

import os
import pty
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from conftest import environment, policies_folder, run
from hypothesis import given
from hypothesis import strategies as st

from mtcr_tracker import cli, corpus, events, find
from mtcr_tracker.errors import UserError
from mtcr_tracker.model import Event, Id, Record
from mtcr_tracker.parse import parse

VALUES = {
    "date": "2023-02-01",
    "actor": "Someone",
    "what": "Someone carried it out.",
    "type": "rule",
    "stance": "carries out",
    "effect": "in force",
    "clauses": ["b#one"],
    "sources": ["paper"],
    "grade": "official text",
}


def small(place: Path, changes: dict[str, str | None] | None = None) -> Record:
    """The minimal policy, changed as asked."""
    (found,) = corpus.load(corpus.read_files(policies_folder(place, changes)), "policies")
    return found


def ids(record: Record, **wanted: str) -> set[str]:
    """The events found, by id."""
    return {hit.event.id for hit in events.select(record, events.wanted(**wanted))}


# ---------------------------------------------------------------- find


def test_an_inherited_clause_is_found_by_every_name(record: Record) -> None:
    """The events tied to it in one snapshot, whichever snapshot is named; or none is."""
    found = ids(record, clause="nsm-2025#slv-transfers")
    assert "2025-01-06-sullivan-doval-new-delhi" in found
    for name in ("eo-2025#slv-transfers", "uas-2025#slv-transfers", "slv-transfers"):
        assert ids(record, clause=name) == found


def test_a_clause_has_the_events_on_its_whole_snapshot(record: Record) -> None:
    """The memorandum's signing touches each of its clauses, and no earlier wording."""
    for name in ("nsm-2025#history", "uas-2025#history", "nsm-2025"):
        assert "2025-01-03-memorandum-signed" in ids(record, clause=name)
    assert ids(record, clause="pre-2025#guidelines-presumption") == set()


def test_filters_narrow_each_other_down(record: Record) -> None:
    """Every filter against the events one by one."""
    every = record.events
    assert ids(record) == {e.id for e in every}
    assert ids(record, of_type="rule") == {e.id for e in every if e.type == "rule"}
    assert ids(record, stance="extends") == {e.id for e in every if e.stance == "extends"}
    assert ids(record, actor="rep. MAST") == {e.id for e in every if "Rep. Mast" in e.actor}
    both = ids(record, of_type="bill step", stance="extends", clause="military-missiles")
    assert both == {"2025-hr-3068-introduced"}


def test_an_item_finds_its_parts_and_its_whole(record: Record) -> None:
    """An event that says no class is taken at those of the clauses it names."""
    assert "2025-06-06-executive-order-14307" in ids(record, item="uas")
    assert "2025-04-09-executive-order-14268" in ids(record, item="slv")
    assert "2025-06-06-executive-order-14307" not in ids(record, item="slv")
    assert "2026-02-26-fms-notices-on-state-gov" not in ids(record, item="missile")
    for term in record.policy.items:
        if term.part_of:
            assert "2025-06-06-executive-order-14307" in ids(record, item=term.id)


def test_dates_are_sure_or_possible(record: Record) -> None:
    """H.R. 3068 came between April 9 and June 30, 2025."""
    for since, until, expected in (
        ("2025-04-09", "2025-06-30", "surely"),
        ("2025-04", "2025-06", "surely"),
        ("2025-05", "2025-05", "possibly"),
        ("2025-06-30", "", "possibly"),
        ("", "2025-04-08", None),
        ("2025-07", "", None),
    ):
        wanted = events.wanted(since=since, until=until)
        hits = {hit.event.id: hit.in_range for hit in events.select(record, wanted)}
        assert hits.get("2025-hr-3068-introduced") == expected, (since, until)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"of_type": "rulee"}, 'did you mean "rule"'),
        ({"stance": "extend"}, 'did you mean "extends"'),
        ({"since": "2025-13"}, "no such month"),
        ({"item": "uass"}, 'did you mean "uas"'),
        ({"clause": "slv-transfer"}, 'did you mean "slv-transfers"'),
    ],
)
def test_what_is_not_known_is_told(record: Record, wanted: dict[str, str], told: str) -> None:
    """With the nearest word."""
    with pytest.raises(UserError, match=re.escape(told)):
        ids(record, **wanted)


# ---------------------------------------------------------------- write

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)
LINES = st.lists(WORDS.filter(str.strip), max_size=3)


@given(what=WORDS, actor=WORDS, seen_at=LINES, caution=st.none() | WORDS, steps=LINES)
def test_what_is_written_is_read_back(
    what: str, actor: str, seen_at: list[str], caution: str | None, steps: list[str]
) -> None:
    """Any text, in any place, with line ends and signs that mean something in YAML."""
    values = {
        **VALUES, "what": what, "actor": actor, "seen_at": seen_at, "caution": caution,
        "bill": {"congress": "119", "number": "H.R. 1", "steps": steps},
    }  # fmt: skip
    text = events.written(values)
    told = parse(text, Event, "event")
    assert (told.what, told.actor, told.seen_at) == (what, actor, tuple(seen_at))
    assert (told.caution or None, told.date) == (caution, "2023-02-01")
    assert told.bill is not None
    assert told.bill.steps == tuple(steps)
    assert all(len(line) <= 100 or " " not in line[8:].strip() or '"' in line
               for line in text.splitlines())  # fmt: skip


@pytest.mark.parametrize(
    "text", ["#x", "- x", "x: y", "x #y", "a\n b\n", " x", "x ", "'x", "?", "&a"]
)
def test_signs_that_mean_something_are_quoted(text: str) -> None:
    """The known traps, which chance may miss."""
    assert parse(events.written({**VALUES, "what": text}), Event, "event").what == text


def test_it_is_written_as_people_write_it() -> None:
    """Keys in the model's order, long texts folded, nothing that is empty."""
    values = {"caution": "", "grade": "reprint", "clauses": ["b#one"], "date": "2023",
              "what": "word " * 30 + "end."}  # fmt: skip
    assert events.written(values) == (
        "date: 2023\n"
        "what: >-\n"
        f"  {'word ' * 18}word\n"
        f"  {'word ' * 11}end.\n"
        "clauses:\n"
        "  - b#one\n"
        "grade: reprint\n"
    )


def test_an_event_is_added_and_can_be_found(tmp_path: Path) -> None:
    """The file is named by date and a few words."""
    folder = policies_folder(tmp_path)
    path = events.add(VALUES, folder, "p")
    assert re.fullmatch(r"2023-02-01-someone-carried-[0-9a-f]{4}\.yaml", path.name) or (
        re.fullmatch(r"2023-02-01-someone-carried-it-out-[0-9a-f]{4}\.yaml", path.name)
    )
    (record,) = corpus.load(corpus.read_files(folder), "policies")
    assert path.stem in {e.id for e in record.events}
    assert ids(record, clause="b#one") == {path.stem, "2021-06-01-signed"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"date": "2025-13-40"}, "not a date"),
        ({"type": "rul"}, "type: should be"),
        ({"clauses": ["b#won"]}, 'no clause "won" in b'),
        ({"sources": ["papers"]}, 'did you mean "paper"'),
        ({"sources": []}, "the event has no source"),
        ({"about": ["missiles"]}, "not listed"),
        ({"answers": ["2021-06-01-signd"]}, 'did you mean "2021-06-01-signed"'),
        ({"deadlines": [{"what": "x"}]}, "it is not said when this is due"),
        ({"deadlines": [{"what": "x", "within": 0, "by": "2025"}]}, "it is not said when"),
        ({"deadlines": [{"what": "x", "within": 0}]}, "no number of days"),
        ({"colour": "red"}, '"colour" is not known here'),
    ],
)
def test_what_check_would_refuse_is_not_written(
    tmp_path: Path, change: dict[str, object], told: str
) -> None:
    """The same checks as `check`, and nothing on disk after."""
    folder = policies_folder(tmp_path)
    before = corpus.read_files(folder)
    with pytest.raises(UserError, match=re.escape(told)):
        events.add({**VALUES, **change}, folder, "p")
    assert corpus.read_files(folder) == before


def test_a_deadline_counted_in_days_is_read(tmp_path: Path) -> None:
    """A number in the file is a number."""
    folder = policies_folder(tmp_path)
    path = events.add({**VALUES, "deadlines": [{"what": "A list", "within": 60}]}, folder, "p")
    told = parse(path.read_text(), Event, "event")
    assert [(d.what, d.within, d.by) for d in told.deadlines] == [("A list", 60, None)]


def test_a_deadline_as_a_user_types_it(tmp_path: Path) -> None:
    """Counted in days or named; what is neither is told."""
    folder = policies_folder(tmp_path)
    words = [w for key, value in ONE.items() for w in (f"--{key.replace('_', '-')}", value)]
    due = ["--deadline", "within 60 days: A list", "--deadline", "by 2023-07: A plan: the first"]
    done = run("event", "add", *words, *due, "--makes", "b#three", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    event = parse((tmp_path / done.stdout.strip()).read_text(), Event, "event")
    assert [(d.what, d.within, d.by) for d in event.deadlines] == [
        ("A list", 60, None),
        ("A plan: the first", None, "2023-07"),
    ]
    assert event.makes == ("b#three",)
    done = run("event", "add", *words, "--deadline", "soon", cwd=tmp_path)
    assert done.returncode == 2
    assert '"soon" is no deadline' in done.stderr
    assert len(list((folder / "p/events").iterdir())) == 2


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Neither by the same event again, nor under a name that stands in another form."""
    folder = policies_folder(tmp_path)
    path = events.add(VALUES, folder, "p")
    text = path.read_text()
    for values, name in ((VALUES, ""), ({**VALUES, "actor": "Another"}, path.stem)):
        with pytest.raises(UserError, match="no new file of this name"):
            events.add(values, folder, "p", name)
    (folder / "p/events/other.json").write_text('{"date": "2023"}')
    for name in ("other", "../other", "a/b"):
        with pytest.raises(UserError, match="no new file of this name"):
            events.add(VALUES, folder, "p", name)
    assert path.read_text() == text


def test_two_at_once_do_not_overwrite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that appears between the look and the writing stays."""
    folder = policies_folder(tmp_path)
    load = corpus.load

    def meanwhile(files: corpus.Files, where: str) -> tuple[Record, ...]:
        (folder / "p/events/same.yaml").write_text("theirs")
        return load(files, where)

    monkeypatch.setattr(corpus, "load", meanwhile)
    with pytest.raises(UserError, match="there is such a file already"):
        events.add(VALUES, folder, "p", "same")
    assert (folder / "p/events/same.yaml").read_text() == "theirs"
    assert sorted(p.name for p in (folder / "p/events").iterdir()) == [
        "2021-06-01-signed.yaml",
        "same.yaml",
    ]


# ---------------------------------------------------------------- two people, one repository


def git(root: Path, *words: str) -> str:
    """Git in a folder, with nobody's settings."""
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = {f"GIT_{w}_{k}": "x@y.org" for w in ("AUTHOR", "COMMITTER") for k in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", *words], cwd=root, env={**environment(), **quiet, **who}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout


def add(root: Path, **values: str) -> str:
    """The event added by the program in a checkout and committed; its path."""
    options = [
        word for key, value in values.items() for word in (f"--{key.replace('_', '-')}", value)
    ]
    done = run("event", "add", *options, cwd=root)
    assert done.returncode == 0, done.stderr
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Add an event")
    return done.stdout.strip()


ONE = {
    "date": "2023-02-01", "actor": "Someone", "what": "The rule is published.", "type": "rule",
    "stance": "carries out", "effect": "in force", "clause": "b#one", "source": "paper",
    "grade": "official text",
}  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        {**ONE, "date": "2023-03-01"},
        {**ONE, "caution": "The same day, the same words, told with more care."},
        ONE,
    ],
    ids=["another event", "the same named alike", "the very same"],
)
def test_two_people_adding_at_once_merge(tmp_path: Path, other: dict[str, str]) -> None:
    """Two clones, an event in each, pulled together without a conflict and valid."""
    origin = tmp_path / "origin"
    policies_folder(origin)
    git(origin, "init", "-q", "-b", "main")
    git(origin, "add", "-A")
    git(origin, "commit", "-q", "-m", "Add the record")
    for name in ("ann", "ben"):
        git(tmp_path, "clone", "-q", "origin", name)
    first, second = add(tmp_path / "ann", **ONE), add(tmp_path / "ben", **other)
    git(tmp_path / "ann", "pull", "-q", "--no-rebase", "--no-edit", "../ben", "main")
    assert git(tmp_path / "ann", "status", "--porcelain") == ""
    assert {first, second} <= {
        p.relative_to(tmp_path / "ann").as_posix() for p in tmp_path.glob("ann/policies/p/events/*")
    }
    done = run("check", cwd=tmp_path / "ann")
    assert done.returncode == 0, done.stderr


# ---------------------------------------------------------------- the command


def test_without_a_terminal_what_is_missing_is_told(tmp_path: Path) -> None:
    """By the options that would give it; nothing is written."""
    folder = policies_folder(tmp_path)
    done = run("event", "add", "--date", "2023", "--type", "rule", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "add --actor, --what, --stance, --grade, --source" in done.stderr
    assert len(list((folder / "p/events").iterdir())) == 1


def test_the_record_inside_the_program_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed program's own copy is no place for a user's file."""
    folder = policies_folder(tmp_path)
    monkeypatch.setattr(find, "carried", lambda: folder)
    with pytest.raises(UserError, match="name your own with --policies"):
        cli.events.add(folder, actor="Someone")
    assert len(list((folder / "p/events").iterdir())) == 1


def test_of_several_policies_one_must_be_named(tmp_path: Path) -> None:
    """With --policy."""
    folder = policies_folder(tmp_path)
    for path in sorted((folder / "p").rglob("*.yaml")):
        copy = folder / "q" / path.relative_to(folder / "p")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(
            path.read_text().replace("policy: p\n", "policy: q\n").replace("id: p\n", "id: q\n")
        )
    words = [w for key, value in ONE.items() for w in (f"--{key.replace('_', '-')}", value)]
    done = run("event", "add", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert "give --policy, one of p, q" in done.stderr
    done = run("event", "add", *words, "--policy", "q", cwd=tmp_path)
    assert done.stdout.startswith("policies/q/events/2023-02-01-rule-is-published-")


def test_at_a_terminal_it_asks_until_each_answer_can_stand(tmp_path: Path) -> None:
    """Wrong answers are told and asked again; what an option gave is not asked."""
    folder = policies_folder(tmp_path)
    answers = [
        "2023-13", "2023-02-01", "", "Someone", "The rule: is published.", "rul", "rule",
        "carries out", "in force", "b#won", "b#one, a", "", "paper", "", "", "A draft.",
    ]  # fmt: skip
    code, screen = at_a_terminal(tmp_path, answers, "event", "add", "--grade", "reprint")
    assert code == 0, screen
    for told in ("no such month", 'did you mean "rule"', 'no "b#won" is known'):
        assert told in screen
    (path,) = (folder / "p/events").glob("2023-*")
    event = parse(path.read_text(), Event, path.name)
    assert (event.what, event.clauses) == ("The rule: is published.", ("b#one", "a"))
    assert (event.grade, event.effect, event.caution) == ("reprint", "in force", "A draft.")


def test_at_a_terminal_with_all_given_nothing_is_asked(tmp_path: Path) -> None:
    """So that a script may run there too."""
    policies_folder(tmp_path)
    words = [w for key, value in ONE.items() for w in (f"--{key.replace('_', '-')}", value)]
    code, screen = at_a_terminal(tmp_path, [], "event", "add", *words)
    assert (code, screen.count("\n")) == (0, 1), screen


def at_a_terminal(cwd: Path, answers: list[str], *words: str) -> tuple[int, str]:
    """The program at a terminal where someone types the answers: exit code and the screen."""
    ours, theirs = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-m", "mtcr_tracker", *words],
        cwd=cwd, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(),
    )  # fmt: skip
    os.close(theirs)
    shown: list[bytes] = []

    def read() -> None:
        while True:
            try:
                data = os.read(ours, 4096)
            except OSError:  # the other end was closed
                return
            if not data:
                return
            shown.append(data)

    reader = threading.Thread(target=read)
    reader.start()
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    code = started.wait(timeout=60)
    reader.join(timeout=10)
    os.close(ours)
    return code, b"".join(shown).decode()


def test_questions_are_about_this_record(record: Record) -> None:
    """The choices are the record's own clauses, classes and sources; keys are the model's."""
    found = {question.key: question for question in events.questions(record)}
    assert set(found) <= set(Event.__dataclass_fields__)
    assert "nsm-2025#slv-transfers" in found["clauses"].choices
    assert Id("slv") in found["about"].choices
    assert set(found["sources"].choices) == set(record.sources)
    needed = {key for key, question in found.items() if question.required}
    assert needed | {"sources"} == set(events.missing({}))
