"""Pairs by likeness, after equal texts are paired."""

from collections import defaultdict
from collections.abc import Iterable

from mtcr_tracker.align.assignment import assign
from mtcr_tracker.align.candidates import by_rarity, in_gaps
from mtcr_tracker.align.scoring import FLOOR, Scale, Weighed

GRAIN = 1_000_000
SHORT = 4


def pair_alike(scale: Scale) -> int:
    """Pair what is alike, twice: what is clear changes who the neighbours of the rest are."""
    olds, news = scale.pairing.free_old(), scale.pairing.free_new()
    if not olds or not news:
        return 0
    scale.learn(olds, news)
    cut = _round(scale, [*in_gaps(scale), *by_rarity(scale, olds, news)])
    scale.look_again()
    return cut + _round(scale, in_gaps(scale))


def _round(scale: Scale, pairs: Iterable[tuple[int, int]]) -> int:
    weights: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for i, j in dict.fromkeys(pairs):
        found = scale.weigh(i, j)
        gain = round((found.total - FLOOR) * GRAIN)
        if gain > 0 and not _too_short(scale, i, j, found):
            weights[i][j] = gain
    chosen, cut = assign(weights)
    for i, j in chosen.items():
        scale.pairing.pair(i, j)
    return cut


def _too_short(scale: Scale, i: int, j: int, found: Weighed) -> bool:
    """A few words alike in another place are nobody's."""
    few = min(len(scale.old.words(i)), len(scale.new.words(j))) < SHORT
    return few and found.neighbours < 1
