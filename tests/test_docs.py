"""The documents say what the program does: commands, options, code blocks, links, tricky cases."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mtcr_tracker.exporters import SUFFIXES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("policies/**/*.md")])

CONSOLE = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", README, re.S)
    for line in block.splitlines()
    if line.startswith("$ ")
]


def run(*words: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The program with these arguments in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "mtcr_tracker", *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
    )


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A checkout of its own, with one commit."""
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    shutil.copytree(ROOT / "reports", tmp_path / "reports")
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = {
        f"GIT_{w}_{k}": "x@example.org" for w in ("AUTHOR", "COMMITTER") for k in ("NAME", "EMAIL")
    }
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Add the record"]):
        subprocess.run(
            ["git", *words], cwd=tmp_path, check=True, env={**os.environ, **quiet, **who}
        )
    return tmp_path


@pytest.mark.parametrize("line", CONSOLE)
def test_every_command_shown_runs(line: str, clone: Path) -> None:
    """Each line of the README's console blocks, as written."""
    program, *words = shlex.split(line)
    assert program == "mtcr-tracker"
    done = run(*words, cwd=clone)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def commands() -> set[str]:
    """The names of the program's commands."""
    from mtcr_tracker.cli import app

    callbacks = ((c.name, c.callback) for c in app.registered_commands)
    groups = {group.name or "" for group in app.registered_groups}
    return groups | {name or getattr(callback, "__name__", "") for name, callback in callbacks}


def test_the_table_names_every_command_and_no_other() -> None:
    """The README's table of commands against the program."""
    assert set(re.findall(r"^\| `([a-z]+)[ `]", README, re.M)) == commands()


def test_every_option_shown_exists(tmp_path: Path) -> None:
    """Each --option that a document names for this program is in some command's help."""
    helps = [
        run(*words, "--help", cwd=tmp_path).stdout for words in ((), *((c,) for c in commands()))
    ]
    known = {option for text in helps for option in re.findall(r"--[a-z][a-z-]+", text)}
    shown = {
        option
        for line in [*CONSOLE, *re.findall(r"`([^`\n]*)`", README)]
        if line.startswith(("mtcr-tracker", "--"))
        for option in re.findall(r"--[a-z][a-z-]+", line)
    }
    assert shown
    assert shown <= known


def test_the_smallest_file_can_be_compared(tmp_path: Path) -> None:
    """The README's JSON block is a snapshot file as it stands."""
    (block,) = re.findall(r"```json\n(.*?)```", README, re.S)
    other = json.dumps({"clauses": [{"text": "A licence is required."}]})
    (tmp_path / "old.json").write_text(other, "utf-8")
    done = run("compare", "old.json", "-", "--format", "json", cwd=tmp_path, stdin=block)
    assert done.returncode == 0, done.stderr
    assert [c["kinds"] for c in json.loads(done.stdout)["changes"]] == [["identical"], ["new"]]


def test_ci_runs_the_test_line() -> None:
    """The two lines stand once each, marked, and .ci/run takes the second from here."""
    assert len(re.findall(r"<!-- run -->\n```sh\n[^\n]+\n```", README)) == 1
    assert len(re.findall(r"<!-- test -->\n```sh\n[^\n]+\n```", README)) == 1
    assert "<!-- test -->" in (ROOT / ".ci/run").read_text("utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Every relative link of a document is a file of the project."""
    text = path.read_text("utf-8")
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    missing = [target for target in targets if not (path.parent / target).exists()]
    assert missing == []


def test_the_forms_shown_are_the_committed_reports_own() -> None:
    """Each excerpt of a form stands in the committed report of that form."""
    told = (ROOT / "docs" / "report.md").read_text("utf-8")
    shown = dict(re.findall(r"```(text|markdown|csv)\n(.*?)\n```", told, re.S))
    assert set(shown) == {"text", "markdown", "csv"}
    for form, excerpt in shown.items():
        report = ROOT / "reports" / "us-mtcr" / f"pre-2025..nsm-2025{SUFFIXES[form]}"
        assert excerpt in report.read_text("utf-8")
