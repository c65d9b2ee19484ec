"""Whether the changes made are the changes found."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from mtcr_tracker.align import align
from mtcr_tracker.judge import kinds, setting
from mtcr_tracker.model import Clause, Id, Snapshot

from .edits import Draft, Piece

KINDS = ("new", "removed", "reworded", "moved", "split", "merged", "renumbered")

Event = tuple[str, frozenset[int], frozenset[int]]
"""Kind, places of old clauses, places of new clauses."""


@dataclass(slots=True)
class Score:
    """Events made, found, and found that were made, by kind."""

    made: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Score") -> None:
        """Count another text too."""
        self.made += other.made
        self.found += other.found
        self.right += other.right

    def precision(self, *asked: str) -> float:
        """Share of the events found that were made; of all kinds where none is named."""
        return _share(self.right, self.found, asked)

    def recall(self, *asked: str) -> float:
        """Share of the events made that were found."""
        return _share(self.right, self.made, asked)


def _share(part: Counter[str], whole: Counter[str], asked: tuple[str, ...]) -> float:
    kinds_asked = asked or KINDS
    total = sum(whole[kind] for kind in kinds_asked)
    return sum(part[kind] for kind in kinds_asked) / total if total else 1.0


def snapshot(pieces: list[Piece], label: str) -> Snapshot:
    """A snapshot that stands alone, its ids made from the order."""
    ids = {id(piece): Id(f"clause-{n}") for n, piece in enumerate(pieces, 1)}
    clauses = tuple(
        Clause(
            text=piece.text,
            id=ids[id(piece)],
            number=piece.number or None,
            parent=ids.get(id(piece.parent)) if piece.parent else None,
        )
        for piece in pieces
    )
    return Snapshot(clauses=clauses, label=label)


def made(draft: Draft) -> set[Event]:
    """The events that were made."""
    homes: dict[tuple[int, ...], list[int]] = {}
    for place, piece in enumerate(draft.pieces):
        if piece.came:
            homes.setdefault(piece.came, []).append(place)
    events: set[Event] = {
        ("new", frozenset(), frozenset({k})) for k, p in enumerate(draft.pieces) if not p.came
    }
    stayed = {i for came in homes for i in came}
    events |= {
        ("removed", frozenset({i}), frozenset())
        for i in range(len(draft.original))
        if i not in stayed
    }
    for came, places in homes.items():
        told = {kind for k in places for kind in draft.pieces[k].kinds}
        told = told & {"split", "merged"} or told
        events |= {(kind, frozenset(came), frozenset(places)) for kind in told}
    return events


def found(old: Snapshot, new: Snapshot) -> Iterator[Event]:
    """The events that we find. A split or merge is told as such and not as its rewording."""
    olds = {id(clause): k for k, clause in enumerate(old.clauses)}
    news = {id(clause): k for k, clause in enumerate(new.clauses)}
    within = setting(old, new)
    for match in align(old, new):
        told = set(kinds(match, within)) & set(KINDS)
        told = told & {"split", "merged"} or told
        sides = frozenset(olds[id(c)] for c in match.old), frozenset(news[id(c)] for c in match.new)
        yield from ((kind, *sides) for kind in told)


def score(draft: Draft) -> Score:
    """One changed text. Of two neighbours that changed places either may be said to have
    moved, but not both."""
    expected = made(draft)
    seen = set(found(snapshot(draft.original, "a"), snapshot(draft.pieces, "b")))
    for one, other in draft.swapped:
        ways = [_moved(draft, k) for k in (one, other)]
        expected.add(ways[1] if ways[1] in seen and ways[0] not in seen else ways[0])
    right = expected & seen
    return Score(*(Counter(event[0] for event in events) for events in (expected, seen, right)))


def _moved(draft: Draft, came: int) -> Event:
    place = next(k for k, piece in enumerate(draft.pieces) if piece.came == (came,))
    return ("moved", frozenset({came}), frozenset({place}))
