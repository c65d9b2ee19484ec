"""From signals to one direction."""

from collections.abc import Sequence

from mtcr_tracker.effects.no_force import residue
from mtcr_tracker.effects.polarity import polarity
from mtcr_tracker.effects.reading import Pair, View, is_content, read_pair
from mtcr_tracker.effects.registry import ASKING, DIRECTION, registered
from mtcr_tracker.effects.syntax import sentences
from mtcr_tracker.model import (
    UNMATCHED_KINDS,
    Assessment,
    Direction,
    Edit,
    Kind,
    Match,
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
    | signals that loosen and signals that tighten | mixed |
    | signals one way, one of them a step on the ladder of review | that way |
    | signals one way and an unclear one | unclear |
    | signals one way | that way |
    | an unclear signal alone | unclear |
    | no signal, every changed word without force, or one the other side is silent about | kept |
    | anything else | unclear |
    """  # noqa: E501 (a table)
    if any(side and all(c.role != "operative" for c in side) for side in (match.old, match.new)):
        return Assessment(direction=None, reason="A purpose or background clause has no direction.")
    lone = next((kind for kind in kinds if kind in UNMATCHED_KINDS), None)
    pair = read_pair(match, edits, old_speaks=old_speaks, new_speaks=new_speaks)
    if lone:
        return _lone(pair, lone)
    if all(len(v.partner) == len(v.words) for v in (pair.old, pair.new)):
        return Assessment(direction="kept", reason="No word changed.")
    signals = tuple(signal for rule in registered() for signal in rule.signals(pair))
    silent = _not_restated(pair, signals)
    direction, reason = _verdict(signals) if signals else _without_signals(pair, bool(silent))
    return Assessment(direction=direction, signals=signals, not_restated=silent, reason=reason)


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
        rule="whole_clause",
        dimension="scope",
        direction=DIRECTION[step],
        for_whom=ASKING,
        spans=spans,
        reason=reason,
        confidence="low",
    )
    return Assessment(direction=DIRECTION[step], signals=(signal,), reason=reason)


def _verdict(signals: Sequence[Signal]) -> tuple[Direction, str]:
    """The lines of the table that have signals."""
    ways = {signal.direction for signal in signals} - {"unclear"}
    rules = ", ".join(dict.fromkeys(s.rule for s in signals if s.direction in ways))
    doubts = [signal for signal in signals if signal.direction == "unclear"]
    if len(ways) > 1:
        return "mixed", f"Signals point both ways ({rules})."
    if not ways:
        return "unclear", doubts[0].reason
    (way,) = ways
    if not doubts:
        return way, f"{way.capitalize()} by {rules}, and no signal points the other way."
    if any(s.rule == LADDER.replace(" ", "_") and s.direction == way for s in signals):
        return way, f"{way.capitalize()} by the step on the ladder; other words stay unclear."
    return "unclear", f"{way.capitalize()} by {rules}, but not surely: {doubts[0].reason}"


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
