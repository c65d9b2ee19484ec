"""A report verified from its own file: it holds as written, and no tampering goes unseen."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import policies_folder, run
from exporter_samples import hostile, long, sample

from mtcr_tracker.errors import UserError
from mtcr_tracker.exporters import html
from mtcr_tracker.exporters.index import index
from mtcr_tracker.model import Dossier, Verdict
from mtcr_tracker.verify import verify

KEPT: Verdict = "kept"
ONLY_KEPT = html(*sample(), only=(KEPT,))


def wrong(page: str, **more: Any) -> list[str]:
    """All that is wrong."""
    return [what for check in verify(page, **more) for what in check.wrong]


@pytest.mark.parametrize("made", [sample, hostile, lambda: (long(1_500, 3), Dossier())])
def test_a_report_holds_as_written(made: Any) -> None:
    comparison, dossier = made()
    page = html(comparison, dossier)
    assert wrong(page, against=(comparison.old, comparison.new)) == []
    assert len(verify(page)) == 5


@pytest.mark.parametrize(
    ("found", "instead", "told"),
    [
        # a word of a redline, in the data
        (r'"words":"weapons of mass destruction"', '"words":"weapons"', "the old text is another"),
        # a clause that did not change, in the data
        (r"(national) legislation(\.\",|\.\"\])", r"\1 law\2", "text is another"),
        (r'"counts":\{"changes":5', '"counts":{"changes":6', "changes: 6 told, 5 counted"),
        (r'"disputed":1', '"disputed":0', "disputed"),
        (r'"verdict":"disputed"', '"verdict":"kept"', "change 1: shown as disputed"),
        (r'"order":\[\[1,2\]', '"order":[2,1', "the old text is another"),
        (r'"words":"case-by-case review"', '"words":"review"', "is not there"),
        # what the page shows
        (r"</span>Guidelines are<", "</span>Guidelines were<", "the old words shown are others"),
        (r'data-verdict="kept"', 'data-verdict="loosened"', "change 2: shown as loosened"),
        (r'data-count="kept">2<', 'data-count="kept">3<', "kept: 3 shown, 2 in the data"),
    ],
)
def test_tampering_is_seen(found: str, instead: str, told: str) -> None:
    page, number = re.subn(found, instead, html(*sample()), count=1)
    assert number == 1
    assert any(told in each for each in wrong(page)), wrong(page)


def test_other_texts_are_not_the_snapshots_own() -> None:
    comparison, dossier = sample()
    other = replace(comparison.new, clauses=comparison.new.clauses[:-1])
    assert wrong(html(comparison, dossier), against=(comparison.old, other)) == [
        "new text: not that of nsm-2025"
    ]


@pytest.mark.parametrize("page", ["", "no page", index([]), ONLY_KEPT])
def test_a_page_without_a_comparison(page: str) -> None:
    with pytest.raises(UserError, match="there is no comparison in the file"):
        verify(page)


def test_the_command(tmp_path: Path) -> None:
    """Exit code 0 where all holds, 1 where not, 2 where the file is no report."""
    policies_folder(tmp_path)
    assert run("report", "a", "b", "-o", "x.html", cwd=tmp_path).returncode == 0
    done = run("verify", "x.html", "--against", "a", "b", cwd=tmp_path)
    assert (done.returncode, done.stdout.count("holds: ")) == (0, 6)
    done = run("verify", "x.html", "--against", "b", "a", cwd=tmp_path)
    assert (done.returncode, done.stdout.count("FAILS: ")) == (1, 1)
    assert run("verify", "missing.html", cwd=tmp_path).returncode == 2
