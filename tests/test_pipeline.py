"""The laws, over generated text and over the real record."""

import itertools
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcr_tracker.model import (
    UNMATCHED_KINDS,
    Change,
    Clause,
    Comparison,
    Id,
    Kind,
    Record,
    Role,
    Signal,
    Snapshot,
    Span,
)
from mtcr_tracker.pipeline import compare

LABELS = ("pre-2025", "nsm-2025", "eo-2025", "uas-2025")
PAIRS = list(itertools.product(LABELS, repeat=2))

# ---------------------------------------------------------------- generated policy text

SUBJECTS = st.sampled_from(["The Secretary", "A licence", "Exports of missiles", "No person"])
MODALS = st.sampled_from(["shall", "shall not", "may", "may not", "will", "should", "must"])
VERBS = st.sampled_from(["be approved", "transfer items", "be denied", "oppose such programs"])
TAILS = st.sampled_from(
    [
        "",
        " unless the President certifies otherwise",
        " within 60 days",
        " of at least 300 km",
        " subject to a presumption of denial",
        " on a case-by-case basis",
        ", except to allies",
    ]
)
SENTENCES = st.builds(lambda a, b, c, d: f"{a} {b} {c}{d}.", SUBJECTS, MODALS, VERBS, TAILS)
ROLES: st.SearchStrategy[Role] = st.sampled_from(["operative", "operative", "purpose"])
CLAUSES = st.builds(
    lambda text, role: Clause(text=text, role=role), SENTENCES | st.text(max_size=30), ROLES
)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """A snapshot that stands alone, complete or partial."""
    clauses = draw(st.lists(CLAUSES, max_size=6))
    named = tuple(replace(c, id=Id(f"clause-{n}")) for n, c in enumerate(clauses, 1))
    coverage = draw(st.sampled_from(["complete", "partial"]))
    return Snapshot(clauses=named, label="generated", coverage=coverage)  # type: ignore[arg-type]  # one of the two words


# ---------------------------------------------------------------- the laws as functions

MIRRORED: dict[str, str] = {
    "new": "removed", "no earlier text": "unsaid", "not restated": "unsaid",
    "still stands": "unsaid", "removed": "new", "split": "merged", "merged": "split",
}  # fmt: skip


def law_1_round_trip(comparison: Comparison) -> None:
    """Rejecting all edits gives the old text and accepting all the new."""
    for change in comparison.changes:
        old = "".join(edit.words for edit in change.edits if edit.op != "insert")
        new = "".join(edit.words for edit in change.edits if edit.op != "delete")
        assert (old, new) == (change.old_text, change.new_text)
        assert old == "\n".join(c.text for c in change.match.old)
        assert new == "\n".join(c.text for c in change.match.new)


def law_2_conservation(comparison: Comparison) -> None:
    """Every clause of either snapshot stands in exactly one match."""
    for side in ("old", "new"):
        stood = Counter(c.id for ch in comparison.changes for c in getattr(ch.match, side))
        assert stood == Counter(c.id for c in getattr(comparison, side).clauses)


def exchanged(spans: tuple[Span, ...]) -> frozenset[tuple[str, int, int, str]]:
    """Spans with their sides exchanged."""
    other = {"old": "new", "new": "old"}
    return frozenset((other[s.side], s.start, s.end, s.words) for s in spans)


def plain(spans: tuple[Span, ...]) -> frozenset[tuple[str, int, int, str]]:
    """Spans as they are."""
    return frozenset((s.side, s.start, s.end, s.words) for s in spans)


def flipped(direction: str | None) -> str | None:
    """Loosened for tightened."""
    return {"loosened": "tightened", "tightened": "loosened"}.get(direction or "", direction)


def signature(signal: Signal, *, mirrored: bool) -> tuple[object, ...]:
    """What must be the same, or exchanged, the other way round."""
    spans = exchanged(signal.spans) if mirrored else plain(signal.spans)
    direction = flipped(signal.direction) if mirrored else signal.direction
    return signal.rule, signal.dimension, direction, signal.for_whom, spans, signal.confidence


def kinds(change: Change, *, mirrored: bool) -> frozenset[str]:
    """Kinds, as seen from the other side if asked. What one side leaves unsaid is "no earlier
    text" from the other."""
    named = {k if not mirrored else MIRRORED.get(k, k) for k in change.kinds}
    return frozenset("unsaid" if MIRRORED.get(k) == "unsaid" else k for k in named)


def view(change: Change, *, mirrored: bool) -> tuple[object, ...]:
    """A change as the law compares it."""
    match = change.match
    sides = [tuple(c.id for c in match.old), tuple(c.id for c in match.new)]
    texts = [change.old_text, change.new_text]
    machine = change.machine
    return (
        tuple(reversed(sides) if mirrored else sides),
        tuple(reversed(texts) if mirrored else texts),
        kinds(change, mirrored=mirrored),
        match.basis,
        match.score,
        flipped(machine.direction) if mirrored else machine.direction,
        frozenset(signature(s, mirrored=mirrored) for s in machine.signals),
        exchanged(machine.not_restated) if mirrored else plain(machine.not_restated),
        flipped(change.verdict) if mirrored else change.verdict,
        change.origin,
        change.grade,
    )


def law_3_mirror(old: Snapshot, new: Snapshot, reviews: tuple[object, ...] = ()) -> None:
    """The same comparison with its sides exchanged."""
    forth = compare(old, new, reviews)  # type: ignore[arg-type]  # a record's reviews
    back = compare(new, old, reviews)  # type: ignore[arg-type]  # a record's reviews
    assert {view(c, mirrored=True) for c in forth.changes} == {
        view(c, mirrored=False) for c in back.changes
    }


def law_4_identity(comparison: Comparison) -> None:
    """Compared with itself, every match is identical and nothing is loosened or tightened."""
    assert {c.kinds for c in comparison.changes} <= {("identical",)}
    assert {c.machine.direction for c in comparison.changes} <= {"kept", None}
    assert not any(c.machine.signals for c in comparison.changes)


SILENT: set[Kind] = {"no earlier text", "not restated", "still stands"}


def law_7_silence(comparison: Comparison) -> None:
    """Only new and removed clauses carry a direction without a counterpart, and only where the
    other text is complete."""
    for change in comparison.changes:
        (kind, *more) = change.kinds
        if kind in UNMATCHED_KINDS:
            assert not more
        if kind in SILENT:
            assert change.machine.direction is None
            assert not change.machine.signals
        if kind == "new":
            assert comparison.old.coverage == "complete"
        if kind == "removed":
            assert comparison.new.coverage == "complete"


def law_8_evidence(comparison: Comparison) -> None:
    """Each direction names its rule, its reason, and words found verbatim in the texts."""
    for change in comparison.changes:
        texts = {"old": change.old_text, "new": change.new_text}
        assert change.machine.reason
        for signal in change.machine.signals:
            assert signal.rule
            assert signal.reason
            assert signal.spans
        spans = [s for signal in change.machine.signals for s in signal.spans]
        for span in (*spans, *change.machine.not_restated):
            assert span.words
            assert texts[span.side][span.start : span.end] == span.words
        matched = change.match.old and change.match.new
        if change.machine.direction in ("loosened", "tightened", "mixed") and matched:
            assert change.machine.signals


def hold(old: Snapshot, new: Snapshot, reviews: tuple[object, ...] = ()) -> None:
    """The laws that hold for any comparison."""
    comparison = compare(old, new, reviews)  # type: ignore[arg-type]  # a record's reviews
    law_1_round_trip(comparison)
    law_2_conservation(comparison)
    law_7_silence(comparison)
    law_8_evidence(comparison)
    law_3_mirror(old, new, reviews)


@given(snapshots(), snapshots())
def test_the_laws_hold_for_generated_text(old: Snapshot, new: Snapshot) -> None:
    """Laws 1, 2, 3, 7, 8."""
    hold(old, new)


@given(snapshots())
def test_law_4_for_generated_text(same: Snapshot) -> None:
    """Identity."""
    law_4_identity(compare(same, same))


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_the_laws_hold_for_the_record(record: Record, old: str, new: str) -> None:
    """The same on every pair of the record's snapshots, with its reviews, both ways."""
    hold(record.snapshots[old], record.snapshots[new], record.reviews)


@pytest.mark.parametrize("label", LABELS)
def test_law_4_for_the_record(record: Record, label: str) -> None:
    """Identity."""
    law_4_identity(compare(record.snapshots[label], record.snapshots[label]))


# ---------------------------------------------------------------- the record itself

OPPOSITE = {
    ("loosened", "tightened"),
    ("tightened", "loosened"),
    ("kept", "tightened"),
    ("kept", "loosened"),
}


def main(record: Record, *, reviewed: bool) -> dict[str, Change]:
    """The changes of the main comparison that carry a P-number, by that number."""
    reviews = record.reviews if reviewed else ()
    found = compare(record.snapshots["pre-2025"], record.snapshots["nsm-2025"], reviews)
    return {
        c.match.new[0].number: c for c in found.changes if c.match.new and c.match.new[0].number
    }


def test_no_row_reads_as_its_opposite_before_any_review(record: Record) -> None:
    """The machine alone never says the reverse of what every one of the reviews says."""
    alone, reviewed = main(record, reviewed=False), main(record, reviewed=True)
    for number, change in alone.items():
        readings = {r.direction for j in reviewed[number].judgements for r in j.readings}
        machine = change.machine.direction
        if machine in ("loosened", "tightened", "kept"):
            assert machine in readings, f"{number}: {machine}, where reviews say {readings}"


def test_the_verdicts_of_the_record(record: Record) -> None:
    """The table of the record's editors, provision by provision."""
    assert {number: change.verdict for number, change in main(record, reviewed=True).items()} == {
        "P1": None,
        "P2": None,
        "P3a": "disputed",
        "P3b": "unclear",
        "P3c": "disputed",
        "P4": "kept",
        "P5": "loosened",
        "P6a": "kept",
        "P6b": "mixed",
        "P7": "mixed",
        "P8": "unclear",
    }


def test_no_review_of_the_record_is_stale(record: Record) -> None:
    """Each was made of the words that stand in the snapshots."""
    changes = main(record, reviewed=True).values()
    held = [j.review.id for c in changes for j in c.judgements if not j.stale]
    assert sorted(held) == [review.id for review in record.reviews]


def test_the_fragments_joined_give_the_statement_back(record: Record) -> None:
    """The cuts lose nothing: each paragraph of the White House statement can be rebuilt, and
    begins and ends a sentence."""
    paragraphs: dict[str, str] = {}
    for clause in record.snapshots["nsm-2025"].clauses:
        place = (clause.at or "").split(",")[0]
        before = paragraphs.get(place, "")
        glue = "" if not before or clause.text[0] in ",.;" else " "
        paragraphs[place] = before + glue + clause.text
    assert list(paragraphs) == [f"paragraph {n}" for n in range(1, 9)]
    assert all(text[0].isupper() and text[-1] == "." for text in paragraphs.values())
