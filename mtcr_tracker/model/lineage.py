"""The nouns of three snapshots and more: series, lineage, step, strand."""

from dataclasses import dataclass
from typing import Literal, get_args

from mtcr_tracker.model.engine import Change, Comparison
from mtcr_tracker.model.files import Clause, Id, Snapshot

Turn = Literal[
    "introduced", "no earlier text", "unchanged", "changed", "split", "merged",
    "dropped", "not restated", "still stands", "returned",
]  # fmt: skip
TURNS: tuple[Turn, ...] = get_args(Turn)
"""What a step did to a provision. Silence is not repeal: a text known in part neither introduces
nor drops a provision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What became of a provision, or of a part of it, from one snapshot to a later one."""

    start: int
    end: int
    """Places of the two snapshots in the series: neighbours, save where a provision returned."""
    old: str
    new: str
    """Their labels."""
    turn: Turn
    change: Change


@dataclass(frozen=True, slots=True)
class Strand:
    """A run of a clause's words, and the label of the snapshot that brought them."""

    words: str
    since: str


@dataclass(frozen=True, slots=True)
class Woven:
    """A clause and its words by the snapshots that brought them; joined they are its text."""

    clause: Clause
    strands: tuple[Strand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """One provision's way through the snapshots of a series."""

    clauses: tuple[tuple[Clause, ...], ...]
    """Its clauses in each snapshot, in the order of the series; none where it has none."""
    steps: tuple[Step, ...]
    """In the order of the snapshots that they lead to."""
    whole: tuple[Change, ...]
    """What the comparison of the first snapshot with the last says of it."""
    words: tuple[Woven, ...]
    """Its clauses in the last snapshot that has it."""

    @property
    def id(self) -> Id:
        """The id of its first clause in the last snapshot that has it."""
        return self.words[0].clause.id


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComposed:
    """Where the steps taken together say something else than the comparison end to end."""

    what: Literal["pairing", "verdict"]
    lineage: Id
    by_steps: str
    end_to_end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Snapshots in order, what lies between neighbours, and each provision's lineage."""

    snapshots: tuple[Snapshot, ...]
    steps: tuple[Comparison, ...]
    """One fewer than the snapshots."""
    whole: Comparison
    """The first snapshot against the last."""
    lineages: tuple[Lineage, ...]
    """In the reading order of the last snapshot, then those that ended before it, the latest
    first. Every clause of every snapshot stands in exactly one."""
    not_composed: tuple[NotComposed, ...]
