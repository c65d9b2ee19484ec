"""Verify a report from its own file: that what it shows and counts is what its data say."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from mtcr_tracker.errors import mend
from mtcr_tracker.exporters.data import text_hash
from mtcr_tracker.exporters.view import visible
from mtcr_tracker.model import KINDS, VERDICTS, Side, Snapshot

Data = Mapping[str, Any]
SIDES: tuple[Side, ...] = ("old", "new")
_OTHER = {"old": "insert", "new": "delete"}
_SILENT = frozenset({"not restated", "still stands"})


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and what is wrong with it."""

    what: str
    wrong: tuple[str, ...] = ()
    """Empty where it holds."""


def verify(page: str, against: tuple[Snapshot, Snapshot] | None = None) -> list[Check]:
    """Every check of a report, given as the text of its HTML file; with `against`, also that its
    texts are those of two snapshots. Raises UserError for a page that holds no comparison."""
    shown = _read(page)
    if shown.data is None:
        remedy = "name an HTML report that `mtcr-tracker report` wrote, of all its changes"
        raise mend("there is no comparison in the file", remedy)
    data = shown.data
    checks = [
        Check("the redlines give the texts whose hashes the report names", _texts(data)),
        Check("every clause stands in exactly one change", _conservation(data)),
        Check("the words that signals rest on stand in the texts", _evidence(data)),
        Check("the counts are those of the rows", _counts(data)),
        Check("the page shows what the data say", _page(shown, data)),
    ]
    if against:
        wrong = tuple(
            f"{side} text: not that of {snapshot.label or snapshot.title or 'the file'}"
            for side, snapshot in zip(SIDES, against, strict=True)
            if text_hash(clause.text for clause in snapshot.clauses) != data[side]["sha256"]
        )
        checks.append(Check("the texts are the snapshots' own", wrong))
    return checks


# ---------------------------------------------------------------- the data


def _side(change: Data, side: Side) -> str:
    """What rejecting (old) or accepting (new) a change's redline gives."""
    edits = change.get("redline", ())
    return "".join(edit["words"] for edit in edits if edit["op"] != _OTHER[side])


def _clauses(data: Data, side: Side) -> dict[int, list[str]]:
    """The texts of the clauses on one side of each change, by its number."""
    found = {row[0]: [row[6]] for row in data["same"]}
    for change in data["changes"]:
        clauses = change.get(side, [])
        alone = [_side(change, side)]
        found[change["number"]] = (
            alone if len(clauses) == 1 else [c.get("text", "") for c in clauses]
        )
    return found


def _order(data: Data, side: Side) -> Iterator[int]:
    """The numbers of a side's changes, clause by clause."""
    for entry in data[side]["order"]:
        first, last = entry if isinstance(entry, list) else (entry, entry)
        yield from range(first, last + 1)


def _texts(data: Data) -> tuple[str, ...]:
    return tuple(_wrong_texts(data))


def _wrong_texts(data: Data) -> Iterator[str]:
    for side in SIDES:
        clauses = _clauses(data, side)
        for change in data["changes"]:
            if _side(change, side) != "\n".join(clauses[change["number"]]):
                yield f"change {change['number']}: its redline does not give its {side} clauses"
        left = {number: list(texts) for number, texts in clauses.items()}
        texts = [left[n].pop(0) for n in _order(data, side) if left.get(n)]
        if text_hash(texts) != data[side]["sha256"]:
            yield f"the {side} text is another than the one whose hash is named"


def _conservation(data: Data) -> tuple[str, ...]:
    wrong = []
    for side in SIDES:
        told = Counter(_order(data, side))
        there = {number: len(texts) for number, texts in _clauses(data, side).items()}
        numbers = sorted(n for n in {*told, *there} if told[n] != there.get(n, 0))
        wrong += [
            f"change {number}: its {side} clauses are not those of the text" for number in numbers
        ]
    numbers = sorted([*(row[0] for row in data["same"]), *(c["number"] for c in data["changes"])])
    if numbers != list(range(1, len(numbers) + 1)):
        wrong.append("the changes are not numbered 1, 2, 3 ...")
    return tuple(wrong)


def _evidence(data: Data) -> tuple[str, ...]:
    wrong = []
    for change in data["changes"]:
        for signal in change["machine"].get("signals", ()):
            for span in signal["spans"]:
                text = _side(change, span["side"])
                if text[span["start"] : span["end"]] != span["words"]:
                    wrong.append(f"change {change['number']}: “{span['words']}” is not there")
    return tuple(wrong)


def _counts(data: Data) -> tuple[str, ...]:
    rows = [
        *((row[2], row[1], row[7] if len(row) > 7 else ["identical"]) for row in data["same"]),
        *((c.get("verdict") or "", c.get("operative", True), c["kinds"]) for c in data["changes"]),
    ]
    compared = [row for row in rows if row[1] and _SILENT.isdisjoint(row[2])]
    verdicts = Counter(verdict or "no direction" for verdict, _, _ in compared)
    kinds = Counter(kind for _, _, kinds in rows for kind in kinds)
    counted = {
        "changes": len(rows),
        "kinds": {kind: kinds[kind] for kind in KINDS},
        "compared": len(compared),
        "verdicts": {verdict: verdicts[verdict] for verdict in ("no direction", *VERDICTS)},
        "not_compared": len(data["not_compared"]),
    }
    return tuple(
        f"{name}: {data['counts'].get(name)} told, {number} counted"
        for name, number in counted.items()
        if data["counts"].get(name) != number
    )


# ---------------------------------------------------------------- the page


@dataclass
class _Shown:
    """What a page shows of each change, and the data inside."""

    data: dict[str, Any] | None = None
    verdicts: dict[int, str] = field(default_factory=dict)
    redlines: dict[int, dict[Side, str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def _page(shown: _Shown, data: Data) -> tuple[str, ...]:
    changes = {change["number"]: change for change in data["changes"]}
    wrong = []
    for number, verdict in shown.verdicts.items():
        change = changes.get(number)
        if change is None:
            wrong.append(f"change {number}: not in the data")
            continue
        if verdict != (change.get("verdict") or "no direction"):
            wrong.append(f"change {number}: shown as {verdict}")
        words = shown.redlines[number]
        wrong += [
            f"change {number}: the {side} words shown are others"
            for side in SIDES
            if words[side] != visible(_side(change, side))
        ]
    told = {verdict: data["counts"]["verdicts"][verdict] for verdict in shown.counts}
    wrong += [
        f"{verdict}: {number} shown, {told[verdict]} in the data"
        for verdict, number in shown.counts.items()
        if told[verdict] != number
    ]
    return tuple(wrong)


def _read(page: str) -> _Shown:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    blocks = [json.loads(text) for text in reader.blocks if text]
    if blocks and isinstance(blocks[0], dict) and "changes" in blocks[0]:
        same = [*blocks[0].get("same", []), *(row for rows in blocks[1:] for row in rows)]
        reader.shown.data = {**blocks[0], "same": same}
    return reader.shown


class _Reader(HTMLParser):
    """Reads what a page shows of its changes, element by element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = _Shown()
        self.blocks: list[str] = []
        self.path: list[tuple[str, Mapping[str, str | None]]] = []
        self.change = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Notes where the reader stands."""
        values = dict(attrs)
        if tag in {"meta", "input", "br"}:
            return
        self.path.append((tag, values))
        if tag == "article" and "data-change" in values:
            self.change = int(values["data-change"] or 0)
            self.shown.verdicts[self.change] = values.get("data-verdict") or ""
            self.shown.redlines[self.change] = {"old": "", "new": ""}
        if tag == "script" and values.get("type") == "application/json":
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        """Leaves the element."""
        while self.path and self.path.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Takes up words of a redline, numbers of a count, and the data blocks."""
        tag, values = self.path[-1] if self.path else ("", {})
        if tag == "script" and values.get("type") == "application/json":
            self.blocks[-1] += data
        elif values.get("data-count"):
            self.shown.counts[values["data-count"] or ""] = int(data)
        elif any("data-redline" in inner for _, inner in self.path):
            self._words(data)

    def _words(self, words: str) -> None:
        tags = {tag for tag, _ in self.path}
        if any("vh" in (inner.get("class") or "").split() for _, inner in self.path):
            return
        for side, lacking in (("old", "ins"), ("new", "del")):
            if lacking not in tags:
                self.shown.redlines[self.change][side] += words  # type: ignore[index]
