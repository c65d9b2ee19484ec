"""The nouns that stand in files under ``policies/``, and the words they are written in.

Field names are the keys of those files, and the types are what `parse` validates and what
`mtcr-tracker schema` publishes, so that the format is told in one place. A field whose type is
`Date`, `SourceId` or `ClauseRef` is checked by `check` wherever it stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NewType, get_args

# ---------------------------------------------------------------- scalars

Date = NewType("Date", str)
"""ISO date at the precision known (2025, 2025-01, 2025-01-07) or an interval (2004/2005)."""

Id = NewType("Id", str)
"""Lower-case words joined by hyphens or dots; stable, never made from a position."""

SourceId = NewType("SourceId", str)
"""The id of an entry in the policy's sources.yaml."""

ClauseRef = NewType("ClauseRef", str)
"""``snapshot#clause``, or ``snapshot`` alone for the whole of it."""

EventId = NewType("EventId", str)
"""The name of a file in the policy's events/, without its ending."""

Fingerprint = NewType("Fingerprint", str)
"""First 16 hexadecimal digits of the SHA-256 of a typographically folded text."""

Grade = Literal["official text", "reprint", "press quotation", "official summary", "press report"]
GRADES: tuple[Grade, ...] = get_args(Grade)
"""Best first."""

Direction = Literal["loosened", "tightened", "mixed", "kept", "unclear"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)

Verdict = Literal["loosened", "tightened", "mixed", "kept", "unclear", "disputed"]
"""What a change comes to: a direction, or "disputed" where people's readings disagree."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

Origin = Literal["reviews", "machine", "none"]
"""Whose a verdict is."""

Confidence = Literal["high", "medium", "low"]

Kind = Literal[
    "identical", "typographic", "reworded", "renumbered", "moved", "split", "merged",
    "new", "no earlier text", "removed", "not restated", "still stands",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
UNMATCHED_KINDS: tuple[Kind, ...] = KINDS[KINDS.index("new") :]
"""Kinds of a clause without a counterpart; a change has one of these, or some of the others."""

Role = Literal["operative", "purpose", "background"]
Wording = Literal["verbatim", "excerpt", "restated"]
State = Literal["in force", "prospective", "stayed", "rescinded", "unpublished"]
Standing = Literal["in force", "ended", "statement at its date", "proposed", "not known"]
Completeness = Literal["complete", "partial", "quotation only", "summary only", "not seen"]
Side = Literal["old", "new"]

_STRICT: dict[str, Any] = {"extra": "forbid", "use_attribute_docstrings": True}
# read by the validator in `parse`: an unknown key is an error, docstrings become the JSON Schema

# ---------------------------------------------------------------- nouns in files


@dataclass(frozen=True, kw_only=True)
class Source:
    """A document that clauses and events are cited to."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    id: SourceId
    """Stable id, lower-case."""
    title: str
    issuer: str
    date: Date | None = None
    """When it was issued; absent where no date was seen."""
    address: str | None = None
    """Its official address, whether or not the page was seen there."""
    seen_at: tuple[str, ...] = ()
    """Where the words were actually read."""
    grade: Grade | None = None
    """What was seen of it, best first: official text, reprint, press quotation, official
    summary, press report; absent where nothing was seen."""
    completeness: Completeness = "not seen"
    """How much of it was seen."""
    standing: Standing = "not known"
    """Whether it is in force, as far as known."""
    checked: Date | None = None
    """When its standing was last looked up; absent where that was in the search whose end the
    policy gives as looked_until."""
    stood_from: Date | None = None
    stood_until: Date | None = None
    """When it ended, for a source whose standing is "ended"."""
    text: str | None = None
    """Name of the file that holds its words, below the folder given to check --texts."""
    describes: SourceId | None = None
    """The unpublished document that this one is a description of: what it leaves unsaid is no
    sign that the other does."""
    note: str | None = None
    """What a reader must know about the copy seen, in the editors' own words."""


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The documents of a policy, as sources.yaml lists them."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    sources: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class Clause:
    """The shortest contiguous run of a source's words that can be judged alone."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    text: str
    """The words, exactly as received."""
    id: Id = Id("")
    """Stable id, unique in its snapshot; made from the order where a file gives none."""
    number: str | None = None
    heading: str | None = None
    parent: Id | None = None
    source: SourceId | None = None
    at: str | None = None
    """The place in the source: a paragraph, a page."""
    wording: Wording = "verbatim"
    """verbatim: all the clause's words as the source has them; excerpt: part of a sentence or
    passage, cut off by whoever quoted it; restated: not the source's own words."""
    about: tuple[Id, ...] = ()
    """Classes of items, from the list in policy.yaml."""
    topics: tuple[Id, ...] = ()
    role: Role = "operative"
    """Purpose and background clauses get no direction."""
    continues: tuple[ClauseRef, ...] | None = None
    """The concordance: the earlier clause that is this same provision. An empty list says that
    the editors looked and found no earlier text; no key leaves it to the matcher."""
    continues_as: Literal["split", "merged"] | None = None
    """Declares that one earlier clause was split, or that several were merged."""
    compare_with: tuple[ClauseRef, ...] = ()
    """Earlier clauses that bear on the matter; shown as evidence, raise no signal."""
    replaces: Id | None = None
    """The clause of the extended snapshot that this one takes the place of."""
    note: str | None = None
    """What a reprint got wrong or an editor would restore; never part of the text."""


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A policy's text as of a date."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    clauses: tuple[Clause, ...]
    label: str = ""
    """Its name, the same as the file's."""
    policy: str = ""
    title: str = ""
    as_of: Date | None = None
    published: Date | None = None
    state: State | None = None
    """In what state the text was at that date; "unpublished" where the clauses are another
    document's description of it. A file that stands alone need not say."""
    coverage: Literal["complete", "partial"] = "complete"
    extends: str | None = None
    """Label of the snapshot whose clauses are members of this one too."""
    summary: str | None = None
    """What this snapshot is, in one sentence of the editors' own."""
    gaps: tuple[str, ...] = ()
    """What is known to be missing from it."""
    sources: tuple[Source, ...] = ()
    """Sources cited, for a file that stands alone; in policies/ they come from sources.yaml."""

    @property
    def cited(self) -> frozenset[SourceId | None]:
        """The sources that its clauses cite, None among them where a clause cites none."""
        return frozenset(clause.source for clause in self.clauses)


@dataclass(frozen=True, kw_only=True)
class Term:
    """A topic or a class of items: its id and the words that name it."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    id: Id
    title: str
    part_of: Id | None = None
    """The wider class that this one is a part of: what is said of that holds for this one."""
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One policy through time."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    id: Id
    title: str
    issuer: str
    summary: str
    topics: tuple[Term, ...] = ()
    items: tuple[Term, ...] = ()
    """The classes of items governed."""
    comparisons: tuple[str, ...] = ()
    """The comparisons to report, as ``old..new``, the main one first."""
    looked_until: Date | None = None
    """To what date the sources were searched for later acts."""
    looked_note: str | None = None
    """What the search reached and what it found nothing of."""
    recheck_after: int | None = None
    """After how many days without a check `mtcr-tracker due` asks for a source to be looked at
    again."""


@dataclass(frozen=True, kw_only=True)
class Country:
    """A partner in the regime, or a state that adheres to its guidelines alone."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    name: str
    relation: Literal["partner", "adherent"]
    also: tuple[str, ...] = ()
    """Other names that it is asked for by."""
    since: Date | None = None
    sources: tuple[SourceId, ...] = ()
    seen_at: tuple[str, ...] = ()
    confidence: Confidence = "medium"
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A reference fact in the editors' words, with its sources."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    id: Id
    heading: str
    statement: str
    topic: Literal["regime", "categories", "countries", "machinery", "history"]
    quotation: str | None = None
    """The source's own words, word for word."""
    sources: tuple[SourceId, ...] = ()
    """The source of the quotation first."""
    seen_at: tuple[str, ...] = ()
    """Where it was read, for what has no entry in sources.yaml."""
    confidence: Confidence = "high"
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The policy's reference facts."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    countries: tuple[Country, ...] = ()
    countries_note: str | None = None
    facts: tuple[Fact, ...] = ()


EventType = Literal[
    "directive", "rule", "guidance", "statute", "bill step", "licence or sale", "statement",
    "report", "court ruling", "commentary",
]  # fmt: skip
Stance = Literal[
    "origin", "carries out", "extends", "narrows", "contradicts", "pauses", "reverses",
    "comments", "adjacent",
]  # fmt: skip
Effect = Literal["none", "announced", "proposed", "in force", "stayed", "rescinded"]


@dataclass(frozen=True, kw_only=True)
class Bill:
    """A bill before Congress."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    congress: str
    number: str
    steps: tuple[str, ...] = ()
    """Steps seen, in order, each "DATE: what happened"."""


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """Something that an act orders to be done by a day."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    what: str
    """What is due, in the editors' own words."""
    by: Date | None = None
    """The day, where the act names one."""
    within: int | None = None
    """Days from `since`, where the act counts them."""
    since: Date | None = None
    """The day from which they are counted; the event's own where absent."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, dated, sourced and tied to clauses."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    date: Date
    date_note: str | None = None
    """How the date is known, where it was not simply seen."""
    actor: str
    what: str
    """What happened, in one sentence of the editors' own."""
    type: EventType
    stance: Stance
    """What it does to the clauses it names; "origin" is the act that made them."""
    effect: Effect = "none"
    """Its legal effect."""
    clauses: tuple[ClauseRef, ...] = ()
    about: tuple[Id, ...] = ()
    makes: tuple[ClauseRef, ...] = ()
    """The clauses or snapshots whose words this act itself wrote, where it also bears on others;
    what an "origin" made stands in `clauses`."""
    answers: tuple[EventId, ...] = ()
    """Earlier events that this one settles: the proposal it makes final, the order whose deadline
    it meets, the act that it stays or rescinds."""
    deadlines: tuple[Deadline, ...] = ()
    """What it orders to be done by when."""
    sources: tuple[SourceId, ...] = ()
    address: str | None = None
    """Its official address, whether or not it was seen there; that of a source stands with it."""
    seen_at: tuple[str, ...] = ()
    archived: str | None = None
    """Address of an archived copy."""
    grade: Grade
    caution: str | None = None
    bill: Bill | None = None
    id: str = ""
    """The file's name without its ending."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One way to read a change."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    direction: Literal["loosened", "tightened", "mixed", "kept", "unclear", "none"]
    """"none" for a purpose or background clause."""
    reason: str
    confidence: Confidence | None = None
    for_whom: str | None = None
    words: str | None = None
    """The words it rests on, from either side."""


@dataclass(frozen=True, kw_only=True)
class Review:
    """What a person decided about a change, and why."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    old: str
    new: str
    """Labels of the two snapshots that were compared."""
    clause: Id
    """The clause of the new snapshot (of the old one, where it has no counterpart)."""
    old_words: tuple[Fingerprint, ...] = ()
    new_words: tuple[Fingerprint, ...] = ()
    """Fingerprints of the clauses judged; a review holds for these words and no others."""
    by: str
    on: Date
    readings: tuple[Reading, ...] = ()
    """At least one, but for a withdrawal, which has none."""
    rules: str | None = None
    """Version of the rules whose reading the reviewer saw."""
    withdraws: str | None = None
    """Id of a review that this one takes back; it counts for nothing from then on."""
    confirms: str | None = None
    """Id of a review gone stale that this one makes again, of the words as they are now."""
    why: str | None = None
    """Why a review is withdrawn."""
    say_with_it: str | None = None
    """What must be said whenever this judgement is quoted."""
    id: str = ""
    """The file's name without its ending."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """All that the files of one policy hold, validated and tied together."""

    policy: Policy
    sources: Mapping[SourceId, Source]
    """In the order of sources.yaml."""
    facts: Facts
    snapshots: Mapping[str, Snapshot]
    """By label, in order of date. Each holds the clauses it inherits, and in `sources` those
    that its clauses cite."""
    events: tuple[Event, ...]
    """In order of date, then id."""
    reviews: tuple[Review, ...]
    """In order of id."""


def not_withdrawn(reviews: Sequence[Review]) -> tuple[Review, ...]:
    """The reviews that no later file takes back; a withdrawal is none itself."""
    withdrawn = {review.withdraws for review in reviews if review.withdraws}
    return tuple(r for r in reviews if not r.withdraws and r.id not in withdrawn)


def worst(grades: Sequence[Grade | None]) -> Grade | None:
    """The lowest of the grades given, None being no grade at all and ignored."""
    seen = [grade for grade in grades if grade is not None]
    return max(seen, key=GRADES.index) if seen else None
