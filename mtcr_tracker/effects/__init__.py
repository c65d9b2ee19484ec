"""What a change does to restraint: rules that give signals, and a table that gives a verdict.

`assess` reads one match; `rules` lists the rules with the text that reports show. A rule is a
function in the module of its dimension, registered by a decorator; the words it knows stand in
``words.toml``.
"""

from mtcr_tracker.effects import (  # registered in this order
    conditions,
    eligibility,
    modal_force,
    scope,
    standard_of_review,
    thresholds,
)  # fmt: skip  # isort: skip
from mtcr_tracker.effects.registry import Rule, registered
from mtcr_tracker.effects.verdict import assess

__all__ = ["Rule", "assess", "rules"]


def rules() -> tuple[Rule, ...]:
    """The rules, in the order in which they are tried."""
    return registered()


_ = (standard_of_review, modal_force, scope, conditions, thresholds, eligibility)
