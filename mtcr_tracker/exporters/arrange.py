"""What stands where in the report, and how much of it is written out.

A page of any length opens with at most 15,000 elements: of a long report the first changes are
written out, and all else stands in rows that only a browser without scripts reads as a page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mtcr_tracker.exporters import view
from mtcr_tracker.model import (
    Change,
    ClauseRef,
    Comparison,
    Country,
    Dossier,
    Event,
    Fact,
    Ripple,
    Side,
    Snapshot,
    Source,
    SourceId,
)

LONG, LONG_FULL = 300, 150
"""With more matches, or with more changes to write out in full, a report is long."""
OPEN = 10
"""How many changes of a kind a long report writes out."""
FOLD = 50
"""How many changes a fold holds."""
ROWS = 150
"""How many rows stand together."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The changes shown, each in one of the report's parts."""

    full: tuple[Change, ...]
    """Those with something to say about them."""
    bare: tuple[Change, ...]
    """Later background without earlier text on record and without a review."""
    stands: tuple[Change, ...]
    not_restated: tuple[Change, ...]
    same: tuple[Change, ...]
    """Those with the same words on both sides."""
    shifted: int
    """How many of these were renumbered or moved."""
    no_earlier: tuple[Change, ...]
    """All without earlier text on record, wherever they are shown."""
    long: bool
    """Whether most of it is written out only on demand."""
    open: int
    """How many changes of each part are written out; the rest stand in rows."""
    alike: frozenset[int]
    """The numbers of those with the same words on both sides."""
    written: frozenset[int]
    """The numbers of the others that are written out."""
    plain: frozenset[int]
    """The numbers of those whose words stand in markup as they are."""


def groups(changes: Sequence[Change]) -> Groups:
    """Sorts the changes into the parts of the report; all but `no_earlier` are disjoint."""
    same = tuple(c for c in changes if view.same_words(c))
    alike = frozenset(c.number for c in same)
    others = [c for c in changes if c.number not in alike]
    silent = [c for c in others if view.silent(c)]
    rest = [c for c in others if not view.silent(c)]
    full = tuple(c for c in rest if not _bare(c))
    bare = tuple(c for c in rest if _bare(c))
    stands = tuple(c for c in silent if "still stands" in c.kinds)
    not_restated = tuple(c for c in silent if "still stands" not in c.kinds)
    long = len(changes) > LONG or len(full) > LONG_FULL
    size = OPEN if long else len(changes)
    parts = (full, bare, stands, not_restated)
    return Groups(
        full=full,
        bare=bare,
        stands=stands,
        not_restated=not_restated,
        same=same,
        shifted=sum(change.kinds != ("identical",) for change in same),
        no_earlier=tuple(c for c in rest if "no earlier text" in c.kinds),
        long=long,
        open=size,
        alike=alike,
        written=frozenset(change.number for part in parts for change in part[:size]),
        plain=frozenset(c.number for c in changes if _plain(c)) if long else frozenset(),
    )


def _plain(change: Change) -> bool:
    texts = change.new_text
    if change.old_text != texts:
        texts += change.old_text
    return texts.isprintable() and not ("&" in texts or "<" in texts or ">" in texts)


def _bare(change: Change) -> bool:
    background = all(clause.role == "background" for clause in change.match.new)
    return "no earlier text" in change.kinds and background and not change.judgements


def folds(changes: Sequence[Change], size: int = FOLD) -> list[tuple[Change, ...]]:
    """The changes in runs of at most `size`."""
    return [tuple(changes[at : at + size]) for at in range(0, len(changes), size)]


def unchanged(changes: Sequence[Change], groups: Groups) -> list[tuple[int, int, int, int]]:
    """The stacks of rows that hold unchanged clauses: which, the first and the last number of
    these, and how many they are."""
    found = []
    for place, fold in enumerate(folds(changes, ROWS)):
        same = [change.number for change in fold if change.number in groups.alike]
        if same:
            found.append((place, same[0], same[-1], len(same)))
    return found


def numbers(changes: Iterable[Change]) -> str:
    """Their numbers, for the script."""
    return ",".join(str(change.number) for change in changes)


def anchors(changes: Iterable[Change]) -> Mapping[int, str]:
    """The name of each change for links, by its number: its id, made unique and free of
    white space."""
    taken: set[str] = set()
    names: dict[int, str] = {}
    for change in changes:
        clauses = change.match.new or change.match.old
        wanted = clauses[0].id if len(clauses) == 1 else change.id
        if not wanted.isprintable() or " " in wanted or not wanted:
            wanted = "-".join(view.visible(wanted).split()) or f"change-{change.number}"
        if wanted in taken or wanted.startswith(_OURS):
            wanted = f"{wanted}-{change.number}"
        taken.add(wanted)
        names[change.number] = wanted
    return names


_OURS = ("section-", "row-", "event-", "source-", "reading-", "filter", "text-", "figure-")


def clauses(comparison: Comparison, names: Mapping[int, str]) -> Mapping[str, str]:
    """For each clause's id the name of the change it stands in; a later clause before an earlier
    one of the same id."""
    return {
        clause.id: names[change.number]
        for side in ("old", "new")
        for change in comparison.changes
        for clause in (change.match.old if side == "old" else change.match.new)
    }


def in_order(comparison: Comparison, side: Side) -> list[Change]:
    """The changes in the order of one side's text, each once."""
    snapshot = comparison.old if side == "old" else comparison.new
    at = {
        clause.id: change
        for change in comparison.changes
        for clause in (change.match.old if side == "old" else change.match.new)
    }
    found = {at[clause.id].number: at[clause.id] for clause in snapshot.clauses}
    return list(found.values())


def bearing(change: Change, dossier: Dossier) -> list[ClauseRef]:
    """The clauses to compare a change with, each once."""
    refs = (ref for clause in (*change.match.new, *change.match.old) for ref in clause.compare_with)
    return [ref for ref in dict.fromkeys(refs) if ref in dossier.bearing]


def documents(snapshot: Snapshot) -> int:
    """From how many documents the clauses of a snapshot come."""
    return len(snapshot.cited - {None})


def cited(comparison: Comparison, dossier: Dossier) -> tuple[Source, ...]:
    """The sources that the report names, in the order of the record."""
    clauses = [c for change in comparison.changes for c in (*change.match.old, *change.match.new)]
    named: set[SourceId | None] = {clause.source for clause in clauses}
    named |= {clause.source for clause in dossier.bearing.values()}
    facts = dossier.facts
    items: tuple[Event | Fact | Country, ...] = (*dossier.events, *facts.facts, *facts.countries)
    named.update(*(item.sources for item in items))
    known = view.sources(comparison, dossier)
    return tuple(source for source in known.values() if source.id in named)


def ripples(comparison: Comparison) -> Mapping[int, list[Ripple]]:
    """What each change touches, by its number."""
    found: dict[int, list[Ripple]] = {}
    for ripple in comparison.ripples:
        found.setdefault(ripple.change, []).append(ripple)
    return found


def topics(changes: Iterable[Change], dossier: Dossier) -> list[tuple[str, str]]:
    """Id and title of each topic that a change has, in the policy's order."""
    titles: dict[str, str] = (
        {term.id: term.title for term in dossier.policy.topics} if dossier.policy else {}
    )
    found = dict.fromkeys(topic for change in changes for topic in view.topics(change))
    order = [*titles, *(topic for topic in found if topic not in titles)]
    return [(topic, titles.get(topic, topic)) for topic in order if topic in found]


def dimensions(changes: Iterable[Change]) -> list[str]:
    """Every dimension that a signal has, in the order of the alphabet."""
    return sorted({signal.dimension for c in changes for signal in c.machine.signals})


def touched_by(item: Ripple, comparison: Comparison) -> tuple[Change, ...]:
    """The changes that a ripple touches."""
    wanted = frozenset(item.touches)
    return tuple(change for change in comparison.changes if change.number in wanted)


def touched(comparison: Comparison, dossier: Dossier) -> Mapping[str, Sequence[Change]]:
    """The changes that each event touches, by the event's id."""
    found: dict[str, list[Change]] = {}
    for change in comparison.changes:
        for event in dossier.touching.get(change.number, ()):
            found.setdefault(event.id, []).append(change)
    return found
