"""What a page shows, held against the page that its own data make when they are written again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import zip_longest
from typing import Any

from mtcr_tracker.exporters.html import report
from mtcr_tracker.exporters.view import visible
from mtcr_tracker.model import Comparison, Dossier, Side
from mtcr_tracker.verify.check import SIDES, Data, side_of
from mtcr_tracker.verify.rows import Rows, filled

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
_MUTE = frozenset({"script", "style"})
_EXCERPT = 60


@dataclass
class Shown:
    """What a page shows, and the data inside."""

    data: dict[str, Any] | None = None
    generator: str = ""
    """What says that it wrote the page."""
    redlines: dict[int, dict[Side, str]] = field(default_factory=dict)
    """What accepting and rejecting the marks on the page gives, by the change's number."""
    told: dict[str, list[str]] = field(default_factory=dict)
    """By place, in order: tags and words, but for those that come from the record beside the
    comparison (in elements with `data-record`)."""


def read(page: str) -> Shown:
    """Reads a page. Raises ValueError where a data block is no JSON."""
    reader = _Reader()
    reader.feed(page.replace("\r\n", "\n"))
    reader.close()
    data = next((json.loads(text) for text in reader.blocks if text), None)
    if isinstance(data, dict) and "changes" in data:
        reader.shown.data = filled(data, reader.rows.rows)
    return reader.shown


def redlines(shown: Shown, data: Data) -> Iterator[str]:
    """Where the marks on the page do not give the words of the data."""
    changes = {change["number"]: change for change in data["changes"]}
    for number, words in shown.redlines.items():
        if number not in changes:
            yield f"change {number}: not in the data"
            continue
        for side in SIDES:
            if words[side] != visible(side_of(changes[number], side)):
                yield f"change {number}: the {side} words shown are others"


def differences(shown: Shown, comparison: Comparison) -> Iterator[str]:
    """Where the page shows something other than the comparison's own page would."""
    made = read(report(comparison, Dossier())).told
    for place in dict.fromkeys((*made, *shown.told)):
        for here, there in zip_longest(
            shown.told.get(place, ()), made.get(place, ()), fillvalue=""
        ):
            if here != there:
                shown_, meant = _excerpt(here, there), _excerpt(there, here)
                yield f"{place}: shown is {shown_}, by the data {meant}"
                break


def _excerpt(words: str, other: str) -> str:
    """Some of the words around the first place where they are not the other's."""
    alike = next((at for at, (a, b) in enumerate(zip(words, other, strict=False)) if a != b), -1)
    start = max(0, (alike if alike >= 0 else min(len(words), len(other))) - _EXCERPT // 3)
    cut = visible(words[start : start + _EXCERPT])
    return f"“{cut}”" if cut.strip() else "nothing"


class _Reader(HTMLParser):
    """Reads a page element by element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = Shown()
        self.blocks: list[str] = []
        self.rows = Rows()
        self.path: list[tuple[str, Mapping[str, str | None]]] = []
        self.places = ["the page"]
        self.change = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Notes where the reader stands."""
        values = dict(attrs)
        if tag == "meta" and values.get("name") == "generator":
            self.shown.generator = values.get("content") or ""
        place = self.places[-1]
        if "data-change" in values:
            self.change = int(values["data-change"] or 0)
            place = f"change {self.change}"
        elif (values.get("aria-labelledby") or "").startswith("section-"):
            place = (values["aria-labelledby"] or "").removeprefix("section-")
        if tag not in _VOID:
            self.path.append((tag, values))
            self.places.append(place)
            self.rows.start(self.path)
        if tag == "article":
            self.shown.redlines[self.change] = {"old": "", "new": ""}
        if tag == "script" and values.get("type") == "application/json":
            self.blocks.append("")
        self._tell(place, f"<{' '.join([tag, *(f'{k}={v}' for k, v in attrs)])}>", values)

    def handle_endtag(self, tag: str) -> None:
        """Leaves the element."""
        while self.path:
            self.places.pop()
            if self.path.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        """Takes up words, and the data blocks."""
        tag, values = self.path[-1] if self.path else ("", {})
        if tag in _MUTE:
            if values.get("type") == "application/json":
                self.blocks[-1] += data
            return
        self.rows.words(self.path, data)
        self._tell(self.places[-1], data, {})
        if any("data-redline" in inner for _, inner in self.path):
            self._words(data)

    def _tell(self, place: str, words: str, values: Mapping[str, str | None]) -> None:
        beside = "data-record" in values or any("data-record" in inner for _, inner in self.path)
        if words.strip() and not beside and not (self.path and self.path[-1][0] in _MUTE):
            self.shown.told.setdefault(place, []).append(" ".join(words.split()))

    def _words(self, words: str) -> None:
        tags = {tag for tag, _ in self.path}
        if any("vh" in (inner.get("class") or "").split() for _, inner in self.path):
            return
        sides = self.shown.redlines[self.change]
        if "ins" not in tags:
            sides["old"] += words
        if "del" not in tags:
            sides["new"] += words
