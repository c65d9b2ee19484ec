"""What was looked at in a report, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mtcr_tracker.model import Side

Data = Mapping[str, Any]
"""The comparison that stands inside a report, as its schema describes it."""

SIDES: tuple[Side, ...] = ("old", "new")
OTHER = {"old": "insert", "new": "delete"}
"""The edits that a side does not have."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and what is wrong with it."""

    what: str
    wrong: tuple[str, ...] = ()
    """Empty where it holds."""
    skipped: str = ""
    """Why it was not looked at; empty where it was."""


def side_of(change: Data, side: Side) -> str:
    """What rejecting (old) or accepting (new) a change's redline gives."""
    edits = change.get("redline", ())
    return "".join(edit["words"] for edit in edits if edit["op"] != OTHER[side])
