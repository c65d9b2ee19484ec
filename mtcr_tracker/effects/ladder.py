"""Where a text stands on the ladder of standards of review."""

import re
from dataclasses import dataclass
from functools import lru_cache

from mtcr_tracker.effects.lexicon import lexicon, pattern
from mtcr_tracker.effects.syntax import sentences

_NEGATED = re.compile(
    r"\b(?:no|not|nor|never|without|rather than|instead of|in place of|lift\w*|remov\w+|repeal\w*|"
    r"end(?:s|ed|ing)?|other than)\s+(?:[\w-]+\s+){0,3}$"
    r"|\b(?:no longer|(?:shall|will|may|must|does|do) not|cease\w*|discontinu\w+)\s+"
    r"(?:[\w-]+\s+){0,14}$",
    re.I,
)
_DENIED_AFTER = re.compile(r"\s+(?:[\w-]+\s+){0,6}?(?:does|do|shall|will|is|are)\s+not\b", re.I)


@dataclass(frozen=True, slots=True)
class Rung:
    """A standard of review as a text states it."""

    start: int
    end: int
    level: int
    """0 is the least strict."""
    name: str


@lru_cache(maxsize=1024)
def rungs(flat: str) -> tuple[Rung, ...] | None:
    """The standards a text states, in order; None where one is negated or hedged so that it
    cannot be read. "Case by case" is none where a presumption stands beside it."""
    table = lexicon()["rung"]
    found: list[Rung] = []
    for place, row in enumerate(table):
        for match in re.finditer(rf"\b{pattern(row['words'])}", flat, re.I):
            if any(match.start() < rung.end and rung.start < match.end() for rung in found):
                continue
            if not _plain(flat, match.start(), match.end(), strictest=place == 0):
                return None
            found.append(Rung(match.start(), match.end(), len(table) - 1 - place, row["name"]))
    if any(rung.name.startswith(("presumption", "strong")) for rung in found):
        found = [rung for rung in found if rung.name != "case by case"]
    return tuple(sorted(found, key=lambda rung: rung.start))


@lru_cache(maxsize=1024)
def mentions(flat: str) -> tuple[tuple[int, int], ...]:
    """Wherever a standard is so much as named."""
    words = [word for row in lexicon()["rung"] for word in row["words"]]
    return tuple(match.span() for match in re.finditer(rf"\b{pattern(words)}", flat, re.I))


def _plain(flat: str, start: int, end: int, *, strictest: bool) -> bool:
    """Whether a standard is stated outright: not negated, not in a condition, and, for an
    outright bar, with no way out of it in the same sentence."""
    sentence = next(s for s in reversed(sentences(flat)) if s.start <= start)
    own_no = flat[start:end].lower().startswith(("no ", "without", "with no"))
    if not own_no and _NEGATED.search(flat[sentence.start : start]):
        return False
    if _DENIED_AFTER.match(flat, end, sentence.end):
        return False
    if sentence.conditional(start):
        return False
    return not (strictest and sentence.markers)
