"""Whole sentences that only one side has, and clauses without counterpart."""

from collections.abc import Iterator

from mtcr_tracker.effects.no_force import idle_sentence
from mtcr_tracker.effects.polarity import polarity
from mtcr_tracker.effects.reading import Pair, Way, is_content
from mtcr_tracker.effects.registry import Finding, rule
from mtcr_tracker.effects.syntax import Sentence, sentences


@rule("scope")
def whole_sentence(pair: Pair) -> Iterator[Finding]:
    """A sentence that only one side has, beside sentences that both have. A new ban or duty
    tightens, a new permission loosens, one taken away does the reverse; a sentence that neither
    restrains nor enables on its face is unclear."""
    for way in pair.ways():
        if not way.there.speaks:
            continue
        for sentence in _alone(way):
            found = polarity(way.here.flat, sentence)
            span = way.here.span(sentence.start, sentence.end)
            span = way.here.span(span.start, span.start + len(span.words.rstrip()))
            verb = "is added" if way.gained > 0 else "is dropped"
            if found.bearing in ("restrains", "enables"):
                step = way.gained * (1 if found.bearing == "restrains" else -1)
                reason = f"A sentence {verb} that {found.bearing} on its face."
                yield Finding(step=step, spans=(span,), reason=reason)
            elif found.bearing == "unknown":
                reason = f"A sentence {verb}, and whether it restrains or enables is not made out."
                yield Finding(step=0, spans=(span,), reason=reason, confidence="low")


def _alone(way: Way) -> Iterator[Sentence]:
    """Sentences of this side that the other says nothing of, where it says something of others."""
    here = way.here
    found = sentences(here.flat)
    if len(found) < 2 or not any(here.shares(s.start, s.end) for s in found):
        return
    for sentence in found:
        inside = [i for i in here.indexes(sentence.start, sentence.end) if i < len(here.words)]
        content = [i for i in inside if is_content(here.words[i].low)]
        idle = idle_sentence().search(here.flat[sentence.start : sentence.end])
        if len(content) >= 3 and not idle and not here.shares(sentence.start, sentence.end):
            yield sentence
