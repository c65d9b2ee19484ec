"""From signals to one direction."""

from collections.abc import Sequence
from dataclasses import replace

from mtcr_tracker.effects.no_force import residue
from mtcr_tracker.effects.polarity import carriers, polarity
from mtcr_tracker.effects.reading import Pair, View, is_content, read_pair
from mtcr_tracker.effects.registry import ASKING, DIRECTION, registered
from mtcr_tracker.effects.syntax import sentence_at, sentences
from mtcr_tracker.model import (
    UNMATCHED_KINDS,
    Assessment,
    Bearing,
    Direction,
    Edit,
    Kind,
    Match,
    Polarity,
    Signal,
    Span,
)

LADDER = "standard of review"


def assess(
    match: Match,
    edits: Sequence[Edit],
    kinds: Sequence[Kind],
    *,
    old_speaks: bool,
    new_speaks: bool,
) -> Assessment:
    """What a change does to restraint on the activity governed. Takes a match, its edits and
    kinds, and whether each side's wording is complete, so that a phrase found only on the other
    side is really new or gone. The direction comes from this table, first line that fits:

    | what is found | direction |
    |---|---|
    | a purpose or background clause | none |
    | no counterpart, and its absence proves nothing | none |
    | a new or removed clause that surely restrains or enables | new restraint, removed permission: tightened; the reverse: loosened |
    | any other new or removed clause | unclear |
    | no word changed | kept |
    | signals of scope alone, both ways, within one sentence | unclear |
    | signals that loosen and signals that tighten | mixed |
    | signals one way, one of them a step on the ladder of review | that way |
    | signals one way and an unclear one | unclear |
    | signals one way that rest on one side alone, beside words of the other side that no rule reads | unclear |
    | signals one way | that way |
    | an unclear signal alone | unclear |
    | no signal, every changed word without force, or one the other side is silent about | kept |
    | anything else | unclear |
    """  # noqa: E501 (a table)
    if any(side and all(c.role != "operative" for c in side) for side in (match.old, match.new)):
        return Assessment(direction=None, reason="A purpose or background clause has no direction.")
    lone = next((kind for kind in kinds if kind in UNMATCHED_KINDS), None)
    if not lone and all(edit.op == "keep" for edit in edits):
        return Assessment(direction="kept", reason="No word changed.")
    pair = read_pair(match, edits, old_speaks=old_speaks, new_speaks=new_speaks)
    shown = bearings(pair)
    if lone:
        return replace(_lone(pair, lone), polarity=shown)
    if all(len(v.partner) == len(v.words) for v in (pair.old, pair.new)):
        return Assessment(direction="kept", reason="No word changed.", polarity=shown)
    signals, _ = settled(pair)
    silent = _not_restated(pair, signals)
    if signals:
        direction, reason = _verdict(pair, signals)
    else:
        direction, reason = _without_signals(pair, bool(silent))
    return Assessment(
        direction=direction,
        signals=signals,
        not_restated=silent,
        reason=reason,
        polarity=shown,
    )


def bearings(pair: Pair) -> tuple[Polarity, ...]:
    """What each side does by itself, all its sentences taken together."""
    return tuple(_bearing(view) for view in (pair.old, pair.new) if view.words)


def _bearing(view: View) -> Polarity:
    found = [polarity(view.flat, sentence) for sentence in sentences(view.flat)]
    carried = [carriers(view.flat, sentence) or () for sentence in sentences(view.flat)]
    named: set[str] = {p.bearing for p in found if p.bearing != "unknown"}
    named |= {carrier.bearing for parts in carried for carrier in parts}
    spans = tuple(span for p in found for span in p.spans(view)) or tuple(
        view.span(carrier.start, carrier.end) for parts in carried for carrier in parts
    )
    bearing: Bearing = "not made out"
    if named >= {"restrains", "enables"}:
        bearing = "both"
    elif named & {"restrains", "enables"}:
        bearing = "restrains" if "restrains" in named else "enables"
    elif named:
        bearing = "defines" if "defines" in named else "states a purpose"
    return Polarity(side=view.side, bearing=bearing, spans=spans if named else ())


def _lone(pair: Pair, kind: Kind) -> Assessment:
    """A clause without counterpart."""
    if kind not in ("new", "removed"):
        reason = "It has no counterpart, and that proves nothing about its effect."
        return Assessment(direction=None, reason=reason)
    view, gained = (pair.new, 1) if kind == "new" else (pair.old, -1)
    found = [polarity(view.flat, sentence) for sentence in sentences(view.flat)]
    bearings = {p.bearing for p in found}
    hedged = any(sentence.markers for sentence in sentences(view.flat))
    spans = tuple(span for p in found for span in p.spans(view))
    if len(bearings) != 1 or not bearings <= {"restrains", "enables"} or hedged:
        reason = f"A {kind} clause; whether it restrains or enables is not made out."
        return Assessment(direction="unclear", reason=reason)
    bearing = bearings.pop()
    step = gained * (1 if bearing == "restrains" else -1)
    reason = f"A {kind} clause that {bearing} on its face."
    signal = Signal(
        rule="whole clause",
        dimension="scope",
        direction=DIRECTION[step],
        for_whom=ASKING,
        spans=spans,
        reason=reason,
        confidence="low",
    )
    return Assessment(direction=DIRECTION[step], signals=(signal,), reason=reason)


def settled(pair: Pair) -> tuple[tuple[Signal, ...], tuple[Signal, ...]]:
    """The signals of all rules, and apart from them the doubts whose words another signal has
    read, which are set aside."""
    signals = [signal for rule in registered() for signal in rule.signals(pair)]
    read = [span for s in signals if s.direction != "unclear" for span in s.spans]
    aside = [
        s for s in signals
        if s.direction == "unclear" and all(any(_within(a, b) for b in read) for a in s.spans)
    ]  # fmt: skip
    return tuple(s for s in signals if s not in aside), tuple(aside)


def _within(one: Span, other: Span) -> bool:
    """Whether one span has most of its words inside another of the same side."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return one.side == other.side and shared * 2 > one.end - one.start


def _reworded(pair: Pair, signals: Sequence[Signal]) -> str:
    """Words that no rule reads where a signal rests on words of the other side alone: the one
    may stand in the place of the other."""
    for here, there in ((pair.old, pair.new), (pair.new, pair.old)):
        alone = [s for s in signals if {span.side for span in s.spans} == {there.side}]
        if not there.speaks or not any(s.direction != "unclear" for s in alone):
            continue
        taken = [span for s in signals for span in s.spans]
        for _, old, new in residue(pair):
            for span in _runs(here, old if here is pair.old else new, taken):
                return span.words
    return ""


def _verdict(pair: Pair, signals: Sequence[Signal]) -> tuple[Direction, str]:
    """The lines of the table that have signals."""
    ways = {signal.direction for signal in signals} - {"unclear"}
    rules = ", ".join(dict.fromkeys(s.rule for s in signals if s.direction in ways))
    doubts = [signal for signal in signals if signal.direction == "unclear"]
    if len(ways) > 1:
        if _within_one_sentence(pair, signals):
            return "unclear", f"Signals point both ways within one sentence ({rules})."
        return "mixed", f"Signals point both ways ({rules})."
    if not ways:
        return "unclear", doubts[0].reason
    (way,) = ways
    if any(s.rule == LADDER and s.direction == way for s in signals):
        return way, f"{way.capitalize()} by the step on the ladder of review."
    if doubts:
        return "unclear", f"{way.capitalize()} by {rules}, but not surely: {doubts[0].reason}"
    if unread := _reworded(pair, signals):
        return "unclear", f"{way.capitalize()} by {rules}, but “{unread}” may stand in its place."
    return way, f"{way.capitalize()} by {rules}, and no signal points the other way."


def _within_one_sentence(pair: Pair, signals: Sequence[Signal]) -> bool:
    """Whether what points both ways is scope alone in a single sentence: one thing said anew."""
    sure = [s for s in signals if s.direction != "unclear"]
    places = [
        {sentence_at(view, s.start).start for signal in sure for s in signal.spans
         if s.side == view.side}
        for view in (pair.old, pair.new)
    ]  # fmt: skip
    scope = {s.dimension for s in sure} == {"scope"}
    whole = any(s.rule == "whole sentence" for s in sure)
    return scope and not whole and all(len(found) <= 1 for found in places)


def _without_signals(pair: Pair, silent: bool) -> tuple[Direction, str]:
    """The last lines of the table."""
    for _, old, new in residue(pair):
        if (old and (new or pair.new.speaks)) or (new and (old or pair.old.speaks)):
            view, run = (pair.old, old) if old else (pair.new, new)
            words = view.run(run[0], run[-1]).words
            return "unclear", f"No rule reads the changed words “{words}”."
    if silent:
        return "kept", "Only wording without force changes; what one side leaves unsaid is listed."
    return "kept", "Only wording without force changes."


def _not_restated(pair: Pair, signals: Sequence[Signal]) -> tuple[Span, ...]:
    """Words of one side that the other, whose silence proves nothing, does not have."""
    spans = [span for signal in signals for span in signal.spans]
    found: list[Span] = []
    for _, old, new in residue(pair):
        if not pair.new.speaks:
            found += _runs(pair.old, old, spans)
        if not pair.old.speaks:
            found += _runs(pair.new, new, spans)
    return tuple(sorted(found, key=lambda s: (s.side != "old", s.start)))


def _runs(view: View, words: Sequence[int], taken: Sequence[Span]) -> list[Span]:
    """Runs of words that no signal rests on, small words between them included."""
    free = [
        i for i in words
        if not any(
            s.side == view.side and s.start < view.words[i].end and view.words[i].start < s.end
            for s in taken
        )
    ]  # fmt: skip
    found: list[list[int]] = []
    for i in free:
        if found and all(k not in view.partner for k in range(found[-1][-1] + 1, i)):
            found[-1].append(i)
        else:
            found.append([i])
    return [
        view.run(run[0], run[-1])
        for run in found
        if any(is_content(view.words[i].low) for i in run)
    ]
