"""What the rows of a long report say, where alone its words stand, taken up into its data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_OPS = {"del": "delete", "ins": "insert"}
_COLUMNS = 9
"""Of a row of `same`, see `exporters.block`."""


@dataclass
class Row:
    """A clause of a long report as it is shown: its name, and its words with their marks."""

    name: str = ""
    pieces: list[tuple[str, str]] = field(default_factory=list)
    """Tag and words of each mark; no tag where both texts have the words."""

    def redline(self, silent: bool) -> list[dict[str, str]]:
        """The edits that it shows; of a clause with no later counterpart the words stand bare."""
        made = []
        for tag, words in self.pieces:
            if tag == "del":  # omitted matter stands in brackets, and white space behind them
                words = "".join(words.removeprefix("[").rpartition("]")[::2])
            op = _OPS.get(tag, "delete" if silent else "keep")
            made.append({"op": op, "words": words})
        return made


class Rows:
    """Takes up the rows as a reader comes by them."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def start(self, path: Sequence[tuple[str, Mapping[str, str | None]]]) -> None:
        """An element begins, the last of the path."""
        match _below(path):
            case ["ol", "li"]:
                self.rows.append(Row())
            case ["ol", "li", "q", ("del" | "ins") as tag]:
                self.rows[-1].pieces.append((tag, ""))

    def words(self, path: Sequence[tuple[str, Mapping[str, str | None]]], words: str) -> None:
        """Words stand in the last element of the path."""
        match _below(path):
            case ["ol", "li", "p"] | ["ol", "li", "p", "a"] if not self.rows[-1].pieces:
                self.rows[-1].name += words
            case ["ol", "li", "q", *inner]:
                tag = inner[0] if inner and inner[0] in _OPS else ""
                pieces = self.rows[-1].pieces
                last, told = pieces.pop() if pieces and pieces[-1][0] == tag else (tag, "")
                pieces.append((last, told + words))


def _below(path: Sequence[tuple[str, Mapping[str, str | None]]]) -> list[str]:
    """The elements from the list of rows down; none elsewhere."""
    at = next((n for n, (_, values) in enumerate(path) if "data-rows" in values), len(path))
    return [tag for tag, _ in path[at + 1 :]]


def filled(data: dict[str, Any], rows: Sequence[Row]) -> dict[str, Any]:
    """The data with the words that stand in rows alone; the n-th row is that of change n."""
    shown = dict(enumerate(rows, start=1))
    same = [_same(row, shown.get(row[0])) for row in data.get("same", ())]
    changes = [_change(change, shown.get(change["number"])) for change in data["changes"]]
    return {**data, "same": same, "changes": changes}


def _same(row: Sequence[Any], shown: Row | None) -> list[Any]:
    usual = ["", 0, "", "", "", "", [], "", ""]
    if shown and len(row) < _COLUMNS:
        usual[7] = shown.name.removeprefix(f"{row[0]}. ")
        usual[8] = "".join(edit["words"] for edit in shown.redline(silent=False))
    return [*row, *usual[len(row) :]]


def _change(change: dict[str, Any], shown: Row | None) -> dict[str, Any]:
    if shown is None or "redline" in change:
        return change
    return {**change, "redline": shown.redline(silent=not change.get("new"))}
