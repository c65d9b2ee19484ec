"""The rows of a long report: every word once, verified from them, and no tampering goes unseen."""

import re
from typing import Any

import pytest
from exporter_samples import hostile, long, read, sample

from mtcr_tracker.exporters import arrange, html
from mtcr_tracker.exporters.view import visible
from mtcr_tracker.model import Dossier, Verdict
from mtcr_tracker.verify import verify


@pytest.fixture(autouse=True)
def as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every report is long, and writes out one change of a kind."""
    monkeypatch.setattr(arrange, "LONG", -1)
    monkeypatch.setattr(arrange, "OPEN", 1)


def wrong(page: str, **more: Any) -> list[str]:
    """All that is wrong."""
    return [what for check in verify(page, **more) for what in check.wrong]


@pytest.mark.parametrize("made", [sample, hostile, lambda: (long(400, 3), Dossier())])
def test_a_row_is_a_line_and_the_words_read_back(made: Any) -> None:
    """Law 1, code point for code point; whatever a text holds, nothing else ends a row."""
    comparison, dossier = made()
    page = html(comparison, dossier)
    assert wrong(page, against=(comparison.old, comparison.new)) == []
    stacks = re.findall(r"<noscript data-rows><ol class=\"rows\">\n(.*?)\n</ol>", page, re.S)
    lines = [line for stack in stacks for line in stack.split("\n")]
    assert len(lines) == len(comparison.changes)
    assert all(re.fullmatch("<li.*</li>", line) for line in lines)


def test_unchanged_words_stand_once() -> None:
    """In their row, and not in the data beside it."""
    comparison = long(20)
    page = html(comparison, Dossier())
    assert all(page.count(change.new_text) == 1 for change in comparison.changes[:9])


@pytest.mark.parametrize(
    ("found", "instead", "told"),
    [
        (r"\[weapons of mass destruction\]", "[weapons]", "the old text is another"),
        (r"<ins>WMD</ins>", "<ins>them</ins>", "the new text is another"),
        (r"national legislation\.</q>", "national law.</q>", "text is another"),
        (r"<b>Kept</b>", "<b>Loosened</b>", "full: shown is “Loosened”, by the data “Kept”"),
        (r"<li id=\"same\">.*?</li>\n", "", "text is another"),
    ],
)  # fmt: skip
def test_tampering_is_seen(found: str, instead: str, told: str) -> None:
    page, number = re.subn(found, instead, html(*sample()), count=1)
    assert number == 1
    assert any(told in each for each in wrong(page)), wrong(page)


def test_a_report_of_some_verdicts_shows_their_words_as_they_stand() -> None:
    """It holds no data for a script, so nothing is left to one."""
    kept: Verdict = "kept"
    comparison, dossier = sample()
    page = read(html(comparison, dossier, only=(kept,)))
    assert not page.find("noscript")
    told = {node.text() for node in page.find("q")}
    for change in comparison.changes:
        if change.verdict == "kept" and change.number != 2:
            assert visible(change.new_text) in told
