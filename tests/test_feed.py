"""The Atom feeds, read by a reader that is not ours."""

import datetime
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from conftest import MINIMAL
from test_site import Page, records

from mtcr_tracker import site
from mtcr_tracker.model import Record

ATOM = "{http://www.w3.org/2005/Atom}"
TAG = re.compile(r"tag:mtcr-tracker\.invalid,2025:[\w./~%-]+")


def read(text: str) -> Any:
    """A feed as feedparser reads it; what it complains of fails the test."""
    parsed = feedparser.parse(text.encode())
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


def feeds(made: Mapping[str, str]) -> dict[str, str]:
    """The feeds of a site."""
    return {path: text for path, text in made.items() if path.endswith(".xml")}


@pytest.fixture(scope="module")
def made(record: Record) -> dict[str, str]:
    """The site of the real record."""
    return site.build([record])


def ids(text: str) -> list[str]:
    """The ids of a feed's entries in order."""
    return [entry.id for entry in read(text).entries]


def test_every_feed_is_valid_atom(made: dict[str, str]) -> None:
    """What RFC 4287 asks of a feed and of an entry, one by one."""
    names = []
    for path, text in feeds(made).items():
        root = ElementTree.fromstring(text)
        assert root.tag == f"{ATOM}feed"
        for element in (root, *root.findall(f"{ATOM}entry")):
            for one in ("id", "title", "updated"):
                assert len(element.findall(f"{ATOM}{one}")) == 1, (path, one)
            assert TAG.fullmatch(element.findtext(f"{ATOM}id") or ""), path
            moment = element.findtext(f"{ATOM}updated") or ""
            assert datetime.datetime.fromisoformat(moment).tzinfo, path
            alternates = [
                link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"
            ]
            assert len(alternates) == 1, path
        assert root.find(f"{ATOM}author/{ATOM}name") is not None
        found = read(text)
        stamps = [entry.updated_parsed for entry in found.entries]
        assert stamps == sorted(stamps, reverse=True), path
        assert len(set(ids(text))) == len(stamps), path
        names.append(found.feed.id)
    assert len(names) == len(set(names)), "each feed has an id of its own"


def test_every_link_of_a_feed_leads_to_what_it_tells(made: dict[str, str]) -> None:
    for path, text in feeds(made).items():
        folder = PurePosixPath(path).parent
        for link in ElementTree.fromstring(text).iter(f"{ATOM}link"):
            target, _, fragment = (link.get("href") or "").partition("#")
            parts: list[str] = []
            for part in (folder / target).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            there = "/".join(parts)
            assert there in made, (path, target)
            assert not fragment or fragment in Page(made[there]).ids, (path, fragment)


def test_the_whole_feed_has_every_event_and_every_change_of_policy(
    made: dict[str, str], record: Record
) -> None:
    names = {name.partition(":us-mtcr/")[2] for name in ids(made["feed.xml"])}
    events = {f"event/{event.id}" for event in record.events}
    assert names == events | {f"snapshot/{label}" for label in list(record.snapshots)[1:]}


def test_a_provision_s_feed_has_its_own(made: dict[str, str]) -> None:
    names = {
        name.partition(":us-mtcr/")[2] for name in ids(made["us-mtcr/feeds/space-programs.xml"])
    }
    assert "snapshot/nsm-2025" in names
    assert "snapshot/eo-2025" not in names, "it changed no word of it"
    assert "event/2025-01-03-memorandum-signed" in names, "it names the whole text"
    assert names < {name.partition(":us-mtcr/")[2] for name in ids(made["feed.xml"])}
    old = made["us-mtcr/feeds/guidelines-space.xml"]
    assert ids(old) == ids(made["us-mtcr/feeds/space-programs.xml"])


def test_an_entry_s_date_is_the_event_s(made: dict[str, str]) -> None:
    by_id = {entry.id: entry.updated for entry in read(made["feed.xml"]).entries}
    tag = "tag:mtcr-tracker.invalid,2025:us-mtcr"
    assert by_id[f"{tag}/event/2025-01-03-memorandum-signed"] == "2025-01-03T00:00:00Z"
    assert by_id[f"{tag}/event/2025-hr-3068-introduced"] == "2025-04-09T00:00:00Z"
    assert by_id[f"{tag}/snapshot/nsm-2025"] == "2025-01-07T00:00:00Z"


def entries(text: str) -> list[tuple[str, str]]:
    """Id and date of each entry, which is what a reader goes by."""
    return [(entry.id, entry.updated) for entry in read(text).entries]


def test_a_correction_of_our_own_is_no_entry_and_moves_none(tmp_path: Path) -> None:
    before = feeds(site.build(records(tmp_path)))
    mended = {
        "p/snapshots/a.yaml": MINIMAL["p/snapshots/a.yaml"].replace("denied.", "denied!"),
        "p/events/2021-06-01-signed.yaml": MINIMAL["p/events/2021-06-01-signed.yaml"].replace(
            "Someone signed it.", "Someone has signed it."
        ),
    }
    after = feeds(site.build(records(tmp_path, mended)))
    assert set(after) == set(before)
    assert [entries(text) for text in after.values()] == [entries(text) for text in before.values()]


def test_a_new_event_is_one_new_entry(tmp_path: Path) -> None:
    before = site.build(records(tmp_path))
    event = MINIMAL["p/events/2021-06-01-signed.yaml"].replace("2021-06-01", "2022-08")
    more = {"p/events/2022-08-more.yaml": event.replace("[b]", "[b#three]")}
    after = site.build(records(tmp_path, more))
    new = ("tag:mtcr-tracker.invalid,2025:p/event/2022-08-more", "2022-08-01T00:00:00Z")
    for path in ("feed.xml", "p/feeds/three.xml"):
        assert set(entries(after[path])) - set(entries(before[path])) == {new}
    assert after["p/feeds/two.xml"] == before["p/feeds/two.xml"]


def test_a_review_is_no_entry(tmp_path: Path) -> None:
    before = site.build(records(tmp_path))
    after = site.build(records(tmp_path, {"p/reviews/one.yaml": None}))
    assert entries(after["feed.xml"]) == entries(before["feed.xml"])


def test_links_are_whole_where_the_address_is_known(tmp_path: Path) -> None:
    made = site.build(records(tmp_path), None, site.web("https://example.org/mtcr"))
    found = read(made["p/feeds/three.xml"])
    assert {link.href for link in found.feed.links} == {
        "https://example.org/mtcr/p/feeds/three.xml",
        "https://example.org/mtcr/p/provisions/three.html",
    }
    assert found.entries[0].link.startswith("https://example.org/mtcr/p/")
    html = {path: text for path, text in made.items() if path.endswith(".html")}
    assert not any("example.org" in text for text in html.values()), "pages stay relative"


def test_markup_in_an_event_is_text(tmp_path: Path) -> None:
    event = MINIMAL["p/events/2021-06-01-signed.yaml"].replace(
        "Someone signed it.", '"<b>Bold</b> & ]]> \\"so\\""'
    )
    made = site.build(records(tmp_path, {"p/events/2021-06-01-signed.yaml": event}))
    for path, text in feeds(made).items():
        read(text)
        told = "".join(ElementTree.fromstring(text).itertext())
        assert "<b>" not in text, path
        assert path != "feed.xml" or '<b>Bold</b> & ]]> "so"' in told


def test_a_feed_without_entries_is_a_feed(tmp_path: Path) -> None:
    """As that of a clause which a later text, known in part, does not repeat."""
    part = MINIMAL["p/snapshots/b.yaml"] + "coverage: partial\n"
    found = read(site.build(records(tmp_path, {"p/snapshots/b.yaml": part}))["p/feeds/two.xml"])
    assert found.entries == []
    assert found.feed.updated == "2020-01-01T00:00:00Z"
