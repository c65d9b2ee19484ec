"""History read from real repositories, each made by git in a temporary folder."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mtcr_tracker import corpus, history
from mtcr_tracker.errors import UserError
from mtcr_tracker.history import ClauseCorrection, History, corrections
from mtcr_tracker.model import Id, Snapshot
from mtcr_tracker.parse import parse

NAME = "policies/acts/snapshots/old-2000.yaml"

Git = Callable[..., str]

FIRST = """\
label: old-2000
title: An act
clauses:
  - id: exports
    text: Exports are reviewed case by case.
    source: act
  - id: transfers
    text: >-
      Transfers are denied unless the
      Secretary approves them.
    source: act
"""


@pytest.fixture(autouse=True)
def _own_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's settings, names, hooks or clock."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    people = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", "Ann Lee"), ("EMAIL", "ann@example.org"))
    }
    fence = {"GIT_CEILING_DIRECTORIES": str(tmp_path), "HOME": str(tmp_path)}
    for key, value in {**settings, **people, **fence}.items():
        monkeypatch.setenv(key, value)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty repository."""
    top = tmp_path / "repo"
    top.mkdir()
    run(top, "init", "--quiet", "--initial-branch=main")
    return top


def run(root: Path, *words: str, day: str = "2025-01-07", **how: str) -> str:
    when = day if "T" in day else f"{day}T12:00:00+01:00"
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    done = subprocess.run(
        ["git", "-C", str(root), *words],
        env={**os.environ, **dates},
        input=how.get("stdin"),
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout.strip()


def commit(root: Path, text: str, message: str, day: str = "2025-01-07", name: str = NAME) -> str:
    """Write the snapshot's file, commit all and give the commit's id."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    run(root, "add", "--all")
    run(root, "commit", "--quiet", "--message", message, day=day)
    return run(root, "rev-parse", "HEAD")


def told(root: Path, label: str = "old-2000") -> History:
    return corrections(root / "policies", "acts", label)


def messages(root: Path) -> list[str]:
    return [correction.message for correction in told(root).corrections]


def corrected(clause: str, *fields: str) -> ClauseCorrection:
    return ClauseCorrection(id=Id(clause), what="corrected", fields=fields)


def edited(old: str, new: str, text: str = FIRST) -> str:
    assert old in text
    return text.replace(old, new)


# ---------------------------------------------------------------- corrections


def test_a_file_never_corrected(root: Path) -> None:
    first = commit(root, FIRST, "Add the act")
    found = told(root)
    assert (found.corrections, found.untold) == ((), 0)
    assert (found.dirty, found.shallow, found.note) == (False, False, "")
    assert found.added is not None
    assert (found.added.commit, found.added.author) == (first[:12], "Ann Lee")
    assert found.added.date == "2025-01-07T12:00:00+01:00"


def test_corrections_are_told_by_clause_and_field_newest_first(root: Path) -> None:
    commit(root, FIRST, "Add the act")
    second = edited("Exports are", "Exports shall be")
    commit(root, second, "Mend exports\n\nThe reprint had it wrong.", "2025-02-01")
    third = edited("title: An act", "title: The act", second)
    third = edited("    source: act\n  - id: transfers", "    at: page 2\n  - id: transfers", third)
    commit(
        root, third + "  - id: added\n    text: More.\n", "Source, title, a clause", "2025-03-01"
    )
    newest, oldest = told(root).corrections
    assert (oldest.message, oldest.date) == ("Mend exports", "2025-02-01T12:00:00+01:00")
    assert (oldest.clauses, oldest.head) == ((corrected("exports", "text"),), ())
    assert newest.head == ("title",)
    assert newest.clauses == (
        corrected("exports", "source", "at"),
        ClauseCorrection(id=Id("added"), what="added"),
    )


def test_a_removed_clause_and_another_order(root: Path) -> None:
    commit(root, FIRST, "Add")
    head, exports, transfers = FIRST.partition("  - id: exports")[0], *_clauses()
    commit(root, head + transfers + exports, "Turn round", "2025-02-01")
    commit(root, head + transfers, "Remove", "2025-02-02")
    removed, turned = told(root).corrections
    assert removed.clauses == (ClauseCorrection(id=Id("exports"), what="removed"),)
    assert (turned.clauses, turned.head) == ((), ("clauses",))
    assert removed.head == ()


def _clauses() -> tuple[str, str]:
    exports, _, transfers = FIRST.partition("clauses:\n")[2].partition("  - id: transfers")
    return exports, f"  - id: transfers{transfers}"


def test_what_says_the_same_is_counted_and_not_told(root: Path) -> None:
    commit(root, FIRST, "Add")
    commit(root, f"# a comment\n{FIRST}", "Comment")
    commit(root, edited("unless the\n      Secretary", "unless\n      the Secretary"), "Wrap")
    run(root, "commit", "--quiet", "--allow-empty", "--message", "Nothing")
    found = told(root)
    assert (found.corrections, found.untold) == ((), 2)


def test_a_renamed_file_keeps_its_history(root: Path) -> None:
    first = commit(root, FIRST, "Add", name="policies/acts/snapshots/old.yaml")
    commit(root, edited("reviewed", "judged"), "Mend", name="policies/acts/snapshots/old.yaml")
    run(root, "mv", "policies", "record")
    run(root, "commit", "--quiet", "--message", "Move the folder")
    (root / "policies/acts/snapshots").mkdir(parents=True)
    run(root, "mv", "record/acts/snapshots/old.yaml", NAME)
    text = edited("label: old-2000", "label: old-2000  # the file's name", edited("An", "The"))
    commit(root, edited("The act", "Acts", text.replace("reviewed", "judged")), "Name and title")
    found = told(root)
    assert [(c.message, c.head) for c in found.corrections] == [
        ("Name and title", ("title",)),
        ("Mend", ()),
    ]
    assert found.untold == 1  # the folder's move
    assert found.added is not None
    assert found.added.commit == first[:12]


def test_the_label_is_the_files_name_and_no_words_of_it(root: Path) -> None:
    commit(root, FIRST, "Add")
    run(root, "mv", NAME, "policies/acts/snapshots/new-name.yaml")
    text = edited("old-2000", "new-name")
    commit(root, text, "Rename", name="policies/acts/snapshots/new-name.yaml")
    found = told(root, "new-name")
    assert (found.corrections, found.untold) == ((), 1)


def test_a_new_file_is_no_correction_of_another(root: Path) -> None:
    commit(root, FIRST, "Add")
    commit(root, edited("case by case", "with care"), "New", name=NAME.replace("2000", "2001"))
    assert messages(root) == []
    assert told(root, "old-2001").corrections == ()


def test_a_clean_merge_is_not_told_and_its_sides_once(root: Path) -> None:
    _diverged(root)
    run(root, "merge", "--quiet", "--no-edit", "side", day="2025-03-01")
    found = told(root)
    assert sorted(c.message for c in found.corrections) == ["Mend exports", "Mend transfers"]
    assert found.untold == 0


def test_a_merge_is_told_for_what_neither_side_has(root: Path) -> None:
    both = _diverged(root)
    run(root, "merge", "--quiet", "--no-commit", "side", day="2025-03-01")
    commit(root, edited("title: An act", "title: Slipped in", both), "Merge side", "2025-03-01")
    assert len(run(root, "rev-parse", "HEAD^@").split()) == 2
    evil = told(root).corrections[0]
    assert (evil.message, evil.clauses, evil.head) == ("Merge side", (), ("title",))
    assert len(told(root).corrections) == 3


def test_a_merge_that_takes_one_side_whole_leaves_the_other_out(root: Path) -> None:
    _diverged(root)
    run(root, "merge", "--quiet", "--no-edit", "--strategy=ours", "side", day="2025-03-01")
    assert messages(root) == ["Mend exports"]


def test_a_rename_on_one_side_of_a_merge(root: Path) -> None:
    other = NAME.replace("old-2000", "before")
    commit(root, FIRST, "Add", name=other)
    run(root, "checkout", "--quiet", "-b", "side")
    run(root, "mv", other, NAME)
    run(root, "commit", "--quiet", "--message", "Rename")
    run(root, "checkout", "--quiet", "main")
    commit(root, edited("reviewed", "judged"), "Mend", name=other)
    run(root, "merge", "--quiet", "--no-edit", "side")
    found = told(root)
    assert [c.message for c in found.corrections] == ["Mend"]
    assert found.added is not None
    assert found.added.message == "Add"


def _diverged(root: Path) -> str:
    """Two branches that mend a clause each, main checked out; the text with both mended. The
    sides are far enough apart for git to merge them by itself."""
    commit(root, FIRST, "Add")
    run(root, "checkout", "--quiet", "-b", "side")
    commit(root, edited("approves them", "approves"), "Mend transfers", "2025-02-01")
    run(root, "checkout", "--quiet", "main")
    mended = edited("Exports are", "Exports shall be")
    commit(root, mended, "Mend exports", "2025-02-02")
    return edited("approves them", "approves", mended)


def test_an_unreadable_old_version_says_so_and_hides_nothing(root: Path) -> None:
    commit(root, FIRST, "Add")
    commit(root, edited("    text: Exports", "   text: Exports"), "Break", "2025-02-01")
    commit(root, edited("reviewed", "judged"), "Mend", "2025-02-02")
    mend, broken = told(root).corrections
    assert (broken.unreadable, broken.clauses, broken.head) == (True, (), ())
    assert (mend.unreadable, mend.clauses) == (False, (corrected("exports", "text"),))


def test_a_file_that_was_unreadable_when_it_was_added(root: Path) -> None:
    commit(root, "clauses: [", "Add")
    commit(root, FIRST, "Mend")
    assert [c.unreadable for c in told(root).corrections] == [True]


# ---------------------------------------------------------------- the state of the repository


def test_a_dirty_tree(root: Path) -> None:
    commit(root, FIRST, "Add")
    (root / NAME).write_bytes(FIRST.replace("\n", "\r\n").encode())
    assert not told(root).dirty  # as git checks files out on Windows
    (root / NAME).write_text(edited("reviewed", "judged"), encoding="utf-8")
    found = told(root)
    assert found.dirty
    assert "not committed" in found.note
    assert found.corrections == ()
    (root / NAME).unlink()
    assert told(root).dirty


def test_a_shallow_clone(root: Path, tmp_path: Path) -> None:
    for day, word in enumerate(("reviewed", "judged", "weighed"), 1):
        commit(root, edited("reviewed", word), word, f"2025-01-0{day}")
    clone = tmp_path / "clone"
    run(root, "clone", "--quiet", "--depth=2", root.as_uri(), str(clone))
    found = told(clone)
    assert [c.message for c in found.corrections] == ["weighed"]
    assert found.shallow
    assert found.added is None
    assert "not known" in found.note
    with pytest.raises(UserError, match=r"no commit on or before 2025-01-01.*--unshallow"):
        history.read_files_at(clone / "policies", "2025-01-01")


def test_a_shallow_clone_that_holds_all_of_the_file(root: Path, tmp_path: Path) -> None:
    (root / "README").write_text("x", encoding="utf-8")
    commit(root, FIRST, "Before", name="elsewhere.yaml")
    commit(root, FIRST.replace("An", "One"), "Between", name="elsewhere.yaml")
    commit(root, edited("reviewed", "judged"), "Add")
    clone = tmp_path / "clone"
    run(root, "clone", "--quiet", "--depth=2", root.as_uri(), str(clone))
    assert not told(clone).shallow
    assert told(clone).added is not None


def test_a_partial_clone_fetches_nothing(root: Path, tmp_path: Path) -> None:
    run(root, "config", "uploadpack.allowFilter", "true")
    commit(root, FIRST, "Add")
    commit(root, edited("reviewed", "judged"), "Mend")
    clone = tmp_path / "clone"
    run(root, "clone", "--quiet", "--filter=blob:none", root.as_uri(), str(clone))
    with pytest.raises(
        UserError, match=r"git failed: fatal: could not fetch \w+ from promisor remote; `git"
    ):
        told(clone)
    assert history.read_files_at(clone / "policies", "HEAD")[0]


def test_an_untracked_file(root: Path) -> None:
    commit(root, FIRST, "Add", name="elsewhere.yaml")
    (root / NAME).parent.mkdir(parents=True)
    (root / NAME).write_text(FIRST, encoding="utf-8")
    with pytest.raises(UserError, match="old-2000: not committed yet; commit it"):
        told(root)
    with pytest.raises(UserError, match="none-2000: no such snapshot"):
        told(root, "none-2000")


def test_an_empty_repository(root: Path) -> None:
    (root / NAME).parent.mkdir(parents=True)
    for asked in (told, lambda root: history.read_files_at(root, "HEAD")):
        with pytest.raises(UserError, match="no commits yet"):
            asked(root)


def test_no_repository(tmp_path: Path) -> None:
    (tmp_path / NAME).parent.mkdir(parents=True)
    (tmp_path / NAME).write_text(FIRST, encoding="utf-8")
    with pytest.raises(UserError, match=r"not in a git repository.*; name a folder"):
        told(tmp_path)
    with pytest.raises(UserError, match="not in a git repository"):
        history.read_file_at(tmp_path / "gone" / "file.yaml", "HEAD")


def test_a_bare_repository_holds_no_folder(tmp_path: Path) -> None:
    run(tmp_path, "init", "--quiet", "--bare", "bare")
    with pytest.raises(UserError, match="outside the git repository"):
        history.read_files_at(tmp_path / "bare" / "policies", "HEAD")


def test_no_git(root: Path, tmp_path: Path) -> None:
    commit(root, FIRST, "Add")
    (tmp_path / "nothing").mkdir()
    program = (
        "from pathlib import Path; from mtcr_tracker.history import corrections\n"
        "from mtcr_tracker.errors import UserError\n"
        "try: corrections(Path('policies'), 'acts', 'old-2000')\n"
        "except UserError as error: print(error)"
    )
    environment = {"PATH": str(tmp_path / "nothing"), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=environment,
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.strip() == "git is not found; install it, or put it on the PATH"


def test_names_that_mean_something_elsewhere(tmp_path: Path) -> None:
    """To a shell, to git's patterns, to GitPython, which would expand them."""
    root = tmp_path / "a $HOME ~ ü"
    root.mkdir()
    run(root, "init", "--quiet", "--initial-branch=main")
    name = "policies/acts/snapshots/-a [b]* é.yaml"
    commit(root, FIRST, "Add", name=name)
    commit(root, edited("reviewed", "judged"), "Mend", name=name)
    assert len(corrections(root / "policies", "acts", "-a [b]* é").corrections) == 1
    files, _ = history.read_files_at(root / "policies", "HEAD")
    assert list(files) == ["acts/snapshots/-a [b]* é.yaml"]


def test_sha_256(tmp_path: Path) -> None:
    root = tmp_path / "repo"
    run(tmp_path, "init", "--quiet", "--initial-branch=main", "--object-format=sha256", "repo")
    commit(root, FIRST, "Add")
    commit(root, edited("reviewed", "judged"), "Mend")
    assert messages(root) == ["Mend"]


# ---------------------------------------------------------------- dates before 1970


def stored(root: Path, seconds: str, parent: str = "") -> str:
    """A commit of what is staged with a date that git itself would not write."""
    run(root, "add", "--all")
    tree = run(root, "write-tree")
    who = f"José Gil <jose@example.org> {seconds}".rstrip()
    lines = [f"tree {tree}", f"parent {parent}" if parent else "", f"author {who}"]
    lines += [f"committer {who}", "", "From before\n\nauthor of old <x> 5 +0000\n"]
    text = "\n".join(line for place, line in enumerate(lines) if line or place > 2)
    made = run(root, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=text)
    run(root, "update-ref", "refs/heads/main", made)
    return made


@pytest.mark.parametrize(
    ("seconds", "date"),
    [
        ("-220924800 -0500", "1962-12-31T19:00:00-05:00"),
        ("-1 +0000", "1969-12-31T23:59:59+00:00"),
        ("-6106017600 +0130", "1776-07-04T13:30:00+01:30"),
        ("0 +9999", "1970-01-01T00:00:00+00:00"),
        ("99999999999999 +0000", "not known"),
        ("-99999999999999 +0000", "not known"),
        ("-62135596800 -0500", "not known"),
        ("", "not known"),
        ("soon", "not known"),
    ],
)
def test_dates_that_git_does_not_show(root: Path, seconds: str, date: str) -> None:
    first = commit(root, FIRST, "Add")
    (root / NAME).write_text(edited("reviewed", "judged"), encoding="utf-8")
    stored(root, seconds, first)
    (found,) = told(root).corrections
    assert (found.date, found.author, found.message) == (date, "José Gil", "From before")


def test_a_first_commit_before_1970(root: Path) -> None:
    (root / NAME).parent.mkdir(parents=True)
    (root / NAME).write_text(FIRST, encoding="utf-8")
    first = stored(root, "-220924800 +0000")
    commit(root, edited("reviewed", "judged"), "Mend")
    found = told(root)
    assert found.added is not None
    assert (found.added.date, found.shallow) == ("1963-01-01T00:00:00+00:00", False)
    assert history.read_file_at(root / NAME, "1963-01-01")[1] == f"{NAME}@{first[:7]}"
    with pytest.raises(UserError, match="no commit on or before 1962-12-31"):
        history.read_file_at(root / NAME, "1962-12-31")


# ---------------------------------------------------------------- at a revision


def test_files_at_a_revision_are_those_that_were_on_disk(root: Path) -> None:
    (root / "policies").mkdir()
    (root / "policies" / "README.md").write_text("x", encoding="utf-8")
    first = commit(root, f"\ufeff{FIRST}", "Add")
    commit(root, "{}", "More", name="policies/acts/snapshots/more.json")
    commit(root, "a: b", "Upper", name="policies/acts.yaml")
    folder = root / "policies"
    files, where = history.read_files_at(folder, "HEAD")
    assert list(files.items()) == list(corpus.read_files(folder).items())
    assert where == f"policies@{run(root, 'rev-parse', 'HEAD')[:7]}"
    assert history.read_files_at(folder, first[:8]) == (
        {"acts/snapshots/old-2000.yaml": FIRST},
        f"policies@{first[:7]}",
    )


def test_a_policies_folder_that_is_the_repository(root: Path) -> None:
    first = commit(root, FIRST, "Add", name="acts/snapshots/old-2000.yaml")
    commit(root, edited("reviewed", "judged"), "Mend", name="acts/snapshots/old-2000.yaml")
    files, where = history.read_files_at(root, "HEAD~1")
    assert files == {"acts/snapshots/old-2000.yaml": FIRST}
    assert where == f"repo@{first[:7]}"
    assert len(corrections(root, "acts", "old-2000").corrections) == 1


def test_a_file_at_a_revision(root: Path) -> None:
    first = commit(root, FIRST, "Add")
    commit(root, edited("reviewed", "judged"), "Mend")
    run(root, "tag", "v1", first)
    run(root, "tag", "--annotate", "--message=x", "v1a", first)
    for revision in ("v1", "v1a", "HEAD^", "main~1", first, "HEAD^{/Add}"):
        assert history.read_file_at(root / NAME, revision) == (FIRST, f"{NAME}@{first[:7]}")
    (root / NAME).unlink()
    assert history.read_file_at(root / NAME, "v1")[0] == FIRST


def test_what_a_revision_does_not_hold(root: Path) -> None:
    commit(root, FIRST, "Add", name="elsewhere/file.yaml")
    commit(root, FIRST, "Move in")
    with pytest.raises(UserError, match=r"@\w{7}: no such file at that revision"):
        history.read_file_at(root / NAME, "HEAD^")
    with pytest.raises(UserError, match="no such file"):
        history.read_file_at(root / "policies", "HEAD")
    with pytest.raises(UserError, match="nothing here at that revision"):
        history.read_files_at(root / "policies", "HEAD^")


def test_a_file_that_is_not_utf_8_at_a_revision(root: Path) -> None:
    (root / "policies").mkdir()
    (root / "policies" / "a.yaml").write_bytes(b"a: \xe9\n")
    commit(root, FIRST, "Add")
    files, where = history.read_files_at(root / "policies", "HEAD")
    with pytest.raises(UserError, match=r"policies@\w{7}/a.yaml:1:4: not UTF-8 text"):
        parse(files["a.yaml"], Snapshot, f"{where}/a.yaml")


@pytest.mark.parametrize(
    "revision",
    ["--output=stolen", "-h", "--all", "", "no-such", "^HEAD", "HEAD..HEAD", "HEAD:policies",
     "HEAD\nHEAD", "HEAD\0", "HEAD HEAD", "--", "0" * 40, "HEAD^{commit} --"],
)  # fmt: skip
def test_what_is_no_revision_is_refused(root: Path, revision: str) -> None:
    commit(root, FIRST, "Add")
    before = sorted(root.rglob("*"))
    with pytest.raises(UserError) as caught:
        history.read_files_at(root / "policies", revision)
    assert f"no revision {revision!r}; `git log` shows" in str(caught.value)
    assert sorted(root.rglob("*")) == before


def test_a_date_is_the_end_of_that_day_on_the_first_parents(root: Path) -> None:
    first = commit(root, FIRST, "Add", "2025-01-07T23:59:59+00:00")
    run(root, "checkout", "--quiet", "-b", "side")
    commit(root, edited("reviewed", "sidelined"), "Side", "2025-01-08T01:00:00+00:00")
    run(root, "checkout", "--quiet", "main")
    second = commit(root, edited("Exports", "All exports"), "Mend", "2025-01-08T00:30:00+01:00")
    third = commit(root, edited("Exports", "The exports"), "Mend", "2025-01-31T12:00:00+00:00")
    strategy = ("--strategy=ours", "--no-edit", "--quiet")
    run(root, "merge", *strategy, "side", day="2025-02-03T12:00:00+00:00")
    run(root, "tag", "2025-01-09", first)

    def at(date: str) -> str:
        return history.read_file_at(root / NAME, date)[1].partition("@")[2]

    assert at("2025-01-07") == second[:7]  # 23:30 of that day in UTC, the nearest to HEAD
    assert at("2025-01-09") == second[:7]  # and not the tag
    assert at("refs/tags/2025-01-09") == first[:7]
    assert at("2025-01") == at("2025-02-02") == third[:7]
    assert at("2031-12-31") == run(root, "rev-parse", "HEAD")[:7]
    with pytest.raises(UserError, match=r"no commit on or before 2025-01-06; `git log`"):
        at("2025-01-06")
    with pytest.raises(UserError, match="no such month"):
        at("2025-13-40")


def test_a_linked_worktree(root: Path, tmp_path: Path) -> None:
    commit(root, FIRST, "Add")
    commit(root, edited("reviewed", "judged"), "Mend")
    run(root, "worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"), "HEAD")
    assert messages(tmp_path / "linked") == ["Mend"]


def test_the_repository_is_the_folders_whatever_a_hook_sets(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(root, FIRST, "Add")
    commit(root, edited("reviewed", "judged"), "Mend")
    run(tmp_path, "init", "--quiet", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    assert messages(root) == ["Mend"]
