"""Each form of two small comparisons against a file that a person can read.

To write them again after a change that is meant: python tests/test_exporters_golden.py
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from exporter_samples import sample, shifted
from test_exporters_word import W, part

from mtcr_tracker import __version__
from mtcr_tracker.exporters import EXPORTERS, SUFFIXES, document

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = {"sample": sample, "shifted": shifted}


def readable(name: str, form: str) -> str:
    """A sample in a form, as a person can read it: a page without its style, script and data, a
    Word document by its words with [-deleted-] and {+inserted+}."""
    written = document(form, *SAMPLES[name]())
    if form == "docx":
        return told(written)
    text = written.decode()
    if form == "html":
        text = re.sub(r"<(style|script)([^>]*)>.*?</\1>", r"<\1\2>...</\1>", text, flags=re.S)
        text = text.replace(f"mtcr-tracker {__version__}", "mtcr-tracker ...")
        return re.sub(r"sha256-[\w+/=]+", "sha256-...", text)
    return text.replace("\r\n", "\n")


def told(written: bytes) -> str:
    """A Word document paragraph by paragraph, with its marks and comments."""
    lines = []
    for paragraph in part(written).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = style.get(f"{W}val") if style is not None else "Normal"
        lines.append(f"{name}: {''.join(_marked(paragraph))}")
    lines.append("")
    for comment in part(written, "word/comments.xml"):
        said = (" ".join(p.itertext()) for p in comment.iter(f"{W}p"))
        lines.append(f"Comment {comment.get(f'{W}id')}: " + " / ".join(said))
    return "\n".join(lines) + "\n"


def _marked(paragraph: Element) -> Iterator[str]:
    around = {"ins": ("{+", "+}"), "del": ("[-", "-]")}
    around |= {"moveTo": ("{>", ">}"), "moveFrom": ("[<", "<]")}
    for child in paragraph:
        name = child.tag.removeprefix(W)
        opening, closing = around.get(name, ("", ""))
        words = "".join(
            node.text or "" for node in child.iter() if node.tag in (f"{W}t", f"{W}delText")
        )
        if words:
            yield f"{opening}{words}{closing}"


def path(name: str, form: str) -> Path:
    """Where the golden file of a form stands."""
    return GOLDEN / f"{name}{SUFFIXES[form]}{'.txt' if form == 'docx' else ''}"


EACH = [(name, form) for name in SAMPLES for form in sorted(EXPORTERS)]


@pytest.mark.parametrize(("name", "form"), EACH)
def test_a_sample_is_as_it_was_read(name: str, form: str) -> None:
    assert readable(name, form) == path(name, form).read_text("utf-8")


def test_every_golden_file_is_some_form_s() -> None:
    assert {found.name for found in GOLDEN.iterdir()} == {path(*each).name for each in EACH}


if __name__ == "__main__":
    for each in EACH:
        path(*each).write_text(readable(*each), "utf-8", newline="\n")
        print(path(*each).name, file=sys.stderr)
