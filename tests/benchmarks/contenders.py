"""What is compared: us and each peer that is installed, in one form.

A contender takes two texts and gives the old and the new text that its output holds, how many
runs of change it shows, and how many words it marks as changed.
"""

import difflib
import importlib.util
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtcr_tracker.redline import readable, redline

WORD = re.compile(r"\w+|[^\w\s]|\s+")
SPACED = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
"""Words with the white space behind them. As a token of its own white space makes difflib cubic."""

SMALL = frozenset(
    "a an and any as at be by for from if in into is it its may must no not of on or shall such "  # noqa: SIM905  # a list of words reads best as words
    "that the these this those to which who will with".split()
)

Edits = list[tuple[str, str]]
"""Keep, delete or insert, and the words."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to redline two texts."""

    name: str
    package: str
    run: Callable[[str, str], Any]
    edits: Callable[[Any, str, str], Edits] | None
    """Its output as edits; None where it cannot be read back as such."""


def installed() -> list[Contender]:
    """Us first, then every peer that is there."""
    every = [
        Contender("ours, both layers", "mtcr_tracker", _ours, _same),
        Contender("ours, edits alone", "mtcr_tracker", redline, _same),
        Contender("difflib, words", "difflib", _difflib, _difflib_edits),
        Contender("redlines", "redlines", _redlines, _redlines_edits),
        Contender("lxml.html.diff", "lxml", _lxml, _marked),
        Contender("htmldiff2", "htmldiff2", _htmldiff2, _marked),
        Contender("xmldiff", "xmldiff", _xmldiff, None),
        Contender("diff-match-patch", "diff_match_patch", _dmp, _dmp_edits),
    ]
    found = [c for c in every if importlib.util.find_spec(c.package)]
    for name, run, read in (
        ("git diff --word-diff", _git, _git_edits),
        ("wdiff", _wdiff, _git_edits),
    ):
        if shutil.which(name.split()[0]):
            found.append(Contender(name, name.split()[0], run, read))
    return found


def _same(found: Sequence[tuple[str, str]], old: str, new: str) -> Edits:
    return [(edit[0], edit[1]) for edit in found]


def _ours(old: str, new: str) -> Any:
    return readable(redline(old, new))


def _difflib(old: str, new: str) -> Any:
    one, other = SPACED.findall(old), SPACED.findall(new)
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return one, other, matcher.get_opcodes()


def _difflib_edits(found: Any, old: str, new: str) -> Edits:
    one, other, codes = found
    edits: Edits = []
    for tag, a, b, c, d in codes:
        if tag == "equal":
            edits.append(("keep", "".join(one[a:b])))
        else:
            edits += [("delete", "".join(one[a:b])), ("insert", "".join(other[c:d]))]
    return [edit for edit in edits if edit[1]]


def _redlines(old: str, new: str) -> Any:
    from redlines import Redlines

    return Redlines(old, new, markdown_style="none").output_markdown


def _redlines_edits(found: str, old: str, new: str) -> Edits:
    return _marked(found, old, new)


def _marked(found: str, old: str, new: str) -> Edits:
    """The <ins> and <del> of a piece of HTML."""
    from html import unescape

    edits: Edits = []
    for tag, marked, plain in re.findall(
        r"<(ins|del)\b[^>]*>(.*?)</\1>|([^<]+)|<[^>]*>", found, re.S
    ):
        op = {"ins": "insert", "del": "delete", "": "keep"}[tag]
        words = unescape(re.sub(r"<[^>]+>", "", marked or plain))
        edits += [(op, words)] if words else []
    return edits


def _lxml(old: str, new: str) -> Any:
    from html import escape

    from lxml.html.diff import htmldiff

    return htmldiff(escape(old), escape(new))


def _htmldiff2(old: str, new: str) -> Any:
    from html import escape

    from htmldiff2 import render_html_diff

    return render_html_diff(escape(old), escape(new), wrapper_element="p")


def _xmldiff(old: str, new: str) -> Any:
    from html import escape

    from xmldiff import formatting
    from xmldiff.main import diff_texts

    form = formatting.XMLFormatter(text_tags=("p",))
    paragraphs = ("".join(f"<p>{escape(line)}</p>" for line in t.split("\n")) for t in (old, new))
    one, other = (f"<body>{inner}</body>" for inner in paragraphs)
    return diff_texts(one, other, formatter=form)


def _dmp(old: str, new: str) -> Any:
    from diff_match_patch import diff_match_patch

    engine = diff_match_patch()
    found = engine.diff_main(old, new)
    engine.diff_cleanupSemantic(found)
    return found


def _dmp_edits(found: Any, old: str, new: str) -> Edits:
    return [({0: "keep", -1: "delete", 1: "insert"}[op], words) for op, words in found]


def _outside(command: Sequence[str], old: str, new: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder, "old"), Path(folder, "new")
        one.write_text(old + "\n", "utf-8")
        other.write_text(new + "\n", "utf-8")
        done = subprocess.run(
            [*command, str(one), str(other)], capture_output=True, check=False, text=True
        )
    return done.stdout


def _git(old: str, new: str) -> str:
    options = ["--word-diff=plain", "--no-index", "-U1000000", "--no-color"]
    shown = _outside(["git", "diff", *options], old, new)
    return shown.partition("@@\n")[2]


def _wdiff(old: str, new: str) -> str:
    return _outside(["wdiff"], old, new)


def _git_edits(found: str, old: str, new: str) -> Edits:
    edits: Edits = []
    for gone, come, kept in re.findall(
        r"\[-(.*?)-\]|\{\+(.*?)\+\}|((?:(?!\[-|\{\+).)+)", found, re.S
    ):
        edits.append(("delete", gone) if gone else ("insert", come) if come else ("keep", kept))
    return edits
