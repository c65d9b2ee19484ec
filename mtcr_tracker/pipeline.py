"""The whole program on one screen: read this first.

    corpus -> two snapshots -> align -> redline -> effects -> judge -> Comparison -> exporters

Values go in, values come out; no stage knows another, and none keeps anything.
"""

from collections.abc import Iterator, Sequence

from mtcr_tracker import judge
from mtcr_tracker.align import align
from mtcr_tracker.effects import assess
from mtcr_tracker.model import Change, Comparison, Match, NotCompared, Review, Snapshot
from mtcr_tracker.redline import redline


def compare(old: Snapshot, new: Snapshot, reviews: Sequence[Review] = ()) -> Comparison:
    """What lies between two snapshots, clause by clause, in reading order.

    Every clause of either stands in exactly one change. `compare(new, old)` is the same
    comparison with its sides exchanged.
    """
    changes = (
        _change(number, match, old, new, reviews)
        for number, match in enumerate(align(old, new), start=1)
    )
    return Comparison(old=old, new=new, changes=tuple(changes), not_compared=tuple(_gaps(old, new)))


def _change(
    number: int, match: Match, old: Snapshot, new: Snapshot, reviews: Sequence[Review]
) -> Change:
    sources = judge.sources_of(old, new)
    kinds = judge.kinds(match, old, new)
    old_text, new_text = judge.side_text(match.old), judge.side_text(match.new)
    edits = redline(old_text, new_text)
    machine = assess(
        match,
        edits,
        kinds,
        old_speaks=judge.speaks(match.old, sources),
        new_speaks=judge.speaks(match.new, sources),
    )
    judgements = judge.judgements(match, old, new, reviews)
    verdict, origin = judge.verdict(machine, judgements)
    return Change(
        number=number,
        match=match,
        kinds=kinds,
        edits=edits,
        old_text=old_text,
        new_text=new_text,
        machine=machine,
        judgements=judgements,
        verdict=verdict,
        origin=origin,
        grade=judge.grade(match, sources),
        old_stood=judge.stood(match, old, sources),
    )


def _gaps(old: Snapshot, new: Snapshot) -> Iterator[NotCompared]:
    """What is known to be missing from either snapshot, and so from the comparison."""
    for gap in old.gaps:
        yield NotCompared(side="old", what=gap, why=f"missing from {old.label}")
    for gap in new.gaps:
        yield NotCompared(side="new", what=gap, why=f"missing from {new.label}")
