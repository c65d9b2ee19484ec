"""A report verified from its own file: it holds as written, and no tampering goes unseen."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import policies_folder, run
from exporter_samples import Reader, hostile, long, sample

from mtcr_tracker import __version__
from mtcr_tracker.errors import UserError
from mtcr_tracker.exporters import html
from mtcr_tracker.exporters.index import index
from mtcr_tracker.exporters.seal import hashes, seal
from mtcr_tracker.model import Comparison, Dossier, Verdict
from mtcr_tracker.verify import verify

KEPT: Verdict = "kept"
REPORTS = Path(__file__).parent.parent / "reports"
ONLY_KEPT = html(*sample(), only=(KEPT,))


def wrong(page: str, **more: Any) -> list[str]:
    """All that is wrong."""
    return [what for check in verify(page, **more) for what in check.wrong]


@pytest.mark.parametrize("made", [sample, hostile, lambda: (long(1_500, 3), Dossier())])
def test_a_report_holds_as_written(made: Any) -> None:
    comparison, dossier = made()
    page = html(comparison, dossier)
    assert wrong(page, against=(comparison.old, comparison.new)) == []
    checks = verify(page)
    assert len(checks) == 7
    assert not [check.skipped for check in checks if check.skipped]


@pytest.mark.parametrize(
    ("found", "instead", "told"),
    [
        # a word of a redline, in the data
        (r'"words":"weapons of mass destruction"', '"words":"weapons"', "the old text is another"),
        # a clause that did not change, in the data
        (r"(national) legislation(\.\",|\.\"\])", r"\1 law\2", "text is another"),
        (r'"counts":\{"changes":5', '"counts":{"changes":6', "changes: 6 told, 5 counted"),
        (r'"disputed":1', '"disputed":0', "disputed"),
        (r'"verdict":"disputed"', '"verdict":"kept"', "verdicts: {"),
        (r'"order":\[\[1,2\]', '"order":[2,1', "the old text is another"),
        (r'"words":"case-by-case review"', '"words":"review"', "is not there"),
        # what the page shows
        (r"</span>Guidelines are<", "</span>Guidelines were<", "the old words shown are others"),
        (r'data-verdict="kept"', 'data-verdict="loosened"', "change 2: shown is “"),
        (r'data-count="kept">2<', 'data-count="kept">3<', "summary: shown is “3”, by the data “2”"),
        (
            'd, 2 are kept([^"]*)</p>',
            r"d, 3 are kept\1</p>",
            "3 are kept (1 of them word for word) and”, by the data “rovisions compared, 2",
        ),
        (r"<h1><bdi>The new", "<h1><bdi>A new", "shown is “A new text”, by the data “The new"),
        ("Only wording without", "More than wording without", "change 2: shown is “More"),
        ("the editors, Nov", "the readers, Nov", "change 1: shown is “the readers, Nov"),
        ("Kept .high confidence.", "Kept (low confidence)", "change 1: shown is “Kept (low"),
        ("Silence is not repeal.</p>", "Silence is repeal.</p>", "change 1: shown is “"),
        ('kept">Kept', 'kept">Loosened', "change 2: shown is “Loosened”, by the data “Kept”"),
        ("rests on: reprint", "rests on: official text", "change 1: shown is “"),
        (
            "35 countries.</bdi></p></blockquote>",
            "36 countries.</bdi></p></blockquote>",
            "change 3",
        ),
        ("Earlier text: Paragraphs 3", "Earlier text: Paragraphs 4", "method: shown is “"),
        # what it shows beside the comparison
        ("No reg", "A reg", "summary"),
        ("How the regime is", "How a regime is", "head"),
        ("mtcr.info/guidelines", "mtcr.example/guidelines", "changes"),
        ("Made with mtcr-tracker", "Made by hand", "footer"),
    ],
)
def test_tampering_is_seen(found: str, instead: str, told: str) -> None:
    page, number = re.subn(found, instead, html(*sample()), count=1)
    assert number == 1
    assert any(told in each for each in wrong(page)), wrong(page)


LONG = long(330, 5)
"""Long enough that most of its changes are folded."""


@pytest.mark.parametrize("made", [sample(), (LONG, Dossier())], ids=["sample", "long"])
def test_any_word_shown_is_held_against_the_data(made: tuple[Comparison, Dossier]) -> None:
    """Each of many words, wherever it stands outside what the record says beside the comparison:
    changed alone it is found, without help from the seal; in the rows of a long report, where the
    words of both texts stand once, by the texts' hashes."""
    page = html(*made)
    places = list(words_of(page))
    assert len(places) > 300
    for at in places[:: len(places) // 60]:
        altered = page[:at] + re.sub(r"\A\w+", "Xyzzy", page[at:])
        found = unsealed(altered)
        assert any("Xyzzy" in each or "text is another" in each for each in found), page[at:][:40]


def words_of(page: str) -> Iterator[int]:
    """Where each word of the page begins, but for what comes from the record beside."""
    hidden = ["style", "script", "data-record"]
    lines = [0, *(found.end() for found in re.finditer("\n", page))]

    class Words(Reader):
        """Notes the places of words."""

        def handle_data(self, data: str) -> None:
            line, column = self.getpos()
            at = lines[line - 1] + column
            if not [n for n in self.path for h in hidden if n.tag == h or h in n.attributes]:
                raw = page[at:].partition("<")[0]
                found.extend(at + w.start() for w in re.finditer(r"(?<![&#;\w])\w+", raw))

    found: list[int] = []
    reader = Words()
    reader.feed(page)
    reader.close()
    return iter(found)


def unsealed(page: str) -> list[str]:
    """All that is wrong, but for what the seal says."""
    return [what for check in verify(page) if "as it was written" not in check.what
            for what in check.wrong]  # fmt: skip


def test_the_seal() -> None:
    """It is of the page, whatever the line ends; a page without one, or with another, is told."""
    page = html(*sample())
    assert wrong(page.replace("\n", "\r\n")) == []
    bare = re.sub('<script type="application/json" id="seal">.*?</script>\n', "", page)
    assert wrong(bare) == ["there is no seal"]
    assert hashes(bare) == hashes(page) == seal(page)
    assert "a" * 64 not in page


def test_the_seal_sees_any_letter() -> None:
    """Wherever it stands: in what the record says beside the comparison, in style, script, data."""
    page = html(*sample())
    told = seal(page) or {}
    parts = set()
    for at in range(50, page.index('<script type="application/json" id="seal">'), 307):
        altered = f"{page[:at]}\u2042{page[at + 1 :]}"
        found = [name for name, digest in hashes(altered).items() if told.get(name) != digest]
        assert found, page[at - 20 : at + 20]
        parts.update(found)
    assert {"head", "summary", "changes", "events", "method", "comparison"} <= parts


def test_a_page_of_another_version_is_not_held_against_this_one_s_wording() -> None:
    """Its data and its marks are, and it is said."""
    page = html(*sample()).replace(f"mtcr-tracker {__version__}", "mtcr-tracker 0.0.1")
    skipped = [check.skipped for check in verify(page) if check.skipped]
    assert skipped == [f"written by mtcr-tracker 0.0.1; this is {__version__}"]
    assert unsealed(page) == []


@pytest.mark.parametrize("spoiled", [r'"changes":\[\{', r'"spans":', '"order":', '"sha256":'])
def test_data_that_a_hand_has_spoiled(spoiled: str) -> None:
    """No trace of the program's own."""
    page = re.sub(spoiled, lambda found: found[0].replace('":', '0":'), html(*sample()), count=1)
    with pytest.raises(UserError, match=r"there is no comparison|cannot be read"):
        verify(page)


@pytest.mark.parametrize("path", sorted(REPORTS.glob("*/*.html")), ids=lambda path: path.name)
def test_every_committed_report_holds(path: Path) -> None:
    checks = verify(path.read_text("utf-8"))
    assert [check for check in checks if check.wrong or check.skipped] == []


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
    assert (done.returncode, done.stdout.count("holds: ")) == (0, 8)
    done = run("verify", "x.html", "--against", "b", "a", cwd=tmp_path)
    assert (done.returncode, done.stdout.count("FAILS: ")) == (1, 1)
    assert run("verify", "missing.html", cwd=tmp_path).returncode == 2
