"""The Word document: real tracked changes that give both texts back, whoever reads them."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import mammoth
import pytest
from exporter_samples import LAW, change, clause, hostile, sample, shifted, snapshot

from mtcr_tracker import ledger, model, pipeline
from mtcr_tracker.errors import UserError
from mtcr_tracker.exporters import docx, view
from mtcr_tracker.model import Change, Comparison, Dossier, Record

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Made = Callable[[], tuple[Comparison, Dossier]]
BOTH = pytest.mark.parametrize("made", [sample, shifted, hostile])


def part(written: bytes, name: str = "word/document.xml") -> ElementTree.Element:
    """One part of the document, read by another parser than wrote it."""
    with zipfile.ZipFile(io.BytesIO(written)) as packed:
        return ElementTree.fromstring(packed.read(name))


def texts(written: bytes, side: model.Side) -> list[str]:
    """The clauses that accepting (new) or rejecting (old) all changes leaves, from the XML: a
    paragraph whose mark goes is joined to the next, and one that goes whole leaves nothing."""
    gone = {"new": ("del", "moveFrom"), "old": ("ins", "moveTo")}[side]
    found: list[str] = []
    running = ""
    for paragraph in part(written).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is None or style.get(f"{W}val") != "Clause":
            running = ""
            continue
        running += "".join(words(paragraph, gone))
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is None or not [name for name in gone if mark.find(f"{W}{name}") is not None]:
            found.append(running)
            running = ""
    return found


def words(node: ElementTree.Element, gone: tuple[str, ...]) -> Iterator[str]:
    """The words below an element but for those in containers that go."""
    for child in node:
        name = child.tag.removeprefix(W)
        if name in ("t", "delText"):
            yield child.text or ""
        elif name == "tab":
            yield "\t"
        elif name not in gone and name != "pPr":
            yield from words(child, gone)


def tracked(comparison: Comparison, side: model.Side) -> list[str]:
    """What a side's paragraphs should be: its clauses in its own order, line by line, but for
    those about which the later text is silent."""
    clauses = comparison.old.clauses if side == "old" else comparison.new.clauses
    silent = {c.id for each in comparison.changes if view.silent(each) for c in each.match.old}
    return [
        view.visible(line)
        for clause_ in clauses
        if side == "new" or clause_.id not in silent
        for line in clause_.text.split("\n")
    ]


def shuffled() -> tuple[Comparison, Dossier]:
    """A clause that moved, one removed, one new, and one split into lines."""
    one, two, three = (clause(f"c{n}", f"Clause {n} stands here.") for n in (1, 2, 3))
    gone, new = clause("gone", "This goes.\nAll of it."), clause("new", "This comes.\nAll of it.")
    both = clause("both", "First part. Second part.")
    halves = [clause("half-1", "First part."), clause("half-2", "Second part.")]
    changes = (
        change(1, [two], [two], ("identical",), [("keep", two.text)]),
        change(2, [gone], [], ("removed",)),
        change(3, [one], [one], ("moved",), [("keep", one.text)]),
        change(4, [], [new], ("new",)),
        change(5, [three], [three], ("identical",), [("keep", three.text)]),
        change(
            6, [both], halves, ("split",),
            [("keep", "First part."), ("delete", " "), ("insert", "\n"), ("keep", "Second part.")],
        ),
    )  # fmt: skip
    old = replace(snapshot("a", changes, "old", "in force"), clauses=(one, two, gone, three, both))
    return Comparison(old=old, new=snapshot("b", changes, "new", "in force"), changes=changes), (
        Dossier()
    )


@BOTH
def test_the_xml_gives_both_texts_back(made: Made) -> None:
    """Law 1: accepting gives the later texts, rejecting the earlier, code point for code point
    (control characters as the symbols that stand for them)."""
    comparison, dossier = made()
    written = docx(comparison, dossier)
    sides: tuple[model.Side, ...] = ("old", "new")
    for side in sides:
        assert texts(written, side) == tracked(comparison, side)


def test_moves_rows_and_paragraph_marks() -> None:
    """In each order: a moved clause leaves one place and comes to another; no empty paragraph."""
    comparison, dossier = shuffled()
    written = docx(comparison, dossier)
    one, two, three = (f"Clause {n} stands here." for n in (1, 2, 3))
    assert texts(written, "old") == [
        one, two, "This goes.", "All of it.", three, "First part. Second part.",
    ]  # fmt: skip
    assert texts(written, "new") == [
        two, one, "This comes.", "All of it.", three, "First part.", "Second part.",
    ]  # fmt: skip
    document = part(written)
    starts = [
        document.find(f".//{W}{name}RangeStart").get(f"{W}name")  # type: ignore[union-attr]
        for name in ("moveFrom", "moveTo")
    ]
    assert starts == ["move3", "move3"]
    for name in ("moveFrom", "moveTo"):
        ids = [
            node.get(f"{W}id")
            for end in ("Start", "End")
            for node in document.iter(f"{W}{name}Range{end}")
        ]
        assert len(ids) == 2
        assert len(set(ids)) == 1
    assert len(document.findall(f".//{W}trPr/{W}ins")) == 1
    assert len(document.findall(f".//{W}trPr/{W}del")) == 1


def test_an_independent_reader_accepts_all_changes(record: Record) -> None:
    """Mammoth reads the later text, whole and in order."""
    for comparison, dossier in (shuffled(), main(record)):
        read = mammoth.extract_raw_text(io.BytesIO(docx(comparison, dossier)))
        assert [m for m in read.messages if m.type == "error"] == []
        at = read.value.index("its changes tracked")
        for line in tracked(comparison, "new"):
            at = read.value.index(line, at) + len(line)
        assert "This goes" not in read.value


def main(record: Record) -> tuple[Comparison, Dossier]:
    """The main comparison of the record."""
    old, new = record.snapshots["pre-2025"], record.snapshots["nsm-2025"]
    comparison = pipeline.compare(old, new, ledger.reviews_of(old, new, record))
    return comparison, ledger.dossier(comparison, record)


@BOTH
def test_revisions_have_author_date_and_their_own_numbers(made: Made) -> None:
    """The author is the program, the date the later text's own."""
    written = docx(*made())
    names = ("ins", "del", "moveFrom", "moveTo")
    found = [node for name in names for node in part(written).iter(f"{W}{name}")]
    ids = [node.get(f"{W}id") for node in found]
    assert len(ids) == len(set(ids)) > 3
    assert {node.get(f"{W}author") for node in found} == {"mtcr-tracker"}
    assert {node.get(f"{W}date") for node in found} == {"2025-01-02T00:00:00Z"}


def test_verdict_and_reason_are_comments_on_the_clause() -> None:
    """One for each change, anchored around its words, dated as the later text."""
    written = docx(*sample())
    comments = {
        node.get(f"{W}id"): " ".join("".join(p.itertext()) for p in node.iter(f"{W}p"))
        for node in part(written, "word/comments.xml")
    }
    assert comments["0"].startswith("Disputed, by people's review (reworded). Rests on: reprint")
    assert "kept (high confidence): The Guidelines stand." in comments["0"]
    assert "Later: Fact sheet on missile technology exports" in comments["0"]
    assert "Say with it: Silence is not repeal." in comments["0"]
    for id_ in comments:
        for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            assert [n.get(f"{W}id") for n in part(written).iter(f"{W}{name}")].count(id_) == 1
    assert {n.get(f"{W}date") for n in part(written, "word/comments.xml")} == {
        "2025-01-02T00:00:00Z"
    }


def test_headings_and_cover() -> None:
    """Headings make a navigation pane; the cover tells what a reader must know first."""
    written = docx(*sample())
    told = mammoth.convert_to_html(io.BytesIO(written)).value
    headings = re.findall(r"<h[123]>(?:<a [^>]*></a>)?([^<]*)</h[123]>", told)
    assert headings == [
        "Table of provisions", "The text, with its changes tracked", "1. P3a Category I", "2. P4",
        "3. history", "4. same", "Still stands (1)", "5. law", "Not compared",
    ]  # fmt: skip
    cover = told[: told.index("Table of provisions")]
    assert "Of 3 operative provisions compared, 2 are kept" in cover
    assert "Every verdict is about a public description" in cover
    assert "1 of 3: no. 1" in cover


def test_silence_is_no_deletion() -> None:
    """A clause that still stands is in the document as plain text."""
    written = docx(*sample())
    deleted = "".join(node.text or "" for node in part(written).iter(f"{W}delText"))
    assert LAW not in deleted
    assert LAW in "".join(node.text or "" for node in part(written).iter(f"{W}t"))


@BOTH
def test_same_bytes_and_no_clock(made: Made) -> None:
    """The parts of the file are dated alike."""
    written = docx(*made())
    assert written == docx(*made())
    with zipfile.ZipFile(io.BytesIO(written)) as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.read("docProps/core.xml").count(b"2025-01-02T00:00:00Z") == 2


def test_without_python_docx_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(UserError, match=r"pip install 'mtcr-tracker\[docx\]'"):
        docx(*sample())


def test_libreoffice_shows_the_marks(tmp_path: Path, record: Record) -> None:
    """It makes a PDF of the record's document, with struck and underlined words and the moves."""
    office = shutil.which("soffice")
    if not office:
        if os.environ.get("CI"):
            pytest.fail("no LibreOffice")
        pytest.skip("no LibreOffice (soffice) on this machine")
    for name, made in (("record", main(record)), ("moved", shuffled())):
        (tmp_path / f"{name}.docx").write_bytes(docx(*made))
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        where = ["--outdir", tmp_path, tmp_path / f"{name}.docx"]
        command: list[Any] = [office, profile, "--headless", "--convert-to", "pdf", *where]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    told = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "record.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    plain = " ".join(told.split())
    assert "The Guidelines are NSM establishes that the MTCR is not designed to impede" in plain
    moved = subprocess.run(
        ["pdftotext", tmp_path / "moved.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    assert moved.count("Clause 1 stands here.") == 2, "at the place it left and where it came to"
    artifacts = Path(__file__).parent.parent / "artifacts"
    artifacts.mkdir(exist_ok=True)
    for name in ("record", "moved"):
        shutil.copy(tmp_path / f"{name}.pdf", artifacts / f"word-{name}.pdf")


def test_a_change_of_many_clauses_is_one_change() -> None:
    """Several clauses on a side have one heading, one comment, and a paragraph each."""
    comparison, dossier = shuffled()
    split: Change = comparison.changes[-1]
    alone = replace(comparison, changes=(replace(split, number=1),))
    written = docx(alone, dossier)
    assert texts(written, "new") == ["First part.", "Second part."]
    assert len(list(part(written, "word/comments.xml"))) == 1
