"""Conditions and exceptions: what opens a way in or a way out."""

from collections import Counter
from collections.abc import Iterator

from mtcr_tracker.effects.no_force import residue
from mtcr_tracker.effects.polarity import polarity_at
from mtcr_tracker.effects.reading import Pair, View, Way
from mtcr_tracker.effects.registry import Finding, rule
from mtcr_tracker.effects.syntax import Marker, sentence_at, sentences


@rule("conditions")
def condition(pair: Pair) -> Iterator[Finding]:
    """A condition ("if", "provided that", "subject to") or an exception ("unless", "except",
    "until") makes a sentence hold in fewer cases. Added to a permission that tightens, added to a
    ban or a duty it loosens; taken away it does the reverse. One exchanged for another, or one
    inside another, is unclear."""
    old, new = _changed(pair.old), _changed(pair.new)
    shared = Counter(m.words for m in old) & Counter(m.words for m in new)
    only = [_beyond(found, shared) for found in (old, new)]
    if only[0] and only[1]:
        spans = (
            *(pair.old.span(m.start, m.end) for m in only[0]),
            *(pair.new.span(m.start, m.end) for m in only[1]),
        )
        named = " and ".join(f"“{m.words}”" for m in only[0])
        other = " and ".join(f"“{m.words}”" for m in only[1])
        yield Finding(step=0, spans=spans, reason=f"{named} is exchanged for {other}.")
        return
    for way, markers in zip(pair.ways(), only, strict=True):
        yield from (_judge(way, marker) for marker in markers if way.there.speaks)


@rule("conditions")
def changed_condition(pair: Pair) -> Iterator[Finding]:
    """The words inside a condition or an exception change while the condition stands. That can
    make it harder or easier to meet, so it is unclear unless another rule reads it."""
    for hunk, old, new in residue(pair):
        hits = [
            (view, words)
            for view, other, words in ((pair.old, pair.new, old), (pair.new, pair.old, new))
            if words and (other.speaks or (old and new)) and _inside_kept(view, words)
        ]
        if not hits or not (hunk.old or hunk.new):
            continue
        spans = tuple(view.run(words[0], words[-1]) for view, words in hits)
        said = " and ".join(f"“{span.words}”" for span in spans)
        yield Finding(step=0, spans=spans, reason=f"Inside a condition, {said} changes.")


def _changed(view: View) -> list[Marker]:
    return [
        marker
        for sentence in sentences(view.flat)
        for marker in sentence.markers
        if view.changed(marker.start, marker.end)
    ]


def _beyond(found: list[Marker], shared: Counter[str]) -> list[Marker]:
    """The markers that the other side does not have as well."""
    left = Counter(shared)
    kept = []
    for marker in found:
        if left[marker.words]:
            left[marker.words] -= 1
        else:
            kept.append(marker)
    return kept


def _judge(way: Way, marker: Marker) -> Finding:
    here, there = way.here, way.there
    span = here.span(marker.start, max(marker.end, min(marker.reaches, marker.end + 80)))
    span = here.span(span.start, span.start + len(span.words.rstrip(" .,;\n")))
    verb = "is added" if way.gained > 0 else "is dropped"
    what = f"The {marker.kind} “{span.words}” {verb}"
    across = way.across(here.indexes(marker.start, marker.end)[0])
    here_does = polarity_at(here, marker.start)
    mine = here_does.bearing
    theirs = polarity_at(there, across).bearing if across is not None else "unknown"
    nested = marker.inside or (
        across is not None and sentence_at(there, across).conditional(across)
    )
    if nested:
        return Finding(step=0, spans=(span,), reason=f"{what}, inside another one.")
    only = marker.words.startswith("only") and here_does.duty  # "must ... only if"
    if only or mine != theirs or mine not in ("restrains", "enables"):
        reason = f"{what}, but whether the sentence restrains or enables is not made out."
        return Finding(step=0, spans=(span,), reason=reason)
    step = way.gained * (-1 if mine == "restrains" else 1)
    noun = "restraint" if mine == "restrains" else "permission"
    fewer = "fewer" if way.gained > 0 else "more"
    return Finding(step=step, spans=(span,), reason=f"{what}: the {noun} holds in {fewer} cases.")


def _inside_kept(view: View, words: list[int]) -> bool:
    """Whether changed words stand in a condition whose own marker is unchanged."""
    at = view.words[words[0]].start
    sentence = sentence_at(view, at)
    return any(
        m.end <= at < m.reaches and not view.changed(m.start, m.end) for m in sentence.markers
    )
