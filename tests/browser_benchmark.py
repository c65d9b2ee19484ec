"""How fast a long report answers in a browser: python -m tests.browser_benchmark

For each size it prints the elements when opened, when the first words were painted (the earliest of
five times), and for each thing a reader can do the shortest of three times, in ms, with the layout
that follows. Needs
Chromium.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from exporter_samples import long

from mtcr_tracker.exporters import html
from mtcr_tracker.model import Dossier

READINGS = ("redline", "sides", "print")


def choose(verdict: str) -> str:
    """The script that picks a verdict."""
    return typed(verdict, "verdict")


def typed(words: str, field: str = "words") -> str:
    """The script that fills a field as a user does."""
    return (
        f"const field = document.getElementById('filter-{field}'); field.value = '{words}';"
        " field.dispatchEvent(new Event('input', { bubbles: true }))"
    )


def unfold(place: int) -> str:
    """The script that opens a fold of unchanged clauses."""
    return (
        f"const fold = document.querySelectorAll('details[data-same]')[{place}];"
        " fold.open = true; fold.dispatchEvent(new Event('toggle'))"
    )


def read(reading: str) -> str:
    """The script that picks a reading."""
    return f"document.getElementById('reading-{reading}').click()"


ACTIONS = {
    "filter": (choose("loosened"), choose("kept"), choose("")),
    "search": (typed("(19"), typed("(2990)"), typed("")),
    "reading": tuple(read(reading) for reading in READINGS),
    "unfold": tuple(unfold(place) for place in range(3)),
}
"""What a reader can do, three times over."""


def _shortest(page: Page, scripts: tuple[str, ...]) -> float:
    timed = (
        f"() => {{ const start = performance.now(); {script}; document.body.offsetHeight;"
        " return performance.now() - start; }"
        for script in scripts
    )
    return min(float(page.evaluate(each)) for each in timed)


def _painted(page: Page, path: Path) -> float:
    page.goto(path.as_uri())
    page.wait_for_timeout(1000)
    paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    return float(page.evaluate(paint))


def _row(page: Page, size: int, folder: Path) -> str:
    path = folder / "long.html"
    path.write_text(html(long(size), Dossier()), "utf-8")
    paint = min(_painted(page, path) for _ in range(5))
    count = page.evaluate("document.querySelectorAll('*').length")
    times = "".join(f"{_shortest(page, scripts):10.1f}" for scripts in ACTIONS.values())
    return f"{size:7,}{count:10,}{paint:13.0f}{times}"


if __name__ == "__main__":
    print("clauses  elements  first paint" + "".join(f"{name:>10}" for name in ACTIONS))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium",
            args=["--no-sandbox"],
        )
        for size in (3_000, 12_000, 60_000):
            print(_row(browser.new_page(), size, Path(folder)))
        browser.close()
