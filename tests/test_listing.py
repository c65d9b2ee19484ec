"""What the smaller commands print."""

import json
from pathlib import Path

import jsonschema
import pytest
from conftest import MINIMAL, policies_folder
from hypothesis import given
from hypothesis import strategies as st

from mtcr_tracker import corpus, listing
from mtcr_tracker.errors import UserError
from mtcr_tracker.history import ClauseCorrection, Correction, History
from mtcr_tracker.model import Clause, Date, Id, Record, Snapshot
from mtcr_tracker.schemas import names


def small(place: Path, changes: dict[str, str | None] | None = None) -> Record:
    """The minimal policy, changed as asked."""
    (found,) = corpus.load(corpus.read_files(policies_folder(place, changes)), "policies")
    return found


# ---------------------------------------------------------------- list


def test_a_listing_names_every_snapshot(tmp_path: Path) -> None:
    assert listing.listing([small(tmp_path)]) == (
        "p  A policy\n"
        "\n"
        "  a  2020-01-01  complete, 2 clauses\n"
        "  b  2021-06-01  complete, 2 clauses\n"
        "  c  2022  complete, 2 clauses, extends b\n"
        "\n"
        "  1 event, 1 review\n"
    )


def test_a_listing_for_programs_carries_its_schema(record: Record) -> None:
    told = json.loads(listing.listing_json([record]))
    assert told["schema"] == "mtcr-tracker/list/1"
    (policy,) = told["policies"]
    assert policy["id"] == "us-mtcr"
    assert [s["label"] for s in policy["snapshots"]] == list(record.snapshots)
    assert [s["clauses"] for s in policy["snapshots"]] == [
        len(snapshot.clauses) for snapshot in record.snapshots.values()
    ]


def test_no_policies_are_no_lines() -> None:
    assert listing.listing([]) == ""


# ---------------------------------------------------------------- show


def test_a_snapshot_for_a_terminal(tmp_path: Path) -> None:
    more = "  - id: two\n    number: 1.10\n    at: page 2\n    note: As received.\n"
    file = MINIMAL["p/snapshots/a.yaml"].replace("  - id: two\n", more)
    text = listing.snapshot(small(tmp_path, {"p/snapshots/a.yaml": file}).snapshots["a"])
    assert text == (
        "a\n"
        "as of January 1, 2020, complete, 2 clauses\n"
        "\n"
        "[one]\n"
        "    Exports shall be denied.\n"
        "  A paper (official text, verbatim)\n"
        "  stood on January 1, 2020\n"
        "  fingerprint 2c8a470249f1e360\n"
        "\n"
        "1.10 [two]\n"
        "    Imports may be allowed.\n"
        "  A paper, page 2 (official text, verbatim)\n"
        "  stood on January 1, 2020\n"
        "  Note: As received.\n"
        "  fingerprint 4f3de20263c6bba9"
    )


def test_the_real_record_fits_80_columns_and_says_every_word(record: Record) -> None:
    for snapshot in record.snapshots.values():
        text = listing.snapshot(snapshot)
        assert max(len(line) for line in text.splitlines()) <= 80
        flat = "".join(text.split())
        for clause in snapshot.clauses:
            assert "".join(clause.text.split()) in flat


def test_a_snapshot_as_json_is_the_same_snapshot_again(record: Record, tmp_path: Path) -> None:
    schema = jsonschema.Draft202012Validator(json.loads(listing.schema("snapshot")))
    for snapshot in (*record.snapshots.values(), *small(tmp_path).snapshots.values()):
        text = listing.snapshot_json(snapshot)
        assert corpus.read_snapshot(text, "x.json", "x") == snapshot
        schema.validate(json.loads(text))


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))


@given(
    st.lists(TEXTS, min_size=1),
    st.none() | st.just(()) | st.just(("a#b",)),
    st.none() | TEXTS,
    st.none() | st.sampled_from(["2025", "2025-01/2026"]),
)
def test_any_snapshot_as_json_is_the_same_snapshot_again(
    texts: list[str], continues: tuple[str, ...] | None, note: str | None, as_of: str | None
) -> None:
    clauses = tuple(
        Clause(text=text, id=Id(f"c-{n}"), note=note, continues=continues)  # type: ignore[arg-type]
        for n, text in enumerate(texts)
    )
    snapshot = Snapshot(
        clauses=clauses, label="x", as_of=None if as_of is None else Date(as_of), coverage="partial"
    )
    assert corpus.read_snapshot(listing.snapshot_json(snapshot), "x.json", "y") == snapshot


# ---------------------------------------------------------------- check


def test_a_check_counts_what_was_looked_at(tmp_path: Path) -> None:
    told = listing.checked([small(tmp_path)])
    assert told == "p: 3 snapshots, 2 sources, 1 event, 1 review: no problem found"


def test_a_stale_review_is_a_note(tmp_path: Path) -> None:
    review = MINIMAL["p/reviews/one.yaml"]
    fresh = review + "old_words: [2c8a470249f1e360]\n"
    stale = review + "old_words: [2c8a470249f1e360, ffffffffffffffff]\n"
    assert "stale" not in listing.checked([small(tmp_path / "one", {"p/reviews/one.yaml": fresh})])
    told = listing.checked([small(tmp_path / "two", {"p/reviews/one.yaml": stale})])
    assert told.endswith("\nnote: review one is stale: the words have changed")


def test_no_review_of_the_record_is_stale(record: Record) -> None:
    assert "note:" not in listing.checked([record])


def test_quotations_are_counted_and_the_unchecked_named(tmp_path: Path) -> None:
    record = small(tmp_path)
    assert listing.proved([record], tmp_path).splitlines() == [
        "0 of 6 quotations found word for word",
        *(
            f'not checked: {where}, no text of "paper" here'
            for where in ("a#one", "a#two", "b#one", "b#three", "c#four", "facts#founding")
        ),
    ]
    (tmp_path / "paper.txt").write_text("Exports shall be denied. Imports may be allowed.")
    with pytest.raises(UserError) as told:
        listing.proved([record], tmp_path)
    assert str(told.value).splitlines() == [
        f'{where}: not word for word in the text of "paper"; mend it'
        for where in ("b#one", "b#three", "c#four", "facts#founding")
    ]


# ---------------------------------------------------------------- history

ADDED = Correction(commit="0" * 12, date="2025-01-08", author="A", message="Add")
TOLD = History(
    corrections=(
        Correction(
            commit="2" * 12,
            date="2025-03-01",
            author="B",
            message="Mend a slip",
            head=("title",),
            clauses=(
                ClauseCorrection(id=Id("one"), what="corrected", fields=("text", "at")),
                ClauseCorrection(id=Id("two"), what="added"),
            ),
        ),
        Correction(commit="1" * 12, date="not known", author="A", message="Oops", unreadable=True),
    ),
    untold=1,
    added=ADDED,
    dirty=True,
    shallow=False,
    note="The file differs.",
)


def test_corrections_are_told_newest_first() -> None:
    assert listing.history(TOLD) == (
        "2 corrections to the transcription\n"
        "\n"
        "222222222222  2025-03-01  B\n"
        "  Mend a slip\n"
        "  of the snapshot: title\n"
        "  corrected: one (text, at)\n"
        "  added: two\n"
        "\n"
        "111111111111  not known  A\n"
        "  Oops\n"
        "  this version could not be read as a snapshot\n"
        "\n"
        "added by 000000000000  2025-01-08  A\n"
        "1 more commit changed nothing that it says\n"
        "Note: The file differs."
    )


def test_a_history_for_programs_carries_its_schema() -> None:
    told = json.loads(listing.history_json(TOLD))
    assert told["schema"] == "mtcr-tracker/history/1"
    assert [c["commit"] for c in told["corrections"]] == ["2" * 12, "1" * 12]
    assert told["added"]["message"] == "Add"


# ---------------------------------------------------------------- schema


@pytest.mark.parametrize(
    "of", ["snapshot", "sources", "policy", "facts", "event", "review", *names()]
)
def test_every_schema_is_one(of: str) -> None:
    schema = json.loads(listing.schema(of))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)


def test_an_unknown_schema_suggests_the_nearest() -> None:
    with pytest.raises(UserError) as told:
        listing.schema("snapshots")
    assert str(told.value) == (
        'no schema "snapshots" (did you mean "snapshot"?); '
        f"use one of snapshot, sources, policy, facts, event, review, {', '.join(names())}"
    )
