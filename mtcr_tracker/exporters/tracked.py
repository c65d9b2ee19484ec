"""Tracked changes as Word writes them: insertions, deletions, moves, paragraph marks, table rows.

The markup is that of ECMA-376 part 1, section 17.13.5 (revisions); python-docx has none of its own.
A run in a deletion has its words in `w:delText`; a paragraph that comes or goes whole has its mark
inserted or deleted too, or rejecting would leave an empty one; a move is a pair of containers,
each between a start and an end of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

from mtcr_tracker.exporters import view
from mtcr_tracker.model import Edit

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

Container = Literal["ins", "del", "moveFrom", "moveTo"]
_CONTAINER: dict[str, Container] = {"insert": "ins", "delete": "del"}


@dataclass(frozen=True)
class Pen:
    """Who writes and when, with a number for each revision."""

    author: str
    date: str
    """ISO 8601, to the second; empty where none is known."""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def element(self, tag: str, **more: str) -> BaseOxmlElement:
        """A revision's element, with its own number, the author and the date."""
        values = {"w:id": str(next(self.numbers)), "w:author": self.author}
        if self.date:
            values["w:date"] = self.date
        return element(tag, **values, **{f"w:{key}": value for key, value in more.items()})


def element(name: str, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    """An element by its prefixed name, such as ``w:ins``."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: BaseOxmlElement = OxmlElement(
        name, attrs={qn(key): value for key, value in attributes.items()}
    )
    for child in children:
        made.append(child)
    return made


def lines(edits: Sequence[Edit]) -> list[list[Edit]]:
    """The edits cut at line feeds; each line but the last ends with the edit of its line feed."""
    made: list[list[Edit]] = [[]]
    for edit in edits:
        for words in re.findall(r"[^\n]+|\n", edit.words):
            made[-1].append(Edit(edit.op, words))
            if words == "\n":
                made.append([])
    return made


def write(paragraph: Any, edits: Sequence[Edit], pen: Pen, whole: str = "") -> None:
    """Writes one line of edits into a paragraph. `whole` names the container of the paragraph's
    own mark, where the paragraph comes or goes with its words."""
    for edit in edits:
        container = _CONTAINER.get(edit.op)
        if edit.words == "\n":
            if container:
                mark(paragraph, container, pen)
        elif container:
            holder = pen.element(f"w:{container}")
            holder.append(run(edit.words, deleted=container == "del"))
            paragraph.append(holder)
        else:
            paragraph.append(run(edit.words))
    if whole:
        mark(paragraph, whole, pen)


def move(paragraph: Any, words: str, container: Container, name: str, pen: Pen) -> None:
    """Writes words that moved as a whole, at the place they left or at the one they came to."""
    start = pen.element(f"w:{container}RangeStart", name=name)
    end = element(f"w:{container}RangeEnd", **{"w:id": start.get(_name("w:id")) or ""})
    holder = pen.element(f"w:{container}")
    holder.append(run(words))
    paragraph.append(holder)
    mark(paragraph, container, pen)
    paragraph.addprevious(start)
    paragraph.addnext(end)


def mark(paragraph: Any, container: str, pen: Pen) -> None:
    """Tracks the paragraph's own mark."""
    properties = paragraph.get_or_add_pPr()
    properties.append(element("w:rPr", pen.element(f"w:{container}")))


def together(table_row: Any, *, head: bool = False) -> None:
    """Keeps a table row on one page; a head is repeated on each page of its table."""
    properties = table_row.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if head:
        properties.append(element("w:tblHeader"))


def row(table_row: Any, container: Container, pen: Pen) -> None:
    """Tracks a table row that comes or goes whole, with the words of its cells."""
    properties = table_row.get_or_add_trPr()
    properties.append(pen.element(f"w:{container}"))
    for paragraph in table_row.iter(_name("w:p")):
        for words in paragraph.findall(_name("w:r")):
            holder = pen.element(f"w:{container}")
            words.addprevious(holder)
            holder.append(words)
            if container == "del":
                for text in words.findall(_name("w:t")):
                    text.tag = _name("w:delText")


def run(words: str, *, deleted: bool = False) -> BaseOxmlElement:
    """A run of words; white space is kept, a tab is a tab."""
    made = element("w:r")
    for part in re.findall(r"[^\t]+|\t", view.visible(words)):
        if part == "\t":
            made.append(element("w:tab"))
            continue
        text = element("w:delText" if deleted else "w:t", **{"xml:space": "preserve"})
        text.text = part
        made.append(text)
    return made


def _name(prefixed: str) -> str:
    from docx.oxml.ns import qn

    return qn(prefixed)
