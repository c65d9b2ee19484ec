"""Judging: kinds, whether a document stood, whose verdict holds, on what grade."""

from dataclasses import replace

import pytest

from mtcr_tracker import judge
from mtcr_tracker.model import (
    Assessment,
    Clause,
    Completeness,
    Date,
    Direction,
    Id,
    Judgement,
    Match,
    Reading,
    Review,
    Snapshot,
    Source,
    SourceId,
    Standing,
)
from mtcr_tracker.text import fingerprint


def source(
    standing: Standing = "in force",
    start: str | None = None,
    end: str | None = None,
    **more: object,
) -> Source:
    """A source with the id "doc"."""
    made = Source(
        id=SourceId("doc"),
        title="Doc",
        issuer="X",
        standing=standing,
        stood_from=Date(start) if start else None,
        stood_until=Date(end) if end else None,
        grade="official text",
        completeness="complete",
    )
    return replace(made, **more)  # type: ignore[arg-type]  # keywords of Source


def clause(text: str, name: str = "a", **more: object) -> Clause:
    """A clause cited to "doc"."""
    made = Clause(text=text, id=Id(name), source=SourceId("doc"))
    return replace(made, **more)  # type: ignore[arg-type]  # keywords of Clause


def snapshot(*clauses: Clause, doc: Source | None = None, **more: object) -> Snapshot:
    """A snapshot as of 2025."""
    made = Snapshot(
        clauses=clauses, label="s", as_of=Date("2025-06-01"), sources=(doc or source(),)
    )
    return replace(made, **more)  # type: ignore[arg-type]  # keywords of Snapshot


def match(old: list[Clause], new: list[Clause], *, moved: bool = False) -> Match:
    """A match of these clauses."""
    return Match(
        old=tuple(old), new=tuple(new), basis="text", score=1.0, reason="because", moved=moved
    )


ONE = clause("The same words.")


def kinds_of(one: Match, old: Snapshot, new: Snapshot) -> tuple[str, ...]:
    """The kinds of a match in a comparison of two snapshots."""
    return judge.kinds(one, judge.setting(old, new))


def sources_of(old: Snapshot, new: Snapshot) -> judge.Sources:
    """The sources that two snapshots cite."""
    return judge.setting(old, new).sources


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (ONE, ONE, ("identical",)),
        (clause("It’s 2–5."), clause("It's  2-5."), ("typographic",)),
        (clause("It is 2-5."), clause("It is 25."), ("reworded",)),
        (clause("Words.", number="1"), clause("Words.", number="2"), ("renumbered",)),
        (clause("Old.", number="1"), clause("New.", number="2"), ("reworded", "renumbered")),
    ],
)
def test_kinds_of_a_pair(old: Clause, new: Clause, kinds: tuple[str, ...]) -> None:
    """Reworded and renumbered are independent; a lost dash between numbers is no typography."""
    assert kinds_of(match([old], [new]), snapshot(old), snapshot(new)) == kinds


def test_kinds_of_groups() -> None:
    """Split and merged are told by the number of clauses on each side."""
    many = [clause("The same"), clause("words.", "b")]
    assert "split" in kinds_of(match([ONE], many), snapshot(ONE), snapshot(*many))
    assert "merged" in kinds_of(match(many, [ONE]), snapshot(*many), snapshot(ONE))


def test_moved_and_renumbered_only_within_one_document() -> None:
    """In an anthology order and number are the editors' own."""
    other = clause("Else.", "b", source=SourceId("other"))
    old, new = clause("Words.", number="1"), clause("Words.", number="2")
    pair = match([old], [new], moved=True)
    assert kinds_of(pair, snapshot(old), snapshot(new)) == ("renumbered", "moved")
    assert kinds_of(pair, snapshot(old, other), snapshot(new)) == ("identical",)


@pytest.mark.parametrize(
    ("standing", "coverage", "kind"),
    [
        ("in force", "partial", "still stands"),
        ("in force", "complete", "still stands"),
        ("ended", "partial", "not restated"),
        ("ended", "complete", "removed"),
        ("not known", "partial", "not restated"),
        ("statement at its date", "partial", "not restated"),
        ("statement at its date", "complete", "removed"),
    ],
)
def test_silence_is_not_repeal(standing: Standing, coverage: str, kind: str) -> None:
    """Law 7: an old clause without counterpart."""
    old = snapshot(ONE, doc=source(standing))
    new = snapshot(clause("Else.", "b", source=SourceId("other")), coverage=coverage)
    new = replace(new, sources=())
    assert kinds_of(match([ONE], []), old, new) == (kind,)


def test_a_clause_missing_from_the_same_document_told_in_full_is_removed() -> None:
    """A complete later text of the very document is no silence."""
    old, new = snapshot(ONE), snapshot(clause("Else.", "b"))
    assert kinds_of(match([ONE], []), old, new) == ("removed",)


def test_new_only_where_the_earlier_text_is_complete() -> None:
    """Law 7: a new clause without counterpart."""
    whole, part = snapshot(ONE), snapshot(ONE, coverage="partial")
    assert kinds_of(match([], [ONE]), whole, whole) == ("new",)
    assert kinds_of(match([], [ONE]), part, whole) == ("no earlier text",)


@pytest.mark.parametrize(
    ("doc", "on", "stood"),
    [
        (source(), "2025-01-02", True),
        (source(start="2025"), "2025-01-02", False),
        (source(start="2024-12"), "2025-01-02", True),
        (source("ended", "1996", "2006"), "2000", True),
        (source("ended", "1996", "2006"), "2006-05", False),
        (source("ended", "1996", "2006"), "2007", False),
        (source("ended"), "1990", False),
        (source("not known"), "2025", False),
        (source("proposed"), "2025", False),
    ],
)
def test_stands_only_where_it_surely_stood(doc: Source, on: str, stood: bool) -> None:
    """Dates at the precision known; what may have ended is not said to stand."""
    assert judge.stands(doc, Date(on)) is stood


@pytest.mark.parametrize(
    ("doc", "words"),
    [
        (source(), "stood on January 2, 2025"),
        (source("ended", end="2006"), "no longer stood on January 2, 2025, until 2006"),
        (source("ended"), "no longer stood on January 2, 2025"),
        (source("not known"), "not known whether it stood on January 2, 2025"),
        (source(start="2026"), "not yet in force on January 2, 2025"),
        (
            source("statement at its date", date=Date("2003")),
            "a statement at its date (2003), not a standing document",
        ),
    ],
)
def test_standing_in_words(doc: Source, words: str) -> None:
    """What the baseline says clause by clause."""
    assert judge.standing_in_words(doc, Date("2025-01-02")) == words


def test_what_speaks_by_its_silence() -> None:
    """Only complete and verbatim words, of a document that is not a description of another."""
    plain = sources_of(snapshot(ONE), snapshot())
    doc = source(describes=SourceId("x"))
    described = sources_of(snapshot(ONE, doc=doc), snapshot(doc=doc))
    assert judge.speaks([ONE], plain)
    assert not judge.speaks([ONE, clause("Part", wording="excerpt")], plain)
    assert not judge.speaks([ONE], described)


@pytest.mark.parametrize(
    ("old_head", "new_head", "lead"),
    [
        ("No person may carry a knife in:", "No person may carry a knife in:", True),
        ("No person may carry a knife in—", "No person may carry a knife in—", True),
        ("No person may carry a knife.", "No person may carry a knife.", False),
        ("No person may carry a knife in:", "A person may carry a knife in:", False),
    ],
)
def test_words_that_head_a_list(old_head: str, new_head: str, lead: bool) -> None:
    sides = [
        (clause(head, "head"), clause(item, "item", parent="head"))
        for head, item in ((old_head, "(1) a school;"), (new_head, "(1) a school or court;"))
    ]
    within = judge.setting(snapshot(*sides[0]), snapshot(*sides[1]))
    item = match([sides[0][1]], [sides[1][1]])
    assert judge.lead_in(item, within) == (old_head if lead else "")
    assert judge.lead_in(match([], [sides[1][1]]), within) == (
        new_head if new_head[-1] in ":—" else ""
    )
    assert judge.lead_in(match([sides[0][0]], [sides[1][0]]), within) == ""


def test_the_weakest_link_shows() -> None:
    """Law 9: the lowest grade of the sources on either side."""
    completeness: Completeness = "quotation only"
    weak = source(id=SourceId("weak"), grade="press quotation", completeness=completeness)
    cited = clause("Words.", "b", source=SourceId("weak"))
    sources = sources_of(snapshot(ONE), snapshot(cited, doc=weak))
    assert judge.grade(match([ONE], [cited]), sources) == "press quotation"
    assert judge.grade(match([ONE], []), sources) == "official text"


OLD, NEW = clause("No exports."), clause("Some exports.")


def review(*directions: str, old: str = OLD.text, new: str = NEW.text, **more: object) -> Review:
    """A review of the change from OLD to NEW."""
    made = Review(
        old="s",
        new="s",
        clause=Id("a"),
        old_words=(fingerprint(old),),
        new_words=(fingerprint(new),),
        by="someone",
        on=Date("2026-01-01"),
        readings=tuple(Reading(direction=d, reason="because") for d in directions),  # type: ignore[arg-type]  # tests pass words
    )
    return replace(made, **more)  # type: ignore[arg-type]  # keywords of Review


def judged(*reviews: Review, old: Clause = OLD, new: Clause = NEW) -> tuple[Judgement, ...]:
    """The reviews as they bear on the change from `old` to `new`."""
    return judge.judgements(match([old], [new]), snapshot(old), snapshot(new), reviews)


def machine(direction: Direction | None) -> Assessment:
    """A machine's reading."""
    return Assessment(direction=direction, reason="because")


def test_a_review_holds_for_its_words_wherever_they_stand() -> None:
    """It survives renumbering, renaming and typographic mending."""
    moved = replace(NEW, id=Id("renamed"), number="9", text="Some  exports.")
    (found,) = judged(review("loosened"), new=moved)
    assert not found.stale
    assert not found.reversed


def test_a_review_goes_stale_with_its_words() -> None:
    """It is still shown at its clause, and counts for nothing."""
    (found,) = judged(review("loosened"), new=replace(NEW, text="Many exports."))
    assert found.stale
    assert judge.verdict(machine("unclear"), [found]) == ("unclear", "machine")


def test_a_review_of_other_words_elsewhere_is_silent() -> None:
    """Neither its words nor its clause."""
    elsewhere = review("loosened", old="Other.", new="Words.", clause=Id("z"))
    assert judged(elsewhere) == ()


def test_a_review_is_read_backwards_and_says_so() -> None:
    """Law 3: loosened for tightened, the rest as it is."""
    (found,) = judged(review("loosened", "kept", "none"), old=NEW, new=OLD)
    assert found.reversed
    assert [r.direction for r in found.readings] == ["tightened", "kept", "none"]


@pytest.mark.parametrize(
    ("directions", "verdict"),
    [
        (["loosened"], ("loosened", "reviews")),
        (["loosened", "loosened"], ("loosened", "reviews")),
        (["loosened", "kept"], ("disputed", "reviews")),
        (["none"], (None, "reviews")),
    ],
)
def test_peoples_readings_stand_above_the_machines(
    directions: list[str], verdict: tuple[str | None, str]
) -> None:
    """Disagreement is shown as disputed, never averaged."""
    assert judge.verdict(machine("tightened"), judged(review(*directions))) == verdict


def test_two_people_who_disagree() -> None:
    """Between reviews as within one."""
    assert judge.verdict(machine(None), judged(review("loosened"), review("kept")))[0] == "disputed"


def test_without_reviews_the_machine_speaks_or_nobody() -> None:
    """A purpose clause gets no direction from anyone."""
    assert judge.verdict(machine("kept"), []) == ("kept", "machine")
    assert judge.verdict(machine(None), []) == (None, "none")
