"""Standard of review: a step on the ladder."""

from collections.abc import Iterator

from mtcr_tracker.effects.ladder import Rung, rungs
from mtcr_tracker.effects.reading import Pair, View
from mtcr_tracker.effects.registry import Finding, rule


@rule("standard of review")
def standard_of_review(pair: Pair) -> Iterator[Finding]:
    """Standards of review form a ladder: prohibited, strong presumption of denial, presumption of
    denial, case by case, presumption of approval, permitted without review. A step down it is
    loosened, a step up tightened. Both wordings must state their standard outright and for the
    same class of items; "case by case" is no standard of its own beside a presumption. A step is
    sure only where both texts are known in full and word for word."""
    old, new = rungs(pair.old.flat), rungs(pair.new.flat)
    if not old or not new or {rung.name for rung in old} == {rung.name for rung in new}:
        return
    if not any(_touched(pair.old, old)) and not any(_touched(pair.new, new)):
        return
    spans = (
        *(pair.old.span(rung.start, rung.end) for rung in old),
        *(pair.new.span(rung.start, rung.end) for rung in new),
    )
    names = f"from {_named(old)} to {_named(new)}"
    a, b = pair.old.about, pair.new.about
    if len({rung.name for rung in old}) > 1 or len({rung.name for rung in new}) > 1:
        reason = f"The standards of review change, {names}; several stand side by side."
        yield Finding(step=0, spans=spans, reason=reason)
    elif (a or b) and not a & b:
        reason = f"The standard of review goes {names}, but not surely for the same items."
        yield Finding(step=0, spans=spans, reason=reason, confidence="low")
    else:
        step = 1 if new[0].level > old[0].level else -1
        way = "up" if step > 0 else "down"
        reason = f"The standard of review goes {way} the ladder, {names}."
        whole = pair.old.speaks and pair.new.speaks  # a text known in part may state more
        yield Finding(
            step=step, spans=spans, reason=reason, confidence="high" if whole else "medium"
        )


def _touched(view: View, found: tuple[Rung, ...]) -> Iterator[bool]:
    return (view.changed(rung.start, rung.end) for rung in found)


def _named(found: tuple[Rung, ...]) -> str:
    return " and ".join(dict.fromkeys(rung.name for rung in found))
