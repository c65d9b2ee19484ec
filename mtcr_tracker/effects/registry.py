"""What a rule is, and how one is registered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from inspect import cleandoc
from typing import Literal

from mtcr_tracker.effects.reading import Pair
from mtcr_tracker.model import Confidence, Dimension, Direction, Signal, Span

ASKING = "those who ask for a transfer"
DECIDING = "the government that decides"
RECEIVING = "the recipient"

Step = Literal[-1, 0, 1]
"""What a finding does to restraint: 1 more (tightened), -1 less (loosened), 0 unclear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule says; `Signal` without the rule's own name."""

    step: int
    spans: tuple[Span, ...]
    reason: str
    for_whom: str = ASKING
    confidence: Confidence = "medium"
    dimension: Dimension | None = None
    """Its own, where it is not the rule's."""


Reader = Callable[[Pair], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, its dimension, and its text for a policy reader."""

    name: str
    dimension: Dimension
    text: str
    read: Reader

    def signals(self, pair: Pair) -> list[Signal]:
        """What the rule finds, in an order that does not depend on which side is which."""
        found = [
            Signal(
                rule=self.name,
                dimension=finding.dimension or self.dimension,
                direction=DIRECTION[finding.step],
                for_whom=finding.for_whom,
                spans=tuple(sorted(finding.spans, key=lambda s: (s.side != "old", s.start, s.end))),
                reason=finding.reason,
                confidence=finding.confidence,
            )
            for finding in self.read(pair)
        ]
        texts = {"old": pair.old.text, "new": pair.new.text}  # breaks ties by words, not by side
        return sorted(
            found,
            key=lambda signal: sorted((s.start, s.words, texts[s.side]) for s in signal.spans),
        )


DIRECTION: dict[int, Direction] = {1: "tightened", -1: "loosened", 0: "unclear"}
_RULES: list[Rule] = []


def rule(dimension: Dimension) -> Callable[[Reader], Reader]:
    """Register the decorated function as a rule of that dimension; its docstring is what
    reports show."""

    def register(read: Reader) -> Reader:
        text = " ".join(cleandoc(read.__doc__ or "").split())
        _RULES.append(Rule(read.__name__.replace("_", " "), dimension, text, read))
        return read

    return register


def registered() -> tuple[Rule, ...]:
    """The rules registered so far, in order of registration."""
    return tuple(_RULES)
