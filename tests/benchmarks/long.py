"""One clause of a million words, in the ways that could hurt."""

import resource
import time
from collections.abc import Iterator

from mtcr_tracker.redline import redline
from mtcr_tracker.text import tokens

WORDS = [f"word{n * n % 1_000_003}" for n in range(1_000_000)]


def cases() -> Iterator[tuple[str, str, str]]:
    """A name and two texts."""
    whole = " ".join(WORDS)
    yield "one word replaced", whole, " ".join([*WORDS[:500_000], "x", *WORDS[500_001:]])
    edited = " ".join(word if n % 997 else "edited" for n, word in enumerate(WORDS))
    yield "every 997th word replaced", whole, edited
    yield "nothing in common", whole, " ".join("z" + word for word in WORDS)
    yield "reversed order", whole, " ".join(WORDS[::-1])
    yield "two words in two rhythms", "a b " * 500_000 + "c", "b a a " * 333_333 + "d"


def table() -> Iterator[str]:
    """Processor time for each case, and the highest memory of the process."""
    yield "| a million words against as many | tokenising both, s | redline, s | runs | unread |"
    yield "| --- | --- | --- | --- | --- |"
    for name, old, new in cases():
        start = time.process_time()
        tokens(old), tokens(new)
        cut = time.process_time()
        edits = redline(old, new)
        done = time.process_time()
        kept = sum(edit.op == "keep" for edit in edits)
        unread = any(edit.kind == "unread" for edit in edits)
        runs = sum(edit.op == "insert" for edit in edits)
        assert kept <= runs + 1
        yield f"| {name} | {cut - start:.2f} | {done - cut:.2f} | {runs} | {unread} |"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield ""
    yield f"Highest memory: {peak} MiB."
