"""The pages, each a function from finished values to HTML."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from urllib.parse import quote

from mtcr_tracker.dates import bounds
from mtcr_tracker.exporters import figure
from mtcr_tracker.exporters.html import page, report
from mtcr_tracker.exporters.series import turns
from mtcr_tracker.model import Comparison, Dossier, Event, Facts, Lineage, Record, Snapshot, Step
from mtcr_tracker.site.shelf import Provision, Shelf, sides
from mtcr_tracker.status import ASIDE, WEIGHING

NEWS = 12
"""How much is told as new on the front page."""


def front(shelves: Sequence[Shelf]) -> str:
    """The front page: of each policy the state of play and what is new."""
    return _page("front.html.j2", "", shelves=shelves, news=news)


def provisions(shelf: Shelf) -> str:
    """Every provision through every snapshot."""
    names = {id(one.lineage): one.name for one in shelf.provisions}

    def href(each: Lineage) -> str:
        return f"provisions/{quote(names[id(each)])}.html"

    return _of(shelf, "provisions.html.j2", "../", href=href)


def provision(shelf: Shelf, one: Provision) -> str:
    """One provision: its lineage, verdicts, reviews, status and events."""
    return _of(shelf, "provision.html.j2", "../../", one=one, weighed=_weighed(one))


def moved(shelf: Shelf, one: Provision) -> str:
    """What stands where another id of a provision leads: the way to its page."""
    return _of(shelf, "moved.html.j2", "../../", one=one)


def comparison(shelf: Shelf, one: Comparison, dossier: Dossier) -> str:
    """The report of one comparison, with a way back; events and facts have pages of their own."""
    alone = replace(dossier, events=(), facts=Facts())
    return report(one, alone, home="../../index.html", events="../timeline.html")


def timeline(shelf: Shelf) -> str:
    """Every event, as a figure and in full, the latest first."""
    drawn = figure.timeline(shelf.record.events, shelf.series.snapshots)
    years = _years(shelf.record)
    return _of(
        shelf, "timeline_page.html.j2", "../", timeline=drawn, years=years, touched=shelf.touched
    )


def timeline_alone(record: Record) -> str:
    """Every event, as a figure and in full, on a page that needs no other."""
    named = {source for event in record.events for source in event.sources}
    return _page(
        "timeline_alone.html.j2",
        "",
        timeline=figure.timeline(record.events, tuple(record.snapshots.values())),
        years=_years(record),
        touched={},
        known=record.sources,
        cited=[source for source in record.sources.values() if source.id in named],
        dossier=_dossier(record),
    )


def documents(shelf: Shelf) -> str:
    """Every document with its grade, its standing and where it was seen."""
    return _of(shelf, "documents.html.j2", "../")


def partners(shelf: Shelf) -> str:
    """Partners, adherents, categories and the other reference facts."""
    return _of(shelf, "partners.html.j2", "../")


def method(shelf: Shelf) -> str:
    """How the site comes about, and what its words mean."""
    return _of(shelf, "method_page.html.j2", "../", rules=_rules())


# ---------------------------------------------------------------- what they share


def _of(shelf: Shelf, template: str, root: str, **values: Any) -> str:
    """A page on one policy; `root` leads from it to the front page."""
    policy = f"{root}{shelf.record.policy.id}/"
    places = {"sources": f"{policy}documents.html", "events": f"{policy}timeline.html"}
    return _page(
        template,
        root,
        policy=shelf.record.policy,
        base=policy,
        places=places,
        shelf=shelf,
        series=shelf.series,
        known=shelf.record.sources,
        dossier=_dossier(shelf.record),
        **values,
    )


def _page(template: str, root: str, **values: Any) -> str:
    return page(
        template,
        package="mtcr_tracker.site",
        styles=("report.css", "series.css"),
        scripts=(),
        root=root,
        turns=turns,
        comparison_page=comparison_page,
        change_link=change_link,
        **values,
    )


def _dossier(record: Record) -> Dossier:
    """A policy without a comparison."""
    return Dossier(
        policy=record.policy, facts=record.facts, sources=record.sources, events=record.events
    )


def comparison_page(one: Comparison) -> str:
    """The file of a comparison's page. No id has a low line, so no two pages share a name."""
    return quote(f"{one.old.label}_{one.new.label}.html")


def change_link(shelf: Shelf, step: Step) -> str:
    """Where a step's change stands in its comparison's page, from the policy's folder; empty
    where the two snapshots are no comparison of the site."""
    name = shelf.anchors.get((step.old, step.new), {}).get(sides(step.change))
    return f"comparisons/{quote(f'{step.old}_{step.new}.html')}#{quote(name)}" if name else ""


def news(shelf: Shelf) -> list[Event | Snapshot]:
    """The latest events and changes of policy, the newest first."""
    dated: list[tuple[Any, str, Event | Snapshot]] = [
        (bounds(event.date)[::-1], event.id, event) for event in shelf.record.events
    ]
    for snapshot in shelf.series.snapshots[1:]:
        when = snapshot.published or snapshot.as_of
        if when:
            dated.append((bounds(when)[::-1], snapshot.label, snapshot))
    dated.sort(key=lambda item: item[:2], reverse=True)
    return [item for _, _, item in dated[:NEWS]]


def _years(record: Record) -> list[tuple[str, list[Event]]]:
    """The events by year, the latest first."""
    latest = reversed(record.events)
    return [(year, list(group)) for year, group in groupby(latest, lambda e: e.date[:4])]


def _weighed(one: Provision) -> dict[str, str]:
    """What each event does to the provision's status, by the event's id."""
    return {
        weighed.event.id: "decides the status" if weighed.decides else weighed.why
        for status in one.statuses
        for weighed in status.weighed
    }


def _rules() -> list[tuple[str, str]]:
    """The rules of a status, each with what it says."""
    return [
        (rule.__name__.replace("_", " "), " ".join((rule.__doc__ or "").split()))
        for rule in (*ASIDE, *WEIGHING)
    ]
