"""The committed reports: which there are, where each stands, and whether it is out of date."""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtcr_tracker import exporters
from mtcr_tracker.errors import mend
from mtcr_tracker.files import write_whole
from mtcr_tracker.find import Found, records
from mtcr_tracker.model import Comparison, Dossier, Series

Pair = tuple[Found, Found]
Compare = Callable[[Found, Found], tuple[Comparison, Dossier]]
Trace = Callable[[Sequence[Found]], tuple[Series, Dossier]]


@dataclass(frozen=True)
class Page:
    """One file to write."""

    path: Path
    content: bytes


@dataclass(frozen=True)
class _Made:
    """A comparison that was made, and where its reports stand below the folder."""

    place: str
    """Without the ending that the format gives."""
    comparison: Comparison
    dossier: Dossier
    forms: tuple[str, ...]


def formats(asked: str) -> tuple[str, ...]:
    """The formats in a list such as html,docx, each once. Raises UserError for an unknown one."""
    words = dict.fromkeys(word.strip() for word in asked.split(",") if word.strip())
    for word in words:
        if word not in exporters.EXPORTERS:
            known = ", ".join(sorted(exporters.EXPORTERS))
            raise mend(f'--format: "{word}" is no format', f"use {known}")
    return tuple(words)


def named(folder: Path) -> list[Pair]:
    """The comparisons that the policies name in `comparisons`, the main one first."""
    pairs = []
    for record in records(folder):
        for name in record.policy.comparisons:
            old, _, new = name.partition("..")
            found = (Found(record.snapshots[label], record) for label in (old, new))
            pairs.append((next(found), next(found)))
    return pairs


def pages(
    pairs: Sequence[Pair], compare: Compare, output: Path, forms: Sequence[str] = ()
) -> list[Page]:
    """The reports of each pair in the formats named. With a folder as `output`, each below its
    policy, and the index over all reports that then stand there; with a file or "-", that alone.

    With no format named a file has the one that its ending says; in a folder it is HTML, and
    every form that is text where all the comparisons of a policy are written, for its main one.
    """
    if not pairs:
        raise mend("the policies name no comparison", "name OLD and NEW")
    if one := single(output, forms):
        if len(pairs) > 1:
            raise mend("several reports do not fit in one file", "name OLD and NEW, or a folder")
        comparison, dossier = compare(*pairs[0])
        return [Page(output, exporters.document(one, comparison, dossier))]
    if any(found.revision for pair in pairs for found in pair):
        raise mend("a report of a past state would overwrite today's", "name a file with -o")
    made = [
        _Made(_place(pair), *compare(*pair), tuple(forms) or _usual(pair, pairs)) for pair in pairs
    ]
    written = [
        Page(
            output / f"{each.place}{exporters.SUFFIXES[form]}",
            exporters.document(form, each.comparison, each.dossier),
        )
        for each in made
        for form in each.forms
    ]
    known = {each.place for each in made}
    beside = [
        _Made(_place(pair), *compare(*pair), ())
        for pair in _standing(output, pairs)
        if _place(pair) not in known
    ]
    return [*written, Page(output / "index.html", _index([*made, *beside], output))]


def series_page(found: Sequence[Found], trace: Trace, output: Path, forms: Sequence[str]) -> Page:
    """The report of three snapshots or more, in one format: a file, or one below its policy."""
    form = single(output, forms) or (forms[0] if forms else "html")
    if form not in exporters.SERIES or len(forms) > 1:
        known = ", ".join(sorted(exporters.SERIES))
        raise mend("a report of more than two snapshots has one format", f"use one of {known}")
    series, dossier = trace(found)
    labels = "..".join(each.snapshot.label for each in found)
    below = output / found[-1].snapshot.policy / f"{labels}{exporters.SUFFIXES[form]}"
    path = output if single(output, forms) else below
    return Page(path, exporters.SERIES[form](series, dossier).encode())


def single(output: Path, forms: Sequence[str]) -> str:
    """The format of the one file that `output` is; empty where it is a folder. Raises UserError
    where several formats are asked for in one file."""
    ending = {suffix: form for form, suffix in exporters.SUFFIXES.items()}.get(output.suffix)
    if os.path.isdir(output) or (not ending and str(output) != "-"):
        return ""
    if len(forms) > 1:
        raise mend(f"{output}: one file has one format", "name a folder, or one format")
    return forms[0] if forms else ending or "html"


def _usual(pair: Pair, pairs: Sequence[Pair]) -> tuple[str, ...]:
    """HTML; and every form that is text for the main comparison, where all are written."""
    record = pair[1].record
    if record is None or len(pairs) < len(record.policy.comparisons):
        return ("html",)
    if f"{pair[0].snapshot.label}..{pair[1].snapshot.label}" != record.policy.comparisons[0]:
        return ("html",)
    return ("html", *sorted({*exporters.EXPORTERS} - exporters.BINARY - {"html"}))


def _place(pair: Pair) -> str:
    """Where the reports of a pair stand below the reports folder, without their ending."""
    old, new = pair[0].snapshot, pair[1].snapshot
    folder = f"{new.policy}/" if new.policy else ""
    return f"{folder}{old.label}..{new.label}"


def _standing(output: Path, pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Comparisons of the same policies whose HTML report stands in the folder already."""
    known = {record.policy.id: record for pair in pairs for f in pair if (record := f.record)}
    for policy, record in sorted(known.items()):
        for path in sorted((output / policy).glob("*..*.html")):
            old, _, new = path.name.removesuffix(".html").partition("..")
            if old in record.snapshots and new in record.snapshots:
                yield Found(record.snapshots[old], record), Found(record.snapshots[new], record)


def _index(made: Collection[_Made], output: Path) -> bytes:
    """The page that leads to every report and its other forms."""
    entries = []
    for each in sorted(made, key=_order):
        files = {
            form: f"{each.place}{suffix}"
            for form, suffix in exporters.SUFFIXES.items()
            if form in each.forms or (output / f"{each.place}{suffix}").is_file()
        }
        entries.append((files, each.comparison, each.dossier))
    return exporters.index(entries).encode()


def _order(each: _Made) -> tuple[str, int, str]:
    """In the order in which the policies name them, others after."""
    names = each.dossier.policy.comparisons if each.dossier.policy else ()
    name = f"{each.comparison.old.label}..{each.comparison.new.label}"
    at = names.index(name) if name in names else len(names)
    return each.comparison.new.policy, at, each.place


def write(page: Page) -> None:
    """Write one page, whole or not at all."""
    write_whole(page.path, page.content)


def stale(made: Sequence[Page]) -> list[Path]:
    """The pages that are missing on disk, or differ from what would be written now."""
    return [page.path for page in made if not _same(page)]


def _same(page: Page) -> bool:
    return page.path.is_file() and page.path.read_bytes() == page.content
