"""Tokens, folding, fingerprints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcr_tracker.model import Record
from mtcr_tracker.text import (
    defined_terms,
    fingerprint,
    fold,
    join_terms,
    keys,
    terms_of,
    tokens,
    typographic,
    words,
)

ODD = "‘’“”‐‑‒–−—…ﬁﬀﬅ\u00ad\u200b\u2060\ufeff\u0301\u0338\u0345\u00a0\u2003\u2028eKÅ² .,-'\"0\uff11"
TEXTS = st.one_of(st.text(), st.text(ODD), st.text("Secretary shall not 1,000 km/h; 742.5 "))


@given(TEXTS)
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


def test_tokens_of_the_record_joined_are_its_texts(record: Record) -> None:
    for snapshot in record.snapshots.values():
        for clause in snapshot.clauses:
            assert "".join(tokens(clause.text)) == clause.text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("up to 1,000 km.", ["up ", "to ", "1,000 km", "."]),
        ("15 CFR 742.5, x", ["15 CFR 742.5", ", ", "x"]),
        ("300/500 case-by-case", ["300/500 ", "case-by-case"]),
        ("MTCR's  (i.e., not", ["MTCR's  ", "(", "i.e", ".", ", ", "not"]),
        (" §\u00a0742.5(b)(1)", [" ", "§\u00a0742.5(b)(1)"]),
        ("paragraph (b)(1)(iv) of", ["paragraph ", "(b)(1)(iv) ", "of"]),
        ("E.O. 13637 of 3 March 2013", ["E.O. 13637 ", "of ", "3 March 2013"]),
        ("$1.5 million or ±10%", ["$1.5 million ", "or ", "±10%"]),
        ("", []),
    ],
)
def test_what_is_one_token(text: str, parts: list[str]) -> None:
    assert tokens(text) == parts


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("“Category I system” means a rocket.", ("Category I system",)),
        ('the export (the "Licensed Item") of', ("Licensed Item",)),
        ("Unmanned aerial vehicle means an aircraft.", ("Unmanned aerial vehicle",)),
        ("It asks for “increased flexibility” in review.", ()),
        ("“Missile” means a rocket.", ()),
    ],
)
def test_terms_of_several_words_are_recognised_where_they_are_defined(
    text: str, terms: tuple[str, ...]
) -> None:
    assert defined_terms([text]) == terms


def test_a_known_term_is_joined_wherever_it_stands() -> None:
    parts = tokens("a Category I system, and Category I")
    joined, named = join_terms(parts, keys(parts, ""), terms_of(["Category I system"]))
    assert joined == ["a ", "Category I system", ", ", "and ", "Category ", "I"]
    assert named == ["a", "Category I system", ",", "and", "Category", "I"]


@given(TEXTS, TEXTS)
def test_typographic_is_the_same_both_ways(one: str, other: str) -> None:
    assert typographic(one, other) == typographic(other, one)
    assert typographic(one, one)


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from("-–\u00ad−"))
def test_a_dash_between_numbers_is_never_typographic(one: int, other: int, dash: str) -> None:
    """Law 6: "2-5" is not "25", whatever a program made of the dash."""
    assert not typographic(f"{one}{dash}{other}", f"{one}{other}")


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_folding_never_changes_digits(text: str) -> None:
    assert [c for c in fold(text) if c.isdigit()] == [c for c in text if c.isdigit()]


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x24F)))
def test_folding_never_changes_letters_or_their_case(text: str) -> None:
    assert fold(text) == text


@given(TEXTS)
def test_folding_leaves_no_white_space_but_single_spaces(text: str) -> None:
    assert fold(text) == " ".join(fold(text).split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The  United\nStates", "The United States"),
        ("the President's", "the President’s"),
        ('so-called "systems"', "so\u2011called “systems”"),
        ("2004-2005", "2004–2005"),
        ("classi\ufb01ed", "classified"),
        ("inter\u00adagency", "interagency"),
        ("cafe\u0301", "café"),
        ("cafe\u200b\u0301", "café"),
        ("and so on...", "and so on…"),
        (" padded ", "padded"),
    ],
)
def test_typographic_mending_keeps_the_fingerprint(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("300 km", "500 km"),
        ("1,000 kg", "10,00 kg"),
        ("1.10", "1.1"),
        ("10² kg", "102 kg"),
        ("will", "Will"),
        ("intended", "not intended"),
        ("may", "may not"),
        ("Partners", "partners"),
        ("approved.", "approved,"),
        ("denied - unless", "denied — unless"),
        ("half ½", "half 1/2"),
    ],
)
def test_what_matters_changes_the_fingerprint(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_another_number_is_another_fingerprint(one: int, other: int) -> None:
    same = fingerprint(f"up to {one} km") == fingerprint(f"up to {other} km")
    assert same == (one == other)


@given(TEXTS)
def test_a_fingerprint_is_sixteen_hexadecimal_digits(text: str) -> None:
    assert len(fingerprint(text)) == 16
    assert set(fingerprint(text)) <= set("0123456789abcdef")


def test_a_fingerprint_is_the_same_on_every_machine() -> None:
    assert fingerprint("Exports shall be denied.") == "2c8a470249f1e360"


def test_words_are_folded_and_without_marks() -> None:
    found = words("“The  Secretary’s” 1,000 (or more).")
    assert found == ["the", "secretary's", "1,000", "or", "more"]
