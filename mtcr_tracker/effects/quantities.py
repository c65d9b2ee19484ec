"""Numbers with units, converted so that they can be compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from mtcr_tracker.effects.lexicon import lexicon, pattern
from mtcr_tracker.effects.reading import Pair, View

Bound = Literal["up required", "up", "down", ""]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, and the comparator it stands with."""

    start: int
    end: int
    of: str
    value: float
    unit: str
    bound: Bound
    """Whether what is meant lies above the number ("up") or below it ("down")."""


@lru_cache(maxsize=1024)
def quantities(flat: str) -> tuple[Quantity, ...]:
    """The quantities of a text, in order."""
    found = []
    for match in _pattern().finditer(flat):
        number = float(match["number"].replace(",", ""))
        number *= {"thousand": 1e3, "million": 1e6, "billion": 1e9}.get(
            (match["times"] or "").lower(), 1
        )
        of, unit, size = ("money", "dollars", 1.0) if match["money"] else _unit(match["unit"])
        bound, start, end = _bound(flat, match.start(), match.end())
        found.append(Quantity(start, end, of, number * size, unit, bound))
    return tuple(found)


def same_quantities(pair: Pair) -> Iterator[tuple[Quantity, Quantity]]:
    """Changed quantities that are the same in another unit or notation."""
    for a, b in paired_quantities(pair):
        if a.bound == b.bound and _equal(a, b):
            yield a, b


def paired_quantities(pair: Pair) -> Iterator[tuple[Quantity, Quantity]]:
    """Quantities of one kind, of which both sides have as many, in order, where words of them
    have changed."""
    old, new = quantities(pair.old.flat), quantities(pair.new.flat)
    for of in dict.fromkeys(q.of for q in old):
        a, b = [q for q in old if q.of == of], [q for q in new if q.of == of]
        if len(a) == len(b):
            yield from ((x, y) for x, y in zip(a, b, strict=True) if _touched(pair, x, y))


def _touched(pair: Pair, a: Quantity, b: Quantity) -> bool:
    return pair.old.changed(a.start, a.end) or pair.new.changed(b.start, b.end)


def _equal(a: Quantity, b: Quantity) -> bool:
    """Equal, or equal to half a per cent where a unit was converted."""
    slack = 0.005 if a.unit.rstrip("s") != b.unit.rstrip("s") else 1e-9
    return abs(a.value - b.value) <= slack * max(abs(a.value), abs(b.value))


def about_equal(a: Quantity, b: Quantity) -> bool:
    """So near, after a conversion, that which is larger means nothing."""
    other = a.unit.rstrip("s") != b.unit.rstrip("s")
    return other and abs(a.value - b.value) <= 0.03 * max(abs(a.value), abs(b.value))


def _unit(unit: str) -> tuple[str, str, float]:
    low = " ".join(unit.lower().split())
    for of, units in lexicon()["units"].items():
        if low in units:
            return of, low, float(units[low])
    raise AssertionError(unit)  # the pattern was made from the same rows


def _bound(flat: str, start: int, end: int) -> tuple[Bound, int, int]:
    """The comparator beside a number, with the offsets that take it in."""
    lists = lexicon()["comparators"]
    lead = flat[max(0, start - 40) : start]
    names: tuple[tuple[str, Bound], ...] = (
        ("up_required", "up required"),
        ("down", "down"),
        ("up", "up"),
    )
    hits: list[tuple[int, Bound]] = []
    for key, bound in names:
        if match := re.search(rf"\b{pattern(lists[key])}\s+(?:a\s+)?$", lead, re.I):
            hits.append((match.start(), bound))
    if hits:
        at, bound = min(hits)
        return bound, start - len(lead) + at, end
    after: tuple[tuple[str, Bound], ...] = (("up_after", "up"), ("down_after", "down"))
    for key, bound in after:
        if match := re.compile(rf"\s+{pattern(lists[key])}\b", re.I).match(flat, end):
            return bound, start, match.end()
    return "", start, end


@cache
def _pattern() -> re.Pattern[str]:
    units = pattern(
        [re.escape(u).replace(r"\ ", " ") for row in lexicon()["units"].values() for u in row]
    )
    return re.compile(
        r"(?<![\w.,])(?P<money>(?:US)?\$\s?)?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)"
        r"(?:\s+(?P<times>thousand|million|billion))?"
        rf"(?(money)|[\s-]?(?P<unit>{units})(?![\w/]))",
        re.I,
    )


def quantity_span(view: View, quantity: Quantity) -> str:
    """A quantity's words, as they stand."""
    return view.text[quantity.start : quantity.end]
