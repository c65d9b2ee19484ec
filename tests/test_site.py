"""The static site: every link leads somewhere, nothing is asked of elsewhere, only what changed is
written, and nothing of anybody else's is touched."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest
from conftest import MINIMAL, policies_folder, run

from mtcr_tracker import corpus, site
from mtcr_tracker.errors import UserError
from mtcr_tracker.files import write_whole
from mtcr_tracker.model import Date, Record
from mtcr_tracker.site import output

SECOND = {
    f"q{path[1:]}": text.replace("policy: p\n", "policy: q\n").replace("id: p\n", "id: q\n")
    for path, text in MINIMAL.items()
}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> ‮"


def records(place: Path, changes: Mapping[str, str | None] | None = None) -> tuple[Record, ...]:
    """The minimal policy as a record, its files changed as asked."""
    folder = policies_folder(place, changes)
    return corpus.load(corpus.read_files(folder), "policies")


class Page(HTMLParser):
    """What a link checker needs of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.asked: list[tuple[str, dict[str, str | None]]] = []
        self.policy = ""
        self.inline: list[tuple[str, str]] = []
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = dict(attrs)
        if had.get("id"):
            self.ids.append(had["id"] or "")
        if tag in ("a", "link") and had.get("href"):
            self.links.append(had["href"] or "")
        if "src" in had or "srcset" in had or tag in ("iframe", "object", "embed", "base", "form"):
            self.asked.append((tag, had))
        if tag == "link" and had.get("rel") != "alternate":
            self.asked.append((tag, had))
        if any(name.startswith("on") or name == "style" for name in had):
            self.asked.append((tag, had))
        if tag == "meta" and had.get("http-equiv") == "Content-Security-Policy":
            self.policy = had["content"] or ""
        data = tag == "script" and had.get("type") == "application/json"
        self._open = tag if tag in ("style", "script") and not data else ""

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inline.append((self._open, data))


def pages(built: Mapping[str, str]) -> dict[str, Page]:
    """The HTML pages of a site, read."""
    return {path: Page(text) for path, text in built.items() if path.endswith(".html")}


def broken(built: Mapping[str, str]) -> list[tuple[str, str]]:
    """The links of a site that lead nowhere: to no file of it, or to no id in that file."""
    read = pages(built)
    found = []
    for path, page in read.items():
        for link in page.links:
            if re.match(r"https?://", link):
                continue
            target, _, fragment = link.partition("#")
            assert not target.startswith("/"), f"{path}: {link} is not relative"
            parts: list[str] = [] if target else [path]
            if target:
                for part in (PurePosixPath(path).parent / unquote(target)).parts:
                    parts = parts[:-1] if part == ".." else [*parts, part]
            there = "/".join(parts)
            lost = there not in built
            if lost or (fragment and unquote(fragment) not in read[there].ids):
                found.append((path, link))
    return found


@pytest.fixture(scope="module")
def built(record: Record) -> dict[str, str]:
    """The site of the real record."""
    return site.build([record])


# ---------------------------------------------------------------- the pages


def test_every_link_of_every_page_leads_somewhere(built: dict[str, str]) -> None:
    assert len(pages(built)) > 70
    assert sum(len(page.links) for page in pages(built).values()) > 1500
    assert broken(built) == []


def test_the_link_checker_finds_a_broken_link(built: dict[str, str]) -> None:
    less = {path: text for path, text in built.items() if path != "us-mtcr/method.html"}
    assert ("index.html", "us-mtcr/method.html") in broken(less)
    page = built["us-mtcr/timeline.html"].replace('id="event-2025-01-03', 'id="event-x')
    assert any(
        "#event-2025-01-03" in link for _, link in broken({**built, "us-mtcr/timeline.html": page})
    )


def test_nothing_is_asked_of_elsewhere_and_no_id_stands_twice(built: dict[str, str]) -> None:
    for path, page in pages(built).items():
        assert page.asked == [], path
        assert len(page.ids) == len(set(page.ids)), path


def test_the_policy_names_the_hash_of_what_is_inline(built: dict[str, str]) -> None:
    for path, page in pages(built).items():
        assert page.policy.startswith("default-src 'none'; "), path
        hashes = {
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for _, text in page.inline
        }
        assert hashes == set(re.findall(r"'sha256-[^']+'", page.policy)), path
        assert {tag for tag, _ in page.inline} <= {"style", "script"}


def test_what_the_front_page_tells(built: dict[str, str]) -> None:
    text = built["index.html"]
    assert "No regulation was found amended to carry the later text out" in text
    assert "It is not “nothing happened”" in text
    assert re.search(r"0 of \d+ operative clauses of uas-2025", text)
    assert text.index("April 20, 2026") < text.index("September 15, 2025: change of policy")


def test_a_provision_s_page_has_lineage_verdicts_reviews_and_events(
    built: dict[str, str],
) -> None:
    text = built["us-mtcr/provisions/category-i-review.html"]
    for words in (
        "Lineage", "First on record", "Whose words", "Verdicts and reviews, step by step",
        "People's review", "Machine's reading", "Events",
        "To its status:", "Events on the whole text",
    ):  # fmt: skip
        assert words in text, words
    assert 'href="../../us-mtcr/comparisons/pre-2025_nsm-2025.html#category-i-review"' in text


def test_every_id_that_a_provision_has_had_leads_to_its_page(
    built: dict[str, str], record: Record
) -> None:
    for snapshot in record.snapshots.values():
        for clause in snapshot.clauses:
            assert f"us-mtcr/provisions/{clause.id}.html" in built
            assert f"us-mtcr/feeds/{clause.id}.xml" in built
    moved = built["us-mtcr/provisions/guidelines-space.html"]
    assert 'href="../../us-mtcr/provisions/space-programs.html"' in moved


def test_the_state_of_play_on_another_date(record: Record) -> None:
    early = site.build([record], Date("2025-01-05"))["index.html"]
    assert "Clauses of nsm-2025 as of January 5, 2025" in early
    assert early.count('data-label="What has become of it"') == 13, "a row for each clause of it"


def test_the_same_record_gives_the_same_bytes(built: dict[str, str], record: Record) -> None:
    assert site.build([record]) == built


def test_several_policies_share_a_front_page(tmp_path: Path) -> None:
    made = site.build(records(tmp_path, SECOND))
    assert broken(made) == []
    assert {"p/timeline.html", "q/timeline.html"} <= set(made)
    assert made["index.html"].count("State of play") == 2


def test_small_and_strange_policies(tmp_path: Path) -> None:
    """One snapshot and no event; text that looks like markup."""
    lone: dict[str, str | None] = {path: None for path in MINIMAL if "/events/" in path}
    lone |= {"p/snapshots/b.yaml": None, "p/snapshots/c.yaml": None, "p/reviews/one.yaml": None}
    policy = MINIMAL["p/policy.yaml"].partition("comparisons")[0]
    made = site.build(records(tmp_path / "lone", {**lone, "p/policy.yaml": policy}))
    assert broken(made) == []
    assert "There is no event on record" in made["p/timeline.html"]
    bad = MINIMAL["p/snapshots/a.yaml"].replace("Exports shall be denied.", json.dumps(HOSTILE))
    made = site.build(records(tmp_path / "bad", {"p/snapshots/a.yaml": bad}))
    assert broken(made) == []
    assert not any("<script>alert" in text for text in made.values())
    assert "&lt;script&gt;alert" in made["p/provisions/four.html"]


def test_no_policy_with_a_snapshot() -> None:
    made = site.build([])
    assert set(made) == {"index.html", "feed.xml"}


# ---------------------------------------------------------------- writing it


def stamps(folder: Path) -> dict[str, int]:
    """When each file was last written."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_again_and_nothing_is_written(tmp_path: Path) -> None:
    made, folder = site.build(records(tmp_path)), tmp_path / "out"
    first = output.write(made, folder)
    assert set(first.new) == set(made)
    before = stamps(folder)
    again = output.write(made, folder)
    assert (again.new, again.changed, again.removed) == ((), (), ())
    assert set(again.same) == set(made)
    assert stamps(folder) == before


def test_an_event_changes_only_the_pages_that_tell_it(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    output.write(site.build(records(tmp_path)), folder)
    event = MINIMAL["p/events/2021-06-01-signed.yaml"].replace("[b]", "[b#three]")
    more = {"p/events/2021-07-01-more.yaml": event.replace("2021-06-01", "2021-07-01")}
    before = stamps(folder)
    written = output.write(site.build(records(tmp_path, more)), folder)
    assert set(written.changed) == {
        "index.html", "feed.xml", "p/timeline.html", "p/method.html",
        "p/provisions/three.html", "p/feeds/three.xml",
        "p/comparisons/a_b.html", "p/comparisons/a_c.html",
    }  # fmt: skip
    changed = {path for path, stamp in stamps(folder).items() if stamp != before.get(path)}
    assert changed == {*written.changed, output.LIST}


def test_what_is_gone_is_removed_unless_someone_changed_it(tmp_path: Path) -> None:
    made, folder = site.build(records(tmp_path)), tmp_path / "out"
    output.write(made, folder)
    (folder / "p/provisions/mine.html").write_text("mine")
    less = {p: t for p, t in made.items() if "/feeds/" not in p and "two" not in p}
    (folder / "p/feeds/two.xml").write_text("changed by hand")
    written = output.write(less, folder)
    assert written.left == ("p/feeds/two.xml",)
    assert "p/provisions/two.html" in written.removed
    assert not (folder / "p/provisions/two.html").exists()
    assert (folder / "p/provisions/mine.html").read_text() == "mine"
    assert [path.name for path in (folder / "p/feeds").iterdir()] == ["two.xml"]


@pytest.mark.parametrize("listed", [None, "no JSON", '{"files": 1}', "[]"])
def test_a_file_of_someone_else_s_is_never_overwritten(tmp_path: Path, listed: str | None) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "index.html").write_text("mine")
    if listed is not None:
        (folder / output.LIST).write_text(listed)
    with pytest.raises(UserError, match=r"index\.html.*did not write it; name another folder"):
        output.write(site.build(records(tmp_path)), folder)
    assert (folder / "index.html").read_text() == "mine"
    assert not (folder / "feed.xml").exists()


def test_a_build_cut_short_can_be_taken_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the record has changed in between."""
    folder = tmp_path / "out"
    write = write_whole

    def breaks(path: Path, text: str) -> None:
        if path.name == "timeline.html":
            raise KeyboardInterrupt
        write(path, text)

    with monkeypatch.context() as patched:
        patched.setattr(output, "write_whole", breaks)
        with pytest.raises(KeyboardInterrupt):
            output.write(site.build(records(tmp_path)), folder)
    assert (folder / "index.html").is_file()
    policy = MINIMAL["p/policy.yaml"].replace("A policy", "A better policy")
    made = site.build(records(tmp_path, {"p/policy.yaml": policy}))
    output.write(made, folder)
    assert {p: (folder / p).read_text("utf-8") for p in made} == made


def test_a_list_that_leads_out_of_the_folder_removes_nothing(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside.txt", tmp_path / "out"
    outside.write_text("keep")
    folder.mkdir()
    digest = hashlib.sha256(b"keep").hexdigest()
    files = {"../outside.txt": digest, str(outside): digest, "..\\outside.txt": digest}
    told = {"schema": output.SCHEMA, "files": files}
    (folder / output.LIST).write_text(json.dumps(told))
    output.write({"index.html": "x"}, folder)
    assert outside.read_text() == "keep"


def test_the_command(tmp_path: Path) -> None:
    folder = policies_folder(tmp_path)
    done = run("site", "out", "--policies", folder, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert re.fullmatch(r"wrote out: \d+ new, 0 changed, 0 as before, 0 removed\n", done.stderr)
    done = run("site", "out", "--as-of", "soon", "--policies", folder, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith('"soon" is not a date')
    done = run("site", "out", "--address", "javascript:x", "--policies", folder, cwd=tmp_path)
    assert done.returncode == 2
    assert "is no address of a folder on the web" in done.stderr


# ---------------------------------------------------------------- the work it takes


def test_ten_years_take_work_in_proportion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the events, no more than about twice the values written: counted, not timed."""
    import site_benchmark

    from mtcr_tracker.exporters import view

    def values(events: int) -> int:
        count = 0

        def counting(text: str) -> str:
            nonlocal count
            count += 1
            return text

        with monkeypatch.context() as patched:
            patched.setattr(view, "visible", counting)
            site.build([site_benchmark.record(events, 20)])
        return count

    few, twice = values(200), values(400)
    assert few < twice < 2.1 * few
