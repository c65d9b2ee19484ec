"""Who is paired with whom so far, and what that says about those still free."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

FREE, CLOSED = -1, -2
"""Instead of a partner: without one so far; not ours to pair."""


@dataclass(slots=True)
class Pairing:
    """Partners by place, both ways."""

    forth: list[int]
    back: list[int]
    spoken: set[int] = field(default_factory=set)
    """Old places of the pairs that editors have made."""

    old_left: list[int] = field(init=False)
    new_left: list[int] = field(init=False)
    pairs: int = 0
    """How many pairs have been made; who has seen as many has seen them all."""

    def __post_init__(self) -> None:
        self.old_left, self.new_left = list(range(len(self.forth))), list(range(len(self.back)))

    def pair(self, i: int, j: int) -> None:
        """Put two free clauses together."""
        self.forth[i], self.back[j] = j, i
        self.pairs += 1

    def hold(self, left: Sequence[int], right: Sequence[int]) -> None:
        """Put a group together: its first clauses as a pair, the others out of reach."""
        self.close(left, right)
        self.pair(left[0], right[0])
        self.spoken.add(left[0])

    def close(self, left: Iterable[int], right: Iterable[int]) -> None:
        """Keep clauses out of the matcher's reach."""
        for i in left:
            self.forth[i] = CLOSED
        for j in right:
            self.back[j] = CLOSED

    def free_old(self) -> list[int]:
        """Old places without a partner, in order. Nothing that is paired is ever set free, so
        that only those free the last time are looked at."""
        self.old_left = [i for i in self.old_left if self.forth[i] == FREE]
        return self.old_left

    def free_new(self) -> list[int]:
        """New places without a partner, in order."""
        self.new_left = [j for j in self.new_left if self.back[j] == FREE]
        return self.new_left


class Nearest(dict[int, int]):
    """The nearest paired place on one hand of every free place; of another it is found when
    asked for. -1 and the length stand for the two ends."""

    def __init__(self, partners: Sequence[int], free: Sequence[int], step: int) -> None:
        self._partners, self._step = partners, step
        for place in free if step > 0 else reversed(free):
            beside = place - step
            self[place] = self[beside] if beside in self else self.__missing__(place)

    def __missing__(self, place: int) -> int:
        place -= self._step
        while 0 <= place < len(self._partners) and self._partners[place] < 0:
            place -= self._step
        return place


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Of every place on one side, the nearest paired places to its left and right."""

    left: Nearest
    right: Nearest


def neighbourhood(partners: Sequence[int], free: Sequence[int]) -> Neighbourhood:
    """From one side's list of partners, and its free places."""
    return Neighbourhood(Nearest(partners, free, 1), Nearest(partners, free, -1))


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
