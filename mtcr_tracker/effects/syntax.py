"""Sentences, and the conditions and exceptions inside them. No grammar: marks and markers."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from mtcr_tracker.effects.lexicon import finder
from mtcr_tracker.effects.reading import View

_END = re.compile(r"(?<=[.!?])['\")\]]*\s+(?=[\"'(\[]?[A-Z0-9])|;\s+|\n+")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\bi\.e|\be\.g|\b[Nn]o|\b[Ss]ec|\b[Aa]rt|\bvs|\bpara)\.$")


@dataclass(frozen=True, slots=True)
class Marker:
    """A word that opens a condition or an exception, and how far that reaches."""

    start: int
    end: int
    words: str
    kind: Literal["condition", "exception"]
    reaches: int
    """Offset at which the condition or exception ends."""
    inside: bool
    """It stands within another one."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the markers in it."""

    start: int
    end: int
    markers: tuple[Marker, ...]

    def conditional(self, offset: int) -> bool:
        """Whether an offset lies in a condition or an exception."""
        return any(marker.start <= offset < marker.reaches for marker in self.markers)


def sentence_at(view: View, offset: int) -> Sentence:
    """The sentence that an offset lies in."""
    found = sentences(view.flat)
    return next((s for s in reversed(found) if s.start <= offset), found[0])


@lru_cache(maxsize=1024)
def sentences(flat: str) -> tuple[Sentence, ...]:
    """A text's sentences; at least one."""
    ends_at = (m for m in _END.finditer(flat) if not _ABBREVIATED.search(flat[: m.start()]))
    cuts = [0, *(match.end() for match in ends_at)]
    ends = [*cuts[1:], len(flat)]
    return tuple(Sentence(a, b, _markers(flat, a, b)) for a, b in zip(cuts, ends, strict=True))


def _markers(flat: str, start: int, end: int) -> tuple[Marker, ...]:
    found: list[Marker] = []
    at = start
    while at < end:
        hits = [
            (match.start(), -match.end(), kind, match)
            for kind in ("condition", "exception")
            if (match := finder("conditions", kind).search(flat, at, end))
        ]
        if not hits:
            break
        _, _, kind, match = min(hits, key=lambda hit: hit[:3])
        reaches = _reach(flat, start, match.start(), match.end(), end)
        found.append(
            Marker(
                start=match.start(),
                end=match.end(),
                words=" ".join(match.group().lower().split()),
                kind="condition" if kind == "condition" else "exception",
                reaches=reaches,
                inside=any(other.reaches > match.start() for other in found),
            )
        )
        at = match.end()
    return tuple(found)


def _reach(flat: str, start: int, opens: int, after: int, end: int) -> int:
    """To the next comma where it opens the sentence or stands between commas; else to the end."""
    before = flat[start:opens].rstrip()
    if not before.strip("\"'([").strip() or before.endswith((",", "(", "-")):
        comma = flat.find(")" if before.endswith("(") else ",", after, end)
        return comma if comma >= 0 else end
    return end
