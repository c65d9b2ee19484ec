"""Numbers and markers at the head of a text, and the addresses they make."""

import pytest

from mtcr_tracker.markers import body, marker
from mtcr_tracker.model import Clause, Id, Snapshot
from mtcr_tracker.numbering import addresses, components, ordinal, register

MARKED = {
    "(b) Reports are due.": ("(b)", "Reports are due."),
    "(a)(1)(iv) Reports are due.": ("(a)(1)(iv)", "Reports are due."),
    "4. Reports are due.": ("4.", "Reports are due."),
    "4.2 Reports are due.": ("4.2", "Reports are due."),
    "a) Reports are due.": ("a)", "Reports are due."),
    "Sec. 4. Reports are due.": ("Sec. 4.", "Reports are due."),
    "§ 742.5 Missile technology.": ("§ 742.5", "Missile technology."),
    "Article 5 Scope": ("Article 5", "Scope"),
    "  (ii)  Reports": ("(ii)", "Reports"),
    "(b)": ("(b)", ""),
    "SECTION 4. REPORTS ARE DUE.": ("SECTION 4.", "REPORTS ARE DUE."),
    "CHAPTER II": ("CHAPTER II", ""),
    "Part 3—Reports": ("Part 3", "—Reports"),
    "Regulation 7. Reports are due.": ("Regulation 7.", "Reports are due."),
    "Item 3. Reports are due.": ("Item 3.", "Reports are due."),
    "12A. Reports are due.": ("12A.", "Reports are due."),
    "12A.—(1) Reports are due.": ("12A.—(1)", "Reports are due."),
    "(12A) Reports are due.": ("(12A)", "Reports are due."),
    "3.A.1. Reports are due.": ("3.A.1.", "Reports are due."),
    "19.A.2 Reports": ("19.A.2", "Reports"),
}
PLAIN = [
    "(Reserved)", "Reserved.", "Section 4 applies to exports.", "5 percent of the price", "1.5 kg",
    "10 days", "I agree.", "A licence is required.", "U.S. persons", "Part of the rocket", "",
    "...", "(mixture) of fuels", "Schedule Limits Apply", "PART IN THE ROCKET", "ITEM 3 of it",
    "12AM. is noon", "Items 3 and 4",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKED)
def test_a_marker_is_no_word(text: str) -> None:
    """It is read as a number, and what stands behind it as the words."""
    assert (marker(text), body(text)) == MARKED[text]


@pytest.mark.parametrize("text", PLAIN)
def test_what_only_looks_like_a_marker_is_words(text: str) -> None:
    """A number that counts something, a sentence about a section, a bracketed word."""
    assert (marker(text), body(text)) == ("", text)


def snapshot(*texts: str, parents: dict[int, int] | None = None) -> Snapshot:
    """Clauses with ids c0, c1 ..., some of them under others."""
    above = parents or {}
    return Snapshot(
        clauses=tuple(
            Clause(text=text, id=Id(f"c{k}"), parent=Id(f"c{above[k]}") if k in above else None)
            for k, text in enumerate(texts)
        )
    )


def test_markers_open_and_close_levels() -> None:
    """(a), (1), (i) each open a level; (b) closes them; "(i)" behind "(h)" is a letter."""
    texts = ["(a) x", "(1) x", "(i) x", "(ii) x", "(2) x", "(b) x", "x"]
    assert addresses(snapshot(*texts)) == [
        ("a",), ("a", "1"), ("a", "1", "i"), ("a", "1", "ii"), ("a", "2"), ("b",), (),
    ]  # fmt: skip
    letters = [f"({letter}) x" for letter in "abcdefghi"]
    assert addresses(snapshot(*letters))[-1] == ("i",)


def test_parents_make_addresses() -> None:
    """A number below its parent's; a number that holds its parent's already is whole."""
    assert addresses(snapshot("(a) x", "(1) x", parents={1: 0})) == [("a",), ("a", "1")]
    assert addresses(snapshot("4. x", "4.1 X", parents={1: 0})) == [("4",), ("4.1",)]


def test_a_reference_is_read_from_where_it_stands() -> None:
    """The nearest clause above wins."""
    at = register(snapshot("(a) x", "(1) x", "(b) x", "(1) x", "(2) x"))
    assert at.find(("1",), ("b", "2")) == 3
    assert at.find(("a", "1"), ("b", "2")) == 1
    assert at.find(("c",), ("b",)) is None


def test_components_and_ranks() -> None:
    """Numbers as they are written."""
    assert components("§ 1010.4(b)(2)") == ("1010.4", "b", "2")
    assert components("Sec. 4.") == components("Item 4.") == ("4",)
    assert components("12A.") == ("12a",)
    assert components("3.A.1.") == ("3", "a", "1")
    assert [ordinal(part) for part in ("2", "b", "4.2", "iv", "xi")] == [2, 2, 2, 4, 11]
    assert ordinal("") is None
