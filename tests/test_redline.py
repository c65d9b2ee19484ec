"""Redline: exact on both sides, the same both ways, and readable."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from mtcr_tracker.model import Edit, Record
from mtcr_tracker.redline import redline

WORDS = st.sampled_from(
    ["shall", "not", "may", "the", "of", " ", "  ", "\n", ",", ".", "300 km", "2-5", "25", "é", "a"]
)
TEXTS = st.lists(WORDS, max_size=25).map("".join) | st.text(max_size=40)


def sides(edits: tuple[Edit, ...]) -> tuple[str, str]:
    """The old and the new text that edits hold."""
    return (
        "".join(edit.words for edit in edits if edit.op != "insert"),
        "".join(edit.words for edit in edits if edit.op != "delete"),
    )


def mirrored(edits: tuple[Edit, ...]) -> list[tuple[str, str, str]]:
    """Runs of kept, deleted and inserted words with deletions and insertions exchanged."""
    return [(keep, inserted, deleted) for keep, deleted, inserted in runs(edits)]


def runs(edits: tuple[Edit, ...]) -> list[tuple[str, str, str]]:
    """Each kept run, or each changed run as what it deletes and what it inserts."""
    found: list[tuple[str, str, str]] = []
    for edit in edits:
        if edit.op == "keep":
            found.append((edit.words, "", ""))
        elif edit.op == "insert" and found and found[-1][1] and not found[-1][2]:
            found[-1] = ("", found[-1][1], edit.words)
        else:
            found.append(("", edit.words if edit.op == "delete" else "", ""))
            if edit.op == "insert":
                found[-1] = ("", "", edit.words)
    return found


@given(TEXTS, TEXTS)
def test_round_trip(old: str, new: str) -> None:
    """Law 1: rejecting all edits gives the old text, accepting all the new."""
    assert sides(redline(old, new)) == (old, new)


@given(TEXTS, TEXTS)
def test_mirror(old: str, new: str) -> None:
    """Law 3: the other way round, insertions stand for deletions."""
    assert runs(redline(new, old)) == mirrored(redline(old, new))


@given(TEXTS)
def test_identity(text: str) -> None:
    """Law 4: nothing changed is nothing marked."""
    assert [edit.op for edit in redline(text, text)] in ([], ["keep"])


@given(TEXTS, TEXTS)
def test_shape(old: str, new: str) -> None:
    """No edit is empty, no two neighbours do the same, a deletion stands before its insertion."""
    edits = redline(old, new)
    assert all(edit.words for edit in edits)
    pairs = list(itertools.pairwise(edits))
    assert all(one.op != other.op for one, other in pairs)
    assert ("insert", "delete") not in [(one.op, other.op) for one, other in pairs]


def test_a_negation_is_its_own_edit() -> None:
    """Law 6: the smallest change that matters is shown as what it is."""
    edits = redline("Exports will be approved.", "Exports will not be approved.")
    assert edits == (
        Edit("keep", "Exports will "),
        Edit("insert", "not "),
        Edit("keep", "be approved."),
    )


def test_small_words_between_changes_are_no_island() -> None:
    """Two changes with "of the" between them read as one."""
    edits = redline("denial of the request", "approval of the licence")
    assert edits == (
        Edit("delete", "denial of the request"),
        Edit("insert", "approval of the licence"),
    )


def test_a_modal_verb_between_changes_is_kept() -> None:
    """What decides the force of a clause is never swallowed by a neighbouring change."""
    kept = {
        e.words for e in redline("States shall agree", "Partners shall consult") if e.op == "keep"
    }
    assert kept == {" shall "}


def test_numbers_with_their_separators_are_single_words() -> None:
    """1,000 is not 1 and 000; a dash between numbers is part of them."""
    edits = redline("within 1,000 days, 2-5 members", "within 1,500 days, 25 members")
    assert [e.words for e in edits if e.op == "delete"] == ["1,000", "2-5"]


def test_the_record(record: Record) -> None:
    """Law 1 on every pair of the record's clauses that the concordance joins."""
    clauses = {f"{s.label}#{c.id}": c.text for s in record.snapshots.values() for c in s.clauses}
    joined = [
        (clauses[ref], clause.text)
        for s in record.snapshots.values()
        for clause in s.clauses
        for ref in clause.continues or ()
    ]
    assert joined
    assert all(sides(redline(old, new)) == (old, new) for old, new in joined)
