"""Who is paired with whom so far, and what that says about those still free."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pairing:
    """Single pairs by place, both ways; -1 where free, -2 where not ours to pair."""

    forth: list[int]
    back: list[int]
    spoken: set[int] = field(default_factory=set)
    """Old places of the pairs that editors have made."""

    def pair(self, i: int, j: int) -> None:
        """Put two free clauses together."""
        self.forth[i], self.back[j] = j, i

    def hold(self, left: Sequence[int], right: Sequence[int]) -> None:
        """Put a group together: its first clauses as a pair, the others out of reach."""
        self.close(left, right)
        self.pair(left[0], right[0])
        self.spoken.add(left[0])

    def close(self, left: Iterable[int], right: Iterable[int]) -> None:
        """Keep clauses out of the matcher's reach."""
        for i in left:
            self.forth[i] = -2
        for j in right:
            self.back[j] = -2

    def free_old(self) -> list[int]:
        """Old places without a partner."""
        return [i for i, j in enumerate(self.forth) if j == -1]

    def free_new(self) -> list[int]:
        """New places without a partner."""
        return [j for j, i in enumerate(self.back) if i == -1]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Of every place on one side, the nearest paired places to its left and right (itself not
    counted), -1 and the length standing for the two ends."""

    left: Sequence[int]
    right: Sequence[int]


def neighbourhood(partners: Sequence[int]) -> Neighbourhood:
    """From one side's list of partners."""
    left, right = [-1] * len(partners), [len(partners)] * len(partners)
    last = -1
    for place, partner in enumerate(partners):
        left[place] = last
        if partner >= 0:
            last = place
    last = len(partners)
    for place in range(len(partners) - 1, -1, -1):
        right[place] = last
        if partners[place] >= 0:
            last = place
    return Neighbourhood(left, right)


def chain(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """The longest run of pairs that rises on both sides; of several, one that ends early."""
    ordered = sorted(pairs, key=lambda pair: (pair[1], pair[0]))
    ends: list[int] = []  # lowest old place that a run of each length can end on
    lengths = []
    for i, _ in ordered:
        at = bisect_left(ends, i)
        ends[at : at + 1] = [i]
        lengths.append(at + 1)
    found: set[tuple[int, int]] = set()
    need, limit = len(ends), None
    for pair, length in zip(reversed(ordered), reversed(lengths), strict=True):
        if length == need and (limit is None or pair[0] < limit):
            found.add(pair)
            need, limit = need - 1, pair[0]
    return found
