"""The laws in each form that a comparison is written in: both texts come back, and nothing is
dropped in silence."""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import mammoth
import pytest
from exporter_samples import Node, hostile, read, sample, shifted
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_exporters import rendered, with_breaks
from test_exporters_word import part, texts

from mtcr_tracker import pipeline
from mtcr_tracker.exporters import EXPORTERS, document, view
from mtcr_tracker.model import Change, Clause, ClauseRef, Comparison, Dossier, Id, Snapshot
from mtcr_tracker.verify import verify

MADE = pytest.mark.parametrize("made", [sample, shifted, hostile])
FORMS = pytest.mark.parametrize("form", sorted(EXPORTERS))


def seen(words: str) -> str:
    """Words as a form may show them: with what would upset a reader named, white space folded."""
    named = re.sub("[\u202a-\u202e\u2066-\u2069]", lambda f: f"<U+{ord(f[0]):04X}>", words)
    return " ".join(view.visible(named).split())


def all_words(form: str, made: tuple[Comparison, Dossier]) -> str:
    """Everything that a form shows, read by another reader than wrote it; white space folded."""
    written = document(form, *made)
    if form == "docx":
        comments = " ".join(part(written, "word/comments.xml").itertext())
        shown = f"{' '.join(words_of(written))} {comments}"
    elif form == "html":
        shown = read(written.decode()).text("style")
    elif form == "markdown":
        shown = with_breaks(rendered(written.decode())).text()
    elif form == "csv":
        rows = csv.reader(io.StringIO(written.decode(), newline=""))
        shown = " ".join(value.removeprefix("'") for row in rows for value in row)
    elif form == "json":
        shown = " ".join(strings(json.loads(written)))
    else:
        shown = written.decode()
    return seen(shown)


def words_of(written: bytes) -> Iterator[str]:
    """A Word document paragraph by paragraph, both what went and what came."""
    for paragraph in part(written).iter():
        if paragraph.tag.endswith("}p"):
            yield "".join(
                "\t" if node.tag.endswith("}tab") else node.text or "" for node in paragraph.iter()
            )


def strings(value: Any) -> Iterator[str]:
    """Every word of a JSON document."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)
    else:
        yield str(value)


# ---------------------------------------------------------------- nothing is dropped


def unbroken(words: str) -> str:
    """Without white space, so that a line that was broken anywhere is whole."""
    return "".join(words.split())


@FORMS
@MADE
def test_nothing_is_dropped(made: Any, form: str) -> None:
    """Law 11: each clause's words, each reading and who gave it, each signal's reason, what is not
    restated, what was renumbered and what it touches, what was not compared and why."""
    comparison, dossier = made()
    shown = unbroken(all_words(form, (comparison, dossier)))
    for change in comparison.changes:
        for words in (*told_of(change), *deeper(change, form)):
            assert unbroken(seen(words)) in shown, (change.number, words[:200])
    for item in comparison.not_compared:
        for words in (item.what.rstrip("."), item.why):
            assert unbroken(seen(words)) in shown, words
    for told in comparison.renumberings:
        assert unbroken(seen(told.cause.rstrip("."))) in shown
    for ripple in comparison.ripples:
        for words in (ripple.words, ripple.why.rstrip(".")):
            assert unbroken(seen(words)) in shown


def told_of(change: Change) -> Iterator[str]:
    """What every form tells of a change."""
    yield str(change.number)
    yield from (view.label(clause) for clause in (change.match.new or change.match.old))
    if view.same_words(change):
        yield view.cut(" ".join(change.new_text.split()), 90)
        return
    if view.silent(change):
        yield view.cut(" ".join(change.old_text.split()), 90)
        return
    yield from change.kinds
    for reading in view.readings(change):
        yield reading.reason


def deeper(change: Change, form: str) -> Iterator[str]:
    """What every form but the table, which has a row a change, tells of one that has a verdict."""
    if form == "csv" or view.same_words(change) or view.silent(change) or not change.verdict:
        return
    yield change.machine.reason
    for judgement in change.judgements:
        yield judgement.review.by
        yield judgement.review.say_with_it or ""
    for signal in change.machine.signals:
        yield signal.reason
        yield from (span.words for span in signal.spans)
    yield from (span.words for span in change.machine.not_restated)


# ---------------------------------------------------------------- both texts come back


def shows(change: Change) -> bool:
    """Whether the line forms write a change out, and not as a line of a list."""
    return not view.same_words(change) and not view.silent(change)


@MADE
def test_markdown_gives_both_texts_back(made: Any) -> None:
    """Law 1, through an independent reader: struck words are the old text's alone, bold ones the
    new text's; where the wordings are far apart each side stands whole."""
    comparison, dossier = made()
    written = document("markdown", comparison, dossier).decode()
    quotes = iter(with_breaks(rendered(written)).find("blockquote"))
    for change in filter(shows, comparison.changes):
        if view.close(change):
            quote = paragraph(next(quotes))
            given = (quote.text("strong"), quote.text("del"))
        else:
            given = (
                "\n".join(paragraph(next(quotes)).text() for _ in change.match.old),
                "\n".join(paragraph(next(quotes)).text() for _ in change.match.new),
            )
        assert given == (shown_as(change.old_text), shown_as(change.new_text))
    assert next(quotes, None) is None


def shown_as(text: str) -> str:
    return re.sub("[\u202a-\u202e\u2066-\u2069]", lambda f: f"<U+{ord(f[0]):04X}>",
                  view.visible(text))  # fmt: skip


def paragraph(quote: Node) -> Node:
    found = quote.find("p")
    return found[0] if found else Node()


@pytest.mark.parametrize("made", [sample, shifted])
def test_text_gives_both_texts_back(made: Any) -> None:
    """Law 1 but for white space, which lines of 80 columns fold: without what is bracketed, the
    print is the new text; without what stands between lines, the old."""
    comparison, dossier = made()
    written = seen(document("text", comparison, dossier).decode())
    prints = iter(re.findall(r" Print “(.*?)” Earlier \[", written))
    for change in filter(shows, comparison.changes):
        if view.close(change) and len(change.match.old) == len(change.match.new) == 1:
            told = next(prints)
            old, new = re.sub("_(.*?)_", "", told), re.sub(r"\[.*?\]", "", told)
            assert old.replace("[", "").replace("]", "") == seen(change.old_text)
            assert new.replace("_", "") == seen(change.new_text)
            continue
        for text in (change.old_text, change.new_text):
            assert [line for line in text.split("\n") if seen(line) not in written] == []
    assert next(prints, None) is None


@MADE
def test_the_table_gives_both_texts_back(made: Any) -> None:
    """Law 1, control characters as the symbols that stand for them."""
    comparison, dossier = made()
    written = document("csv", comparison, dossier).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    assert len(rows) == len(comparison.changes) + len(comparison.not_compared)
    for change, row in zip(comparison.changes, rows, strict=False):
        for name, text in (("earlier", change.old_text), ("later", change.new_text)):
            assert row[name].removeprefix("'") == view.visible(text)


@MADE
def test_an_independent_reader_has_every_later_word_of_the_word_document(made: Any) -> None:
    """Mammoth, which accepts all changes, reads each later text, line by line."""
    comparison, dossier = made()
    read_ = mammoth.extract_raw_text(io.BytesIO(document("docx", comparison, dossier))).value
    for change in comparison.changes:
        for line in change.new_text.split("\n"):
            assert view.visible(line) in read_


WORDS = st.text(
    st.one_of(
        st.characters(codec=None),
        st.sampled_from(
            "aab  .,\n\t\r*_~`<>&[]|#-+=@:!\"'\x00\x0b\x7f\ud800\u202e\u2028\ufeff\ufffe"
        ),
    ),
    max_size=24,
)


@given(WORDS, WORDS)
@example("", "")
@settings(max_examples=60)
def test_any_two_texts_come_back_in_every_form(old: str, new: str) -> None:
    """Law 1 over texts of any characters: redlined by the program, read back by other readers."""
    made = pipeline.compare(one("x", old), one("y", new, ClauseRef("x#a"))), Dossier()
    (change,) = made[0].changes
    told = json.loads(document("json", *made))["changes"][0]["redline"]
    assert "".join(edit["words"] for edit in told if edit["op"] != "insert") == old
    assert "".join(edit["words"] for edit in told if edit["op"] != "delete") == new
    row = next(csv.DictReader(io.StringIO(document("csv", *made).decode("utf-8-sig"), newline="")))
    assert row["earlier"].removeprefix("'") == view.visible(old)
    assert row["later"].removeprefix("'") == view.visible(new)
    for side, text in (("old", old), ("new", new)):
        lines = [view.visible(line) for line in text.split("\n")]
        assert texts(document("docx", *made), side) == lines  # type: ignore[arg-type]
    if shows(change):
        assert [check.wrong for check in verify(document("html", *made).decode())] == [()] * 7
        quotes = with_breaks(rendered(document("markdown", *made).decode())).find("blockquote")
        shown = [paragraph(quote) for quote in quotes]
        given_ = (
            (shown[0].text("strong"), shown[0].text("del"))
            if view.close(change)
            else (shown[0].text(), shown[1].text())
        )
        assert given_ == (shown_as(old), shown_as(new))


def one(label: str, text: str, *continues: ClauseRef) -> Snapshot:
    """A text of one clause, which continues another."""
    return Snapshot(clauses=(Clause(id=Id("a"), text=text, continues=continues),), label=label)
