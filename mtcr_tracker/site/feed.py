"""Atom feeds: the events of a record and the changes of policy, and nothing else.

A correction of our own transcription makes no entry and moves no date: an entry's id is made
from what it tells of, and its date is the date of what happened. There is no clock in it.
Atom is RFC 4287, the ids are tag URIs of RFC 4151.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from mtcr_tracker.dates import bounds
from mtcr_tracker.exporters import view
from mtcr_tracker.model import Comparison, Date, Event, Turn
from mtcr_tracker.site.shelf import Shelf

AUTHORITY = "mtcr-tracker.invalid,2025"
"""Who names things in the ids: a domain that nobody can own (RFC 2606), so that the same event
has the same id in every copy of the site."""

_TOLD: frozenset[Turn] = frozenset(
    {"introduced", "no earlier text", "changed", "split", "merged", "dropped", "returned"}
)
"""Turns that are a change of a provision. What a text leaves unsaid is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that happened."""

    name: str
    """Stable, made from the names of files."""
    date: Date
    title: str
    words: str
    page: str
    """Where the site tells it, from the site's front page."""


def whole(shelves: Sequence[Shelf], address: str = "") -> str:
    """The feed of everything on every policy.

    `address` is the site's own, ending in a slash; without it links are relative to the feed.
    """
    entries = [
        (entry, _written(entry, address)) for shelf in shelves for entry in _entries(shelf).values()
    ]
    title = " and ".join(shelf.record.policy.title for shelf in shelves)
    first = min((_first(shelf) for shelf in shelves), default=_moment(None))
    return _feed("feed", "feed.xml", title or "No policy", "index.html", entries, first, address)


def of_provisions(shelf: Shelf, address: str = "") -> Iterator[tuple[str, str]]:
    """The feed of each provision by its path, once under each name that its clauses have had."""
    policy = shelf.record.policy
    base = address or "../../"
    entries = {key: (entry, _written(entry, base)) for key, entry in _entries(shelf).items()}
    for provision in shelf.provisions:
        told = {step.new for step in provision.lineage.steps if step.turn in _TOLD}
        keys = [
            *(("event", event.id) for event in provision.every),
            *(("snapshot", s) for s in told),
        ]
        for name in (provision.name, *provision.also):
            place = f"{policy.id}/feeds/{name}.xml"
            yield (
                place,
                _feed(
                    f"{policy.id}/provision/{name}",
                    place,
                    f"{provision.title}: {policy.title}",
                    f"{policy.id}/provisions/{provision.name}.html",
                    [entries[key] for key in keys],
                    _first(shelf),
                    address,
                ),
            )


def _entries(shelf: Shelf) -> dict[tuple[str, str], Entry]:
    """All entries of a policy: its events, and its snapshots after the first."""
    events = {("event", event.id): _event(shelf, event) for event in shelf.record.events}
    steps = {("snapshot", step.new.label): _snapshot(shelf, step) for step in shelf.series.steps}
    return {**events, **steps}


def _first(shelf: Shelf) -> str:
    """The date of a feed without entries: that of the first snapshot."""
    return _moment(shelf.series.snapshots[0].as_of)


def _event(shelf: Shelf, event: Event) -> Entry:
    policy = shelf.record.policy.id
    caution = f" Caution: {event.caution}" if event.caution else ""
    told = f"{view.when(event.date)}: {event.what} ({event.type}; {event.stance}; legal effect: "
    return Entry(
        name=f"{policy}/event/{event.id}",
        date=event.date,
        title=f"{event.actor}: {view.cut(event.what, 110)}",
        words=f"{told}{event.effect}; {event.grade}.){caution}",
        page=f"{policy}/timeline.html#event-{quote(event.id)}",
    )


def _snapshot(shelf: Shelf, step: Comparison) -> Entry:
    policy, snapshot = shelf.record.policy.id, step.new
    return Entry(
        name=f"{policy}/snapshot/{snapshot.label}",
        date=snapshot.published or snapshot.as_of or Date("0001"),
        title=f"Change of policy: {view.name(snapshot)}",
        words=" ".join(filter(None, (snapshot.summary, view.verdict_sentence(step)))),
        page=f"{policy}/comparisons/{quote(f'{step.old.label}_{snapshot.label}.html')}",
    )


# ---------------------------------------------------------------- Atom


def _moment(date: Date | None) -> str:
    """The first moment that a date may mean, as RFC 3339: what happened is never in the
    future."""
    return f"{bounds(date or Date('0001'))[0].isoformat()}T00:00:00Z"


def _feed(
    name: str,
    place: str,
    title: str,
    page: str,
    entries: Sequence[tuple[Entry, str]],
    first: str,
    address: str,
) -> str:
    base = address or "../" * place.count("/")
    newest = sorted(((_moment(e.date), e.name, written) for e, written in entries), reverse=True)
    itself = address + place if address else place.rpartition("/")[2]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"  <id>tag:{AUTHORITY}:{quote(name)}</id>",
        f"  <title>{_text(title)}</title>",
        f"  <updated>{newest[0][0] if newest else first}</updated>",
        "  <author><name>mtcr-tracker</name></author>",
        f'  <link rel="self" type="application/atom+xml" href={_href(itself)}/>',
        f'  <link rel="alternate" type="text/html" href={_href(base + page)}/>',
        *(written for _, _, written in newest),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def _written(entry: Entry, base: str) -> str:
    return f"""  <entry>
    <id>tag:{AUTHORITY}:{quote(entry.name)}</id>
    <title>{_text(entry.title)}</title>
    <updated>{_moment(entry.date)}</updated>
    <link rel="alternate" type="text/html" href={_href(base + entry.page)}/>
    <summary>{_text(entry.words)}</summary>
  </entry>"""


def _text(words: str) -> str:
    return escape(view.visible(words))


def _href(address: str) -> str:
    return quoteattr(quote(address, safe="/:#?&=%~@!$'()*+,;[]"))
