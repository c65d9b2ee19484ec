"""What is told of a match: its score, its reason, its evidence, its runner-up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from mtcr_tracker.align.scoring import FLOOR, NEAR_MISS, Scale, Weighed
from mtcr_tracker.align.sides import LONGEST, WORD, Side
from mtcr_tracker.markers import body
from mtcr_tracker.model import Basis, Clause, Evidence, Match, RunnerUp
from mtcr_tracker.text import fold


@dataclass(slots=True)
class Group:
    """Places of one match with several clauses on a side; the main part stands first."""

    old: list[int]
    new: list[int]
    basis: Basis


SAME = (Evidence("words", 1.0, "the same words"),)
_REASON = "the words are the same"
_REASON_ID = "both carry the same id"
_REASON_KEY = "the words are the same but for numbers, case and what is typographic"
_LOOSE = ", and stand out among all others in a text rewritten throughout"


def similarity(old: Sequence[Clause], new: Sequence[Clause]) -> float:
    """Share of their words that two sides have in common and in the same order, 0 to 1; of
    clauses of many thousand words, whatever their order. Markers at the head of a text are
    numbers and no words."""
    return _share(_words(old), _words(new))


def _words(clauses: Sequence[Clause]) -> list[str]:
    return [w for clause in clauses for w in WORD.findall(fold(body(clause.text)).lower())]


def _share(left: Sequence[str], right: Sequence[str]) -> float:
    if left == right:
        return 1.0
    if len(left) > LONGEST and len(right) > LONGEST:
        return 2 * (Counter(left) & Counter(right)).total() / (len(left) + len(right))
    return Indel.normalized_similarity(left, right)


class Teller:
    """Tells matches of two sides; the scale may have worked with the sides exchanged."""

    def __init__(self, old: Side, new: Side, scale: Scale, *, turned: bool) -> None:
        self.old, self.new, self.scale, self.turned = old, new, scale, turned
        self._seconds: tuple[dict[int, list[int]], dict[int, list[int]]] | None = None

    def lone(self, *, old: int = -1, new: int = -1) -> Match:
        """A clause without counterpart."""
        return Match(
            old=(self.old.clauses[old],) if old >= 0 else (),
            new=(self.new.clauses[new],) if new >= 0 else (),
            basis="none",
            score=0.0,
            reason="nothing in the other snapshot was named, or came near enough in words",
            runner_up=self._best_miss(old, new),
        )

    def pair(self, i: int, j: int, *, by_id: bool, moved: bool) -> Match:
        """One clause on either side."""
        before, after = self.old.clauses[i], self.new.clauses[j]
        if before.text == after.text:
            if by_id:
                return Match((before,), (after,), "id", 1.0, _REASON_ID, moved, SAME)
            return Match((before,), (after,), "text", 1.0, _REASON, moved, SAME)
        score = self.share(i, j)
        reason = _REASON_KEY if score == 1.0 else f"they share {score:.0%} of their words"
        return Match(
            old=(before,),
            new=(after,),
            basis="id" if by_id else "text",
            score=score,
            reason=_REASON_ID if by_id else f"{reason}{self._standing(i, j, score)}",
            moved=moved,
            evidence=self.evidence(i, j, score),
            runner_up=None if by_id else self._runner_up(i, j),
        )

    def _standing(self, i: int, j: int, score: float) -> str:
        if self._loose(i, j):
            return _LOOSE
        return ", in the likeliest pairing of the free clauses as a whole" if score < 1 else ""

    def _loose(self, i: int, j: int) -> bool:
        return ((j, i) if self.turned else (i, j)) in self.scale.loose

    def group(self, group: Group, *, moved: bool) -> Match:
        """A split, a merge, or what editors joined."""
        before = tuple(self.old.clauses[i] for i in sorted(group.old))
        after = tuple(self.new.clauses[j] for j in sorted(group.new))
        score = similarity(before, after)
        reason = "the editors' concordance names them as one provision"
        if group.basis == "text":
            parts = max(len(before), len(after))
            reason = f"the words of {parts} clauses on one side stand in one on the other"
            if any(self._loose(i, j) for i in group.old for j in group.new):
                reason = f"{parts} clauses on one side share what is rare with one on the other"
                reason = f"{reason}{_LOOSE}"
        return Match(
            old=before,
            new=after,
            basis=group.basis,
            score=score,
            reason=reason,
            moved=moved,
            evidence=self.evidence(group.old[0], group.new[0], score),
        )

    # ------------------------------------------------------------ evidence

    def weighed(self, i: int, j: int) -> Weighed:
        """What each kind of evidence says of a pair, in numbers."""
        one, other = (j, i) if self.turned else (i, j)
        return self.scale.weigh(one, other, rare=self._compared(i, j))

    def _compared(self, i: int, j: int) -> bool:
        """Whether the rare words of a pair were looked up; where it is unmistakable by the order
        of its words they were not."""
        one, other = (j, i) if self.turned else (i, j)
        near = other in self.scale.rivals.get(one, ()) and one not in self.scale.plain
        return near or (one, other) in self.scale.loose

    def evidence(self, i: int, j: int, score: float) -> tuple[Evidence, ...]:
        """The same in words. `score` is the share of words on the sides of the whole match."""
        found = self.weighed(i, j)
        said = f"{score:.0%} of the words in common"
        if self._compared(i, j):
            said = f"{said}, likeness by rare words {found.rare:.2f}"
        told = [Evidence("words", round(found.words, 4), said)]
        if found.number is not None:
            numbers = self.old.number(i), self.new.number(j)
            said = f"both {numbers[0]}" if found.number else f"{numbers[0]}, now {numbers[1]}"
            told.append(Evidence("number", found.number, said))
        if found.heading is not None:
            said = "the same heading" if found.heading == 1 else f"{found.heading:.0%} alike"
            told.append(Evidence("heading", round(found.heading, 4), said))
        told.append(Evidence("position", round(found.position, 4), _position(found.position)))
        if found.parent is not None:
            said = "each other's counterparts" if found.parent else "not each other's counterparts"
            told.append(
                Evidence("parent", found.parent, f"the clauses they stand under are {said}")
            )
        told.append(Evidence("neighbours", found.neighbours, _NEIGHBOURS[found.neighbours]))
        return tuple(told)

    def share(self, i: int, j: int) -> float:
        """Share of words that two clauses have in common."""
        left, right = self.old.words(i), self.new.words(j)
        if len(left) > LONGEST or len(right) > LONGEST:
            return _share(left, right)
        return self.scale.order(*((j, i) if self.turned else (i, j)))

    # ------------------------------------------------------------ runners-up

    def near(self, side: str, place: int) -> list[int]:
        """Places on the other side that were weighed against a clause and came near."""
        rows, columns = self._near()
        return list((rows if side == "old" else columns).get(place, ()))

    def _runner_up(self, i: int, j: int) -> RunnerUp | None:
        """The clause on either side that came next, where it came near."""
        rows, columns = self._near()
        if j not in rows.get(i, ()):
            return None
        won = self._total(i, j)
        rivals = [("new", k, self._total(i, k)) for k in rows.get(i, ()) if k != j]
        rivals += [("old", k, self._total(k, j)) for k in columns.get(j, ()) if k != i]
        near = [rival for rival in rivals if rival[2] >= won - 2 * NEAR_MISS]
        if not near:
            return None
        side, place, total = max(near, key=lambda rival: (rival[2], rival[0] == self._first()))
        return self._second(side, place, total, won)

    def _best_miss(self, old: int, new: int) -> RunnerUp | None:
        """Of a clause left alone, the clause it came nearest to."""
        rows, columns = self._near()
        near = rows.get(old, ()) if old >= 0 else columns.get(new, ())
        totals = [(self._total(old, k) if old >= 0 else self._total(k, new), -k) for k in near]
        if not totals:
            return None
        total, place = max(totals)
        return self._second("new" if old >= 0 else "old", -place, total, FLOOR)

    def _first(self) -> str:
        """The side that ties fall to, the same in both directions."""
        return "new" if self.turned else "old"

    def _second(self, side: str, place: int, total: float, won: float) -> RunnerUp:
        forth, back = self.scale.pairing.forth, self.scale.pairing.back
        if self.turned:
            forth, back = back, forth
        partner = (back if side == "new" else forth)[place]
        why = "too little in common to be paired" if total < FLOOR else "less alike"
        if partner >= 0:
            why = f"{why}, and the counterpart of another clause"
        return RunnerUp(
            side="new" if side == "new" else "old",
            clause=(self.new if side == "new" else self.old).clauses[place],
            score=round(total, 4),
            won_by=round(won, 4),
            why=why,
        )

    def _total(self, i: int, j: int) -> float:
        one, other = (j, i) if self.turned else (i, j)
        return self.scale.rivals[one][other]

    def _near(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """New places by old, and old by new, of the pairs that came near."""
        if self._seconds is None:
            rows: dict[int, list[int]] = {}
            columns: dict[int, list[int]] = {}
            for one, row in self.scale.rivals.items():
                for other in row:
                    i, j = (other, one) if self.turned else (one, other)
                    rows.setdefault(i, []).append(j)
                    columns.setdefault(j, []).append(i)
            self._seconds = rows, columns
        return self._seconds


_NEIGHBOURS = {
    1.0: "the paired clauses before and behind are each other's",
    0.5: "the paired clauses on one hand only are each other's",
    0.0: "the paired clauses before and behind are not each other's",
}


def _position(score: float) -> str:
    apart = round(4 / score - 4)
    if not apart:
        return "the same place between their neighbours"
    return f"{apart} place{'s' if apart > 1 else ''} apart between their neighbours"
