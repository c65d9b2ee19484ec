"""Does a sentence restrain, enable, define or state a purpose? With the words that show it."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from mtcr_tracker.effects.ladder import rungs
from mtcr_tracker.effects.lexicon import finder, lexicon, listed, pattern, verb_forms
from mtcr_tracker.effects.reading import View, is_content
from mtcr_tracker.effects.syntax import Sentence, sentence_at
from mtcr_tracker.model import Span

Bearing = Literal["restrains", "enables", "defines", "purpose", "unknown"]
Force = Literal["must", "should", "may", "need not", "fact"]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb with its modal, its negation and, where it was made out, who acts."""

    start: int
    end: int
    force: Force
    negated: bool
    verb: str
    kind: str
    """Class of the verb in the word list; "other" where it is in none."""
    passive: bool
    subject: Literal["regulated", "government", ""]
    twice: bool
    """Negated in two places, or acting on a restraint; not read."""
    attributive: bool
    """In a relative clause, so that it does not carry the sentence."""


@dataclass(frozen=True, slots=True)
class Polarity:
    """What a sentence does, and the words that show it."""

    bearing: Bearing
    shown_by: tuple[tuple[int, int], ...] = ()
    duty: bool = False
    """It restrains by asking something to be done, not by forbidding."""

    def spans(self, view: View) -> tuple[Span, ...]:
        """The words that show it, as evidence."""
        return tuple(view.span(start, end) for start, end in self.shown_by)


def polarity_at(view: View, offset: int) -> Polarity:
    """The polarity of the sentence that an offset lies in."""
    return polarity(view.flat, sentence_at(view, offset))


@lru_cache(maxsize=1024)
def polarity(flat: str, sentence: Sentence) -> Polarity:
    """A sentence's polarity: one that all its main verbs agree on, else unknown."""
    for name, bearing in (("define", "defines"), ("purpose", "purpose")):
        if match := finder("polarity", name).search(flat, sentence.start, sentence.end):
            return Polarity(_BEARING[bearing], (match.span(),))
    found: dict[Bearing, list[tuple[int, int]]] = {}
    duties = []
    for predicate in predicates(flat, sentence):
        if sentence.conditional(predicate.start) or predicate.attributive:
            continue
        bearing = bears(predicate)
        if bearing != "unknown":
            found.setdefault(bearing, []).append((predicate.start, predicate.end))
            duties.append(is_duty(predicate))
        elif predicate.twice:
            return Polarity("unknown")
    for start, end, bearing in _standards(flat, sentence):
        found.setdefault(bearing, []).append((start, end))
        duties.append(False)
    if len(found) != 1:
        return Polarity("unknown")
    bearing, shown_by = found.popitem()
    return Polarity(bearing, tuple(sorted(shown_by)), any(duties))


_BEARING: dict[str, Bearing] = {"defines": "defines", "purpose": "purpose"}


def _standards(flat: str, sentence: Sentence) -> list[tuple[int, int, Bearing]]:
    """Standards of review that show a polarity without a verb."""
    return [
        (rung.start, rung.end, "restrains" if "denial" in rung.name else "enables")
        for rung in rungs(flat) or ()
        if sentence.start <= rung.start < sentence.end and rung.name != "prohibited"
    ]


def is_duty(predicate: Predicate) -> bool:
    """Whether it asks something to be done."""
    return (predicate.verb == "require" and not predicate.negated) or (
        predicate.kind in ("activity", "other", "possibility")
        and predicate.force in ("must", "should")
        and not predicate.negated
    )


def bears(predicate: Predicate) -> Bearing:
    """What one verb shows: its class times its negation, read with its modal and its actor."""
    if predicate.twice:
        return "unknown"
    if predicate.kind in ("permit", "restrict"):
        if predicate.force == "need not":
            return "enables" if predicate.kind == "restrict" else "unknown"
        return "enables" if (predicate.kind == "permit") != predicate.negated else "restrains"
    if predicate.force == "fact" or (predicate.kind == "possibility" and predicate.force == "may"):
        return "unknown"
    by_itself = predicate.passive and predicate.kind == "activity"
    if predicate.subject != "regulated" and not by_itself:
        return "unknown"
    if predicate.force in ("may", "need not"):
        return "restrains" if predicate.negated else "enables"
    return "restrains" if predicate.negated or predicate.subject == "regulated" else "unknown"


@lru_cache(maxsize=1024)
def predicates(flat: str, sentence: Sentence) -> tuple[Predicate, ...]:
    """The verbs of a sentence, in order, as far as the patterns find them."""
    found: list[Predicate] = []
    at = sentence.start
    while match := _pattern().search(flat, at, sentence.end):
        predicate = _predicate(flat, sentence, match, found[-1].end if found else sentence.start)
        if predicate is None:
            at = match.start() + 1
            continue
        found.append(predicate)
        at = match.end()
    return tuple(found)


_NO = re.compile(
    r"\b(?:no|none|nothing|nobody|neither|never)\b(?! (?:later|more|less|fewer|longer))"
)


_BY_ITS_OWN_WORD = re.compile(
    r"permitted|allowed|authori[sz]ed|entitled|prohibited|forbidden|barred"
)


def _predicate(flat: str, sentence: Sentence, match: re.Match[str], since: int) -> Predicate | None:
    groups = match.groupdict()
    said = groups["modal"]
    word = (groups["verb"] or groups["fact"] or groups["finite"] or groups["gerund"]).lower()
    verb, kind, form = verb_forms().get(word, (_root(word), "other", ""))
    if not is_content(word) or not (said or _sure_verb(groups, word, kind, form)):
        return None
    force, own = _modal(said) if said else ("fact", False)
    since = max(since, *(m.reaches for m in sentence.markers if m.reaches <= match.start()), 0)
    lead = flat[since : match.start()]
    if verb == "issue" and not _papers().search(flat, sentence.start, sentence.end):
        kind = "other"  # a report is issued too
    if said and "required" in said.lower() and re.search(rf"{_papers().pattern}\s+$", lead, re.I):
        # a permit that "is required to" do something is a duty to have one
        verb, kind, force = "require", "restrict", "fact"
        own = " not" in " ".join(said.lower().split())
    subject = _subject(lead)
    if not subject and said and _BY_ITS_OWN_WORD.search(said.lower()):
        subject = "regulated"
    turned = (
        kind in ("permit", "restrict")
        and verb not in listed("polarity", "relieving")
        and _acts_on_restraint(lead, flat[match.end() : sentence.end])
    )
    more = any(groups[name] for name in ("not", "late", "unfact", "do", "gerund"))
    nobody = _NO.search(lead.lower())
    return Predicate(
        start=since + nobody.start() if nobody else match.start(),
        end=match.end(),
        force=force,
        negated=(own or more) != bool(nobody),
        verb=verb,
        kind=kind,
        passive=bool(groups["be"] or groups["fact"]),
        subject=subject,
        twice=((own or more) and bool(nobody)) or (own and more) or turned,
        attributive=re.search(r"\b(?:that|which|who|whom|whose)\s+$", lead, re.I) is not None,
    )


def _acts_on_restraint(lead: str, rest: str) -> bool:
    """Whether a restraint is what a verb forbids or allows: "restrictions are prohibited",
    "oppose any new restrictions"."""
    near = re.match(r"(?:\s+[\w-]+){1,3}", rest)
    words = finder("polarity", "restraints")
    return bool(words.search(lead) or (near and words.search(near.group())))


def _sure_verb(groups: dict[str, str | None], word: str, kind: str, form: str) -> bool:
    """Whether a word without a modal is a verb of permission or restriction, not a noun."""
    if kind not in ("permit", "restrict"):
        return False
    if groups["fact"]:
        return form == "ed"
    if groups["gerund"]:
        return form == "ing"
    if groups["do"]:
        return form == "base"
    return form == "s" and word not in listed("polarity", "also_nouns")


@cache
def _papers() -> re.Pattern[str]:
    return re.compile(rf"\b{pattern(lexicon()['polarity']['papers'])}s?\b", re.I)


def _root(word: str) -> str:
    """A crude stem, to know a verb again."""
    return re.sub(r"(?:ing|(?<!e)ed|es|s|e)$", "", word) if len(word) > 4 else word


def _subject(lead: str) -> Literal["regulated", "government", ""]:
    """Who is named first before the verb."""
    hits = [
        (match.start(), kind)
        for kind in ("regulated", "government")
        if (match := re.search(rf"\b{pattern(_with_plurals(kind))}\b", lead, re.I))
    ]
    if not hits:
        return ""
    return "regulated" if min(hits)[1] == "regulated" else "government"


@cache
def _with_plurals(kind: str) -> tuple[str, ...]:
    words = lexicon()["polarity"][kind]
    return tuple(
        form
        for word in words
        for form in (word, word[:-1] + "ies" if word.endswith("y") else word + "s")
    )


def _modal(words: str) -> tuple[Force, bool]:
    for row in lexicon()["modal"]:
        if re.fullmatch(pattern(row["words"]), words, re.I):
            force: Force = row["force"]
            return force, bool(row.get("negated"))
    raise AssertionError(words)  # the pattern was made from the same rows


@cache
def _pattern() -> re.Pattern[str]:
    lists = lexicon()["polarity"]
    modal = pattern([word for row in lexicon()["modal"] for word in row["words"]])
    verbs = r"(?!(?:ap|sup|com|re|im|multi)p?ly\b|fly\b)"  # end in -ly and are no adverbs
    adverb = rf"(?:\s+(?:{pattern(lists['adverbs'])}|{verbs}\w+ly)\b)*"
    light = rf"(?:\s+{pattern(lists['light'])})*"
    return re.compile(
        rf"\b(?P<modal>{modal})\b(?P<not>\s+(?:not|never)\b)?{adverb}(?:,[^,;.]{{1,80}},)?"
        rf"(?P<late>\s+(?:not|never)\b)?{light}{adverb}(?P<be>\s+be\b)?{adverb}"
        r"\s+(?!(?:the|a|an|any|all|such|this|that|these|in|on|at|by|for|of|to)\b)"
        r"(?P<verb>[a-z]+(?:-[a-z]+)*)"
        rf"|\b(?:is|are|was|were|been|being)(?P<unfact>\s+(?:not|never|no\s+longer)\b)?{adverb}"
        r"\s+(?P<fact>[a-z]+)"
        r"|(?:\b(?P<do>(?:do|does|did)\s+not)\s+|\b)(?P<finite>[a-z]{4,})\b"
        r"|\bnot\s+(?P<gerund>[a-z]+ing)\b",
        re.I,
    )
