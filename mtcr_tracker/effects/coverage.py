"""Words on one side alone that make a clause cover less or more."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mtcr_tracker.effects.lexicon import finder, listed
from mtcr_tracker.effects.polarity import predicates
from mtcr_tracker.effects.reading import View, Way, is_content
from mtcr_tracker.effects.syntax import sentence_at

_RELATIVE = frozenset({"that", "which", "who", "whose"})
_STATING = re.compile(
    r"^(?:provid|ensur|stat|establish|declar|find|determin|such|so|confirm|condition)"
)
# fmt: off
_BEFORE_A_NOUN = frozenset((
    "a", "all", "an", "and", "any", "by", "for", "from", "in", "its", "no", "of", "on", "or",
    "such", "the", "their", "to", "with",
))
# fmt: on
_OPENERS = frozenset({"or", "and", ","})
_NO_ITEM = frozenset(
    {"not", "no", "nor", "only", "including", "when", "where", "which", "that", "who"}
)


@dataclass(frozen=True, slots=True)
class Shift:
    """Words on one side that make it cover less (-1) or more (1)."""

    first: int
    last: int
    covers: int
    what: str


def qualifiers(way: Way) -> list[Shift]:
    """Qualifiers before a noun that both sides have."""
    here, there = way.here, way.there
    found = []
    for mine, theirs in way.hunks:
        if not mine or mine[-1] + 1 not in here.partner:
            continue
        first = mine[-1]
        if here.words[first].low not in listed("scope", "narrowing"):
            if theirs or not 0 < len(mine) <= 3 or not _premodifier(here, mine):
                continue
            first = mine[0]
        before = here.partner[mine[-1] + 1] - 1
        known = before >= 0 and before not in there.partner and is_content(there.words[before].low)
        if not known and is_content(here.words[mine[-1] + 1].low):
            found.append(Shift(first, mine[-1], -1, "The qualifier"))
    return found


def _premodifier(view: View, run: range) -> bool:
    """A bare word or two between a determiner or preposition and its noun."""
    before = view.words[run[0] - 1].low if run[0] else ""
    words = [view.words[i].low for i in run]
    return before in _BEFORE_A_NOUN and all(
        is_content(word)
        and not word.endswith("ly")
        and not word[0].isdigit()
        and word not in listed("scope", "not_narrowing")
        for word in words
    )


def relative_clauses(way: Way) -> list[Shift]:
    """Relative clauses that only one side has, after a noun that both have."""
    here, there = way.here, way.there
    found = []
    for mine, theirs in way.hunks:
        if (
            len(mine) < 2
            or here.words[mine[0]].low not in _RELATIVE
            or mine[0] - 1 not in here.partner
        ):
            continue
        noun = here.words[mine[0] - 1].low
        if not is_content(noun) or _STATING.match(noun):
            continue
        if theirs and there.words[theirs[0]].low in _RELATIVE:
            continue
        found.append(Shift(mine[0], _to_mark(here, mine[0]), -1, "The qualifier"))
    return found


def _to_mark(view: View, index: int) -> int:
    """The last word before the next comma or bracket, or in the sentence."""
    end = sentence_at(view, view.words[index].start).end
    while index + 1 < len(view.words) and view.words[index + 1].start < end:
        if view.words[index + 1].low in ",;:)":
            break
        index += 1
    return index - 1 if view.words[index].low in ".!?" else index


def items(way: Way) -> list[Shift]:
    """Items of a list that only one side has, with the "or", "and" or comma that joins them."""
    here = way.here
    found = []
    for mine, theirs in way.hunks:
        if theirs or not 2 <= len(mine) <= 8 or mine[0] == 0:
            continue
        words = [here.words[i].low for i in mine]
        joins = words[0] in _OPENERS or (words[-1] in _OPENERS and is_content(words[0]))
        content = [word for word in words if is_content(word)]
        if not joins or not content or len(content) > 4 or not _plain_item(here, mine):
            continue
        found.append(Shift(mine[0], mine[-1], 1, "The item"))
    return found


def _plain_item(view: View, run: range) -> bool:
    """No verb, negation, condition or relative clause in it or just before it."""
    start, end = view.words[run[0]].start, view.words[run[-1]].end
    sentence = sentence_at(view, start)
    low = {view.words[i].low for i in run}
    lead = view.flat[sentence.start : start].lower()
    relative = re.search(r"\b(?:who|that|which|whose)\b", lead)
    blocked = low & _NO_ITEM
    carved = finder("scope", "exception").search(view.flat, start, end)
    return (
        not blocked
        and not carved
        and not relative
        and not verbal(view, run)
        and not any(start <= marker.start < end for marker in sentence.markers)
    )


def carved_out(way: Way) -> list[Shift]:
    """What only one side takes out of its scope, with the words that take it out."""
    here = way.here
    mine_all, theirs_all = (
        list(finder("scope", "exception").finditer(v.flat)) for v in (here, way.there)
    )
    if len(mine_all) <= len(theirs_all):
        return []
    found = []
    for match in mine_all:
        inside = here.indexes(*match.span())
        if all(
            i not in here.partner
            for i in inside
            if is_content(here.words[i].low) or len(inside) == 1
        ):
            found.append(Shift(inside[0], _to_mark(here, inside[-1]), -1, "The exception"))
    return found


def verbal(view: View, run: Sequence[int]) -> bool:
    """Whether a run of words holds a verb that the patterns know, or a modal."""
    if not run:
        return False
    start, end = view.words[run[0]].start, view.words[run[-1]].end
    found = predicates(view.flat, sentence_at(view, start))
    return any(p.start < end and start < p.end for p in found)
