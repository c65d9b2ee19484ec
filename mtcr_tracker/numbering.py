"""Where clauses stand: their addresses, made of the numbers of a clause and those above it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtcr_tracker.markers import marker
from mtcr_tracker.model import Clause, Snapshot

_COMPONENT = re.compile(r"\d+(?:[.-]\d+)*(?:[A-Za-z](?![A-Za-z]))?|[A-Za-z]+")
_NAMES = re.compile(
    r"^(?:sec(?:tion|s)?|art(?:icle)?|para(?:graph)?|reg(?:ulation)?|clause|rule|part|chapter|annex|"
    r"appendix|schedule|item)\.?\s*",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}

Address = tuple[str, ...]
"""The components of a clause's numbers from the top down: ("1010.4", "b", "2")."""


def number(clause: Clause) -> str:
    """The clause's number as given, else the markers at the head of its text, else nothing."""
    return clause.number or marker(clause.text)


def components(written: str) -> Address:
    """The parts of a number as it is written: "§ 1010.4(b)(2)" has three."""
    return tuple(part.lower() for part in _COMPONENT.findall(_NAMES.sub("", written.strip())))


def addresses(snapshot: Snapshot) -> list[Address]:
    """The address of each clause, () for a clause without a number. Parents count where they are
    given; else a marker of a kind not met before opens a level below the one before it."""
    if any(clause.parent for clause in snapshot.clauses):
        return list(_by_parent(snapshot.clauses))
    return list(_by_kind(snapshot.clauses))


def _by_parent(clauses: Sequence[Clause]) -> Iterator[Address]:
    known: dict[str, Address] = {}
    for clause in clauses:
        above = known.get(clause.parent or "", ())
        own = components(number(clause))
        full = own if _absolute(own, above) else above + own
        known[clause.id] = full or above
        yield full if own else ()


def _absolute(own: Address, above: Address) -> bool:
    """Whether a number already holds those above it: 4.1 below 4."""
    if not own or not above:
        return True
    return own[: len(above)] == above or own[0].startswith((f"{above[0]}.", f"{above[0]}-"))


def _by_kind(clauses: Sequence[Clause]) -> Iterator[Address]:
    levels: list[tuple[str, str]] = []  # kind and component of each level open now
    for clause in clauses:
        own = components(number(clause))
        for part in own:
            kind = _kind(part, levels)
            open_kinds = [level[0] for level in levels]
            if kind in open_kinds:
                del levels[open_kinds.index(kind) :]
            levels.append((kind, part))
        yield tuple(part for _, part in levels) if own else ()


def _kind(part: str, levels: Sequence[tuple[str, str]]) -> str:
    """The kind of a component. "i" is the letter behind "h", else the numeral one."""
    if part[0].isdigit():
        return "decimal" if "." in part or "-" in part else "number"
    letter = next((last for kind, last in levels if kind == "letter"), "")
    follows = len(part) == 1 == len(letter) and ord(part) == ord(letter) + 1
    if set(part) <= set(_ROMAN) and not follows:
        return "roman"
    return "letter"


def ordinal(part: str) -> int | None:
    """The rank of a component among its siblings: 2 for "2", "b", "4.2"; None if unknown.
    A single "i" counts as the ninth letter only where the caller knows that it is one."""
    digits = re.search(r"(\d+)[a-z]?$", part)
    if digits:
        return int(digits[1])
    if len(part) == 1 and part.isalpha():
        return ord(part) - ord("a") + 1
    if part and set(part) <= set(_ROMAN):
        values = [_ROMAN[c] for c in part]
        following = [*values[1:], 0]
        return sum(-v if v < w else v for v, w in zip(values, following, strict=True))
    return None


@dataclass(frozen=True, slots=True)
class Register:
    """The addresses of a snapshot, to look up what a reference points to."""

    addresses: Sequence[Address]
    places: dict[Address, int]

    def find(self, reference: Address, standing_at: Address) -> int | None:
        """The place of the clause that a reference means, read from where it stands: the whole
        address, or one among the clauses nearest above."""
        for keep in range(len(standing_at), -1, -1):
            found = self.places.get(standing_at[:keep] + reference)
            if found is not None:
                return found
        return None


def register(snapshot: Snapshot) -> Register:
    """Every address once; the first clause that bears it counts."""
    found = addresses(snapshot)
    places: dict[Address, int] = {}
    for place, address in enumerate(found):
        if address:
            places.setdefault(address, place)
    return Register(found, places)
