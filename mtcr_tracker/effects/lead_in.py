"""A list item that stands as a clause of its own is read with the words that head its list."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mtcr_tracker.effects.polarity import carriers
from mtcr_tracker.effects.predicates import predicates
from mtcr_tracker.effects.reading import words_of
from mtcr_tracker.effects.syntax import sentences
from mtcr_tracker.model import Assessment, Edit, Signal, Span

_ONE_OF = re.compile(r"\b(?:one|any|either|none|some)\b(?: or more)? of\b|\bat least\b", re.I)


def headed(edits: Sequence[Edit], lead: str) -> tuple[Edit, ...]:
    """The edits with the words that head both sides kept before them; as they are where the
    words of a side tell by themselves what it does, or need no head.

    Takes a clause's edits and its lead-in, "" where it has none. Of a head that asks for one of
    several things it is not known what one thing more does.
    """
    texts = ["".join(e.words for e in edits if e.op != op) for op in ("insert", "delete")]
    if not lead or _ONE_OF.search(lead) or any(_speaks_for_itself(text) for text in texts):
        return tuple(edits)
    return (Edit("keep", f"{lead} "), *edits)


def _speaks_for_itself(text: str) -> bool:
    return any(
        carriers(text, sentence) or any(p.said for p in predicates(text, sentence))
        for sentence in sentences(text)
        if words_of(text)
    )


def unheaded(found: Assessment, size: int) -> Assessment:
    """The assessment with its words placed in the clause, without a head of that size; what rests
    on words of the head alone is left out."""
    return replace(
        found,
        signals=placed(found.signals, size),
        not_restated=moved(found.not_restated, size),
        polarity=tuple(replace(p, spans=moved(p.spans, size)) for p in found.polarity),
        reason=f"{found.reason} Read with the words that head its list.",
    )


def placed(signals: Sequence[Signal], size: int) -> tuple[Signal, ...]:
    """Signals with their words placed in the clause, without a head of that size."""
    found = (replace(s, spans=moved(s.spans, size)) for s in signals)
    return tuple(s for s in found if s.spans)


def moved(spans: Sequence[Span], size: int) -> tuple[Span, ...]:
    """Spans placed in the clause, without a head of that size; those within the head left out."""
    if not size:
        return tuple(spans)
    found = []
    for span in spans:
        cut = max(0, size - span.start)
        words = span.words[cut:]
        if words.strip():
            start = span.start + cut - size + len(words) - len(words.lstrip())
            words = words.strip()
            found.append(Span(span.side, start, start + len(words), words))
    return tuple(found)
