"""The trials: which changes, how strong, on which text, and the table of what was found."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from . import edits
from .edits import Draft, Edit, draft, read
from .score import KINDS, Score, score

TEXTS = ("12-cfr-1010.tsv", "nist-sp-800-53.tsv")
MIDDLE = "*"
WORDS = "share of words"


@dataclass(frozen=True, slots=True)
class Trial:
    """A kind of change at several strengths."""

    name: str
    edit: Edit
    means: str
    """What the strength is."""
    strengths: tuple[float, ...]
    middle: float
    """The strength at which the bounds must hold."""
    share: float = 0.1
    """Part of the clauses that are changed."""


TRIALS = (
    Trial("insert", edits.insert, "share of clauses", (0.05, 0.1, 0.2, 0.4), 0.1),
    Trial("delete", edits.delete, "share of clauses", (0.05, 0.1, 0.2, 0.4), 0.1),
    Trial("move", edits.move, "clauses in the run", (1, 3, 8), 3, 0.02),
    Trial("swap", edits.swap, "-", (1,), 1, 0.05),
    Trial("split", edits.split, "share of the first part", (0.1, 0.3, 0.5, 0.8), 0.3, 0.04),
    Trial("split, a part moved away", edits.split_away, "share", (0.3, 0.5, 0.7), 0.5, 0.004),
    Trial("merge", edits.merge, "-", (1,), 1, 0.05),
    Trial("renumber", edits.renumber, "-", (1,), 1, 0.01),
    Trial("re-nest", edits.renest, "-", (1,), 1, 0.05),
    Trial("light rewording", edits.reword, "share of words", (0.05, 0.1, 0.15, 0.25), 0.15),
    Trial("heavy rewording", edits.reword, "share of words", (0.35, 0.45, 0.6, 0.75), 0.45),
    Trial("replaced by an unrelated one", edits.replace, "-", (1,), 1, 0.1),
    Trial("reworded, one inserted beside", edits.reword_beside, WORDS, (0.15, 0.35), 0.15),
    Trial("moved and reworded", edits.move_reworded, WORDS, (0.15, 0.35, 0.5), 0.15, 0.02),
    Trial("split and reworded", edits.split_reworded, WORDS, (0.1, 0.2, 0.3), 0.1, 0.04),
    Trial("boilerplate", edits.boilerplate, "-", (1,), 1, 0.05),
)

ALL: tuple[tuple[Edit, float], ...] = (
    (edits.insert, 0), (edits.delete, 0), (edits.move, 1), (edits.swap, 1), (edits.split, 0.3),
    (edits.merge, 1), (edits.reword, 0.15), (edits.reword, 0.15), (edits.reword, 0.45),
)  # fmt: skip
SHARES, MIDDLE_SHARE = (0.05, 0.1, 0.2, 0.4), 0.2


def changed(trial: Trial, strength: float, name: str, seed: int) -> Draft:
    """A text with a kind of change in it, the same for the same seed."""
    random = Random(f"{trial.name} {strength} {name} {seed}")
    pieces = read(name)
    if trial.name == "boilerplate":
        pieces = edits.sown(pieces, random, 20 if len(pieces) > 100 else 5)
    if trial.name not in ("renumber", "re-nest"):
        for piece in pieces:
            piece.number, piece.parent = "", None
    made = draft(pieces)
    share = strength if trial.means == "share of clauses" else trial.share
    for _ in range(max(1, round(share * len(pieces)))):
        trial.edit(made, random, strength)
    return made


def all_together(share: float, name: str, seed: int) -> Draft:
    """A text with every kind of change in it, this share of its clauses touched."""
    random = Random(f"all {share} {name} {seed}")
    pieces = read(name)
    for piece in pieces:
        piece.number, piece.parent = "", None
    made = draft(pieces)
    while len(made.touched) + sum(not piece.came for piece in made.pieces) < share * len(pieces):
        edit, strength = random.choice(ALL)
        try:
            edit(made, random, strength)
        except IndexError:  # no clause is left that is long enough for this kind of change
            continue
    return made


def run(trial: Trial, strength: float, seeds: int) -> Score:
    """All texts, so many times."""
    total = Score()
    for name in TEXTS:
        for seed in range(seeds):
            try:
                total.add(score(changed(trial, strength, name, seed)))
            except IndexError:  # the short text has no clause long enough
                continue
    return total


def run_all(share: float, seeds: int) -> Score:
    """All kinds of change at once."""
    total = Score()
    for name in TEXTS:
        for seed in range(seeds):
            total.add(score(all_together(share, name, seed)))
    return total


def table(seeds: int) -> str:
    """The results as Markdown."""
    head = f"| change | strength | {' | '.join(['events', 'precision', 'recall'])} |"
    return "\n".join([head, "| --- | --- | --: | --: | --: |", *_lines(seeds)])


def _lines(seeds: int) -> Iterator[str]:
    middle = Score()
    for trial in TRIALS:
        for strength in trial.strengths:
            done = run(trial, strength, seeds)
            mark = ""
            if strength == trial.middle:
                middle.add(done)
                mark = MIDDLE
            what = "" if trial.means == "-" else f"{strength:g} {trial.means}"
            yield _line(trial.name, what + mark, done)
    for share in SHARES:
        done = run_all(share, seeds)
        if share == MIDDLE_SHARE:
            middle.add(done)
        mark = MIDDLE if share == MIDDLE_SHARE else ""
        yield _line("all together", f"{share:g} share of clauses{mark}", done)
    for kind in KINDS:
        yield _line("at the middle strengths", kind, middle, kind)
    yield _line("at the middle strengths", "**overall**", middle)


def _line(name: str, what: str, done: Score, *kinds: str) -> str:
    count = sum(done.made[kind] for kind in kinds or KINDS)
    shares = f"{done.precision(*kinds):.3f} | {done.recall(*kinds):.3f}"
    return f"| {name} | {what} | {count:,} | {shares} |"
