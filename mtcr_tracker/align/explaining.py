"""Why a clause was paired as it was: every clause that came into question, and its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from mtcr_tracker.align.match import explained
from mtcr_tracker.align.scoring import FLOOR
from mtcr_tracker.align.sides import LONGEST
from mtcr_tracker.align.telling import Teller
from mtcr_tracker.model import Clause, Evidence, Match, Side, Snapshot

SHOWN = 5
"""How many clauses are shown beside those that were weighed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A clause of the other side that came into question."""

    clause: Clause
    score: float
    """What all evidence comes to."""
    evidence: tuple[Evidence, ...]
    paired: bool
    """Whether it stands in the match of the clause asked about."""
    partners: tuple[Clause, ...]
    """What it is paired with, on the side of the clause asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """How one clause was paired."""

    side: Side
    clause: Clause
    match: Match
    floor: float
    """What a pair must come to."""
    candidates: tuple[Candidate, ...]
    """The likeliest first."""


def why(old: Snapshot, new: Snapshot, side: Side, place: int) -> Pairing:
    """How the clause at a place of one side was paired, and with what it might have been."""
    aligned, teller = explained(old, new)
    clauses = (old if side == "old" else new).clauses
    others = (new if side == "old" else old).clauses
    mine = clauses[place]
    home = next(m for m in aligned.matches if any(c is mine for c in getattr(m, side)))
    partner = {
        id(clause): match for match in aligned.matches for clause in (*match.old, *match.new)
    }
    found = []
    for k in _in_question(teller, side, place, home, others):
        i, j = (place, k) if side == "old" else (k, place)
        weighed = teller.weighed(i, j)
        match = partner[id(others[k])]
        candidate = Candidate(
            clause=others[k],
            score=round(weighed.total, 4),
            evidence=teller.evidence(i, j, teller.share(i, j)),
            paired=match is home,
            partners=match.old if side == "old" else match.new,
        )
        found.append((not candidate.paired, -candidate.score, k, candidate))
    ordered = tuple(candidate for *_, candidate in sorted(found, key=lambda row: row[:3]))
    return Pairing(side=side, clause=mine, match=home, floor=FLOOR, candidates=ordered)


def _in_question(
    teller: Teller, side: Side, place: int, home: Match, others: Sequence[Clause]
) -> list[int]:
    """Places on the other side: the counterparts, what was weighed and came near, and the
    likeliest by words alone."""
    own = home.new if side == "old" else home.old
    mates = {id(clause) for clause in own}
    places = {k for k, clause in enumerate(others) if id(clause) in mates}
    places.update(teller.near(side, place))
    there = teller.new if side == "old" else teller.old
    words = (teller.old if side == "old" else teller.new).words(place)[:LONGEST]
    likeness = [
        (-Indel.normalized_similarity(words, there.words(k)[:LONGEST]), k)
        for k in range(len(others))
    ]
    places.update(k for _, k in sorted(likeness)[:SHOWN])
    return sorted(places)
