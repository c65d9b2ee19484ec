"""The comparison as it stands inside a report, as small as it can be read back from.

It is the same JSON that `data` writes, and the same schema describes it, with less said twice:
what is empty is left out, a clause that is alone on its side has its text in the redline only, and
clauses with the same words on both sides are rows of a table. In a long report the words stand in
the rows of the page (`rows`), once, and here only where a page cannot show them as they are.
`verify` reads both.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from mtcr_tracker.exporters import rows, view
from mtcr_tracker.exporters.arrange import Groups
from mtcr_tracker.exporters.data import change_data, head
from mtcr_tracker.model import (
    Change,
    Comparison,
    Dossier,
    Side,
    Snapshot,
    Source,
    SourceId,
)

# what would end the element, what is no character of a page, what would upset an editor
_UNSAFE = re.compile("[<\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

SAME_ROW = (
    "number", "operative", "verdict", "old", "new", "clause's number", "kinds", "label", "text",
)  # fmt: skip
"""The columns of a row of `same`: "" for the new id where it is the old one; no kinds where it is
only identical; the last two only where they do not stand in the rows of the page."""


def block(
    comparison: Comparison, dossier: Dossier, groups: Groups, anchors: Mapping[int, str]
) -> str:
    """The data block, as JSON that can stand in a script element."""
    known = view.sources(comparison, dossier)
    document = head(comparison)
    document["old"]["order"] = _order(comparison.old, comparison, "old")
    document["new"]["order"] = _order(comparison.new, comparison, "new")
    document["changes"] = [
        _change(change, known, anchors[change.number], _words(change, groups))
        for change in comparison.changes
        if change.number not in groups.alike
    ]
    document["same"] = [_row(change, _words(change, groups)) for change in groups.same]
    return written(document)


def _words(change: Change, groups: Groups) -> bool:
    """Whether the block has to hold the words."""
    return not (groups.long and rows.whole(change, groups))


def written(value: object) -> str:
    """The value as JSON that can stand in a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if text.isascii():  # nothing else in it could do harm
        return text.replace("<", "\\u003c").replace("\x7f", "\\u007f")
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _order(snapshot: Snapshot, comparison: Comparison, side: Side) -> list[int | list[int]]:
    """For each clause of a snapshot, in its order, the number of the change it stands in; numbers
    that follow each other as the first and the last of them."""
    numbers = {
        clause.id: change.number
        for change in comparison.changes
        for clause in (change.match.old if side == "old" else change.match.new)
    }
    order: list[int | list[int]] = []
    last = 0
    for clause in snapshot.clauses:
        number = numbers[clause.id]
        if order and number == last + 1:
            run = order[-1]
            order[-1] = [run[0] if isinstance(run, list) else run, number]
        else:
            order.append(number)
        last = number
    return order


def _change(
    change: Change, known: Mapping[SourceId, Source], anchor: str, words: bool
) -> dict[str, Any]:
    made = change_data(change, known, redline=words)
    for side in ("old", "new"):
        if len(made[side]) == 1:
            del made[side][0]["text"]
        made[side] = [
            _lean({**told, "note": clause.note})
            for told, clause in zip(made[side], getattr(change.match, side), strict=True)
        ]
    made["machine"] = _lean(made["machine"])
    if not made["match"]["moved"]:
        del made["match"]["moved"]
    made["reviews"] = [_lean(review) for review in made["reviews"]]
    if anchor != change.id:
        made["anchor"] = anchor
    operative = made.pop("operative")
    return _lean(made) if operative else {**_lean(made), "operative": False}


def _lean(made: dict[str, Any]) -> dict[str, Any]:
    """What is not empty and not as the schema says that it is where it is left out."""
    return {key: value for key, value in made.items() if value and value != _USUAL.get(key)}


_USUAL = {"wording": "verbatim", "role": "operative"}


def _row(change: Change, words: bool) -> list[Any]:
    (old,), (new,) = change.match.old, change.match.new
    row: list[Any] = [
        change.number,
        1 if view.operative(change) else 0,
        change.verdict or "",
        old.id,
        "" if old.id == new.id else new.id,
        new.number or "",
    ]
    if words:
        return [*row, _kinds(change), view.label(new), change.new_text]
    if change.kinds != ("identical",):
        return [*row, _kinds(change)]
    return row


def _kinds(change: Change) -> list[str]:
    return [] if change.kinds == ("identical",) else list(change.kinds)
