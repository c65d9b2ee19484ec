"""The static site: pages, feeds, and the forms of the timeline.

`build` turns records into texts by path; `output.write` brings a folder to that state. Pages are
functions from finished values to HTML and share the report's shell, pieces and styles.
"""

from collections.abc import Iterator, Sequence

from mtcr_tracker.dates import bounds
from mtcr_tracker.errors import mend
from mtcr_tracker.exporters.html import is_link
from mtcr_tracker.model import Date, Record
from mtcr_tracker.site import feed, pages
from mtcr_tracker.site.shelf import Shelf, shelve

__all__ = ["build", "date", "web"]


def date(text: str) -> Date:
    """A date that a user typed. Raises UserError where it is none."""
    try:
        bounds(text)
    except ValueError as error:
        raise mend(str(error), "write it as 2025, 2025-01 or 2025-01-07") from None
    return Date(text)


def web(address: str) -> str:
    """A site's address as the feeds need it, ending in a slash; empty where none is given.
    Raises UserError where it is no address of a folder on the web."""
    if address and not (is_link(address) and address.isascii() and not set(address) & set("?# ")):
        raise mend(f'"{address}" is no address of a folder on the web', "write https://...")
    return address.rstrip("/") + "/" if address else ""


def build(records: Sequence[Record], on: Date | None = None, address: str = "") -> dict[str, str]:
    """Every file of the site, by its path from the front page.

    `on` is the date whose state is told; without it the end of each policy's search. `address`
    is where the site will stand, for the feeds: without it their links are relative.
    """
    shelves = [shelve(record, on) for record in records if record.snapshots]
    site = {"index.html": pages.front(shelves), "feed.xml": feed.whole(shelves, address)}
    for shelf in shelves:
        site.update(_of(shelf, address))
    return site


def _of(shelf: Shelf, address: str) -> Iterator[tuple[str, str]]:
    """The files of one policy."""
    folder = shelf.record.policy.id
    yield f"{folder}/provisions.html", pages.provisions(shelf)
    yield f"{folder}/timeline.html", pages.timeline(shelf)
    yield f"{folder}/documents.html", pages.documents(shelf)
    yield f"{folder}/partners.html", pages.partners(shelf)
    yield f"{folder}/method.html", pages.method(shelf)
    for comparison, dossier in shelf.compared:
        name = f"{comparison.old.label}_{comparison.new.label}.html"
        yield f"{folder}/comparisons/{name}", pages.comparison(shelf, comparison, dossier)
    for one in shelf.provisions:
        yield f"{folder}/provisions/{one.name}.html", pages.provision(shelf, one)
        for name in one.also:
            yield f"{folder}/provisions/{name}.html", pages.moved(shelf, one)
    yield from feed.of_provisions(shelf, address)
