"""The committed reports: which there are, where each stands, and whether it is out of date."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtcr_tracker import exporters
from mtcr_tracker.errors import mend
from mtcr_tracker.files import write_whole
from mtcr_tracker.find import Found, records
from mtcr_tracker.model import Comparison, Dossier

Pair = tuple[Found, Found]
Compare = Callable[[Found, Found], tuple[Comparison, Dossier]]


@dataclass(frozen=True)
class Page:
    """One file to write."""

    path: Path
    text: str


def named(folder: Path) -> list[Pair]:
    """The comparisons that the policies name in `comparisons`, the main one first."""
    pairs = []
    for record in records(folder):
        for name in record.policy.comparisons:
            old, _, new = name.partition("..")
            found = (Found(record.snapshots[label], record) for label in (old, new))
            pairs.append((next(found), next(found)))
    return pairs


def pages(pairs: Sequence[Pair], compare: Compare, output: Path) -> list[Page]:
    """The HTML report of each pair. With a folder as `output`, each below its policy and the
    index over all reports that then stand there; with an .html file, that file alone."""
    made = [(_place(pair), *compare(*pair)) for pair in pairs]
    if not made:
        raise mend("the policies name no comparison", "name OLD and NEW")
    if output.suffix == ".html" or str(output) == "-":
        _, comparison, dossier = made[0]
        return [Page(output, exporters.html(comparison, dossier))]
    found = [Page(output / place, exporters.html(c, d)) for place, c, d in made]
    places = {place for place, _, _ in made}
    beside = [
        (_place(pair), *compare(*pair))
        for pair in _standing(output, pairs)
        if _place(pair) not in places
    ]
    return [*found, Page(output / "index.html", exporters.index(_ordered([*made, *beside])))]


def _place(pair: Pair) -> str:
    """Where a report stands below the reports folder."""
    old, new = pair[0].snapshot, pair[1].snapshot
    folder = f"{new.policy}/" if new.policy else ""
    return f"{folder}{old.label}..{new.label}.html"


def _standing(output: Path, pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Reports of the same policies that stand in the folder already."""
    known = {record.policy.id: record for pair in pairs for f in pair if (record := f.record)}
    for policy, record in sorted(known.items()):
        for path in sorted((output / policy).glob("*..*.html")):
            old, _, new = path.name.removesuffix(".html").partition("..")
            if old in record.snapshots and new in record.snapshots:
                yield Found(record.snapshots[old], record), Found(record.snapshots[new], record)


def _ordered(
    made: Sequence[tuple[str, Comparison, Dossier]],
) -> list[tuple[str, Comparison, Dossier]]:
    """In the order in which the policies name them, others after."""

    def key(entry: tuple[str, Comparison, Dossier]) -> tuple[str, int, str]:
        place, comparison, dossier = entry
        names = dossier.policy.comparisons if dossier.policy else ()
        name = f"{comparison.old.label}..{comparison.new.label}"
        return comparison.new.policy, names.index(name) if name in names else len(names), place

    return sorted(made, key=key)


def write(page: Page) -> None:
    """Write one page, whole or not at all."""
    write_whole(page.path, page.text)


def stale(made: Sequence[Page]) -> list[Path]:
    """The pages that are missing on disk, or differ from what would be written now."""
    return [page.path for page in made if not _same(page)]


def _same(page: Page) -> bool:
    return page.path.is_file() and page.path.read_bytes() == page.text.encode()
