"""Splits and merges: free clauses whose words stand in a clause on the other side that has more
words than its partner accounts for."""

from collections.abc import Iterator
from itertools import compress
from operator import ne

from rapidfuzz.distance import Indel, LCSseq

from mtcr_tracker.align.candidates import by_rarity
from mtcr_tracker.align.pairing import FREE
from mtcr_tracker.align.scoring import Scale
from mtcr_tracker.align.sides import LONGEST

WORDS, SHARE, UNCLAIMED = 8, 0.6, 0.4
"""A part has at least so many words, shares at least that part of them with the whole, and at
least that part with what its other parts leave: else one clause was reworded and another put
beside it."""

TELLING, UNCLAIMED_TELLING = 0.3, 0.1
"""Of the weight of a part's stems and pairs of stems, by rarity, so much at least must stand in
the whole, and so much in nothing but this part: eight small words stand in any long clause by
chance."""

BESIDE = 0.3
"""What it is worth, in likeness by rare stems, that a part stands beside the whole's partner."""

Parts = dict[int, list[int]]
"""Places of the parts by the place of the whole, the partner it was paired with first."""


class Cut:
    """One direction: wholes on one side, their parts on the other."""

    def __init__(self, scale: Scale, *, split: bool) -> None:
        self.scale, self.split = scale, split
        pairing = scale.pairing
        both = (scale.old, pairing.forth), (scale.new, pairing.back)
        (self.wholes, self.partners), (self.parts, self.mine) = both if split else both[::-1]

    def like(self, whole: int, part: int) -> float:
        """Likeness by rare stems."""
        return self.scale.rare(*((whole, part) if self.split else (part, whole)))

    def unlike(self) -> list[int]:
        """Places of wholes that are free, or paired with another text."""
        texts = self.wholes.texts
        others = [*self.parts.texts, "", ""]  # of what has no partner, by its place from the end
        unlike = map(ne, texts, map(others.__getitem__, self.partners))
        return [k for k in compress(range(len(texts)), unlike) if self.partners[k] >= FREE]

    def unclaimed(self, whole: int) -> frozenset[str]:
        """The stems of a whole that its partner does not have."""
        partner = self.partners[whole]
        stems = self.wholes.stems(whole)
        return stems if partner < 0 else stems - self.parts.stems(partner)

    def spoken(self, whole: int) -> bool:
        """Whether editors have said what a whole became."""
        return (whole if self.split else self.partners[whole]) in self.scale.pairing.spoken

    def open_to(self, whole: int) -> bool:
        """Whether a clause may have words that its partner does not account for."""
        partner = self.partners[whole]
        if self.spoken(whole):
            return False
        if partner == -1:
            return 2 * WORDS <= len(self.wholes.words(whole)) <= LONGEST
        if partner < 0 or self.wholes.key(whole) == self.parts.key(partner):
            return False
        words = self.wholes.words(whole)
        if len(words) > LONGEST:
            return False
        others = self.parts.words(partner)
        i, j = (whole, partner) if self.split else (partner, whole)
        kept = self.scale.order(i, j) * (len(words) + len(others)) / 2
        return len(words) - round(kept) >= SHARE * WORDS


def find_parts(scale: Scale) -> tuple[Parts, Parts]:
    """What was split, by old place, and what was merged, by new place. The parts found are
    marked as taken in the pairing."""
    return _cuts(Cut(scale, split=True)), _cuts(Cut(scale, split=False))


def _cuts(cut: Cut) -> Parts:
    pairing = cut.scale.pairing
    free = pairing.free_new() if cut.split else pairing.free_old()
    free = [k for k in free if len(cut.parts.words(k)) >= WORDS]
    offers: dict[int, list[int]] = {}
    for whole, part in dict.fromkeys(_offers(cut, free)):
        if _fits(cut, whole, part):
            offers.setdefault(part, []).append(whole)
    found: Parts = {}
    waiting: dict[int, int] = {}  # first part by a whole that has no partner
    for part in sorted(offers, key=lambda k: (-len(cut.parts.words(k)), k)):
        beside = set(_beside(cut.mine, part))
        for whole in sorted(
            offers[part], key=lambda k: (-cut.like(k, part) - BESIDE * (k in beside), k)
        ):
            partner = cut.partners[whole]
            known = found.get(whole) or ([partner] if partner >= 0 else [])
            if not known and whole in waiting:
                known = [waiting[whole]]
            if not _belongs(cut, whole, part, known):
                continue
            if known:
                found[whole] = [*known, part]
                break
            waiting.setdefault(whole, part)
    return _take(cut, found)


def _take(cut: Cut, found: Parts) -> Parts:
    """Mark wholes and parts as no longer free."""
    for whole, parts in found.items():
        cut.partners[whole] = parts[0]
        for part in parts:
            cut.mine[part] = whole if part == parts[0] else -2
    return found


def _offers(cut: Cut, free: list[int]) -> Iterator[tuple[int, int]]:
    """Wholes that a free clause may be a part of: those beside it and those that share what is
    rare, wherever they stand."""
    if not free:
        return
    hosts = [k for k in cut.unlike() if cut.open_to(k)]
    left = {k: cut.unclaimed(k) for k in hosts}
    parts = {k: cut.parts.stems(k) for k in free}
    if cut.split:
        offers = [*by_rarity(left, parts, sparing=True)]
    else:
        offers = [(whole, part) for part, whole in by_rarity(parts, left, sparing=True)]
    offers += [(k, part) for part in free for k in _beside(cut.mine, part) if k in left]
    yield from ((k, part) for k, part in offers if not left[k].isdisjoint(parts[part]))


def _beside(mine: list[int], part: int) -> Iterator[int]:
    """The partners of the paired clauses next to a free one."""
    for step in (-1, 1):
        place = part + step
        while 0 <= place < len(mine) and mine[place] == -1 and abs(place - part) < WORDS:
            place += step
        if 0 <= place < len(mine) and mine[place] >= 0:
            yield mine[place]


def _belongs(cut: Cut, whole: int, part: int, known: list[int]) -> bool:
    """Whether the words of a part stand in what the known parts leave of the whole."""
    words = cut.parts.words(part)
    return (
        all(_fits(cut, whole, one) for one in (part, *known))
        and weight(cut, whole, part, []) >= TELLING
        and weight(cut, whole, part, known) >= UNCLAIMED_TELLING
        and LCSseq.similarity(words, _left(cut, whole, known)) >= UNCLAIMED * len(words)
    )


def _fits(cut: Cut, whole: int, part: int) -> bool:
    """Whether a part is long enough and shares enough of its words with the whole."""
    words = cut.parts.words(part)
    shared = LCSseq.similarity(words, cut.wholes.words(whole))
    return len(words) >= WORDS and shared >= SHARE * len(words)


def _left(cut: Cut, whole: int, known: list[int]) -> list[str]:
    """The words of a whole without the runs that known parts account for."""
    left = cut.wholes.words(whole)
    for part in known:
        blocks = Indel.opcodes(left, cut.parts.words(part))
        taken = {
            k
            for op in blocks
            if op.tag == "equal" and op.src_end - op.src_start > 1
            for k in range(op.src_start, op.src_end)
        }
        left = [word for k, word in enumerate(left) if k not in taken]
    return left


def weight(cut: Cut, whole: int, part: int, known: list[int]) -> float:
    """Share of a part's stems and pairs of stems, weighted by rarity, that the whole holds and the
    known parts do not, 0 to 1."""
    mine = cut.parts.features(part)
    held = mine & cut.wholes.features(whole)
    for other in known:
        held -= cut.parts.features(other)
    rarity = cut.scale.rarity
    return sum(rarity[k] for k in held) / sum(rarity[k] for k in mine)
