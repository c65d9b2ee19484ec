"""The standing table: what each text says of the standard of review for a class of items."""

from typing import Any

from mtcr_tracker import ledger, pipeline
from mtcr_tracker.effects.lexicon import lexicon
from mtcr_tracker.exporters.ladder import RUNGS
from mtcr_tracker.model import Clause, Id, Record, Snapshot, Source, SourceId, StandingRow, Term
from mtcr_tracker.standing import standing

PAPER = Source(id=SourceId("paper"), title="A paper", issuer="Someone", grade="reprint")
WINE = Term(id=Id("wine"), title="Wine")
DRY = Term(id=Id("dry"), title="Dry wine", part_of=Id("wine"))
SWEET = Term(id=Id("sweet"), title="Sweet wine", part_of=Id("wine"))
DENIED = "There is a presumption of denial for exports of wine."


def one(text: str, *about: str, term: Term = WINE, **more: Any) -> StandingRow:
    """The row of a snapshot of one clause."""
    clause = Clause(id=Id("c"), text=text, source=PAPER.id, about=tuple(map(Id, about)), **more)
    (row,) = standing([Snapshot(clauses=(clause,), label="a", sources=(PAPER,))], [term])
    return row


def test_a_standard_with_its_words_source_and_grade() -> None:
    row = one(DENIED, "wine")
    (standard,) = row.stated
    assert (standard.name, standard.words) == ("presumption of denial", "presumption of denial")
    assert (standard.clause.source, standard.grade, row.snapshot) == ("paper", "reprint", "a")


def test_a_clause_about_something_else_says_nothing() -> None:
    assert one(DENIED, "beer").stated == ()
    assert one(DENIED, "beer", topics=(Id("wine"),)).stated, "a topic will do as well as a class"


def test_what_is_said_of_the_whole_holds_for_its_parts_and_not_the_reverse() -> None:
    clauses = (
        Clause(id=Id("a"), text=DENIED, about=(Id("wine"),)),
        Clause(id=Id("b"), text="Exports are reviewed case by case.", about=(Id("dry"),)),
    )
    rows = standing([Snapshot(clauses=clauses, label="a")], [WINE, DRY, SWEET])
    assert [(row.term.id, [s.name for s in row.stated]) for row in rows] == [
        ("dry", ["presumption of denial", "case by case"]),
        ("sweet", ["presumption of denial"]),
    ]


def test_only_operative_clauses_and_standards_that_are_stated_outright() -> None:
    assert one(DENIED, "wine", role="background").stated == ()
    for text in (
        "There is no presumption of denial for exports of wine.",
        "The board will use its discretion on the rule's 'presumption of denial' for wine.",
    ):
        row = one(text, "wine")
        assert row.stated == ()
        assert [clause.id for clause in row.unread] == ["c"]


def test_the_classes_of_the_record(record: Record) -> None:
    """Seven classes; and each standard's words stand in a clause about the class."""
    old, new = record.snapshots["pre-2025"], record.snapshots["nsm-2025"]
    comparison = pipeline.compare(old, new)
    rows = ledger.dossier(comparison, record).by_item
    assert len(rows) == 14
    table = {(str(row.term.id), row.snapshot): row for row in rows}
    assert [s.name for s in table["slv", "nsm-2025"].stated] == ["case by case", "case by case"]
    assert table["production-facility", "nsm-2025"].stated == ()
    slower = {s.name for s in table["uas-under-800", "pre-2025"].stated}
    other = {s.name for s in table["uas-other", "pre-2025"].stated}
    assert "fr-2021-uas-review" in {
        s.clause.id for s in table["uas-under-800", "pre-2025"].stated
    } - {s.clause.id for s in table["uas-other", "pre-2025"].stated}
    assert other <= slower
    for row in rows:
        wanted = {row.term.id, row.term.part_of}
        for standard in row.stated:
            assert standard.words in standard.clause.text
            assert wanted & set(standard.clause.about)


def test_the_figure_has_the_rungs_that_the_rules_read() -> None:
    """Exporters may not ask the rules, so the figure names them itself: the same, in order."""
    assert tuple(row["name"] for row in reversed(lexicon()["rung"])) == RUNGS
