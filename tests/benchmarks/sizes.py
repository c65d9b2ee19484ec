"""What aligning costs beside tokenising, from one regulation to a hundred thousand clauses."""

import re
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from random import Random
from statistics import median

from mutation import edits

from mtcr_tracker.align import align
from mtcr_tracker.model import Clause, Id, Snapshot
from mtcr_tracker.redline import readable, redline
from mtcr_tracker.text import tokens

from .corpus import made

Case = tuple[str, list[str], list[str], int]
"""A name, two texts, and how often they are timed."""


def cases() -> Iterator[Case]:
    """Made regulations, and paragraphs of a real one reworded and put beside others."""
    for touched in (0.05, 0.1):
        yield f"regulation, {touched:.0%} touched", *_made(1_400, 200, touched), 15
        yield f"NIST SP 800-53, {touched:.0%} reworded, 16% inserted", *_real(touched), 41
        yield f"real sentences, {touched:.0%} touched, 16% inserted", *_sentences(touched), 15
    yield "every clause touched", *_made(10_000, 0, 1.0), 3
    yield "4% touched", *_made(100_000, 500, 0.04), 1
    yield "4% touched", *_made(500_000, 2_500, 0.04), 1


def _made(clauses: int, added: int, touched: float) -> tuple[list[str], list[str]]:
    corpus = made(2025, clauses, added, touched)
    return list(corpus.old), list(corpus.new)


def _real(touched: float) -> tuple[list[str], list[str]]:
    random = Random("sizes")
    draft = edits.draft(edits.read("nist-sp-800-53.tsv"))
    size = len(draft.pieces)
    for _ in range(round(touched * size)):
        edits.reword(draft, random, 0.15)
    for _ in range(round(0.16 * size)):
        edits.insert(draft, random, 0)
    return [piece.text for piece in draft.original], [piece.text for piece in draft.pieces]


def _sentences(touched: float) -> tuple[list[str], list[str]]:
    """1,400 paragraphs, each of two sentences of NIST SP 800-53 and 12 CFR 1010 that stand together
    nowhere else; four in five of those touched are reworded, the others gone; and runs of up to six
    paragraphs, made alike from other texts, put in."""
    random = Random(f"sentences {touched}")
    old = _paired(random, ("nist-sp-800-53.tsv", "12-cfr-1010.tsv"), 1_400)
    more = _paired(random, ("insertions.tsv",), 224)
    made = edits.draft([edits.Piece(text, (n,)) for n, text in enumerate(old)])
    for place in sorted(random.sample(range(1_400), round(touched * 1_400)), reverse=True):
        if random.random() < 0.8:
            edits.reworded(made, made.pieces[place], random, 0.12)
        else:
            del made.pieces[place]
    while more:
        run = [edits.Piece(more.pop()) for _ in range(min(len(more), random.randint(1, 6)))]
        place = random.randrange(len(made.pieces) + 1)
        made.pieces[place:place] = run
    return old, [piece.text for piece in made.pieces]


def _paired(random: Random, names: Sequence[str], count: int) -> list[str]:
    texts = [piece.text for name in names for piece in edits.read(name)]
    cut = (re.split(r"(?<=[.;]) ", text) for text in texts)
    sentences = sorted({one for parts in cut for one in parts if len(one.split()) >= 8})
    made: dict[str, None] = {}
    while len(made) < count:
        made[" ".join(random.sample(sentences, 2))] = None
    return list(made)


def table() -> Iterator[str]:
    """Processor time, medians of rounds, and the highest memory aligning took."""
    yield "| | clauses | tokenising, ms | aligned | aligned and redlined | memory / texts |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, before, after, rounds in cases():
        old, new = snapshot("old", before), snapshot("new", after)
        works: tuple[Callable[[], object], ...] = (
            lambda texts=(*before, *after): list(map(tokens, texts)),  # type: ignore[misc]
            lambda sides=(old, new): align(*sides),  # type: ignore[misc]
            lambda sides=(old, new): whole(*sides),  # type: ignore[misc]
        )
        taken = [[_timed(work) for work in works] for _ in range(rounds)]
        cut, pairing, ours = map(median, zip(*taken, strict=True))
        size = sum(map(sys.getsizeof, (*before, *after)))
        yield (
            f"| {name} | {len(before):,} x {len(after):,} | {cut * 1000:.1f} | {pairing / cut:.2f} "
            f"| {ours / cut:.2f} | {_peak(old, new) / size:.1f} |"
        )


def whole(old: Snapshot, new: Snapshot) -> None:
    """Align, and redline what changed."""
    for match in align(old, new):
        if match.old and match.new and _texts(match.old) != _texts(match.new):
            readable(redline("\n".join(_texts(match.old)), "\n".join(_texts(match.new))))


def _texts(clauses: tuple[Clause, ...]) -> list[str]:
    return [clause.text for clause in clauses]


def snapshot(label: str, texts: Sequence[str]) -> Snapshot:
    """A snapshot of paragraphs, which stands alone."""
    clauses = tuple(Clause(id=Id(f"c{n}"), text=text) for n, text in enumerate(texts))
    return Snapshot(label=label, clauses=clauses, coverage="complete")


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _peak(old: Snapshot, new: Snapshot) -> int:
    tracemalloc.start()
    align(old, new)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
