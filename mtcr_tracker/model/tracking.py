"""The nouns of following up: what has become of a clause, and what is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from mtcr_tracker.model.files import (
    Clause,
    ClauseRef,
    Country,
    Date,
    Effect,
    Event,
    Id,
    Policy,
    Snapshot,
)

Status = Literal[
    "no act found", "announced", "proposed", "in force in part", "in force", "extended",
    "paused", "contradicted", "reversed",
]  # fmt: skip
"""What has become of a clause, as far as the record's events tell."""
STATUSES: tuple[Status, ...] = get_args(Status)
"""From the least that was found to the most, acts against the clause last."""

Counting = Literal["narrow", "broad"]
"""narrow: operative clauses, and only rules, statutes and what courts make of them; broad: every
clause, and every kind of act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An event that names a clause, and whether the clause's status rests on it."""

    event: Event
    decides: bool
    rule: str
    """The rule that says so, by name."""
    why: str
    """What the rule says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseStatus:
    """What has become of one clause."""

    ref: ClauseRef
    clause: Clause
    status: Status
    """Under the broad counting."""
    narrow: Status | None
    """Under the narrow counting; None for a clause that it leaves out."""
    by_item: Mapping[Id, Status] = field(default_factory=dict)
    """The status for each class of items, where they differ."""
    may_be: Status | None = None
    """What the status would be if the events that may lie before the date did, where it differs."""
    made_by: tuple[Event, ...] = ()
    """The acts that made the clause: facts that no later event undoes."""
    effect: Effect = "none"
    """The effect that those acts have on the date."""
    weighed: tuple[Weighed, ...] = ()
    """Every event that names the clause, in order of date, then id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A number with what it is a number of."""

    number: int
    of: int
    named: str
    """What the denominator counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many clauses something holds for, under both countings."""

    what: str
    narrow: Share
    broad: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class StateOfPlay:
    """What has become of each clause of a snapshot as of a date."""

    policy: Policy
    snapshot: Snapshot
    as_of: Date
    searched: Date
    """The last date for which nothing found means anything: as_of, or the end of the search where
    that is earlier."""
    newest: Event | None
    """The latest event that surely lies by as_of."""
    clauses: tuple[ClauseStatus, ...]
    """In the snapshot's order."""
    figures: tuple[Figure, ...]
    amending: tuple[Event, ...]
    """Rules and statutes in force by as_of that carry out or extend clauses of the snapshot."""


DueKind = Literal["deadline", "bill", "proposal", "review", "source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that waits for someone."""

    kind: DueKind
    what: str
    about: str
    """Id of the event, review or source."""
    since: Date
    """From when it waits."""
    by: Date | None = None
    """When it is due; None where no day is set."""
    overdue: Literal["yes", "possibly", "no"] = "no"
    note: str = ""


Relation = Literal["partner", "adherent", "not known", "neither found"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
"""What a state is to the regime, from the closest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """What a state is to the regime on a date."""

    country: str
    relation: Relation
    reason: str
    entry: Country | None = None
    """What the record says of it; None where it says nothing."""
