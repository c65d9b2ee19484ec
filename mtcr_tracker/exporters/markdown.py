"""The comparison as Markdown, as GitHub renders it.

Text from a snapshot is escaped so that nothing in it acts as markup. Deletions are struck,
insertions bold. Where the marks would not work for what stands beside them (Markdown has no
``word**, and**``), the HTML elements that the marks stand for are written instead.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from mtcr_tracker.exporters import view
from mtcr_tracker.exporters.registry import exporter
from mtcr_tracker.model import (
    Change,
    Clause,
    Comparison,
    Dossier,
    Edit,
    Source,
    SourceId,
    Verdict,
)

_MARKUP = re.compile(r"[\\`*_{}\[\]|~$!]")
_LINE_START = re.compile(r"\A(\s*)([-+=#>]|\d+[.)])")
_AUTOLINK = re.compile(r"(?i)(?<=\w)(:)(?=//)|(?<=www)(\.)")
_MENTION = re.compile(r"[@#](?=\w)|:(?=[\w+-]+:)|(?i:(?<=\bgh))-(?=\d)")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


@exporter("markdown", suffix=".md")
def markdown(comparison: Comparison, dossier: Dossier, *, only: Collection[Verdict] = ()) -> str:
    """GitHub-flavoured Markdown."""
    known = view.sources(comparison, dossier)
    changes = view.shown(comparison, only)
    blocks = list(_head(comparison, dossier))
    if only:
        blocks.append(plain(view.shown_sentence(comparison, only)))
    blocks.append("## Changes")
    for change in changes:
        if not view.same_words(change) and not view.silent(change):
            blocks += _change(change, known)
    blocks += _group("Unchanged, word for word", [c for c in changes if view.same_words(c)], known)
    for kind in ("still stands", "not restated"):
        blocks += _group(kind.capitalize(), [c for c in changes if kind in c.kinds], known)
    for name, told in view.consequences(comparison):
        blocks += [f"## {name}", _bullets(told)]
    if comparison.not_compared:
        left = map(view.not_compared, comparison.not_compared)
        blocks += ["## Not compared", _bullets(left)]
    return "\n\n".join(blocks) + "\n"


_SIDE = {"old": "Earlier", "new": "Later"}


def _head(comparison: Comparison, dossier: Dossier) -> Iterator[str]:
    old, new = comparison.old, comparison.new
    yield f"# {plain(view.name(new))} compared with {plain(view.name(old))}"
    if dossier.policy:
        yield plain(dossier.policy.title)
    yield _bullets(
        f"{side}: {view.name(snapshot)} ({view.head(snapshot)})"
        for side, snapshot in (("Earlier", old), ("Later", new))
    )
    yield f"**{plain(view.verdict_sentence(comparison))}**"
    rows = ["| Verdict | Provisions | No. |", "| --- | --- | --- |"]
    for count in view.counts(comparison):
        numbers = view.numbers(count.changes)
        rows.append(f"| {count.verdict} | {len(count.changes)} of {count.total} | {numbers} |")
    yield "\n".join(rows)
    for sentence in (
        view.carried_out(dossier),
        view.caveat(comparison, dossier),
        view.origins(comparison),
    ):
        if sentence:
            yield plain(sentence)


def _change(change: Change, known: Mapping[SourceId, Source]) -> Iterator[str]:
    yield f"### {change.number}. {plain(view.title(change))}"
    kinds = ", ".join(change.kinds)
    by = f", by {view.origin(change)}" if view.origin(change) else ""
    yield f"**{view.verdict(change).capitalize()}**{by} ({kinds})."
    if view.close(change):
        yield f"> {redline(change.edits)}"
        yield from _sources("Earlier", change.match.old, known)
        yield from _sources("Later", change.match.new, known)
    else:
        yield from _side("Earlier", change.match.old, known)
        yield from _side("Later", change.match.new, known)
    yield _bullets(_reasons(change))


def _reasons(change: Change) -> Iterator[str]:
    if change.old_stood:
        yield f"Standing of the earlier document: {change.old_stood}."
    for judgement in change.judgements:
        by = f"Review by {judgement.review.by}, {view.when(judgement.review.on)}"
        stale = " (stale: the words have changed since)" if judgement.stale else ""
        back = " (read backwards)" if judgement.reversed else ""
        for reading in judgement.readings:
            yield f"{by}{stale}{back}: {view.reading_line(reading)}: {reading.reason}"
        if judgement.review.say_with_it:
            yield f"Say with it: {judgement.review.say_with_it}"
    yield f"Machine: {view.machine_line(change)}"
    for signal in change.machine.signals:
        words = "; ".join(f"{_SIDE[s.side].lower()} “{s.words}”" for s in signal.spans)
        yield f"Signal: {view.signal_line(signal)}: {signal.reason} {words}"
    for span in change.machine.not_restated:
        yield f"Not restated: “{span.words}”"


def _side(name: str, clauses: Sequence[Clause], known: Mapping[SourceId, Source]) -> Iterator[str]:
    if not clauses:
        yield f"{name}: nothing on record."
    for clause in clauses:
        yield f"> {plain(clause.text)}"
        yield from _sources(name, (clause,), known)


def _sources(
    name: str, clauses: Sequence[Clause], known: Mapping[SourceId, Source]
) -> Iterator[str]:
    for clause in clauses:
        words = f"{view.citation(clause, known)} ({clause.wording}, {view.grade(clause, known)})"
        yield f"{name}: {plain(words)}"


def _group(name: str, changes: Sequence[Change], known: Mapping[SourceId, Source]) -> Iterator[str]:
    if changes:
        yield f"## {name} ({len(changes)})"
        yield _bullets(
            f"{c.number}. {view.title(c)}: “{c.new_text or c.old_text}” "
            + "; ".join(view.place(clause, known) for clause in c.match.new or c.match.old)
            for c in changes
        )


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {plain(line)}" for line in lines)


# ---------------------------------------------------------------- text that is only text


def redline(edits: Sequence[Edit]) -> str:
    """Kept words as they stand, deleted ones struck, inserted ones bold."""
    written = []
    for index, edit in enumerate(edits):
        words = _escape(edit.words, at_start=index == 0, at_end=index == len(edits) - 1)
        if edit.op == "keep":
            written.append(words)
        elif _hugs(edits, index):
            mark = "~~" if edit.op == "delete" else "**"
            written.append(f"{mark}{words}{mark}")
        else:
            element = "del" if edit.op == "delete" else "strong"
            written.append(f"<{element}>{words}</{element}>")
    return "".join(written)


def _hugs(edits: Sequence[Edit], index: int) -> bool:
    """Whether marks around an edit's words open and close emphasis whatever stands outside."""
    words = edits[index].words
    before = edits[index - 1] if index else None
    after = edits[index + 1] if index + 1 < len(edits) else None
    return (
        words[:1].isalnum()
        and words[-1:].isalnum()
        and "\n" not in words
        and (before is None or before.op != "keep" or before.words[-1:].isspace())
        and (after is None or after.op != "keep" or after.words[:1].isspace())
    )


def plain(words: str) -> str:
    """The words so that nothing in them acts as markup."""
    return _escape(words, at_start=True, at_end=True)


def _escape(words: str, *, at_start: bool, at_end: bool) -> str:
    text = _BIDI.sub(lambda found: f"<U+{ord(found[0]):04X}>", view.visible(words))
    text = _MARKUP.sub(r"\\\g<0>", text.replace("&", "&amp;")).replace("<", "&lt;")
    if at_start:
        text = _LINE_START.sub(_escape_start, text)
    text = _AUTOLINK.sub(r"\\\g<0>", text)
    # an empty comment inside keeps GitHub from reading a mention, an issue or an emoji
    text = _MENTION.sub(r"\g<0><!-- -->", text)
    text = text.replace("\t", "&#9;").replace("  ", " &#32;").replace("\n", "<br>")
    if at_start and text.startswith(" "):
        text = f"&#32;{text[1:]}"
    if at_end and text.endswith(" "):
        text = f"{text[:-1]}&#32;"
    return text


def _escape_start(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return f"{space}{mark[:-1]}\\{mark[-1]}"
