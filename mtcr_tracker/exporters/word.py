"""The comparison as a Word document with real tracked changes and comments.

Accepting all changes gives the later words, rejecting them the earlier ones. Earlier clauses on
which the later text is silent are listed apart and not tracked: silence is no deletion.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mtcr_tracker.errors import mend
from mtcr_tracker.exporters import tracked, view
from mtcr_tracker.exporters.registry import exporter
from mtcr_tracker.exporters.said import FOOT, SILENCE, elsewhere, said
from mtcr_tracker.exporters.tracked import Pen
from mtcr_tracker.model import Change, Comparison, Dossier, Source, SourceId, Verdict

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

AUTHOR = "mtcr-tracker"
CLAUSE = "Clause"
"""The paragraph style of a clause's words."""

Known = Mapping[SourceId, Source]


@exporter("docx", suffix=".docx", binary=True)
def docx(comparison: Comparison, dossier: Dossier, *, only: Collection[Verdict] = ()) -> bytes:
    """A .docx file, the same bytes for the same comparison.

    Raises UserError where python-docx, which the extra `docx` brings, is not installed.
    """
    document = _blank(comparison)
    pen = Pen(AUTHOR, _date(comparison))
    known = view.sources(comparison, dossier)
    changes = view.shown(comparison, only)
    _cover(document, comparison, dossier, only)
    open_ = [change for change in changes if not view.silent(change)]
    document.add_heading("Table of provisions", 1)
    _table(document, [c for c in open_ if not view.same_words(c)], pen)
    document.add_heading("The text, with its changes tracked", 1)
    for change in _in_place(open_, comparison):
        _change(document, change, known, pen)
    for kind in ("still stands", "not restated"):
        _silent(document, kind, [c for c in changes if kind in c.kinds], known)
    for name, told in view.consequences(comparison):
        document.add_heading(name, 1)
        for line in told:
            _say(document, line, "List Bullet")
    if comparison.not_compared:
        document.add_heading("Not compared", 1)
        for item in comparison.not_compared:
            _say(document, view.not_compared(item), "List Bullet")
    for words in filter(None, (elsewhere(comparison, dossier), FOOT)):
        _say(document, words)
    return _saved(document)


# ---------------------------------------------------------------- the file


def _blank(comparison: Comparison) -> Document:
    try:
        import docx as library
    except ImportError as error:
        remedy = "install it with: pip install 'mtcr-tracker[docx]'"
        raise mend("a Word document needs python-docx", remedy) from error
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    document = library.Document()
    document.styles.add_style("CommentText", WD_STYLE_TYPE.PARAGRAPH)  # comments name it
    document.styles["Caption"].font.bold = False
    style: Any = document.styles.add_style(CLAUSE, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.name, style.font.size = "Georgia", Pt(11)
    style.paragraph_format.space_after = Pt(6)
    _properties(document, comparison)
    section = document.sections[0]
    section.header.paragraphs[0].text = view.visible(view.name(comparison.new))
    _page_number(section.footer.paragraphs[0])
    return document


def _properties(document: Document, comparison: Comparison) -> None:
    import datetime

    about = document.core_properties
    span = view.days(comparison.new.as_of) if comparison.new.as_of else None
    day = max(span[0] if span else datetime.date(1980, 1, 1), datetime.date(1980, 1, 1))
    about.created = about.modified = datetime.datetime(day.year, day.month, day.day)
    about.author = about.last_modified_by = AUTHOR
    about.title = view.visible(_title(comparison))[:255]
    about.comments, about.revision = "", 1


def _page_number(paragraph: Paragraph) -> None:
    paragraph.text = "mtcr-tracker: not an official edition, not legal advice. Page "
    for instruction, between in (("PAGE", " of "), ("NUMPAGES", "")):
        field = tracked.element("w:fldSimple", **{"w:instr": instruction})
        field.append(tracked.run("1"))
        paragraph._p.append(field)
        if between:
            paragraph._p.append(tracked.run(between))


def _saved(document: Document) -> bytes:
    """The file, its parts dated alike, so that the clock leaves no trace."""
    made, fixed = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(info, old.read(name))
    return fixed.getvalue()


def _date(comparison: Comparison) -> str:
    """The later text's own date, the first day that it may mean; empty where there is none."""
    span = view.days(comparison.new.as_of) if comparison.new.as_of else None
    return f"{span[0].isoformat()}T00:00:00Z" if span else ""


# ---------------------------------------------------------------- cover and table


def _title(comparison: Comparison) -> str:
    return f"{view.name(comparison.new)} compared with {view.within(comparison.old)}"


def _cover(
    document: Document, comparison: Comparison, dossier: Dossier, only: Collection[Verdict]
) -> None:
    document.add_heading(view.visible(view.name(comparison.new)), 0)
    _say(document, f"compared with {view.within(comparison.old)}", "Subtitle")
    rows = [
        ("Earlier text", f"{view.name(comparison.old)} ({view.head(comparison.old)})"),
        ("Later text", f"{view.name(comparison.new)} ({view.head(comparison.new)})"),
        ("In short", view.verdict_sentence(comparison)),
        *((c.verdict.capitalize(), _count(c)) for c in view.counts(comparison)),
        ("Whose verdicts", view.origins(comparison)),
        ("Carried out", view.carried_out(dossier)),
        ("Before quoting", view.caveat(comparison, dossier)),
        ("Shown", view.shown_sentence(comparison, only)),
        ("Changes by", f"{AUTHOR}, dated as the later text; verdict and reason are comments"),
    ]
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for name, words in rows:
        if words:
            cells = table.add_row().cells
            cells[0].paragraphs[0].add_run(name).bold = True
            cells[1].text = view.visible(words)
    _widths(table, (1.4, 4.9))


def _count(count: view.Count) -> str:
    numbers = ", ".join(str(change.number) for change in count.changes)
    return f"{len(count.changes)} of {count.total}" + (f": no. {numbers}" if numbers else "")


def _table(document: Document, changes: Sequence[Change], pen: Pen) -> None:
    """A row a change; the row of a clause that came or went is tracked as a whole."""
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    for cell, words in zip(table.rows[0].cells, ("Provision", "Verdict"), strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    tracked.together(table.rows[0]._tr, head=True)
    for change in changes:
        row = table.add_row()
        tracked.together(row._tr)
        name = f"{change.number}. {view.title(change)}"
        for cell, words in zip(row.cells, (name, view.verdict_by(change)), strict=True):
            cell.text = view.visible(words)
        if not change.match.old or not change.match.new:
            tracked.row(row._tr, "del" if change.match.old else "ins", pen)
    _widths(table, (4.2, 2.1))


def _widths(table: Any, inches: Sequence[float]) -> None:
    from docx.shared import Inches

    table.autofit = False
    for column, width in zip(table.columns, inches, strict=True):
        column.width = Inches(width)
    for row in table.rows:
        for cell, width in zip(row.cells, inches, strict=True):
            cell.width = Inches(width)


# ---------------------------------------------------------------- one change


def _in_place(changes: Sequence[Change], comparison: Comparison) -> Iterator[tuple[Change, str]]:
    """The changes in reading order, each with how it is written: "" as it stands, "moveTo" where
    a moved one came to; and once more as "moveFrom" before the clause that followed it."""
    moved = {c.number: c for c in changes if "moved" in c.kinds and c.old_text == c.new_text}
    left = _left(changes, moved, comparison)
    for change in changes:
        yield from ((each, "moveFrom") for each in left.pop(change.number, ()))
        yield change, "moveTo" if change.number in moved else ""
    for rest in left.values():
        yield from ((each, "moveFrom") for each in rest)


def _left(
    changes: Sequence[Change], moved: Mapping[int, Change], comparison: Comparison
) -> dict[int, list[Change]]:
    """The moved changes by the number of the change before which they stood; 0 for the end."""
    at = {clause.id: change.number for change in changes for clause in change.match.old}
    order = list(dict.fromkeys(at[c.id] for c in comparison.old.clauses if c.id in at))
    found: dict[int, list[Change]] = {}
    following = 0
    for number in reversed(order):
        if number in moved:
            found.setdefault(following, []).insert(0, moved[number])
        else:
            following = number
    return found


def _change(document: Document, placed: tuple[Change, str], known: Known, pen: Pen) -> None:
    change, how = placed
    if how == "moveFrom":
        left = f"{change.number}. {view.title(change)}: moved away from here"
        document.add_heading(view.visible(left), 3)
        paragraph = document.add_paragraph(style=CLAUSE)
        tracked.move(paragraph._p, change.old_text, "moveFrom", f"move{change.number}", pen)
        return
    heading = f"{change.number}. {view.title(change)}"
    document.add_heading(view.visible(heading), 2 if not view.same_words(change) else 3)
    if how == "moveTo":
        paragraph = document.add_paragraph(style=CLAUSE)
        tracked.move(paragraph._p, change.new_text, "moveTo", f"move{change.number}", pen)
        written = [paragraph]
    else:
        written = _written(document, change, pen)
    if not view.same_words(change) or how:
        _comment(document, written, change, known, pen)


def _written(document: Document, change: Change, pen: Pen) -> list[Paragraph]:
    whole = {(True, False): "ins", (False, True): "del"}.get(
        (not change.match.old, not change.match.new), ""
    )
    paragraphs = []
    for line in tracked.lines(view.marks(change)):
        paragraph = document.add_paragraph(style=CLAUSE)
        ends = bool(line) and line[-1].words == "\n"  # its mark is tracked with the line feed
        tracked.write(paragraph._p, line, pen, "" if ends else whole)
        paragraphs.append(paragraph)
    return paragraphs


def _comment(
    document: Document, paragraphs: Sequence[Paragraph], change: Change, known: Known, pen: Pen
) -> None:
    """A comment on all the words of a change: verdict, whose, why, and where they stand."""
    from docx.oxml.ns import qn

    comment = document.part.comments.add_comment(author=AUTHOR, initials="mt")
    element: Any = comment._comment_elm
    element.attrib.pop(qn("w:date"), None)
    if pen.date:
        element.set(qn("w:date"), pen.date)
    said = list(_said(change, known))
    comment.paragraphs[0].text = view.visible(said[0])
    for line in said[1:]:
        comment.add_paragraph(view.visible(line))
    number = {"w:id": str(comment.comment_id)}
    first, last = paragraphs[0]._p, paragraphs[-1]._p
    properties = first.pPr
    start = tracked.element("w:commentRangeStart", **number)
    first.insert(0, start) if properties is None else properties.addnext(start)
    last.append(tracked.element("w:commentRangeEnd", **number))
    last.append(tracked.element("w:r", tracked.element("w:commentReference", **number)))


def _said(change: Change, known: Known) -> Iterator[str]:
    verdict, kinds = view.verdict_by(change).capitalize(), ", ".join(change.kinds)
    yield f"{verdict} ({kinds}). Rests on: {change.grade or 'no grade'}"
    for line in said(change):
        yield f"{line.name}: {line.words}"
    for name, clauses in (("Earlier", change.match.old), ("Later", change.match.new)):
        for clause in clauses:
            yield f"{name}: {view.citation(clause, known)} ({clause.wording})"


def _silent(document: Document, kind: str, changes: Sequence[Change], known: Known) -> None:
    if not changes:
        return
    from docx.shared import Pt

    document.add_heading(f"{kind.capitalize()} ({len(changes)})", 1)
    _say(document, SILENCE)
    for change in changes:
        document.add_heading(view.visible(f"{change.number}. {view.title(change)}"), 3)
        for clause in change.match.old:
            _say(document, clause.text).paragraph_format.space_after = Pt(2)
            _say(document, view.citation(clause, known), "Caption")


def _say(document: Document, words: str, style: str = "Normal") -> Paragraph:
    return document.add_paragraph(view.visible(words), style=style)
