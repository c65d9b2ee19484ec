"""Judge a match: its kinds, whose verdict holds, and on what grade of evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mtcr_tracker.dates import possibly_by, prose, surely_by
from mtcr_tracker.markers import body, marker
from mtcr_tracker.model import (
    Assessment,
    Clause,
    Date,
    Direction,
    Grade,
    Judgement,
    Kind,
    Match,
    Origin,
    Reading,
    Review,
    Snapshot,
    Source,
    SourceId,
    Verdict,
    not_withdrawn,
    worst,
)
from mtcr_tracker.text import fingerprint, typographic

Sources = Mapping[SourceId | None, Source]

_BACKWARDS: dict[Direction, Direction] = {"loosened": "tightened", "tightened": "loosened"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What all matches of one comparison share, worked out once."""

    old: Snapshot
    new: Snapshot
    sources: Sources
    """The sources that either snapshot cites, by id."""
    cited: frozenset[SourceId | None]
    """Those that the clauses of the new snapshot cite."""
    texts: tuple[Mapping[str, str], Mapping[str, str]]
    """The texts of either snapshot's clauses, by id."""
    one_document: bool
    """Whether on either side all clauses come from one document. In an anthology of several,
    order and number are the editors' own, so that nothing in it was moved or renumbered."""


def setting(old: Snapshot, new: Snapshot) -> Setting:
    """The setting of a comparison of two snapshots."""
    cited = old.cited, new.cited
    return Setting(
        old=old,
        new=new,
        sources={source.id: source for source in (*old.sources, *new.sources)},
        cited=cited[1],
        texts=({c.id: c.text for c in old.clauses}, {c.id: c.text for c in new.clauses}),
        one_document=all(len(sources) <= 1 for sources in cited),
    )


# ---------------------------------------------------------------- kinds


def kinds(match: Match, within: Setting) -> tuple[Kind, ...]:
    """What kind of change a match is, several where several are so."""
    if not match.new:
        return (_lost(match.old[0], within),)
    if not match.old:
        return ("new" if within.old.coverage == "complete" else "no earlier text",)
    return tuple(_matched(match, numbered=within.one_document))


def _lost(clause: Clause, within: Setting) -> Kind:
    """Silence is not repeal: what became of a clause without a later counterpart."""
    source = within.sources.get(clause.source)
    complete = within.new.coverage == "complete"
    retold = complete and clause.source in within.cited
    if source and not retold and stands(source, within.new.as_of):
        return "still stands"
    return "removed" if complete else "not restated"


def _matched(match: Match, *, numbered: bool) -> list[Kind]:
    """In one document a number or marker at the head of a text is no word: "(b)" that became
    "(c)" is renumbered and not reworded. In an anthology it is whatever the editors quoted."""
    found: list[Kind] = []
    before, after = side_text(match.old), side_text(match.new)
    if before != after:
        found += _worded(match, before, after, numbered=numbered)
    if len(match.new) > 1:
        found.append("split")
    if len(match.old) > 1:
        found.append("merged")
    if numbered:
        before_it, after_it = _numbers(match.old), _numbers(match.new)
        if not (before_it <= after_it or after_it <= before_it):  # a part may keep the number
            found.append("renumbered")
        if match.moved:
            found.append("moved")
    return found or ["identical"]


def _worded(match: Match, before: str, after: str, *, numbered: bool) -> list[Kind]:
    """How differing texts differ in their words."""
    marked = _markers(match.old) != _markers(match.new)
    if numbered and marked and len(match.old) == len(match.new) == 1:
        before, after = body(before), body(after)
    if not typographic(before, after):
        return ["reworded"]
    return ["typographic"] if before != after or not (numbered and marked) else []


def _markers(clauses: Sequence[Clause]) -> list[str]:
    return [marker(clause.text) for clause in clauses]


def _numbers(clauses: Sequence[Clause]) -> set[tuple[str | None, str]]:
    return {(clause.number, marker(clause.text)) for clause in clauses}


def side_text(clauses: Sequence[Clause]) -> str:
    """The text of one side of a match: its clauses joined by line feeds."""
    return "\n".join(clause.text for clause in clauses)


# ---------------------------------------------------------------- sources


def stands(source: Source, on: Date | None) -> bool:
    """Whether a source is known to have stood on a date."""
    if source.standing == "ended":
        until = source.stood_until
        ended = not on or not until or possibly_by(until, on)
        return not ended and _begun(source, on)
    return source.standing == "in force" and _begun(source, on)


def _begun(source: Source, on: Date | None) -> bool:
    return not on or not source.stood_from or surely_by(source.stood_from, on)


def standing_in_words(source: Source, on: Date) -> str:
    """Whether a source stood on a date, as a reader is told it."""
    when = f"{'on' if on.count('-') == 2 else 'in'} {prose(on)}"  # a day, or a month or year
    if stands(source, on):
        return f"stood {when}"
    if source.standing == "ended":
        until = f", until {prose(source.stood_until)}" if source.stood_until else ""
        return f"no longer stood {when}{until}"
    if source.standing == "statement at its date":
        dated = f" ({prose(source.date)})" if source.date else ""
        return f"a statement at its date{dated}, not a standing document"
    if source.standing == "in force":
        return f"not yet in force {when}"
    return f"not known whether it stood {when}"


def stood(match: Match, old: Snapshot, sources: Sources) -> str | None:
    """In words, whether the earlier wording's documents stood at the old snapshot's date."""
    cited = dict.fromkeys(sources[c.source] for c in match.old if c.source in sources)
    if not old.as_of or not cited:
        return None
    return "; ".join(standing_in_words(source, old.as_of) for source in cited)


def lead_in(match: Match, within: Setting) -> str:
    """The words that head the list in which a clause stands, where they are the same on both
    sides: the text of the clause above it that ends in a colon or a dash. "" where there are
    none."""
    heads = {
        within.texts[side].get(clause.parent or "", "").rstrip()
        for side, clauses in enumerate((match.old, match.new))
        for clause in clauses
    }
    head = heads.pop() if len(heads) == 1 else ""
    return head if head.endswith((":", "-", "–", "—")) else ""


def speaks(clauses: Sequence[Clause], sources: Sources) -> bool:
    """Whether these words are complete and verbatim, so that what they lack means something.
    A description of an unpublished document proves nothing by its silence."""
    return all(
        clause.wording == "verbatim"
        and not ((source := sources.get(clause.source)) and source.describes)
        for clause in clauses
    )


def grade(match: Match, sources: Sources) -> Grade | None:
    """The lowest grade of the sources that a match rests on."""
    cited = (sources.get(clause.source) for clause in (*match.old, *match.new))
    return worst([source.grade for source in cited if source])


# ---------------------------------------------------------------- people's reviews


def judgements(
    match: Match, old: Snapshot, new: Snapshot, reviews: Sequence[Review]
) -> tuple[Judgement, ...]:
    """The reviews that bear on a match: those of the very words on its two sides, read
    backwards where they judged the exchange of them, and stale ones of the same clause that
    nobody has confirmed. What was withdrawn bears on nothing."""
    if not reviews:
        return ()
    before = sorted(fingerprint(clause.text) for clause in match.old)
    after = sorted(fingerprint(clause.text) for clause in match.new)
    found = []
    standing = not_withdrawn(reviews)
    confirmed = {review.confirms for review in standing}
    for review in standing:
        judged = sorted(review.old_words), sorted(review.new_words)
        if judged == (before, after):
            found.append(Judgement(review=review, readings=review.readings))
        elif judged == (after, before):
            readings = tuple(_backwards(reading) for reading in review.readings)
            found.append(Judgement(review=review, reversed=True, readings=readings))
        elif review.id not in confirmed and _names(review, match, old, new):
            found.append(Judgement(review=review, stale=True, readings=review.readings))
    return tuple(found)


def _names(review: Review, match: Match, old: Snapshot, new: Snapshot) -> bool:
    """Whether a review was made of these snapshots and of this clause."""
    here = match.new or match.old
    same = (review.old, review.new) == (old.label, new.label)
    return same and review.clause in {clause.id for clause in here}


def _backwards(reading: Reading) -> Reading:
    if reading.direction == "none":
        return reading
    return replace(reading, direction=_BACKWARDS.get(reading.direction, reading.direction))


def verdict(machine: Assessment, found: Sequence[Judgement]) -> tuple[Verdict | None, Origin]:
    """The verdict and whose it is ("reviews", "machine" or "none").

    People's readings stand above the machine's; where they disagree, with each other or among
    themselves, the change is disputed. Stale reviews count for nothing.
    """
    directions = {r.direction for j in found if not j.stale for r in j.readings}
    if len(directions) > 1:
        return "disputed", "reviews"
    if directions:
        (direction,) = directions
        return (None if direction == "none" else direction), "reviews"
    if machine.direction is None:
        return None, "none"
    return machine.direction, "machine"
