"""The comparison as a person reads it in a terminal of 80 columns."""

import re
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence

from mtcr_tracker.exporters import view
from mtcr_tracker.exporters.registry import exporter
from mtcr_tracker.model import (
    Change,
    Clause,
    Comparison,
    Dossier,
    Source,
    SourceId,
    Verdict,
)

WIDTH = 80
_INDENT = 14
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


@exporter("text", suffix=".txt")
def text(comparison: Comparison, dossier: Dossier, *, only: Collection[Verdict] = ()) -> str:
    """Plain text of at most 80 columns, without colour."""
    known = view.sources(comparison, dossier)
    changes = view.shown(comparison, only)
    lines = list(_head(comparison, dossier))
    if only:
        lines += ["", *wrap(view.shown_sentence(comparison, only))]
    for change in changes:
        if not view.same_words(change) and not view.silent(change):
            lines += ["", *_change(change, known)]
    lines += _group("Unchanged, word for word", [c for c in changes if view.same_words(c)])
    for kind in ("still stands", "not restated"):
        lines += _group(kind.capitalize(), [c for c in changes if kind in c.kinds])
    for name, told in view.consequences(comparison):
        lines += ["", name, *(line for each in told for line in wrap(each, "  ", "    "))]
    if comparison.not_compared:
        lines += ["", "Not compared"]
        lines += [
            line
            for item in comparison.not_compared
            for line in wrap(view.not_compared(item), "  ", "    ")
        ]
    lines += _sources(changes, known)
    return "\n".join(line.rstrip() for line in lines) + "\n"


_SIDE = {"old": "Earlier", "new": "Later"}


def _head(comparison: Comparison, dossier: Dossier) -> Iterator[str]:
    if dossier.policy:
        yield from wrap(dossier.policy.title)
    for side, snapshot in (("Earlier", comparison.old), ("Later", comparison.new)):
        name = f"{view.name(snapshot)} ({view.head(snapshot)})"
        yield from entry(side, name, indent=0)
    yield ""
    yield from wrap(view.verdict_sentence(comparison))
    for count in view.counts(comparison):
        numbers = view.numbers(count.changes)
        share = f"{len(count.changes)} of {count.total}"
        yield from entry(count.verdict, f"{share}{f': no. {numbers}' if numbers else ''}")
    yield ""
    for sentence in (
        view.carried_out(dossier),
        view.caveat(comparison, dossier),
        view.origins(comparison),
    ):
        yield from wrap(sentence)


def _change(change: Change, known: Mapping[SourceId, Source]) -> Iterator[str]:
    yield from wrap(f"{change.number}. {view.title(change)}", "", "   ")
    kinds = ", ".join(change.kinds)
    yield from entry("Verdict", f"{view.verdict_by(change).upper()} ({kinds})")
    yield from _side("Earlier", change.match.old, known)
    yield from entry("", f"[its document: {change.old_stood}]" if change.old_stood else "")
    yield from _side("Later", change.match.new, known)
    for judgement in change.judgements:
        by = f"{judgement.review.by}, {view.when(judgement.review.on)}"
        stale = "; stale: the words have changed since" if judgement.stale else ""
        back = "; read backwards" if judgement.reversed else ""
        yield from entry("Review", f"{by}{stale}{back}")
        for reading in judgement.readings:
            yield from entry("  reads", f"{view.reading_line(reading)}: {reading.reason}")
        if judgement.review.say_with_it:
            yield from entry("  say too", judgement.review.say_with_it)
    yield from entry("Machine", view.machine_line(change))
    for signal in change.machine.signals:
        words = "; ".join(f"{_SIDE[s.side].lower()} “{s.words}”" for s in signal.spans)
        yield from entry("  signal", f"{view.signal_line(signal)}: {signal.reason} [{words}]")
    lacking = "; ".join(f"“{span.words}”" for span in change.machine.not_restated)
    yield from entry("Not restated", lacking)


def _side(name: str, clauses: Sequence[Clause], known: Mapping[SourceId, Source]) -> Iterator[str]:
    if not clauses:
        yield from entry(name, "nothing on record")
    for clause in clauses:
        yield from entry(name, f"“{clause.text}”")
        place = ", ".join(filter(None, (clause.source or "no source given", clause.at)))
        worth = f"{clause.wording}, {view.grade(clause, known)}"
        yield from entry("", f"[{place}; {worth}]")


def _group(name: str, changes: Sequence[Change]) -> Iterator[str]:
    if changes:
        yield ""
        yield f"{name} ({len(changes)})"
    for change in changes:
        words = change.new_text or change.old_text
        line = f"{change.number}. {view.title(change)}: {view.cut(' '.join(words.split()), 90)}"
        yield from wrap(line, "  ", "     ")


def _sources(changes: Sequence[Change], known: Mapping[SourceId, Source]) -> Iterator[str]:
    clauses = (c for change in changes for c in (*change.match.old, *change.match.new))
    named = {clause.source for clause in clauses}
    cited = [source for source in known.values() if source.id in named]
    if cited:
        yield ""
        yield "Sources"
    for source in cited:
        address = f". {source.address}" if source.address else ""
        line = f"{source.id}: {view.source_name(source.id, known)}{address}"
        yield from wrap(line, "  ", "    ")


def entry(name: str, words: str, indent: int = 3) -> Iterator[str]:
    """A name and what is said under it, in two columns of 80 together."""
    head = " " * indent + name
    return wrap(words, head.ljust(_INDENT + indent), " " * (_INDENT + indent))


def wrap(words: str, first: str = "", rest: str = "") -> Iterator[str]:
    """Lines of at most 80 columns; the text's own line breaks stay."""
    for line in _safe(words).split("\n") if words else ():
        wrapped = textwrap.wrap(
            line, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
        )
        yield from wrapped or [""]
        first = rest


def _safe(words: str) -> str:
    """Direction overrides would reorder the whole line, so they are named instead."""
    return _BIDI.sub(lambda found: f"<U+{ord(found[0]):04X}>", view.visible(words))
