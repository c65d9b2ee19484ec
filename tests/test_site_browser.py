"""The site as a browser shows it: axe on every page, from a disk and from a web server."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from test_browser import AXE, TAGS, browser

from mtcr_tracker import site
from mtcr_tracker.exporters import SERIES
from mtcr_tracker.ledger import dossier
from mtcr_tracker.lineage import trace
from mtcr_tracker.model import Record
from mtcr_tracker.site import output
from mtcr_tracker.site.timeline import FORMS

__all__ = ["browser"]  # a fixture, shared with the report's tests

OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
KINDS = (
    "index.html", "us-mtcr/provisions.html", "us-mtcr/provisions/category-i-review.html",
    "us-mtcr/provisions/guidelines-space.html", "us-mtcr/timeline.html", "us-mtcr/documents.html",
    "us-mtcr/partners.html", "us-mtcr/method.html",
    "us-mtcr/comparisons/eo-2025_uas-2025.html", "../series.html", "../timeline.html",
)  # fmt: skip
"""A page of each kind, and those that stand alone."""


@pytest.fixture(scope="module")
def folder(record: Record, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the real record, below two more folders."""
    made = tmp_path_factory.mktemp("web") / "some" / "where"
    output.write(site.build([record]), made)
    series = trace(tuple(record.snapshots.values()), record.reviews)
    whole = SERIES["html"](series, dossier(series.whole, record))
    (made.parent / "series.html").write_text(whole, "utf-8")
    (made.parent / "timeline.html").write_text(FORMS["html"](record), "utf-8")
    return made


def complaints(page: Page, script: str) -> list[tuple[str, list[str]]]:
    """What axe finds on a page, and whether it must be scrolled sideways."""
    page.evaluate(script)  # the page's own policy keeps a script tag from running
    found = page.evaluate("options => axe.run(document, options)", OPTIONS)
    told = [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*told, ("scrolls sideways", [str(wide)])] if wide > 0 else told


def test_axe_finds_nothing_on_any_page(browser: Browser, folder: Path) -> None:
    """Every page, on the disk; and a browser has nothing to say of any, nor asks for more."""
    script = AXE.read_text("utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    paths = sorted(folder.rglob("*.html"))
    assert len(paths) > 70
    found = {}
    for path in paths:
        page.goto(path.as_uri())
        found[path.name] = complaints(page, script)
    assert {name: told for name, told in found.items() if told} == {}
    assert asked == [path.as_uri() for path in paths]
    assert said == []
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("light", 320)])
def test_axe_finds_nothing_in_the_dark_or_on_a_telephone(
    browser: Browser, folder: Path, scheme: str, width: int
) -> None:
    """A page of each kind."""
    script = AXE.read_text("utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = {}
    for kind in KINDS:
        page.goto((folder / kind).as_uri())
        found[kind] = complaints(page, script)
    assert {kind: told for kind, told in found.items() if told} == {}
    context.close()


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """Where a web server of this machine has the site, below two folders."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        """A server that keeps no log."""

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    handler = functools.partial(Quiet, directory=str(folder.parent.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/some/where/"
        server.shutdown()
        thread.join()


def test_a_reader_finds_the_way_from_a_web_server(browser: Browser, address: str) -> None:
    """From the front page to a provision, its comparison, and back."""
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.get_by_role("link", name="P4 Space programmes are not to be impeded").first.click()
    assert page.locator("h1").inner_text() == "P4 Space programmes are not to be impeded"
    page.get_by_role("link", name="pre-2025 to nsm-2025").click()
    assert page.url.endswith("comparisons/pre-2025_nsm-2025.html#space-programs")
    page.get_by_role("link", name="All pages of this site").click()
    assert page.locator("h2").first.inner_text() == "State of play"
    assert all(url.startswith(address) or url.endswith("/favicon.ico") for url in asked)
    context.close()


def test_a_page_reads_without_scripts(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "us-mtcr/provisions/space-programs.html").as_uri())
    assert "Whose words" in page.locator("main").inner_text()
    context.close()
