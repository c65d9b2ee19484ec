"""How a reading came about: for each rule whether it fired, nearly fired, or found nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mtcr_tracker.effects.lead_in import headed, moved, placed
from mtcr_tracker.effects.no_force import residue
from mtcr_tracker.effects.reading import is_content, read_pair
from mtcr_tracker.effects.registry import registered
from mtcr_tracker.effects.verdict import bearings, settled
from mtcr_tracker.model import Edit, Match, Polarity, Signal, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What every rule made of one match."""

    polarity: tuple[Polarity, ...]
    fired: tuple[Signal, ...]
    """Signals with a direction."""
    nearly: tuple[Signal, ...]
    """Rules that saw something and could not say what it does."""
    aside: tuple[Signal, ...]
    """Doubts that count for nothing, because another rule reads the same words."""
    quiet: tuple[str, ...]
    """Names of the rules that found nothing."""
    unread: tuple[Span, ...]
    """Changed words that no rule and no list of wordings without force accounts for."""


def trace(
    match: Match, edits: Sequence[Edit], *, old_speaks: bool, new_speaks: bool, lead: str = ""
) -> Trace:
    """What every rule made of a match, whose both sides have words; `lead` as for `assess`."""
    with_lead = headed(edits, lead)
    size = len(lead) + 1 if len(with_lead) > len(edits) else 0
    pair = read_pair(match, with_lead, old_speaks=old_speaks, new_speaks=new_speaks)
    signals, aside = settled(pair)
    seen = {signal.rule for signal in (*signals, *aside)}
    taken = [span for signal in signals for span in signal.spans]
    return Trace(
        polarity=tuple(replace(p, spans=moved(p.spans, size)) for p in bearings(pair)),
        fired=placed([s for s in signals if s.direction != "unclear"], size),
        nearly=placed([s for s in signals if s.direction == "unclear"], size),
        aside=placed(aside, size),
        quiet=tuple(rule.name for rule in registered() if rule.name not in seen),
        unread=moved(
            [
                view.run(i, i)
                for _, old, new in residue(pair)
                for view, run in ((pair.old, old), (pair.new, new))
                for i in run
                if is_content(view.words[i].low)
                and not any(
                    s.side == view.side
                    and s.start < view.words[i].end
                    and view.words[i].start < s.end
                    for s in taken
                )
            ],
            size,
        ),
    )
