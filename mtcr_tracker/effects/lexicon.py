"""The word lists of ``words.toml``, read once, when first needed."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lexicon() -> dict[str, Any]:
    """All lists, as they stand in the file."""
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def pattern(words: Iterable[str]) -> str:
    """One group for any of the words or patterns, the longest first; blanks are white space."""
    return _pattern(tuple(words))


@cache
def _pattern(words: tuple[str, ...]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.sub(r" (?![?*])", r"\\s+", word) for word in ordered) + ")"


@cache
def finder(section: str, key: str) -> re.Pattern[str]:
    """Finds any word of a list, as whole words, without regard to case."""
    return re.compile(rf"(?<![\w-]){pattern(lexicon()[section][key])}(?!\w|-\w)", re.I)


@cache
def listed(section: str, key: str) -> frozenset[str]:
    """A list's words, to ask whether one is among them."""
    return frozenset(lexicon()[section][key])


def _forms(verb: str) -> dict[str, str]:
    """A verb's regular forms, each with the kind of form it is."""
    root = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y"):
        return {verb: "base", verb[:-1] + "ies": "s", verb[:-1] + "ied": "ed", verb + "ing": "ing"}
    ending = "es" if verb.endswith(("s", "x", "ch", "sh")) else "s"
    forms = {verb: "base", verb + ending: "s", root + "ed": "ed", root + "ing": "ing"}
    if re.search(r"[^aeiou][aeiou][bdglmnprt]$", verb):  # permit, ban: the last letter doubles
        forms |= {verb + verb[-1] + "ed": "ed", verb + verb[-1] + "ing": "ing"}
    return forms


_IRREGULAR = {
    "forbidden": "forbid", "withheld": "withhold", "sold": "sell", "flown": "fly", "built": "build",
    "bought": "buy", "kept": "keep", "made": "make", "brought": "bring", "taken": "take",
    "sent": "send", "understood": "understand",
}  # fmt: skip


@cache
def verb_forms() -> dict[str, tuple[str, str, str]]:
    """Every form of every listed verb: the verb, its class and the kind of form."""
    lists = lexicon()["polarity"]
    known = {
        form: (verb, kind, of)
        for kind in (
            "possibility",
            "legal_effect",
            "official",
            "activity",
            "penal",
            "restrict",
            "permit",
        )
        for verb in lists[kind]
        for form, of in _forms(verb).items()
    }
    for verb in (*lists["against"], *lists["practice"]):
        for form, of in _forms(verb).items():
            known.setdefault(form, (verb, "other", of))
    for verb in ("apply", "extend", "cover"):
        known |= {form: (verb, "applies", of) for form, of in _forms(verb).items()}
    known |= {word: (word, "penal", "adjective") for word in ("guilty", "liable")}
    known["commits"] = ("commit", "penal", "s")
    for kind in ("permit", "restrict"):
        known |= {word: (word, kind, "adjective") for word in lists[f"{kind}_adjectives"]}
    for form, verb in _IRREGULAR.items():
        known[form] = (verb, known[verb][1], "ed")
    return known
