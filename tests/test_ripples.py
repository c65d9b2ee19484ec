"""What a change does to clauses whose words stand."""

from dataclasses import replace

import pytest

from mtcr_tracker.model import Clause, Comparison, Id, Snapshot
from mtcr_tracker.pipeline import compare
from mtcr_tracker.ripples import defined, references

OLD = [
    "(a) Lot means any portion of land located in any state.",
    "(b) The sale of lots is exempt from the registration requirements.",
    "(c) Sales under paragraph (b) must also comply with the anti-fraud provisions.",
    "(d) A developer may apply to the Director to establish a different period.",
    "(e) The period in paragraph (d) begins with the first sale.",
]
INSERTED = "(b) No sale may be advertised before it has been filed with the Bureau."


def snapshot(*texts: str, label: str) -> Snapshot:
    """A document that stands alone, its numbers at the head of its texts."""
    clauses = tuple(Clause(text=text, id=Id(f"c{n}")) for n, text in enumerate(texts, 1))
    return Snapshot(clauses=clauses, label=label)


def compared(new: list[str], old: list[str] = OLD) -> Comparison:
    """The comparison of two such documents."""
    return compare(snapshot(*old, label="a"), snapshot(*new, label="b"))


def shifted(*changes: tuple[str, str]) -> list[str]:
    """OLD with a clause put in behind (a), the others renumbered, and words replaced."""
    new = [OLD[0], INSERTED, *(f"({chr(ord(t[1]) + 1)}){t[3:]}" for t in OLD[1:])]
    for before, after in changes:
        new = [text.replace(before, after) for text in new]
    return new


# ---------------------------------------------------------------- renumbering


def test_a_renumbering_is_told_once_with_its_cause() -> None:
    """One insertion, four clauses renumbered: one cause with its list, and no rewording."""
    found = compared(shifted())
    (told,) = found.renumberings
    assert told.cause == "a new clause before (c)"
    assert told.because == (2,)
    assert told.changes == (3, 4, 5, 6)
    assert told.numbers == (("(b)", "(c)"), ("(c)", "(d)"), ("(d)", "(e)"), ("(e)", "(f)"))
    assert [c.kinds for c in found.changes] == [
        ("identical",), ("new",), *[("renumbered",)] * 4,
    ]  # fmt: skip


def test_two_causes_are_two_renumberings() -> None:
    """A clause put in, and one taken out further down: the shift changes back."""
    new = [text for text in shifted() if not text.startswith("(d)")]
    new[-2:] = [OLD[3], OLD[4]]
    found = compared(new)
    assert [told.numbers for told in found.renumberings] == [(("(b)", "(c)"),)]


def test_nothing_renumbered_is_nothing_told() -> None:
    """Rewording alone shifts no number."""
    assert compared([*OLD[:4], OLD[4].replace("first", "last")]).renumberings == ()


def test_the_number_of_a_clause_counts_as_its_marker_does() -> None:
    """Numbers given beside the text."""
    old = [Clause(text=text[4:], id=Id(f"o{n}"), number=str(n)) for n, text in enumerate(OLD, 1)]
    new = [replace(c, id=Id(f"n{n}"), number=str(n)) for n, c in enumerate(old[1:], 1)]
    found = compare(
        Snapshot(clauses=tuple(old), label="a"), Snapshot(clauses=tuple(new), label="b")
    )
    (told,) = found.renumberings
    assert told.cause == "a clause removed before 1"
    assert told.numbers == (("2", "1"), ("3", "2"), ("4", "3"), ("5", "4"))


# ---------------------------------------------------------------- references


def stale(found: Comparison) -> dict[str, str]:
    """Why by reference."""
    return {r.words: r.why for r in found.ripples if r.kind == "stale reference"}


def test_a_reference_left_behind_is_reported() -> None:
    """(b) became (c) and (d) became (e), but two clauses still refer to the old numbers."""
    assert stale(compared(shifted())) == {
        "(b)": "what it referred to is now (c); the number belongs to another clause",
        "(d)": "what it referred to is now (e); the number belongs to another clause",
    }


def test_a_reference_brought_along_is_not() -> None:
    """Both were mended."""
    mended = shifted(("paragraph (d)", "paragraph (e)"), ("paragraph (b)", "paragraph (c)"))
    assert stale(compared(mended)) == {}


def test_a_reference_to_what_is_gone_is_reported() -> None:
    """Only where the new text is complete: silence is not repeal."""
    new = [text for text in OLD if not text.startswith("(d)")]
    assert stale(compared(new)) == {"(d)": "what it referred to was removed"}
    partial = replace(snapshot(*new, label="b"), coverage="partial")
    assert stale(compare(snapshot(*OLD, label="a"), partial)) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("as required by paragraphs (b) and (c) of this section", ["(b)", "(c)"]),
        ("under § 1010.4(b)(2)", ["1010.4(b)(2)"]),
        ("exempt under §§ 1010.5 through 1010.14", ["1010.5", "1010.14"]),
        ("see section 4.2 and Article 5(2)", ["4.2", "5(2)"]),
        ("as provided in section 817 of the Act, 15 U.S.C. 1692o", []),
        ("within 60 days (or less)", []),
    ],
)
def test_what_counts_as_a_reference(text: str, found: list[str]) -> None:
    """To the same document, as it is written."""
    assert references(text) == found


# ---------------------------------------------------------------- definitions


def test_a_changed_definition_names_those_who_use_the_term() -> None:
    """Their words stand, their meaning may not."""
    new = [OLD[0].replace("any state", "any state or foreign country"), *OLD[1:]]
    (told,) = [r for r in compared(new).ripples if r.kind == "changed definition"]
    assert (told.words, told.change, told.touches) == ("Lot", 1, (2,))


def test_a_definition_that_stands_touches_nobody() -> None:
    """However much else has changed."""
    assert not [r for r in compared(shifted()).ripples if r.kind == "changed definition"]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Lot means any portion of land.", "Lot"),
        ("“Debt collector” means any person.", "Debt collector"),
        ("The term 'sale' has the meaning given in the Act.", "sale"),
        ("A licence is required by all means.", None),
        ("This means that nothing is exempt.", None),
    ],
)
def test_what_counts_as_a_definition(text: str, term: str | None) -> None:
    """The usual forms."""
    assert defined(text) == term


@pytest.mark.xfail(reason="a range is read as references to its two ends")
def test_a_reference_through_what_is_gone() -> None:
    """docs/tricky-cases.md, Alignment."""
    old = [*OLD[:4], "(e) Paragraphs (b) through (d) do not apply to a sale by auction."]
    new = [text for text in old if not text.startswith("(c)")]
    assert stale(compared(new, old))
