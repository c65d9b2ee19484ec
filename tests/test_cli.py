"""The command line as a user meets it: exit codes, streams, files, signals."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from conftest import MINIMAL, ROOT, environment, policies_folder, run

from mtcr_tracker import __version__, cli, corpus, find

OLD = '{"clauses": [{"text": "Exports shall be denied."}, {"text": "Reports are due."}]}'
NEW = '{"clauses": [{"text": "Exports may be denied."}, {"text": "Reports are due."}]}'

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Call:
    """The program in this process, in a folder of its own: exit code, results, messages."""

    def called(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["mtcr-tracker", *map(str, words)])
        code: object = None
        try:
            cli.main()
        except SystemExit as end:
            code = end.code
        out, err = capfd.readouterr()
        return int(code) if isinstance(code, int) else 0, out, err

    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.delenv("MTCR_TRACKER_POLICIES", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    return called


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two files that stand alone; the second loosens the first."""
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(OLD)
    new.write_text(NEW)
    return old, new


# ---------------------------------------------------------------- as a process


def test_results_go_to_stdout_and_errors_to_stderr(tmp_path: Path) -> None:
    done = run("list", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("us-mtcr  ")
    done = run("show", "nsm-2052", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        'no snapshot "nsm-2052" (did you mean "nsm-2025"?); `mtcr-tracker list` names them all\n'
    )


def test_results_are_utf_8_whatever_the_terminal_says(tmp_path: Path) -> None:
    text = '{"clauses": [{"text": "The President’s “policy” \\ud83d\\ude80"}]}'.encode()
    done = run("show", "-", cwd=tmp_path, stdin=text, env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "The President’s “policy” 🚀" in done.stdout


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["compare", "--help"]])
def test_help_and_version_load_nothing_heavy(tmp_path: Path, words: list[str]) -> None:
    code = (
        "import sys\n"
        "from mtcr_tracker.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    assert "typer" in loaded
    assert not loaded & {"git", "gitdb", "jinja2", "rapidfuzz", "pydantic", "yaml", "rich"}
    ours = {name.split(".")[1] for name in done.stderr.split() if "mtcr_tracker." in name}
    assert ours == {"cli", "errors"}


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    program = f"{sys.executable} -m mtcr_tracker"
    done = subprocess.run(
        ["bash", "-c", f"{program} show uas-2025 | head -n 1; echo ${{PIPESTATUS[0]}}"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    title, code = done.stdout.splitlines()
    assert title.startswith("uas-2025: ")
    assert code in ("0", "141")


@pytest.mark.parametrize("color", [{"NO_COLOR": "1"}, {"NO_COLOR": "", "TERM": "xterm-256color"}])
def test_a_terminal_gets_no_colour_commands(tmp_path: Path, color: dict[str, str]) -> None:
    terminal = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    master, slave = terminal.openpty()
    (tmp_path / "old.json").write_text(OLD)
    (tmp_path / "new.json").write_text(NEW)
    words = [sys.executable, "-m", "mtcr_tracker", "compare", "old.json", "new.json"]
    process = subprocess.Popen(
        words, cwd=tmp_path, env=environment(color), stdout=slave, stderr=slave
    )
    os.close(slave)
    told = b""
    with contextlib.suppress(OSError):  # which ends what a terminal says
        while part := os.read(master, 1000):
            told += part
    os.close(master)
    assert process.wait(timeout=20) == 0
    assert b"loosened" in told
    assert b"\x1b" not in told


def test_ctrl_c_while_waiting(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from types import SimpleNamespace\n"
        "from mtcr_tracker.cli import main\n"
        "def read():\n"
        "    print('waiting', flush=True)\n"
        "    return sys.__stdin__.buffer.read()\n"
        "sys.stdin = SimpleNamespace(buffer=SimpleNamespace(read=read))\n"
        "main()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "report", "-", "pre-2025", "-o", "out"],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"waiting\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert os.listdir(tmp_path) == []


def test_ctrl_c_while_writing(tmp_path: Path) -> None:
    """The signal comes at the worst moment: written beside, not yet in place."""
    code = (
        "import os, signal, sys\n"
        "from mtcr_tracker.cli import main\n"
        "def put(*places):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    while True: pass\n"
        "os.replace = put\n"
        "main()\n"
    )
    (tmp_path / "old.json").write_text(OLD)
    (tmp_path / "out.html").write_text("kept")
    done = subprocess.run(
        [sys.executable, "-c", code, "report", "old.json", "old.json", "-o", "out.html"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
    assert sorted(os.listdir(tmp_path)) == ["old.json", "out.html"]
    assert (tmp_path / "out.html").read_text() == "kept"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("mtcr-tracker show n", ["nsm-2025"]),
        ("mtcr-tracker compare pre-2025 ", ["pre-2025", "nsm-2025", "eo-2025", "uas-2025"]),
        ("mtcr-tracker show --policies policies ", ["a", "b", "c"]),
        ("mtcr-tracker show --policies nowhere ", []),
    ],
)
def test_the_shell_completes_snapshots(tmp_path: Path, typed: str, offered: list[str]) -> None:
    if "policies policies" in typed:
        policies_folder(tmp_path)
    code = "import sys; sys.argv[0] = 'mtcr-tracker'; from mtcr_tracker.cli import main; main()"
    asked = {
        "_MTCR_TRACKER_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split(" ")) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.split() == offered


# ---------------------------------------------------------------- help, version, list, show


def test_version(call: Call) -> None:
    assert call("--version") == (0, f"mtcr-tracker {__version__}\n", "")


def test_no_command_is_a_question_for_help(call: Call) -> None:
    code, out, err = call()
    assert code == 2
    assert "Commands:" in out + err


def test_each_command_has_help(call: Call) -> None:
    _, out, _ = call("--help")
    commands = re.findall(r"^  ([a-z]+)  ", out.partition("Commands:\n")[2], re.MULTILINE)
    known = {c.name or getattr(c.callback, "__name__", "") for c in cli.app.registered_commands}
    assert set(commands) == known | {group.name for group in cli.app.registered_groups}
    for command in commands:
        code, out, err = call(command, "--help")
        assert (code, err) == (0, "")
        assert "Usage: mtcr-tracker " + command in out


def test_list(call: Call, tmp_path: Path) -> None:
    policies_folder(tmp_path)
    assert call("list")[1].startswith("p  A policy\n")
    code, out, _ = call("list", "--format", "json")
    assert (code, json.loads(out)["schema"]) == (0, "mtcr-tracker/list/1")


@pytest.mark.parametrize("label", ["pre-2025", "nsm-2025", "eo-2025", "uas-2025"])
def test_show_as_json_is_the_same_snapshot_again(call: Call, label: str) -> None:
    code, out, err = call("show", label, "--format", "json")
    assert (code, err) == (0, "")
    again = corpus.read_snapshot(out, "x.json", "x")
    assert again == find.find(label, ROOT / "policies").snapshot


def test_a_note_about_a_date_goes_to_stderr(call: Call, tmp_path: Path) -> None:
    policies_folder(tmp_path)
    code, out, err = call("show", "2022-06")
    assert code == 0
    assert out.startswith("b\n")
    assert err == "note: c may lie before 2022-06 too\n"


def test_which_policies_are_read(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    there = policies_folder(tmp_path / "there")
    monkeypatch.chdir(tmp_path / "here")
    assert call("list")[1].startswith("us-mtcr"), "the one that came with the program"
    monkeypatch.setenv("MTCR_TRACKER_POLICIES", str(there))
    assert call("list")[1].startswith("p  A policy")
    assert call("list", "--policies", ROOT / "policies")[1].startswith("us-mtcr")
    monkeypatch.setenv("MTCR_TRACKER_POLICIES", "nowhere")
    assert call("list") == (2, "", "nowhere: no such folder; name one with --policies\n")
    monkeypatch.setenv("MTCR_TRACKER_POLICIES", "")
    assert call("list")[1].startswith("us-mtcr")


# ---------------------------------------------------------------- compare


def test_compare_two_files(call: Call, two: tuple[Path, Path]) -> None:
    code, out, err = call("compare", *two)
    assert (code, err) == (0, "")
    assert "shall" in out
    assert "loosened" in out
    assert max(map(len, out.splitlines())) <= 80


def test_compare_as_json_is_what_its_schema_says(call: Call) -> None:
    code, out, _ = call("compare", "pre-2025", "nsm-2025", "--format", "json")
    assert code == 0
    told = json.loads(out)
    assert told["schema"] == "mtcr-tracker/comparison/1"
    _, schema, _ = call("schema", "comparison")
    jsonschema.Draft202012Validator(json.loads(schema)).validate(told)
    assert [change["number"] for change in told["changes"]] == list(
        range(1, len(told["changes"]) + 1)
    )


def test_compare_as_markdown(call: Call, two: tuple[Path, Path]) -> None:
    code, out, _ = call("compare", *two, "--format", "markdown")
    assert code == 0
    assert out.startswith("# ")


def test_only_some_verdicts_are_shown(call: Call, two: tuple[Path, Path]) -> None:
    def verdicts(*words: str) -> list[str | None]:
        _, out, _ = call("compare", *two, "--format", "json", *words)
        return [change["verdict"] for change in json.loads(out)["changes"]]

    assert verdicts() == ["loosened", "kept"]
    assert verdicts("--only", "loosened") == ["loosened"]
    assert verdicts("--only", " kept, tightened,") == ["kept"]
    assert verdicts("--only", "disputed") == []
    assert verdicts("--only", "") == ["loosened", "kept"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--exit-code"], 1),
        (["--fail-on", "loosened"], 1),
        (["--fail-on", "tightened,disputed,unclear"], 0),
        (["--fail-on", "tightened,loosened"], 1),
        (["--fail-on", "loosened", "--only", "kept"], 1),
        (["--fail-on", ""], 0),
    ],
)
def test_the_exit_code_answers_what_was_asked(
    call: Call, two: tuple[Path, Path], options: list[str], code: int
) -> None:
    assert call("compare", *two, *options)[0] == code


def test_nothing_differs_from_itself(call: Call, two: tuple[Path, Path]) -> None:
    old, _ = two
    fails = "loosened,tightened,mixed,unclear,disputed"
    assert call("compare", old, old, "--exit-code", "--fail-on", fails)[0] == 0


def test_a_dash_is_standard_input(tmp_path: Path, two: tuple[Path, Path]) -> None:
    done = run("compare", "-", two[1], cwd=tmp_path, stdin=OLD.encode())
    assert (done.returncode, done.stderr) == (0, "")
    assert "stdin" in done.stdout


# ---------------------------------------------------------------- report


def test_report_to_a_file_and_to_stdout(call: Call, two: tuple[Path, Path], tmp_path: Path) -> None:
    code, out, err = call("report", *two, "-o", "x.html")
    assert (code, out, err) == (0, "", "wrote x.html\n")
    code, out, err = call("report", *two, "-o", "-")
    assert (code, err) == (0, "")
    assert out == (tmp_path / "x.html").read_text("utf-8")
    assert sorted(os.listdir(tmp_path)) == ["new.json", "old.json", "x.html"]


def test_reports_to_a_folder_and_their_check(call: Call, tmp_path: Path) -> None:
    policies_folder(tmp_path)
    code, out, err = call("report")
    forms = ("html", "csv", "json", "md", "txt")
    wrote = [*(f"reports/p/a..b.{ending}" for ending in forms), "reports/index.html"]
    assert (code, out, err.splitlines()) == (0, "", [f"wrote {place}" for place in wrote])
    assert call("report", "--check") == (0, "", "")
    (tmp_path / wrote[0]).write_text("x")
    assert call("report", "--check") == (1, wrote[0] + "\n", "")
    (tmp_path / wrote[-1]).unlink()
    assert call("report", "a", "b", "--check") == (1, f"{wrote[0]}\n{wrote[-1]}\n", "")
    assert (tmp_path / wrote[0]).read_text() == "x", "a check writes nothing"
    assert call("report", "--check", "-o", "other")[1].splitlines() == [
        place.replace("reports", "other") for place in wrote
    ]


# ---------------------------------------------------------------- check


def test_check_counts_and_proves(call: Call, tmp_path: Path) -> None:
    policies_folder(tmp_path)
    found = "p: 3 snapshots, 2 sources, 1 event, 1 review: no problem found\n"
    assert call("check") == (0, found, "")
    (tmp_path / "texts").mkdir()
    code, out, err = call("check", "--texts", "texts")
    assert (code, err) == (0, "")
    assert out.startswith(found + "0 of 6 quotations found word for word\nnot checked: a#one, ")
    (tmp_path / "texts/paper.txt").write_text("Exports shall be denied.")
    code, out, err = call("check", "--texts", "texts")
    assert (code, out) == (2, found)
    assert err.splitlines()[0] == 'a#two: not word for word in the text of "paper"; mend it'


def test_check_tells_all_mistakes_at_once(call: Call, tmp_path: Path) -> None:
    bad = {name: text + "oops: 1\noops: 2\n" for name, text in MINIMAL.items()}
    policies_folder(tmp_path, bad)
    code, out, err = call("check")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == len(MINIMAL)
    assert err.splitlines() == sorted(err.splitlines())


# ---------------------------------------------------------------- bad input

BAD_FILES = {
    "empty.json": b"",
    "bom.json": b"\xef\xbb\xbf",
    "nul.yaml": b"clauses:\n  - text: \0\n",
    "latin.yaml": b"clauses:\n  - text: caf\xe9\n",
    "utf16.yaml": "clauses: []".encode("utf-16"),
    "word.yaml": b"later",
    "null.json": b"null",
    "list.json": b"[1, 2]",
    "cut.json": b'{"clauses": [{"text": "x',
    "wrong.json": b'{"clauses": {"text": 1}}',
    "twice.json": b'{"clauses": [], "clauses": []}',
    "deep.json": b'{"clauses":' + b"[" * 50_000,
    "deep.yaml": b"clauses: " + b"[" * 900 + b"]" * 900,
    "blocks.yaml": b"".join(b" " * n + b"a:\n" for n in range(2000)),
    "laughs.yaml": b"a: &a [x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nclauses: [*c]\n",
    "itself.yaml": b"clauses: &a [*a]\n",
    "keys.yaml": b"? [a]\n: b\n",
    "tag.yaml": b"clauses: !!python/object/apply:os.system [echo]\n",
    "tab.yaml": b"clauses:\n\t- text: x\n",
    "two.yaml": b"clauses: []\n---\nclauses: []\n",
    "escape.json": b'{"clauses": [{"text": "\\u001b[2J"}]}',
    "half.json": b'{"clauses": [{"text": "\\ud800"}]}',
    "date.yaml": b"as_of: 2025-13-40\nclauses: []\n",
    "out.json": b'{"label": "../../x", "clauses": []}',
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_told_with_its_place(call: Call, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name])
    (tmp_path / "good.json").write_text(OLD)
    told = [call("show", name), call("compare", "good.json", name), call("report", name, name)]
    for code, out, err in told:
        assert (code, out) == (2, "")
        assert "Traceback" not in err
        assert err.startswith(f"{name}:")
        assert all(line.startswith(f"{name}:") for line in err.splitlines())
    assert not (tmp_path / "reports").exists()


BAD_WORDS = [
    ["nonsense"],
    ["--nonsense"],
    ["show"],
    ["show", "a", "b"],
    ["show", ""],
    ["show", "a", "--format", "xml"],
    ["show", "no.json"],
    ["show", "folder.json"],
    ["show", "n" * 300 + ".json"],
    ["show", "n" * 5000],
    ["show", "a@"],
    ["show", "a@no-such-revision"],
    ["show", "good.json@HEAD"],
    ["show", "@"],
    ["show", "/"],
    ["show", "p/"],
    ["show", "..@..@.."],
    ["show", "1999"],
    ["show", "2025-02-30"],
    ["show", "a", "--policies", "nowhere"],
    ["show", "a", "--policies", "good.json"],
    ["show", "a", "--policies", "folder.json"],
    ["show", "caf\udce9"],
    ["compare", "a"],
    ["compare", "a", "zzz"],
    ["compare", "a", "b", "--only", "loose"],
    ["compare", "a", "b", "--only", "loosened;kept"],
    ["compare", "a", "b", "--fail-on", "changed"],
    ["compare", "a", "b", "--format", "html"],
    ["report", "a"],
    ["report", "a", "b", "-o", "good.json/x.html"],
    ["report", "a", "b", "-o", "n" * 300 + ".html"],
    ["check", "--texts", "nowhere"],
    ["check", "--texts", "good.json"],
    ["check", "--policies", "nowhere"],
    ["history", "a"],
    ["history", "good.json"],
    ["history", "zzz"],
    ["schema", "snapshots"],
]


@pytest.mark.parametrize("words", BAD_WORDS, ids=lambda words: " ".join(words)[:40])
def test_bad_words_are_told_without_traceback(
    call: Call, tmp_path: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    policies_folder(tmp_path)
    (tmp_path / "good.json").write_text(OLD)
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "folder.html").mkdir()
    before = sorted(path.name for path in tmp_path.rglob("*"))
    code, out, err = call(*words)
    assert (code, out) == (2, "")
    assert err
    assert "Traceback" not in err
    assert before == sorted(path.name for path in tmp_path.rglob("*"))


def test_a_bad_record_is_told_by_every_command(call: Call, tmp_path: Path) -> None:
    policies_folder(tmp_path, {"p/sources.yaml": "sources: [\n"})
    for words in (["list"], ["show", "a"], ["compare", "a", "b"], ["report"], ["check"]):
        code, out, err = call(*words)
        assert (code, out) == (2, "")
        assert err.startswith("policies/p/sources.yaml:2:1: not readable as YAML or JSON: ")


def test_a_file_needs_no_policies(call: Call, two: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "policies", ignore_errors=True)
    assert call("compare", *two, "--policies", "nowhere")[0] == 0
