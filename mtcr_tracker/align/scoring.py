"""What each kind of evidence says of one pair, and what it comes to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from math import log, sqrt
from typing import NamedTuple

from rapidfuzz.distance import Indel

from mtcr_tracker.align.pairing import Neighbourhood, Pairing, neighbourhood
from mtcr_tracker.align.sides import LONGEST, Side

FLOOR = 0.38
"""What a pair must come to. Words alone must give it; in its place, between neighbours that are
paired, less likeness of words will do. Chosen on texts of 20 laws and licences in two versions."""

STAYED, FEWEST = 1 / 3, 4
"""Share of its words, in order, by which a clause in its very place is known in any case, and how
many words it must have: of three one may be the same by chance."""

PLACE, NUMBER, PARENT, HEADING = 0.16, 0.03, 0.03, 0.08
"""What each other kind of evidence adds at most to the likeness of words (0 to 1)."""

STANDS_OUT = 0.125
"""Likeness by rare stems that tells where a text is rewritten throughout, so that every clause
must be expected to have a counterpart in other words."""

DAMP = 0.85
"""Share of what the place says that is given up where a text is rewritten throughout."""

REWRITTEN, THROUGHOUT, MANY, NEARLY = 0.35, 0.7, 20, 0.8
"""Share of clauses without an equal, and among them of those without an unmistakable counterpart,
from which a text begins to count as rewritten, and from which it does so fully; how many such
clauses it takes to know which stems are rare; and what is nearly fully."""

NEAR_MISS = 0.08
"""How far below the floor a pair is still remembered, to be told as a runner-up."""


class Weighed(NamedTuple):
    """What each kind says, 0 to 1; None where a side gives no such evidence."""

    order: float
    """Share of words in common and in the same order."""
    rare: float
    """Likeness by stems and pairs of stems, each weighted by how rare it is."""
    neighbours: float
    position: float
    number: float | None = None
    heading: float | None = None
    parent: float | None = None

    lift: float = 0.0
    """What is added to `rare` where the text is rewritten throughout."""
    anchored: bool = True
    """Whether any clause is paired yet: without one the place says half as much."""

    fewest: int = 0
    """Words of the shorter clause."""

    @property
    def stayed(self) -> bool:
        """Whether it is known by its place and a third of its words."""
        in_place = self.anchored and self.neighbours == self.position == 1
        return in_place and self.order >= STAYED and self.fewest >= FEWEST

    @property
    def words(self) -> float:
        """Likeness of words."""
        plain = (self.order + self.rare) / 2
        return max(plain, self.rare + self.lift) if self.lift else plain

    @property
    def total(self) -> float:
        """What all of it comes to, to be held against `FLOOR`."""
        place = PLACE * self.neighbours * self.position
        place *= 1.0 if self.anchored else 0.5
        likeness = (self.order + self.rare) / 2 + place
        if self.lift:
            place *= 1 - DAMP * self.lift / (FLOOR - STANDS_OUT)
            likeness = max(likeness, self.rare + self.lift + place)
        if self.stayed:
            likeness = max(likeness, FLOOR + (self.order - STAYED) / 10 + 0.001)
        return (
            likeness
            + NUMBER * (self.number or 0.0)
            + PARENT * (self.parent or 0.0)
            + HEADING * (self.heading or 0.0)
        )


class Rarity(dict[str, float]):
    """Weight of each stem and pair of stems, the square of log(1 + clauses / clauses that hold
    it); one not met before counts as met once."""

    def __init__(self, clauses: int, counts: Mapping[str, int]) -> None:
        weights = {n: log(1 + clauses / n) ** 2 for n in {1, *counts.values()}}
        super().__init__(zip(counts, map(weights.__getitem__, counts.values()), strict=True))
        self._once = weights[1]

    def __missing__(self, name: str) -> float:
        return self._once


class Scale:
    """Weighs pairs of clauses of two sides, given who is paired already."""

    def __init__(self, old: Side, new: Side, pairing: Pairing) -> None:
        self.old, self.new, self.pairing = old, new, pairing
        self.rarity = Rarity(1, {})
        self._norms: tuple[dict[int, float], dict[int, float]] = ({}, {})
        self.lift = 0.0
        self.weighed = 0
        """How many pairs were weighed: the work done."""
        self.skipped = 0
        """Pairs in long stretches that were not weighed."""
        self.unordered = 0
        """Pairs too long to be compared in order."""
        self._orders: dict[tuple[int, int], float] = {}
        self.rivals: dict[int, dict[int, float]] = {}
        """What pairs came to, by old place and new place, where it was near enough to tell."""
        self._seen = -1
        self.plain: set[int] = set()
        """Old places of the pairs that were made by the order of their words alone."""
        self.loose: set[tuple[int, int]] = set()
        """Pairs made because they stand out in a text rewritten throughout."""
        self.unequal = len(pairing.free_old()), len(pairing.free_new())
        """How many clauses of either side have no equal on the other."""
        self.look_again()

    def remember(self, i: int, j: int, total: float) -> None:
        """Keep what a pair came to, should it lose."""
        self.rivals.setdefault(i, {})[j] = total

    def look_again(self) -> None:
        """See who the neighbours are now."""
        if self._seen == self.pairing.pairs:
            return
        self._seen = self.pairing.pairs
        self.anchored = any(j >= 0 for j in self.pairing.forth)
        self.hoods: tuple[Neighbourhood, Neighbourhood] = (
            neighbourhood(self.pairing.forth, self.pairing.free_old()),
            neighbourhood(self.pairing.back, self.pairing.free_new()),
        )

    def learn(self, olds: Sequence[int], news: Sequence[int]) -> None:
        """How rare each stem is among the clauses given."""
        sets = [*map(self.old.features, olds), *map(self.new.features, news)]
        counts = Counter(chain.from_iterable(sets))
        self.rarity = Rarity(len(sets), counts)

    def gauge(self) -> None:
        """See how far the text is rewritten throughout, from what is free now."""
        self.lift = self._lift(len(self.pairing.free_old()), len(self.pairing.free_new()))

    @property
    def throughout(self) -> bool:
        """Whether the text counts as rewritten throughout, or nearly so."""
        return self.lift >= NEARLY * (FLOOR - STANDS_OUT)

    def _lift(self, free_old: int, free_new: int) -> float:
        """What likeness by rare stems is raised by: nothing where most clauses have an equal, or
        most others an unmistakable counterpart."""
        sides = (self.old, self.unequal[0], free_old), (self.new, self.unequal[1], free_new)
        changed = min(unequal / len(side.clauses) for side, unequal, _ in sides)
        unmatched = min(free / max(unequal, 1) for _, unequal, free in sides)
        ramp = (min(changed, unmatched) - REWRITTEN) / (THROUGHOUT - REWRITTEN)
        known = min(1.0, max(0.0, 2 * min(free_old, free_new) / MANY - 1))
        return (FLOOR - STANDS_OUT) * min(1.0, max(0.0, ramp)) * known

    def _norm(self, which: int, place: int) -> float:
        found = self._norms[which].get(place)
        if found is None:
            features = (self.old, self.new)[which].features(place)
            found = sqrt(sum(map(self.rarity.__getitem__, features)))
            self._norms[which][place] = found
        return found

    def rare(self, i: int, j: int) -> float:
        """Cosine of two clauses' stems, weighted by rarity."""
        shared = self.old.features(i) & self.new.features(j)
        if not shared:
            return 0.0
        weight = sum(map(self.rarity.__getitem__, shared))
        return weight / (self._norm(0, i) * self._norm(1, j))

    def order(self, i: int, j: int, least: float = 0.0) -> float:
        """Share of words in common and in the same order; 0 where it is below `least`."""
        found = self._orders.get((i, j))
        if found is None:
            before, after = self.old.words(i), self.new.words(j)
            found = Indel.normalized_similarity(before, after, score_cutoff=least)
            if found >= least:
                self._orders[i, j] = found
        return found

    def neighbours(self, i: int, j: int) -> float:
        """1 where the nearest paired clauses on both hands are each other's, 0.5 for one."""
        a, b = self.hoods
        forth, back = self.pairing.forth, self.pairing.back
        left, right = a.left[i], a.right[i]
        lefts = (forth[left] if left >= 0 else -1) == b.left[j]
        rights = (forth[right] if right < len(forth) else len(back)) == b.right[j]
        return (lefts + rights) / 2

    def position(self, i: int, j: int) -> float:
        """How near the two places are, counted from the paired neighbour on either hand: 1 for
        the same, 0.5 for four places apart."""
        a, b = self.hoods
        left = (i - a.left[i]) - (j - b.left[j])
        right = (a.right[i] - i) - (b.right[j] - j)
        return 1 / (1 + min(abs(left), abs(right)) / 4)

    def weigh(self, i: int, j: int, *, rare: bool = True) -> Weighed:
        """All the evidence about one pair; without `rare` its rare stems are not looked up and
        the order of its words stands for them."""
        self.weighed += 1
        before, after = self.old.words(i), self.new.words(j)
        ordered = len(before) <= LONGEST and len(after) <= LONGEST
        self.unordered += not ordered
        by_order = self.order(i, j) if ordered else None
        by_stems = self.rare(i, j) if rare or by_order is None else by_order
        return Weighed(
            order=by_stems if by_order is None else by_order,
            rare=by_stems,
            neighbours=self.neighbours(i, j),
            position=self.position(i, j),
            number=self._number(i, j),
            heading=self._heading(i, j),
            parent=self._parent(i, j),
            lift=self.lift,
            anchored=self.anchored,
            fewest=min(len(before), len(after)),
        )

    def _number(self, i: int, j: int) -> float | None:
        before, after = self.old.number(i), self.new.number(j)
        return float(before == after) if before and after else None

    def _heading(self, i: int, j: int) -> float | None:
        if not (self.old.headed and self.new.headed):
            return None
        before, after = self.old.clauses[i].heading, self.new.clauses[j].heading
        if not before or not after:
            return None
        return Indel.normalized_similarity(before.lower().split(), after.lower().split())

    def _parent(self, i: int, j: int) -> float | None:
        if not (self.old.nested and self.new.nested):
            return None
        above, over = self.old.parent(i), self.new.parent(j)
        if above < 0 or over < 0:
            return None
        return float(self.pairing.forth[above] == over)
