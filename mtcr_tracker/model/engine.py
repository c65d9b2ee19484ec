"""The nouns that the engine makes: match, edit, signal, change, comparison."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Literal, NamedTuple

from mtcr_tracker.model.files import (
    Clause,
    ClauseRef,
    Confidence,
    Direction,
    Event,
    Facts,
    Grade,
    Kind,
    Origin,
    Policy,
    Reading,
    Review,
    Side,
    Snapshot,
    Source,
    SourceId,
    Term,
    Verdict,
)

Op = Literal["keep", "delete", "insert"]


EditKind = Literal["words", "typographic", "unread"]


class Edit(NamedTuple):
    """One keep, delete or insert with its own words; a deletion stands before the insertion
    that takes its place. The kept and deleted words joined are the old text, the kept and
    inserted ones the new."""

    # a tuple and no dataclass: a comparison makes thousands, in half the time

    op: Op
    words: str
    kind: EditKind = "words"
    """"typographic": a pair that differs only in white space, quotation marks, dashes and the
    like. "unread": two passages too long to be lined up, exchanged whole."""


Basis = Literal["concordance", "id", "text", "none"]


EvidenceKind = Literal["words", "number", "heading", "position", "parent", "neighbours"]


class Evidence(NamedTuple):
    """What one kind of evidence says of a pair of clauses."""

    kind: EvidenceKind
    score: float
    """0 to 1: how much it speaks for the pair."""
    said: str
    """In words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerUp:
    """The clause that came next as a counterpart."""

    side: Side
    """Which side of the match it would have taken."""
    clause: Clause
    score: float
    """What all evidence came to, to be held against `won_by`."""
    won_by: float
    """What the pair that was made came to."""
    why: str
    """Why it lost."""


class Match(NamedTuple):
    """The old clause and the new clause that are one provision; several on a side only where
    it was split or merged, none where it has no counterpart."""

    # a tuple and no dataclass for the same reason

    old: tuple[Clause, ...]
    new: tuple[Clause, ...]
    basis: Basis
    score: float
    """Share of the words that both sides have in common, 0 to 1."""
    reason: str
    moved: bool = False
    """Its clauses stand in another order among their neighbours, or under another parent."""
    evidence: tuple[Evidence, ...] = ()
    """What each kind of evidence said; none where a clause has no counterpart."""
    runner_up: RunnerUp | None = None
    """The clause that came next, where one came close."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words found verbatim in one side's text, and where: ``text[start:end] == words``."""

    side: Side
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A phrase that both sides of a match have."""

    old: Span
    new: Span
    moved: bool = False
    """It stands in another order among the phrases that both have."""


Dimension = Literal[
    "standard of review", "modal force", "scope", "conditions", "thresholds", "eligibility"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One finding about effect."""

    rule: str
    dimension: Dimension
    direction: Direction
    for_whom: str
    spans: tuple[Span, ...]
    """The deciding words, old side first; at least one."""
    reason: str
    confidence: Confidence


Bearing = Literal["restrains", "enables", "both", "defines", "states a purpose", "not made out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Polarity:
    """What one side of a match does by itself, worked out before any rule is tried."""

    side: Side
    bearing: Bearing
    spans: tuple[Span, ...] = ()
    """The words that show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The machine's reading of one match."""

    direction: Direction | None
    """None for a purpose or background clause, and for a clause about which a missing
    counterpart proves nothing."""
    signals: tuple[Signal, ...] = ()
    not_restated: tuple[Span, ...] = ()
    """Words that one side lacks where its silence proves nothing."""
    reason: str
    """One sentence that says how the direction follows from the signals."""
    polarity: tuple[Polarity, ...] = ()
    """Of each side that has words, old side first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A review as it bears on one change of one comparison."""

    review: Review
    stale: bool = False
    """The words have changed since it was made; it counts for nothing until confirmed."""
    reversed: bool = False
    """It judged the comparison the other way round and is read backwards."""
    readings: tuple[Reading, ...] = ()
    """Its readings, in this comparison's direction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A match with its redline, its signals and its reviews."""

    number: int
    """1, 2, 3 ... in reading order."""
    match: Match
    kinds: tuple[Kind, ...]
    edits: tuple[Edit, ...]
    old_text: str
    new_text: str
    """The texts of the two sides; several clauses on a side are joined by a line feed."""
    marks: tuple[Edit, ...] = ()
    """The edits as a person would mark them: fewer and rounder. Signals rest on `edits`."""
    side_by_side: bool = False
    """The wordings are too far apart for a redline: the marks are one deletion and one
    insertion, and `shared` tells which phrases both have."""
    shared: tuple[Shared, ...] = ()
    """Else only the phrases that moved: deleted in one place and inserted in another."""
    machine: Assessment
    judgements: tuple[Judgement, ...] = ()
    verdict: Verdict | None
    origin: Origin
    grade: Grade | None
    """The lowest grade of the sources it rests on."""
    old_stood: str | None = None
    """Whether the earlier wording's document still stood at the old snapshot's date."""

    @property
    def id(self) -> str:
        """Stable name for links, made from the clauses' ids."""
        return "+".join(clause.id for clause in self.match.new or self.match.old)

    @property
    def cuts(self) -> tuple[Span, ...]:
        """Where the clauses of a side that was split or merged meet: the line feeds that join
        them in its text."""
        return (*_joints("old", self.match.old), *_joints("new", self.match.new))

    @property
    def typographic(self) -> tuple[tuple[str, str], ...]:
        """What differs in typography alone: the words of the old text and of the new. The line
        feeds where a clause was cut are no such difference."""
        if all(edit.kind != "typographic" for edit in self.edits):
            return ()
        joints = {(span.side, span.start) for span in self.cuts}
        return tuple(_typographic(self.edits, joints))


def _joints(side: Side, clauses: Sequence[Clause]) -> Iterator[Span]:
    end = 0
    for clause in clauses[:-1]:
        end += len(clause.text)
        yield Span(side, end, end + 1, "\n")
        end += 1


def _typographic(
    edits: Sequence[Edit], joints: Collection[tuple[Side, int]]
) -> Iterator[tuple[str, str]]:
    """Pairs of a deletion and an insertion that differ in typography, away from the joints."""
    at = to = 0
    left, jointed = "", False
    for edit, behind in zip_longest(edits, edits[1:]):
        size = len(edit.words)
        if edit.kind == "typographic":
            side, start = ("old", at) if edit.op == "delete" else ("new", to)
            jointed = jointed or any((side, start + step) in joints for step in range(size))
            left = edit.words if edit.op == "delete" else left
            if behind is None or behind.op != "insert" or edit.op == "insert":
                if not jointed:
                    yield left, edit.words if edit.op == "insert" else ""
                left, jointed = "", False
        at += size if edit.op != "insert" else 0
        to += size if edit.op != "delete" else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCompared:
    """Something that the comparison leaves out or could not reach, and why."""

    side: Side
    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumbering:
    """Clauses whose numbers shifted together, told once with the cause."""

    cause: str
    because: tuple[int, ...]
    """Numbers of the changes that made it so; none where no cause was found."""
    changes: tuple[int, ...]
    """Numbers of the changes whose clauses were renumbered."""
    numbers: tuple[tuple[str, str], ...]
    """Of each of them the old number and the new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ripple:
    """What a change does to a clause whose own words may stand."""

    kind: Literal["stale reference", "changed definition"]
    change: int
    """Number of the change whose clause holds the reference, or defines the term."""
    words: str
    """The reference as it is written, or the term."""
    touches: tuple[int, ...]
    """Numbers of the changes that the reference led to, or that use the term."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two snapshots and what lies between them."""

    old: Snapshot
    new: Snapshot
    changes: tuple[Change, ...]
    not_compared: tuple[NotCompared, ...] = ()
    renumberings: tuple[Renumbering, ...] = ()
    """Each renumbering once, with its cause, in reading order."""
    ripples: tuple[Ripple, ...] = ()
    """References and terms in other clauses that the changes touch."""

    def __hash__(self) -> int:
        """Of little, so that what is worked out of a comparison can be kept beside it."""
        return hash((self.old.label, self.new.label, len(self.changes)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A standard of review as one clause states it."""

    name: str
    level: int
    """Its rung on the ladder; 0 is the least strict."""
    words: str
    """The clause's own words for it."""
    clause: Clause
    grade: Grade | None
    """Of the clause's source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRow:
    """What one snapshot says of the standard of review for a class of items, or on a topic."""

    term: Term
    snapshot: str
    """Its label."""
    stated: tuple[Standard, ...] = ()
    """In the snapshot's order; none where its clauses state none."""
    unread: tuple[Clause, ...] = ()
    """Clauses that name a standard in words from which it cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What a report shows beside a comparison; the ledger makes it."""

    policy: Policy | None = None
    facts: Facts = field(default_factory=Facts)
    sources: Mapping[SourceId, Source] = field(default_factory=dict)
    """Every source of the policy, in the order of sources.yaml."""
    events: tuple[Event, ...] = ()
    """In order of date, then id."""
    touching: Mapping[int, tuple[Event, ...]] = field(default_factory=dict)
    """The events that touch a change, by the change's number."""
    carrying_out: tuple[Event, ...] = ()
    """Rules, guidance and statutes found that carry out or extend the new snapshot."""
    bearing: Mapping[ClauseRef, Clause] = field(default_factory=dict)
    """The clauses that compare_with names."""
    by_item: tuple[StandingRow, ...] = ()
    """The standing table of the two snapshots: a row a class of items and snapshot."""
    by_topic: tuple[StandingRow, ...] = ()
    """The same by topic."""
