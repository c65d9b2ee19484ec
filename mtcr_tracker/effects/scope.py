"""Scope: what a clause covers, times whether it restrains or enables."""

from collections.abc import Callable, Iterator, Sequence

from mtcr_tracker.effects.coverage import (
    Shift,
    carved_out,
    items,
    qualifiers,
    relative_clauses,
    verbal,
)
from mtcr_tracker.effects.ladder import mentions
from mtcr_tracker.effects.lexicon import finder, lexicon
from mtcr_tracker.effects.no_force import residue
from mtcr_tracker.effects.polarity import Polarity, polarity_at, predicates
from mtcr_tracker.effects.reading import Pair, View, Way, is_content
from mtcr_tracker.effects.registry import Finding, rule
from mtcr_tracker.effects.syntax import sentence_at
from mtcr_tracker.model import Span


@rule("scope")
def qualifier(pair: Pair) -> Iterator[Finding]:
    """A qualifier (an adjective, or a relative clause such as "that ...") makes a clause cover
    less. Added to a permission it tightens; added to a ban it loosens, because what lacks the
    quality is no longer caught. Taken away it does the reverse. Both wordings must surely
    restrain or surely enable."""
    for way in pair.ways():
        yield from _judge(way, qualifiers(way))
        yield from _judge(way, relative_clauses(way))


@rule("scope")
def list_item(pair: Pair) -> Iterator[Finding]:
    """One more item in a list makes a clause cover more. In a ban that tightens, in a permission
    it loosens; an item taken away does the reverse."""
    for way in pair.ways():
        yield from _judge(way, items(way))


@rule("scope")
def carve_out(pair: Pair) -> Iterator[Finding]:
    """Words such as "other than" or "i.e., not" take something out of what a clause
    covers. Added to a ban that loosens, added to a permission it tightens."""
    for way in pair.ways():
        yield from _judge(way, carved_out(way))


@rule("scope")
def quantifier(pair: Pair) -> Iterator[Finding]:
    """ "All" or "any" exchanged for "most" or "certain", or "including" for "limited to", makes a
    clause cover less; the reverse makes it cover more."""
    old, new = pair.old, pair.new
    for hunk in pair.hunks:
        for kind in _kinds():
            a, b = kind(old, hunk.old), kind(new, hunk.new)
            if a is None or b is None or a[1] == b[1]:
                continue
            spans = (old.run(a[0], a[0]), new.run(b[0], b[0]))
            covers = 1 if b[1] > a[1] else -1
            text = f"“{spans[0].words}” becomes “{spans[1].words}”"
            both = _same_polarity(old, new, spans[0].start, spans[1].start)
            yield _finding(covers, 1, both, spans, text)


@rule("scope")
def exchanged_object(pair: Pair) -> Iterator[Finding]:
    """One object named in place of another, in otherwise the same words. Whether that covers more
    or less is not for a machine to say, so it is unclear, with both named."""
    if len(pair.old.partner) * 2 < min(len(pair.old.words), len(pair.new.words)):
        return
    for hunk, old, new in residue(pair):
        if not (old and new) or max(len(hunk.old), len(hunk.new)) > 8:
            continue
        if any(kind(pair.old, hunk.old) and kind(pair.new, hunk.new) for kind in _kinds()):
            continue  # the quantifier rule reads it
        said = [
            any(is_content(view.words[i].low) for i in run)
            for view, run in ((pair.old, old), (pair.new, new))
        ]
        if said[0] != said[1]:
            continue
        if verbal(pair.old, hunk.old) or verbal(pair.new, hunk.new):
            continue
        sides = ((pair.old, old), (pair.new, new))
        if any(char.isdigit() for view, run in sides for i in run for char in view.words[i].low):
            continue
        spans = (pair.old.run(old[0], old[-1]), pair.new.run(new[0], new[-1]))
        reason = f"“{spans[0].words}” is exchanged for “{spans[1].words}”."
        yield Finding(step=0, spans=spans, reason=reason, confidence="low")


def _judge(way: Way, shifts: Sequence[Shift]) -> Iterator[Finding]:
    """Scope times polarity, for words that stand on one side alone."""
    here, there = way.here, way.there
    for shift in shifts:
        span = here.run(shift.first, shift.last)
        if not there.speaks or _in_standard(here, span):
            continue
        across = way.across(shift.first)
        both = None if across is None else _same_polarity(here, there, span.start, across)
        verb = "is added" if way.gained > 0 else "is dropped"
        yield _finding(
            shift.covers, way.gained, both, (span,), f"{shift.what} “{span.words}” {verb}"
        )


def _in_standard(view: View, span: Span) -> bool:
    """Whether words belong to a standard of review, which has its own rule."""
    return any(start < span.end and span.start < end for start, end in mentions(view.flat))


def _same_polarity(a: View, b: View, here: int, there: int) -> Polarity | None:
    """The polarity both sides share at two places; None where it is not surely the same, in a
    condition, or among what a duty asks for."""
    one, two = polarity_at(a, here), polarity_at(b, there)
    if one.bearing != two.bearing or one.bearing not in ("restrains", "enables"):
        return None
    sentence = sentence_at(a, here)
    if sentence.conditional(here) or sentence_at(b, there).conditional(there):
        return None
    if _turned_round(a, here) or _turned_round(b, there):
        return None
    if one.duty or two.duty:
        asked = min((start for start, _ in one.shown_by), default=here)
        if here > asked:
            return None
    return one


def _turned_round(view: View, offset: int) -> bool:
    """Whether a place lies within "other than ...", "that ..." or "lack of ...", where covering
    more can make the whole cover less."""
    sentence = sentence_at(view, offset)
    verbs = [p.start for p in predicates(view.flat, sentence) if p.start <= offset]
    since = max(verbs, default=sentence.start)
    return any(
        finder("scope", key).search(view.flat, since, offset) for key in ("exception", "reversing")
    )


def _finding(
    covers: int, gained: int, polarity: Polarity | None, spans: tuple[Span, ...], what: str
) -> Finding:
    if polarity is None:
        reason = f"{what}, but whether the clause restrains or enables there is not made out."
        return Finding(step=0, spans=spans, reason=reason, confidence="low")
    more = covers * gained > 0
    step = covers * gained * (1 if polarity.bearing == "restrains" else -1)
    verb = "restraint" if polarity.bearing == "restrains" else "permission"
    return Finding(
        step=step, spans=spans, reason=f"{what}: the {verb} covers {'more' if more else 'less'}."
    )


def _breadth(view: View, run: range) -> tuple[int, int] | None:
    """Where a run of words has its one quantifier, and how much it covers."""
    rows = lexicon()["scope"]["quantifiers"]
    hits = [(i, -place) for i in run for place, row in enumerate(rows) if view.words[i].low in row]
    negated = any(view.words[i - 1].low in ("not", "no", "nor") for i, _ in hits if i)
    return hits[0] if len(hits) == 1 and not negated else None


def _listing(view: View, run: range) -> tuple[int, int] | None:
    """Where a run of words opens a list, and whether that list illustrates or limits."""
    if not run:
        return None
    start, end = view.words[run[0]].start, view.words[run[-1]].end
    for key, covers in (("illustrating", 1), ("limiting", 0)):
        if match := finder("scope", key).search(view.flat, start, end):
            return view.indexes(*match.span())[0], covers
    return None


def _kinds() -> tuple[Callable[[View, range], tuple[int, int] | None], ...]:
    return _breadth, _listing
