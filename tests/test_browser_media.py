"""The report for readers who have set their browser: forced colours, no motion; and its styles as
the browser understands them."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import tinycss2
from playwright.sync_api import Browser, Page
from test_browser import ARTIFACTS, browser, folder, opened

__all__ = ["browser", "folder"]  # fixtures, shared with the report's tests

STYLES = [
    path
    for package in ("mtcr_tracker.exporters", "mtcr_tracker.site")
    for path in sorted(Path(str(files(package))).rglob("*.css"))
]
STYLE = """(selector) => {
  const style = getComputedStyle(document.querySelector(selector));
  return Object.fromEntries(
    ["color", "backgroundColor", "textDecorationLine", "borderBottomStyle", "borderBottomWidth"]
    .map((name) => [name, style[name]]));
}"""


# ---------------------------------------------------------------- forced colours


@pytest.fixture
def forced(browser: Browser, folder: Path) -> Iterator[Page]:
    """The record's report in a browser that paints with the system's few colours alone."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, forced_colors="active", color_scheme="dark"
    )
    page = opened(context, folder, "record")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    yield page
    context.close()


def test_what_went_and_what_came_are_told_apart_without_colour(forced: Page) -> None:
    """Both are painted as all text is; one is struck, the other underlined, unchanged words
    neither; the words that decide have a line of their own."""
    body = forced.evaluate(STYLE, "body")
    gone, came, kept = (
        forced.evaluate(STYLE, f"article .inline {which}") for which in ("del", "ins", "bdi")
    )
    assert gone["color"] == came["color"] == body["color"]
    assert gone["backgroundColor"] == came["backgroundColor"] != body["color"]
    assert [each["textDecorationLine"] for each in (gone, came, kept)] == [
        "line-through", "underline", "none",
    ]  # fmt: skip
    mark = forced.evaluate(STYLE, "article mark")
    assert (mark["borderBottomStyle"], mark["borderBottomWidth"]) == ("double", "3px")
    letter = "getComputedStyle(document.querySelector('article mark'), '::after').color"
    assert forced.evaluate(letter) == body["color"], "the letter of the signal is painted away"
    ARTIFACTS.mkdir(exist_ok=True)
    forced.locator("article").nth(4).screenshot(path=ARTIFACTS / "report-forced-colours.png")


def test_frames_and_figures_are_seen_in_forced_colours(forced: Page) -> None:
    """A verdict keeps its frame, a count its box; what a figure draws is not painted away."""
    for selector in (".tag", ".counts li"):
        frame = forced.evaluate(STYLE, selector)
        assert (frame["borderBottomStyle"], frame["borderBottomWidth"]) == ("solid", "1px")
    painted = forced.evaluate(
        """() => {
          const paper = getComputedStyle(document.body).backgroundColor;
          const told = (node) => getComputedStyle(node);
          const unseen = (node) => [told(node).stroke, told(node).fill].every(
            (paint) => paint === "none" || paint === paper);
          const drawn = [...document.querySelectorAll("svg :is(path, rect, line, text, polygon)")];
          return [drawn.length, drawn.filter(unseen).map((node) => node.outerHTML)];
        }"""
    )
    assert painted[0] > 20
    assert painted[1] == []


def test_the_focus_is_seen_in_forced_colours(forced: Page) -> None:
    """Wherever the keyboard leads: an outline of at least 2 px in a colour that is not the
    paper's."""
    forced.keyboard.press("Tab")
    for _ in range(60):
        told = forced.evaluate(
            """() => {
              const style = getComputedStyle(document.activeElement);
              return [document.activeElement.outerHTML.slice(0, 90), style.outlineStyle,
                parseFloat(style.outlineWidth), style.outlineColor,
                getComputedStyle(document.body).backgroundColor];
            }"""
        )
        where, kind, width, colour, paper = told
        assert kind != "none", where
        assert width >= 2, where
        assert colour != paper, where
        forced.keyboard.press("Tab")


# ---------------------------------------------------------------- no motion


def test_nothing_moves_for_who_asks_for_no_motion(browser: Browser, folder: Path) -> None:
    """No transition or animation on any element, no smooth scrolling; none runs after a reader
    follows a link, filters, unfolds, copies or changes the reading."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )  # fmt: skip
    page = opened(context, folder, "record")
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")

    def moving() -> Any:
        return page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((node) =>
              [null, "::before", "::after"].some((part) => {
                const style = getComputedStyle(node, part);
                return parseFloat(style.transitionDuration) > 0.01 || style.animationName !== "none"
                  || style.scrollBehavior !== "auto";
              })).map((node) => node.outerHTML.slice(0, 90))
              .concat(document.getAnimations().map((each) => each.constructor.name))"""
        )

    assert moving() == []
    page.locator(".counts a").first.click()
    page.locator("#reading-sides").check()
    page.locator("#filter-verdict").select_option("disputed")
    page.locator("article:visible").first.get_by_role("button").first.click()
    page.locator("details:visible summary").first.click()
    assert moving() == []
    context.close()


# ---------------------------------------------------------------- the styles themselves


def rules(style: str) -> Iterator[tuple[str, str, str]]:
    """What a style sheet holds, as an independent parser reads it: (kind, name, words)."""
    yield from _rules(tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True))


def _rules(found: Any) -> Iterator[tuple[str, str, str]]:
    for rule in found:
        if rule.type == "error":
            yield "error", rule.kind, rule.message
        elif rule.type == "declaration":
            yield "declaration", rule.name, tinycss2.serialize(rule.value).strip()
        elif rule.type == "qualified-rule":
            yield "selector", "", tinycss2.serialize(rule.prelude).strip()
            yield from _rules(_inside(rule))
        elif rule.type == "at-rule":
            yield f"@{rule.at_keyword}", "", tinycss2.serialize(rule.prelude).strip()
            yield from _rules(_inside(rule) if rule.content is not None else ())


def _inside(rule: Any) -> Any:
    return tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)


ASK = """(rules) => {
  const selects = (words) => {
    try { document.querySelector(words); return true; } catch { return false; }
  };
  const asks = (query) => matchMedia(query).matches;
  return rules.filter(([kind, name, words]) => !(
    kind === "declaration" ? name.startsWith("--") || CSS.supports(name, words)
    : kind === "selector" ? selects(words)
    : kind === "@media" ? asks(words) !== asks(`not ${words}`)  // what it does not know is neither
    : ["@page", "@top-left", "@bottom-right"].includes(kind)));
}"""


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_style_is_valid(browser: Browser, path: Path) -> None:
    """No slip in its syntax, and no property, value, selector or media query that the browser
    does not know; a browser passes over those in silence."""
    found = list(rules(path.read_text("utf-8")))
    assert len(found) > 5
    page = browser.new_page()
    assert page.evaluate(ASK, found) == []
    page.close()


@pytest.mark.parametrize(
    "wrong",
    ["a { colour: red }", "a { color: redd }", "a { color red }", "a:hoover { color: red }",
     "@media (min-width 3px) { a { color: red } }", "a { color: red", "@import 'x';"],
)  # fmt: skip
def test_what_is_wrong_with_a_style_is_seen(browser: Browser, wrong: str) -> None:
    """The test above can fail, for each kind of slip; an end left out is what CSS allows."""
    page = browser.new_page()
    unclosed = not re.search(r"[};]\s*$", wrong)
    assert bool(page.evaluate(ASK, list(rules(wrong)))) is not unclosed
    page.close()
