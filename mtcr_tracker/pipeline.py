"""The whole program on one screen: read this first.

    corpus -> two snapshots -> align -> redline -> effects -> judge -> ripples -> Comparison
    Comparison -> exporters

Values go in, values come out; no stage knows another, and none keeps anything.
"""

from collections.abc import Iterator, Sequence

from mtcr_tracker import judge
from mtcr_tracker.align import alignment
from mtcr_tracker.effects import assess
from mtcr_tracker.model import (
    Change,
    Comparison,
    Edit,
    Match,
    NotCompared,
    Review,
    Side,
    Snapshot,
)
from mtcr_tracker.redline import (
    moved_phrases,
    readable,
    redline,
    shared_phrases,
    side_by_side,
)
from mtcr_tracker.ripples import renumberings, ripples
from mtcr_tracker.text import Terms, defined_terms, terms_of


def compare(old: Snapshot, new: Snapshot, reviews: Sequence[Review] = ()) -> Comparison:
    """What lies between two snapshots, clause by clause, in reading order.

    Every clause of either stands in exactly one change. `compare(new, old)` is the same
    comparison with its sides exchanged.
    """
    aligned = alignment(old, new)
    terms = terms_of(defined_terms(c.text for c in (*old.clauses, *new.clauses)))
    within = judge.setting(old, new)
    changes = tuple(
        _change(number, match, within, reviews, terms)
        for number, match in enumerate(aligned.matches, start=1)
    )
    return Comparison(
        old=old,
        new=new,
        changes=changes,
        not_compared=(*_gaps(old, new), *aligned.not_compared, *_unread(changes)),
        renumberings=renumberings(changes, old, new),
        ripples=ripples(changes, old, new),
    )


def _change(
    number: int, match: Match, within: judge.Setting, reviews: Sequence[Review], terms: Terms
) -> Change:
    kinds = judge.kinds(match, within)
    old_text, new_text = judge.side_text(match.old), judge.side_text(match.new)
    edits = redline(old_text, new_text, terms)
    apart = side_by_side(edits)
    machine = assess(
        match,
        edits,
        kinds,
        old_speaks=judge.speaks(match.old, within.sources),
        new_speaks=judge.speaks(match.new, within.sources),
        lead=judge.lead_in(match, within),
    )
    judgements = judge.judgements(match, within.old, within.new, reviews)
    verdict, origin = judge.verdict(machine, judgements)
    return Change(
        number=number,
        match=match,
        kinds=kinds,
        edits=edits,
        old_text=old_text,
        new_text=new_text,
        marks=_whole(old_text, new_text) if apart else readable(edits),
        side_by_side=apart,
        shared=shared_phrases(old_text, new_text) if apart else moved_phrases(edits),
        machine=machine,
        judgements=judgements,
        verdict=verdict,
        origin=origin,
        grade=judge.grade(match, within.sources),
        old_stood=judge.stood(match, within.old, within.sources),
    )


def _whole(old_text: str, new_text: str) -> tuple[Edit, ...]:
    return Edit("delete", old_text), Edit("insert", new_text)


def _unread(changes: Sequence[Change]) -> Iterator[NotCompared]:
    """The passages that were too long to be lined up word by word."""
    for change in changes:
        for edit in change.edits:
            if edit.kind == "unread":
                side: Side = "old" if edit.op == "delete" else "new"
                what = f"{len(edit.words.split())} words of change {change.number} ({change.id})"
                yield NotCompared(side=side, what=what, why="too long to be lined up in words")


def _gaps(old: Snapshot, new: Snapshot) -> Iterator[NotCompared]:
    """What is known to be missing from either snapshot, and so from the comparison."""
    for gap in old.gaps:
        yield NotCompared(side="old", what=gap, why=f"missing from {old.label}")
    for gap in new.gaps:
        yield NotCompared(side="new", what=gap, why=f"missing from {new.label}")
