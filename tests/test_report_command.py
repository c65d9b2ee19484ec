"""`mtcr-tracker report` as a user types it: formats, places, and the browser."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import environment, policies_folder, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small policy in it."""
    policies_folder(tmp_path)
    return tmp_path


def test_several_formats_into_a_folder(folder: Path) -> None:
    done = run("report", "a", "b", "--format", "html,docx,csv", "-o", "out", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert sorted(p.relative_to(folder / "out").as_posix() for p in folder.glob("out/**/*.*")) == [
        "index.html", "p/a..b.csv", "p/a..b.docx", "p/a..b.html",
    ]  # fmt: skip
    index = (folder / "out/index.html").read_text("utf-8")
    assert 'href="p/a..b.docx"' in index


def test_a_file_or_standard_output(folder: Path) -> None:
    assert run("report", "a", "b", "-o", "x.docx", cwd=folder).returncode == 0
    done = subprocess.run(
        [sys.executable, "-m", "mtcr_tracker", "report", "a", "b", "--format", "docx", "-o", "-"],
        cwd=folder, env=environment(), capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout == (folder / "x.docx").read_bytes()
    assert done.stdout.startswith(b"PK")


def test_more_than_two_snapshots(folder: Path) -> None:
    done = run("report", "a", "b", "c", "-o", "out", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "out/p/a..b..c.html").is_file()


def test_open_shows_the_page_in_the_browser(folder: Path) -> None:
    """The browser that the environment names is given the file's address."""
    browser = folder / "browser"
    browser.write_text('#!/bin/sh\nprintf %s "$1" > opened\n', "utf-8")
    browser.chmod(0o755)
    env = {"BROWSER": f"{browser} %s"}
    done = run("report", "a", "b", "-o", "x.html", "--open", cwd=folder, env=env)
    assert done.returncode == 0, done.stderr
    assert (folder / "opened").read_text("utf-8") == (folder / "x.html").as_uri()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-o", "x.csv", "--open"), "no HTML report is written"),
        (("-o", "x.html", "--format", "html,csv"), "one file has one format"),
        (("--format", "pdf"), '"pdf" is no format'),
    ],
)
def test_what_must_be_mended(folder: Path, words: tuple[str, ...], told: str) -> None:
    done = run("report", "a", "b", *words, cwd=folder)
    assert done.returncode == 2
    assert told in done.stderr
    assert not list(folder.glob("x.*"))


def test_all_forms_of_the_main_comparison_are_kept_up(folder: Path) -> None:
    """Without names: every text form of the main one; --check tells when one is out of date."""
    assert run("report", cwd=folder).returncode == 0
    names = sorted(path.name for path in (folder / "reports/p").iterdir())
    assert names == ["a..b.csv", "a..b.html", "a..b.json", "a..b.md", "a..b.txt"]
    assert run("report", "--check", cwd=folder).returncode == 0
    (folder / "reports/p/a..b.md").write_text("x", "utf-8")
    done = run("report", "--check", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "reports/p/a..b.md\n")
