"""Thresholds: a number with its unit, its comparator and the polarity around it."""

import re
from collections.abc import Iterator

from mtcr_tracker.effects.lexicon import finder
from mtcr_tracker.effects.polarity import Polarity, polarity_at, predicates
from mtcr_tracker.effects.quantities import (
    Quantity,
    about_equal,
    paired_quantities,
    quantity_span,
    same_quantities,
)
from mtcr_tracker.effects.reading import Pair, View
from mtcr_tracker.effects.registry import Finding, rule
from mtcr_tracker.effects.syntax import sentence_at

_LIMIT = re.compile(
    r"^(?:not\s+(?:to\s+)?exceed|no(?:t)?\s+(?:more|later)\s+than|at\s+most|up\s+to|within)", re.I
)
_BEFORE = re.compile(r"\s+(?:before|prior\s+to|ahead\s+of|in\s+advance)\b", re.I)
_OF = re.compile(r"\b(?:of|with|worth|valued|involving|weighing|carrying)\s+(?:\w+\s+)?$", re.I)


@rule("thresholds")
def threshold(pair: Pair) -> Iterator[Finding]:
    """A number is read with its unit, with "more than" or "at most", and with what the sentence
    does. A higher ceiling on what is allowed loosens; a higher floor that must be met tightens; a
    higher floor of what a ban or a duty catches loosens, since less is caught. Units are
    converted, and a number that is only converted is no change."""
    same = {(a.start, b.start) for a, b in same_quantities(pair)}
    for a, b in paired_quantities(pair):
        if (a.start, b.start) in same:
            continue
        spans = (pair.old.span(a.start, a.end), pair.new.span(b.start, b.end))
        words = f"“{quantity_span(pair.old, a)}” becomes “{quantity_span(pair.new, b)}”"
        meaning = _meaning(pair.old, a)
        if a.bound != b.bound or about_equal(a, b) or _meaning(pair.new, b) != meaning:
            meaning = None
        if meaning is None:
            reason = f"{words}; whether the larger number restrains more is not made out."
            yield Finding(step=0, spans=spans, reason=reason)
        else:
            step = meaning if b.value > a.value else -meaning
            more = "more" if meaning > 0 else "less"
            reason = f"{words}; the larger number restrains {more}."
            yield Finding(step=step, spans=spans, reason=reason)


def _meaning(view: View, quantity: Quantity) -> int | None:
    """What a larger number does to restraint there; None where it is not made out."""
    sentence = sentence_at(view, quantity.start)
    polarity = polarity_at(view, quantity.start)
    if sentence.conditional(quantity.start) or not quantity.bound:
        return None
    charged = finder("thresholds", "charges").search(view.flat, sentence.start, sentence.end)
    if quantity.of == "money" and charged:
        return None
    down = quantity.bound == "down"
    words = quantity_span(view, quantity)
    if re.match(r"(?:not\s+(?:to\s+)?exceed)", words, re.I):
        # "shall not exceed": the limit itself, whatever else the sentence forbids
        return (
            -1
            if polarity.bearing in ("restrains", "unknown") and _only_limit(view, quantity)
            else None
        )
    if polarity.bearing == "enables":
        if quantity.of == "time" and down:
            return None  # a time to decide in, or to act in
        return -1 if down else 1
    if polarity.bearing != "restrains":
        return None
    if not polarity.duty:
        return 1 if down else -1
    return _in_duty(view, quantity, polarity)


def _only_limit(view: View, quantity: Quantity) -> bool:
    """The sentence's one main verb is the "exceed" of the limit."""
    sentence = sentence_at(view, quantity.start)
    main = [p for p in predicates(view.flat, sentence) if not p.attributive]
    return len(main) == 1 and main[0].verb.startswith("exceed")


def _in_duty(view: View, quantity: Quantity, polarity: Polarity) -> int | None:
    """In a duty: before the verb a number says who is caught, after it what is asked."""
    asked = min(start for start, _ in polarity.shown_by)
    if quantity.start < asked:
        return 1 if quantity.bound == "down" else -1
    if _OF.search(view.flat[max(0, quantity.start - 30) : quantity.start]):
        return None
    if quantity.bound == "up required":
        return 1
    if _BEFORE.match(view.flat, quantity.end):
        return None  # a longer time before something is an earlier one
    if quantity.bound == "down" and _LIMIT.match(quantity_span(view, quantity)):
        return -1
    return None
