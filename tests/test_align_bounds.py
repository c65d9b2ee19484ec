"""What aligning costs, counted in pairs weighed and not in seconds, and where it is cut short."""

import itertools
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcr_tracker.align import alignment
from mtcr_tracker.align import assignment as room
from mtcr_tracker.align.candidates import CELLS
from mtcr_tracker.align.sides import LONGEST
from mtcr_tracker.model import Clause, Id, Match, Snapshot

WORDS = (  # noqa: SIM905  # a list of words reads best as words
    "licence export missile system review request denial presumption agency record purchaser "
    "developer subdivision statement filing notice period control access account audit event"
).split()


def snapshot(texts: list[str], label: str) -> Snapshot:
    """A snapshot that stands alone."""
    clauses = tuple(Clause(text=text, id=Id(f"clause-{n}")) for n, text in enumerate(texts, 1))
    return Snapshot(clauses=clauses, label=label)


def sentence(random: Random, length: int = 12) -> str:
    """Words without sense, and two that stand nowhere else."""
    return " ".join([coined(random), *random.choices(WORDS, k=length), coined(random)])


def coined(random: Random) -> str:
    """A word of five syllables."""
    return "".join(random.choice("bcdfghklmnprst") + random.choice("aeiou") for _ in range(5))


def reworded(random: Random, text: str) -> str:
    """One word in six another."""
    return " ".join(random.choice(WORDS) if random.random() < 1 / 6 else w for w in text.split())


SIZE = 2_000
TEXTS = [sentence(Random(n)) for n in range(SIZE)]
COPIES = ["The same sentence stands here again and again."] * SIZE
EDITED = ["The same sentence stands there again and again."] * SIZE


def paired(matches: tuple[Match, ...]) -> int:
    """How many matches have both sides."""
    return sum(bool(match.old and match.new) for match in matches)


def test_equal_clauses_are_not_weighed() -> None:
    """Copies, a reversed text and an identical one are settled by equality alone."""
    for old, new in ((TEXTS, TEXTS), (TEXTS, TEXTS[::-1]), (COPIES, COPIES), (COPIES, COPIES[9:])):
        done = alignment(snapshot(old, "a"), snapshot(new, "b"))
        assert done.weighed == 0
        assert paired(done.matches) == min(len(old), len(new))
        assert not done.not_compared


@pytest.mark.parametrize("backwards", [False, True])
def test_every_clause_edited_costs_a_few_weighings_each(*, backwards: bool) -> None:
    """In order next to all are found; backwards all but some whose rare words were edited."""
    random = Random(1)
    new = [reworded(random, text) for text in TEXTS]
    done = alignment(snapshot(TEXTS, "a"), snapshot(new[::-1] if backwards else new, "b"))
    assert done.weighed <= 10 * SIZE
    assert paired(done.matches) >= (0.95 if backwards else 0.99) * SIZE


def test_nothing_in_common_costs_a_few_weighings_each() -> None:
    """Nothing is paired, and what was not weighed is told."""
    new = [" ".join(word[::-1] for word in sentence(Random(SIZE + n)).split()) for n in range(SIZE)]
    done = alignment(snapshot(TEXTS, "a"), snapshot(new, "b"))
    assert done.weighed <= 20 * SIZE
    assert not paired(done.matches)
    assert any("too many to weigh" in item.why for item in done.not_compared)


def test_copies_all_edited_alike_are_paired_in_order() -> None:
    """Equal clauses against equal clauses: nothing tells them apart but their places."""
    done = alignment(snapshot(COPIES, "a"), snapshot(EDITED, "b"))
    assert done.weighed <= 10 * SIZE
    assert paired(done.matches) == SIZE
    assert not any(match.moved for match in done.matches)


def test_a_very_long_clause_is_compared_without_order_and_that_is_told() -> None:
    """A clause of many thousand words is weighed by its rare words."""
    random = Random(2)
    long = " ".join(random.choice(WORDS) + str(random.randrange(900)) for _ in range(3 * LONGEST))
    done = alignment(
        snapshot([*TEXTS[:9], long], "a"), snapshot([*TEXTS[:9], f"{long} indeed"], "b")
    )
    assert paired(done.matches) == 10
    assert any("very long clauses" in item.what for item in done.not_compared)


def test_a_small_gap_is_weighed_in_full() -> None:
    """Every pair between the same neighbours, so that nothing there is missed."""
    side = int(CELLS**0.5)
    random = Random(3)
    old = [sentence(random) for _ in range(side)]
    new = [sentence(random) for _ in range(side)]
    done = alignment(snapshot(old, "a"), snapshot(new, "b"))
    assert done.weighed >= side * side
    assert not done.not_compared


# ---------------------------------------------------------------- assignment

ROWS = st.dictionaries(
    st.integers(0, 5), st.dictionaries(st.integers(0, 5), st.integers(1, 9), max_size=5), max_size=6
)


def heaviest(weights: dict[int, dict[int, int]]) -> int:
    """By trying every way."""
    rows = sorted(weights)
    best = 0
    for chosen in itertools.product(*([-1, *weights[i]] for i in rows)):
        taken = [j for j in chosen if j >= 0]
        if len(taken) == len(set(taken)):
            total = sum(weights[i][j] for i, j in zip(rows, chosen, strict=True) if j >= 0)
            best = max(best, total)
    return best


@given(ROWS)
def test_no_pairing_weighs_more(weights: dict[int, dict[int, int]]) -> None:
    """The assignment is the heaviest there is, each clause at most once."""
    chosen, cut = room.assign(weights)
    assert len(set(chosen.values())) == len(chosen)
    assert sum(weights[i][j] for i, j in chosen.items()) == heaviest(weights)
    assert cut == 0


def test_greed_would_lose() -> None:
    """The likest pair goes to another where the whole gains by it."""
    assert room.assign({0: {0: 10, 1: 9}, 1: {0: 9}})[0] == {0: 1, 1: 0}


def test_a_knot_too_large_is_settled_heaviest_first_and_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the exact search would take too long."""
    monkeypatch.setattr(room, "LARGEST", 1)
    chosen, cut = room.assign({0: {0: 10, 1: 9}, 1: {0: 9, 1: 1}})
    assert (chosen, cut) == ({0: 0, 1: 1}, 2)
