"""The standing table: for each class of items, the standard of review that each text states."""

import re
from collections.abc import Iterator, Mapping, Sequence

from mtcr_tracker.effects.ladder import Rung, mentions, rungs
from mtcr_tracker.model import Clause, Grade, Id, Snapshot, Standard, StandingRow, Term

_QUOTES = frozenset("'\"‘“")
_BLANK = re.compile(r"\s")


def standing(snapshots: Sequence[Snapshot], terms: Sequence[Term]) -> tuple[StandingRow, ...]:
    """A row for each class of items or topic in `terms` and each snapshot, term by term, in the
    order given.

    A clause speaks for the terms that it names in `about` or `topics`, and for their parts; a term
    that has parts has no row of its own. Only operative clauses are read, with the ladder of the
    effects rules. A standard whose name stands in quotation marks is mentioned and not stated.
    """
    whole = {term.part_of for term in terms}
    return tuple(
        _row(term, snapshot) for term in terms if term.id not in whole for snapshot in snapshots
    )


def _row(term: Term, snapshot: Snapshot) -> StandingRow:
    wanted = {term.id, term.part_of} - {None}
    grades: Mapping[str, Grade | None] = {source.id: source.grade for source in snapshot.sources}
    stated: list[Standard] = []
    unread: list[Clause] = []
    for clause in snapshot.clauses:
        if clause.role != "operative" or not wanted & _names(clause):
            continue
        found = tuple(_standards(clause, grades))
        stated += found
        if not found and mentions(_BLANK.sub(" ", clause.text)):
            unread.append(clause)
    return StandingRow(
        term=term, snapshot=snapshot.label, stated=tuple(stated), unread=tuple(unread)
    )


def _names(clause: Clause) -> set[Id | None]:
    return {*clause.about, *clause.topics}


def _standards(clause: Clause, grades: Mapping[str, Grade | None]) -> Iterator[Standard]:
    flat = _BLANK.sub(" ", clause.text)
    for rung in rungs(flat) or ():
        if not _quoted(clause.text, rung):
            yield Standard(
                name=rung.name,
                level=rung.level,
                words=clause.text[rung.start : rung.end],
                clause=clause,
                grade=grades.get(clause.source or ""),
            )


def _quoted(text: str, rung: Rung) -> bool:
    return text[max(rung.start - 1, 0)] in _QUOTES  # use and mention are two things
