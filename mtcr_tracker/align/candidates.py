"""Which pairs are worth weighing: those in the same gap, and those that share what is rare."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from mtcr_tracker.align.scoring import Scale

CELLS = 2_500
"""Pairs of a gap up to which all of them are weighed."""

TELLERS, KNOWN_TO, BEST = 24, 40, 6
"""Of a clause's stems the rarest so many are looked up, each only where no more clauses than
that hold it; so many of the likeliest clauses are weighed."""


def in_gaps(scale: Scale) -> Iterator[tuple[int, int]]:
    """Pairs of free clauses between the same paired neighbours: all of them in a small gap, else
    those equally far from one of its ends."""
    for olds, news in _gaps(scale):
        if len(olds) * len(news) <= CELLS:
            yield from ((i, j) for i in olds for j in news)
        else:
            yield from zip(olds, news, strict=False)
            yield from zip(reversed(olds), reversed(news), strict=False)


def _gaps(scale: Scale) -> Iterator[tuple[list[int], list[int]]]:
    pairing = scale.pairing
    after: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    a, b = scale.hoods
    for j in pairing.free_new():
        after[b.left[j], b.right[j]].append(j)
    before: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    forth = [*pairing.forth, len(pairing.back), -1]  # the last for the place before the first
    for i in pairing.free_old():
        before[forth[a.left[i]], forth[a.right[i]]].append(i)
    for gap, olds in before.items():
        if gap in after:
            yield olds, after[gap]


def by_rarity(scale: Scale, olds: Sequence[int], news: Sequence[int]) -> Iterator[tuple[int, int]]:
    """For each old clause the new ones that share most of what is rare, wherever they stand."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for j in news:
        for name in scale.new.features(j):
            holders[name].append(j)
    for i in olds:
        known = [name for name in scale.old.features(i) if len(holders.get(name, ())) in _FEW]
        known.sort(key=lambda name: (len(holders[name]), name))
        scores: defaultdict[int, float] = defaultdict(float)
        for name in known[:TELLERS]:
            weight = scale.rarity[name]
            for j in holders[name]:
                scores[j] += weight
        best = sorted(scores, key=lambda j: (-scores[j], j))
        yield from ((i, j) for j in best[:BEST])


_FEW = range(1, KNOWN_TO + 1)
