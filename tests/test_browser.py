"""The report as a browser shows it: what a reader can do, and that axe finds nothing."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from exporter_samples import hostile, sample
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from mtcr_tracker import corpus, ledger, pipeline
from mtcr_tracker.exporters import html, index

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ("record", "sample", "hostile", "index")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium. Where there is none the tests are skipped, but never in CI."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        reason = f"no browser: none of {', '.join(NAMES)} is installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages to look at, as files."""
    made = tmp_path_factory.mktemp("pages")
    (record,) = corpus.load(corpus.read_files(ROOT / "policies"), "policies")
    old, new = record.snapshots["pre-2025"], record.snapshots["nsm-2025"]
    comparison = pipeline.compare(old, new, ledger.reviews_of(old, new, record))
    main = (comparison, ledger.dossier(comparison, record))
    texts = {"record": html(*main), "sample": html(*sample()), "hostile": html(*hostile())}
    texts["index"] = index([(f"{name}.html", *sample()) for name in texts])
    for name, text in texts.items():
        (made / f"{name}.html").write_text(text, "utf-8")
    return made


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile that may use the clipboard."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    yield made
    made.close()


def opened(context: BrowserContext, folder: Path, name: str) -> Page:
    """The page opened from the disk; any complaint of the browser fails the test."""
    page = context.new_page()
    page.on("console", lambda message: pytest.fail(f"console: {message.text}"))
    page.on("pageerror", lambda error: pytest.fail(f"script: {error}"))
    page.goto((folder / f"{name}.html").as_uri())
    return page


@pytest.mark.parametrize("name", PAGES)
def test_one_file_and_no_request(context: BrowserContext, folder: Path, name: str) -> None:
    """Nothing is asked for but the page itself, and nothing complains."""
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = opened(context, folder, name)
    page.wait_for_timeout(50)
    assert asked == [page.url]


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(
    browser: Browser, folder: Path, name: str, scheme: str, width: int
) -> None:
    """WCAG 2.2 AA and best practice, and no sideways scrolling."""
    import axe_playwright_python

    script = Path(axe_playwright_python.__file__).parent / "axe.min.js"
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = opened(context, folder, name)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.evaluate(script.read_text("utf-8"))  # the page's policy keeps a script tag from running
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    told = [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found["violations"]]
    assert told == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    context.close()


def test_the_policy_holds_on_a_file(context: BrowserContext, folder: Path) -> None:
    """A script that was not there when the page was written does not run."""
    page = context.new_page()
    page.goto((folder / "sample.html").as_uri())
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.body.append(s); document.body.setAttribute('onclick', 'window.ran = 2'); }"
    )
    page.locator("h1").click()
    assert page.evaluate("window.ran") is None


def test_copy_by_keyboard(context: BrowserContext, folder: Path) -> None:
    """A quotation goes to the clipboard with its place, and that is said."""
    page = opened(context, folder, "sample")
    button = page.locator("button[data-copy]").first
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('status').textContent !== ''")
    assert page.locator("#status").inner_text() == "Quotation copied."
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(
        r"“Particular restraint .* such transfers\.” Guidelines for Sensitive Missile-Relevant "
        r"Transfers \(MTCR partners, date not seen\), paragraph 1\. http://mtcr\.info/\S+",
        copied,
    )
    assert button.evaluate("node => node === document.activeElement")


def test_the_skip_link(context: BrowserContext, folder: Path) -> None:
    """The first stop of the Tab key leads past the head."""
    page = opened(context, folder, "sample")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "section-main"


def test_everything_reads_without_scripts(browser: Browser, folder: Path) -> None:
    """All words are there, and no button that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "sample.html").as_uri())
    words = page.locator("main").inner_text()
    assert "increased flexibility for case-by-case review" in words
    assert "Machine's reading" in words
    assert page.locator("button:visible").count() == 0
    context.close()


def test_a_count_leads_to_its_change(context: BrowserContext, folder: Path) -> None:
    """By a link that is the clause's own name."""
    page = opened(context, folder, "sample")
    page.locator(".counts .disputed a").press("Enter")
    assert page.url.endswith("#category-i-review")
    top = page.locator("#category-i-review").bounding_box()
    assert top
    assert 0 <= top["y"] < 900


def test_a_redline_can_be_heard(context: BrowserContext, folder: Path) -> None:
    """Deletions and insertions are told in words, not by looks alone."""
    page = opened(context, folder, "sample")
    heard = page.locator("[data-redline]").first.aria_snapshot()
    assert "[deleted: Guidelines are ]" in heard
    assert "[inserted: NSM establishes that the MTCR is ]" in heard


def test_print_shows_all_and_only_what_paper_can(context: BrowserContext, folder: Path) -> None:
    """No navigation and no buttons; the verdict, every change and the addresses."""
    page = opened(context, folder, "sample")
    page.emulate_media(media="print")
    assert page.locator("nav:visible, button:visible").count() == 0
    words = page.locator("body").inner_text()
    assert "http://mtcr.info/guidelines-for-sensitive-missile-relevant-transfers/" in words
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert page.pdf(format="Letter").startswith(b"%PDF")
