"""A folder of files to a record, with all mistakes of all files at once."""

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import MINIMAL, ROOT, policies_folder

from mtcr_tracker import corpus
from mtcr_tracker.errors import UserError
from mtcr_tracker.model import ClauseRef, Record


def load(folder: Path) -> Record:
    """The one record of a folder."""
    (found,) = corpus.load(corpus.read_files(folder), "policies")
    return found


def told(folder: Path) -> list[str]:
    """What is wrong with a folder, as a user reads it."""
    with pytest.raises(UserError) as error:
        load(folder)
    return str(error.value).splitlines()


def alone(text: str) -> list[str]:
    """What is wrong with a file that stands alone."""
    with pytest.raises(UserError) as error:
        corpus.read_snapshot(text, "f.yaml", "f")
    return str(error.value).splitlines()


# ---------------------------------------------------------------- a folder


def test_the_minimal_policy_is_read_whole(tmp_path: Path) -> None:
    record = load(policies_folder(tmp_path))
    assert record.policy.title == "A policy"
    assert list(record.sources) == ["paper", "unseen"]
    assert list(record.snapshots) == ["a", "b", "c"]
    assert [event.id for event in record.events] == ["2021-06-01-signed"]
    assert [review.id for review in record.reviews] == ["one"]
    assert [source.id for source in record.snapshots["a"].sources] == ["paper"]


def test_a_clause_that_stays_is_the_one_it_was(tmp_path: Path) -> None:
    snapshots = load(policies_folder(tmp_path)).snapshots
    four, three = snapshots["c"].clauses
    assert four.id == "four", "the replacing clause takes the place of the replaced one"
    assert four.continues == ("b#one", "a#one")
    assert three.continues == ("b#three",)
    assert three == replace(snapshots["b"].clauses[1], continues=(ClauseRef("b#three"),))


def test_snapshots_come_in_order_of_date_and_not_of_name(tmp_path: Path) -> None:
    early = MINIMAL["p/snapshots/a.yaml"].replace("2020-01-01", "1999")
    early = early.replace("label: a", "label: z")
    folder = policies_folder(tmp_path, {"p/snapshots/z.yaml": early})
    assert list(load(folder).snapshots) == ["z", "a", "b", "c"]


def test_events_come_in_order_of_date_then_name(tmp_path: Path) -> None:
    event = MINIMAL["p/events/2021-06-01-signed.yaml"]
    more = {
        "p/events/b.yaml": event.replace("2021-06-01", "2021-06"),
        "p/events/a.yaml": event,
        "p/events/c.yaml": event.replace("2021-06-01", "2021"),
    }
    events = load(policies_folder(tmp_path, more)).events
    assert [event.id for event in events] == ["c", "2021-06-01-signed", "a", "b"]


def test_a_snapshot_may_be_json_or_yml(tmp_path: Path) -> None:
    text = (
        '{"label": "d", "policy": "p", "as_of": "2023",\n'
        ' "clauses": [{"id": "one", "text": "x", "source": "paper", "number": 1.10}]}'
    )
    other = MINIMAL["p/snapshots/a.yaml"].replace("label: a", "label: e")
    folder = policies_folder(tmp_path, {"p/snapshots/d.json": text, "p/snapshots/e.yml": other})
    record = load(folder)
    assert record.snapshots["d"].clauses[0].number == "1.10"
    assert "e" in record.snapshots


def test_several_policies_come_in_order_of_their_names(tmp_path: Path) -> None:
    other = {
        "o/" + name.removeprefix("p/"): text.replace("id: p\n", "id: o\n").replace(": p\n", ": o\n")
        for name, text in MINIMAL.items()
    }
    records = corpus.load(corpus.read_files(policies_folder(tmp_path, other)), "policies")
    assert [record.policy.id for record in records] == ["o", "p"]


def test_facts_and_folders_may_be_missing(tmp_path: Path) -> None:
    changes = dict.fromkeys(name for name in MINIMAL if "/events" in name or "/reviews" in name)
    record = load(policies_folder(tmp_path, {**changes, "p/facts.yaml": None}))
    assert record.facts.facts == ()
    assert (record.events, record.reviews) == ((), ())


def test_the_real_record_holds(record: Record) -> None:
    assert list(record.snapshots) == ["pre-2025", "nsm-2025", "eo-2025", "uas-2025"]
    sizes = [len(snapshot.clauses) for snapshot in record.snapshots.values()]
    assert sizes[1:] == sorted(sizes[1:]), "each of the later ones extends the one before"
    nsm, eo = record.snapshots["nsm-2025"], record.snapshots["eo-2025"]
    assert [c.text for c in eo.clauses[: len(nsm.clauses)]] == [c.text for c in nsm.clauses]


def test_reading_twice_gives_the_same(record: Record) -> None:
    assert load(ROOT / "policies") == record


# ---------------------------------------------------------------- how files may be saved


def test_byte_order_mark_and_windows_line_ends_do_not_matter(tmp_path: Path) -> None:
    plain = load(policies_folder(tmp_path / "one"))
    windows = {name: "\ufeff" + text.replace("\n", "\r\n") for name, text in MINIMAL.items()}
    assert load(policies_folder(tmp_path / "two", windows)) == plain


def test_places_are_right_behind_a_byte_order_mark(tmp_path: Path) -> None:
    text = "\ufeff" + MINIMAL["p/snapshots/a.yaml"].replace("\n", "\r\n")
    folder = policies_folder(tmp_path, {"p/snapshots/a.yaml": text.replace("label: a", "lable: a")})
    assert told(folder)[0].startswith('policies/p/snapshots/a.yaml:1:1: "lable" is not known here')


def test_stray_bytes_are_told_with_the_mistakes_of_other_files(tmp_path: Path) -> None:
    folder = policies_folder(tmp_path, {"p/policy.yaml": "id: p\n"})
    (folder / "p/snapshots/a.yaml").write_bytes(b"# caf\xc3\xa9\nlabel: \xc3\xa9\xe9\n")
    (folder / "p/facts.yaml").write_bytes("facts: []".encode("utf-16"))
    assert told(folder) == [
        "policies/p/facts.yaml:1:1: not UTF-8 text; save it as UTF-8",
        'policies/p/policy.yaml:1:1: "issuer" is missing; add it',
        'policies/p/policy.yaml:1:1: "summary" is missing; add it',
        'policies/p/policy.yaml:1:1: "title" is missing; add it',
        "policies/p/snapshots/a.yaml:2:9: not UTF-8 text; save it as UTF-8",
    ]


def test_all_mistakes_of_all_files_are_told_in_order(tmp_path: Path) -> None:
    changes: dict[str, str | None] = {
        "p/events/e.yaml": "date: 2025\nactor: x\n",
        "p/reviews/r.yaml": "old: [\n",
        "p/snapshots/b.yaml": MINIMAL["p/snapshots/b.yaml"].replace(": paper", ": papr"),
        "p/sources.yaml": MINIMAL["p/sources.yaml"].replace("date: 2020", "date: 2020-13"),
    }
    problems = told(policies_folder(tmp_path, changes))
    places = [problem.split(": ")[0] for problem in problems]
    assert places == [
        "policies/p/events/e.yaml:1:1",
        "policies/p/events/e.yaml:1:1",
        "policies/p/events/e.yaml:1:1",
        "policies/p/events/e.yaml:1:1",
        "policies/p/reviews/r.yaml:2:1",
        "policies/p/snapshots/b.yaml:7:13",
        "policies/p/snapshots/b.yaml:11:13",
        "policies/p/sources.yaml:5:11",
    ]


def test_what_a_broken_file_defines_is_not_missed_elsewhere(tmp_path: Path) -> None:
    for broken in MINIMAL:
        folder = policies_folder(tmp_path / broken, {broken: MINIMAL[broken] + "oops: 1\n"})
        (problem,) = told(folder)
        assert problem.startswith(f"policies/{broken}:")
        assert '"oops" is not known here' in problem


def test_a_folder_named_like_a_file_is_no_file(tmp_path: Path) -> None:
    folder = policies_folder(tmp_path)
    (folder / "p/snapshots/x.yaml").mkdir()
    (folder / "x.yaml").mkdir()
    assert list(load(folder).snapshots) == ["a", "b", "c"]


def test_a_file_at_a_place_where_nothing_is_read_is_told(tmp_path: Path) -> None:
    names = ["p/event/x.yaml", "p/notes.yml", "p/x/policy.yaml", "q/snapshots/a.yaml", "x.yaml"]
    folder = policies_folder(tmp_path, dict.fromkeys(names, "x: y"))
    remedy = "move it to snapshots/, events/ or reviews/ of a policy, or rename it"
    what = f"no file of this name is read here; {remedy}"
    assert told(folder) == [f"policies/{name}: {what}" for name in names]


def test_other_kinds_of_file_are_left_alone(tmp_path: Path) -> None:
    folder = policies_folder(tmp_path, {"README.md": "x", "p/snapshots/a.yaml~": "x"})
    assert load(folder)


@pytest.mark.parametrize("names", [[], ["x/policy.yaml/a.yaml"], ["README.md"]])
def test_a_folder_without_policy(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    remedy = "name a folder that has POLICY/policy.yaml in it, with --policies"
    assert told(tmp_path) == [f"policies: no policy here; {remedy}"]


def test_files_without_rights_are_told_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    folder = policies_folder(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    problems = told(folder)
    assert len(problems) == len(MINIMAL)
    remedy = "look at its name and its rights"
    assert problems[0].endswith(f"-signed.yaml: cannot be read: Permission denied; {remedy}")


def test_a_file_that_is_a_folder_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read: Is a directory"):
        corpus.read_text(tmp_path)


# ---------------------------------------------------------------- a file that stands alone


def test_a_file_needs_no_more_than_clauses_with_text() -> None:
    snapshot = corpus.read_snapshot("clauses:\n- text: x\n- text: y\n", "f.yaml", "old")
    assert snapshot.label == "old"
    assert [(c.id, c.text) for c in snapshot.clauses] == [("clause-1", "x"), ("clause-2", "y")]


def test_a_file_may_name_itself_and_its_clauses() -> None:
    text = '{"label": "x", "clauses": [{"id": "a.1", "text": "x", "number": 1.10, "heading": "H"}]}'
    snapshot = corpus.read_snapshot(text, "f.json", "f")
    assert snapshot.label == "x"
    assert (snapshot.clauses[0].id, snapshot.clauses[0].number) == ("a.1", "1.10")


def test_a_made_name_is_never_one_that_is_taken() -> None:
    text = "clauses: [{text: x}, {text: y, id: clause-1}, {text: z, id: clause-1-unnamed}]"
    names = [clause.id for clause in corpus.read_snapshot(text, "f", "f").clauses]
    assert names == ["clause-1-unnamed-unnamed", "clause-1", "clause-1-unnamed"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "as_of: 2025-02-30\nclauses: []",
            'f.yaml:1:8: as_of: "2025-02-30" is not a date: that month has 28 days; '
            "write it as 2025, 2025-01, 2025-01-07, or two of these with / between",
        ),
        (
            "clauses:\n- {text: x, id: a}\n- {text: y, id: a}\n",
            'f.yaml:3:17: "a" is used twice; rename one',
        ),
        (
            "sources:\n- {id: s, title: t, issuer: i}\n- {id: s, title: t, issuer: i}\nclauses: []",
            'f.yaml:3:8: "s" is used twice; rename one',
        ),
        (
            "label: ../../etc\nclauses: []",
            'f.yaml:1:8: label: "../../etc" cannot be part of a file\'s name; '
            "begin with another sign than . and use no / or \\",
        ),
        (
            "policy: a/b\nclauses: []",
            'f.yaml:1:9: policy: "a/b" cannot be part of a file\'s name; '
            "begin with another sign than . and use no / or \\",
        ),
    ],
)
def test_what_is_wrong_with_a_file_that_stands_alone(text: str, problem: str) -> None:
    assert alone(text) == [problem]
