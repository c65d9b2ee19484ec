"""Write what a person decided about a change, and tell which changes wait for that."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from mtcr_tracker import corpus
from mtcr_tracker.check import near
from mtcr_tracker.dates import bounds
from mtcr_tracker.errors import mend
from mtcr_tracker.files import write_new
from mtcr_tracker.model import (
    Change,
    Comparison,
    Confidence,
    Kind,
    Record,
    Review,
    Verdict,
    not_withdrawn,
)
from mtcr_tracker.notation import as_yaml
from mtcr_tracker.numbering import number
from mtcr_tracker.text import fingerprint

DIRECTIONS = ("loosened", "tightened", "mixed", "kept", "unclear", "none")
"""What a reading can say; "none" for a purpose or background clause."""


# ---------------------------------------------------------------- write


def readings(
    verdicts: Sequence[str],
    reasons: Sequence[str],
    for_whom: Sequence[str] = (),
    confidences: Sequence[str] = (),
    words: Sequence[str] = (),
) -> list[dict[str, str]]:
    """One or more readings from what a user typed: as many reasons as verdicts; of the rest as
    many, or none. Raises UserError."""
    if len(verdicts) != len(reasons) or not verdicts:
        what = f"{len(verdicts)} --verdict and {len(reasons)} --reason"
        raise mend(what, "give one --reason with each --verdict")
    optional = {"for_whom": for_whom, "confidence": confidences, "words": words}
    for key, values in optional.items():
        if values and len(values) != len(verdicts):
            option = f"--{key.replace('_', '-')}"
            raise mend(f"{len(values)} {option} for {len(verdicts)} readings", "give one with each")
    for word in verdicts:
        _among(word, DIRECTIONS, "verdict")
    for word in confidences:
        _among(word, get_args(Confidence), "confidence")
    return [
        {
            "direction": verdict,
            **{key: values[place] for key, values in optional.items() if values},
            "reason": reason,
        }
        for place, (verdict, reason) in enumerate(zip(verdicts, reasons, strict=True))
    ]


def _among(word: str, known: Sequence[str], what: str) -> None:
    if word not in known:
        raise mend(f'"{word}" is no {what}{near(word, known)}', f"use one of {', '.join(known)}")


def change_of(comparison: Comparison, clause: str) -> Change:
    """The change of a comparison that a clause stands in, named by its id or its number. Raises
    UserError where none does, or several."""
    for name in (lambda one: one.id, number):
        found = [
            change
            for change in comparison.changes
            if clause in {name(one) for one in (*change.match.new, *change.match.old)}
        ]
        if len(found) > 1:
            ids = ", ".join(change.id for change in found[:5])
            raise mend(f'"{clause}" is in {len(found)} changes', f"name one by id: {ids}")
        if found:
            return found[0]
    known = [change.id for change in comparison.changes]
    raise mend(f'no clause "{clause}"{near(clause, known)}', "`mtcr-tracker compare` names them")


def review(
    comparison: Comparison,
    clause: str,
    made: Sequence[Mapping[str, str]],
    *,
    by: str,
    on: str,
    rules: str,
    say_with_it: str = "",
    confirms: str = "",
) -> dict[str, Any]:
    """A review of one change as its file's keys, bound to the words of the two sides. Raises
    UserError where a reading rests on words that stand on neither."""
    change = change_of(comparison, clause)
    for reading in made:
        words = reading.get("words", "")
        if words not in change.old_text and words not in change.new_text:
            what = f'"{words}" stands on neither side of {change.id}'
            raise mend(what, "copy words from either side, letter for letter")
    return {
        "old": comparison.old.label,
        "new": comparison.new.label,
        "clause": (change.match.new or change.match.old)[0].id,
        "old_words": [fingerprint(c.text) for c in change.match.old],
        "new_words": [fingerprint(c.text) for c in change.match.new],
        "by": by,
        "on": on,
        "rules": rules,
        "confirms": confirms,
        "readings": list(made),
        "say_with_it": say_with_it,
    }


def withdrawal(
    record: Record, name: str, *, clause: str, why: str, by: str, on: str
) -> dict[str, Any]:
    """The keys of a file that takes a review back. Raises UserError where the clause has no such
    review or it is withdrawn already."""
    found = named(record, name)
    if found.clause != clause:
        raise mend(f'review "{name}" is of {found.clause}, not of {clause}', "name that clause")
    return {
        "old": found.old,
        "new": found.new,
        "clause": found.clause,
        "by": by,
        "on": on,
        "withdraws": found.id,
        "why": why,
    }


def named(record: Record, name: str) -> Review:
    """The review of that id, if nobody has withdrawn it. Raises UserError."""
    standing = {review.id: review for review in not_withdrawn(record.reviews)}
    if name not in standing:
        taken = any(review.id == name for review in record.reviews)
        what = f'review "{name}" is withdrawn' if taken else f'no review "{name}"'
        raise mend(what + near(name, standing), "`mtcr-tracker reviews` names them")
    return standing[name]


def made_again(review: Review) -> list[dict[str, str]]:
    """The readings of a review as a new file's, without the words it rested on, which may be
    gone."""
    return [
        {
            key: value
            for key in ("direction", "for_whom", "confidence", "reason")
            if (value := getattr(reading, key))
        }
        for reading in review.readings
    ]


def write(values: Mapping[str, Any], folder: Path, policy: str) -> Path:
    """Write a review's file, whole or not at all, and give its path.

    It is called after its date, the clause and four digits of its text's fingerprint, so that two
    people who judge at once never choose the same name, and it takes no other's place. It is read
    together with all files of the folder and must pass the same checks. Raises UserError.
    """
    try:
        bounds(str(values["on"]))
    except ValueError as error:
        raise mend(str(error), "write it as 2025-01-07") from None
    text = as_yaml(values)
    day = re.sub(r"[^0-9-]", "", str(values["on"]).partition("/")[0])
    path = f"{policy}/reviews/{day}-{values['clause']}-{fingerprint(text)[:4]}.yaml"
    corpus.load({**corpus.read_files(folder), path: text}, str(folder))
    write_new(folder / path, text)
    return folder / path


# ---------------------------------------------------------------- what waits


@dataclass(frozen=True, kw_only=True)
class Round:
    """The reviews of one comparison, and what they and the machine say."""

    comparison: Comparison
    open: tuple[Change, ...]
    """Changed clauses that no review judges, or none but stale ones."""
    stale: tuple[tuple[Change, str], ...]
    """Changes with the id of a review whose words have changed."""
    disputed: tuple[Change, ...]
    agreed: tuple[Change, ...]
    """People are of one mind, and the machine says the same."""
    differed: tuple[Change, ...]
    """People are of one mind, and the machine says something else."""
    silent: tuple[Change, ...]
    """People are of one mind, and the machine says "unclear" or nothing."""


def round_of(comparison: Comparison) -> Round:
    """What a finished comparison shows of its reviews."""
    changed = [c for c in comparison.changes if not _NOTHING_HAPPENED & set(c.kinds)]
    settled = [c for c in changed if c.origin == "reviews" and c.verdict != "disputed"]
    said = {c.number: (c.verdict, c.machine.direction) for c in settled}
    return Round(
        comparison=comparison,
        open=tuple(c for c in changed if all(j.stale for j in c.judgements)),
        stale=tuple((c, j.review.id) for c in changed for j in c.judgements if j.stale),
        disputed=tuple(c for c in changed if c.verdict == "disputed"),
        agreed=tuple(c for c in settled if said[c.number][0] == said[c.number][1]),
        differed=tuple(c for c in settled if _differ(*said[c.number])),
        silent=tuple(
            c for c in settled
            if said[c.number][0] != said[c.number][1] and not _differ(*said[c.number])
        ),
    )  # fmt: skip


_NOTHING_HAPPENED: frozenset[Kind] = frozenset({"identical", "still stands", "not restated"})


def _differ(people: Verdict | None, machine: str | None) -> bool:
    return people != machine and machine not in (None, "unclear")


def told(rounds: Sequence[Round]) -> str:
    """What waits, what is stale or disputed, and how often people and machine agree."""
    return "\n".join(line for found in rounds for line in _lines(found))


def _lines(found: Round) -> Iterator[str]:
    yield f"{found.comparison.old.label}..{found.comparison.new.label}"
    for what, changes in (
        ("open, no review yet", found.open),
        ("disputed", found.disputed),
        ("people and machine differ", found.differed),
    ):
        for change in changes:
            yield f"  {what}: {change.id} (people {_people(change)}; machine {_machine(change)})"
    for change, name in found.stale:
        yield f"  stale, the words have changed: {change.id} (review {name})"
    judged = len(found.agreed) + len(found.differed) + len(found.silent)
    spoke = len(found.agreed) + len(found.differed)
    yield (
        f"  people are of one mind on {judged}; there the machine speaks on {spoke} of {judged} "
        f"and agrees in {len(found.agreed)} of {spoke}"
    )


def _people(change: Change) -> str:
    return (change.verdict or "none") if change.origin == "reviews" else "say nothing"


def _machine(change: Change) -> str:
    return change.machine.direction or "none"


def as_data(rounds: Sequence[Round]) -> dict[str, Any]:
    """The same as `mtcr-tracker/reviews/1`."""
    return {
        "schema": "mtcr-tracker/reviews/1",
        "comparisons": [
            {
                "old": found.comparison.old.label,
                "new": found.comparison.new.label,
                "open": [_data(change) for change in found.open],
                "stale": [{**_data(c), "review": name} for c, name in found.stale],
                "disputed": [_data(change) for change in found.disputed],
                "agreement": {
                    "people_of_one_mind": sum(
                        len(part) for part in (found.agreed, found.differed, found.silent)
                    ),
                    "machine_agrees": [_data(change) for change in found.agreed],
                    "machine_differs": [_data(change) for change in found.differed],
                    "machine_silent": [_data(change) for change in found.silent],
                },
            }
            for found in rounds
        ],
    }


def _data(change: Change) -> dict[str, Any]:
    return {
        "change": change.id,
        "people": change.verdict if change.origin == "reviews" else None,
        "machine": change.machine.direction,
    }
