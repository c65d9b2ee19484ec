"""Known changes to real text are found: a small part of `python -m tests.mutation`."""

import pytest
from mutation import edits
from mutation.edits import draft, read
from mutation.score import KINDS, Score, found, score, snapshot
from mutation.trials import MIDDLE_SHARE, TEXTS, TRIALS, run, run_all

SEEDS = 3


@pytest.fixture(scope="module")
def middle() -> Score:
    """All kinds of change at their middle strengths, and all of them together."""
    total = run_all(MIDDLE_SHARE, SEEDS)
    for trial in TRIALS:
        total.add(run(trial, trial.middle, SEEDS))
    return total


def test_overall(middle: Score) -> None:
    """At least 98 of 100 events found are right, and of those made are found."""
    assert middle.precision() >= 0.98
    assert middle.recall() >= 0.98


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind(middle: Score, kind: str) -> None:
    """At least 95 of 100."""
    assert middle.made[kind] >= 20
    assert middle.precision(kind) >= 0.95
    assert middle.recall(kind) >= 0.95


@pytest.mark.parametrize("name", TEXTS)
def test_an_identical_pair_gives_no_event(name: str) -> None:
    """Nothing made, nothing found."""
    pieces = read(name)
    assert not list(found(snapshot(pieces, "a"), snapshot(pieces, "b")))


@pytest.mark.parametrize("place", [0, 17, 41])
def test_one_insertion_gives_one_event(place: int) -> None:
    """Wherever it stands."""
    made = draft(read(TEXTS[0]))
    made.pieces.insert(place, edits.Piece("Fees are payable in advance to the Director."))
    told = score(made)
    assert (told.made.total(), told.found.total(), told.right.total()) == (1, 1, 1)


def test_the_score_sees_what_is_missed() -> None:
    """A change that was not made counts against us, and so does one not found."""
    made = draft(read(TEXTS[0]))
    made.pieces[3].kinds.add("moved")  # a lie
    del made.pieces[5]
    told = score(made)
    assert told.recall("moved") == 0
    assert told.recall("removed") == 1
    assert told.recall() == 0.5
