"""The report: one self-contained HTML file.

Text from a snapshot is data. Every value that the template writes goes through `visible` and
autoescape; a Content-Security-Policy names the hashes of the one style and the one script, so
that nothing else can run or load, also when the file is opened from a disk.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mtcr_tracker.exporters import figure, labels, view
from mtcr_tracker.exporters.registry import exporter
from mtcr_tracker.model import (
    Change,
    Clause,
    ClauseRef,
    Comparison,
    Country,
    Dossier,
    Edit,
    Event,
    Fact,
    Side,
    Source,
    SourceId,
    Span,
    Verdict,
)

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = "mtcr_tracker.exporters"


@exporter("html", suffix=".html")
def html(comparison: Comparison, dossier: Dossier, *, only: Collection[Verdict] = ()) -> str:
    """The report as one HTML file that asks for nothing else."""
    changes = view.shown(comparison, only)
    known = view.sources(comparison, dossier)
    snapshots = (comparison.old, comparison.new)
    return page(
        "report.html.j2",
        comparison=comparison,
        dossier=dossier,
        only=only,
        known=known,
        cited=cited(comparison, dossier),
        anchors=anchors(comparison.changes),
        groups=groups(changes),
        bearing=lambda change: _bearing(change, dossier),
        timeline=figure.timeline(dossier.events, snapshots),
    )


def page(
    template: str,
    package: str = _HERE,
    styles: tuple[str, ...] = ("report.css",),
    scripts: tuple[str, ...] = ("report.js",),
    **values: Any,
) -> str:
    """A template of a package (this one, if none is named) as a whole page, with its style,
    script and policy. `places` tells on which other page sources and events stand, if not on
    this one."""
    values.setdefault("places", {"sources": "", "events": ""})
    values.setdefault("home", "")
    return environment(package).get_template(template).render(_shell(styles, scripts), **values)


@cache
def _shell(styles: tuple[str, ...], scripts: tuple[str, ...]) -> Mapping[str, str]:
    """One style and one script of the files named, and the policy that allows no other."""
    style = "".join(_static(name) for name in styles)
    script = "".join(_static(name) for name in scripts)
    runs = f"script-src '{_digest(script)}'; " if script else ""
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; {runs}"
        "base-uri 'none'; form-action 'none'"
    )
    return {"style": style, "script": script, "policy": policy}


@cache
def environment(package: str = _HERE) -> Environment:
    """The template engine: every value made visible and escaped, an unknown name an error.
    Templates are looked for in the package first, then in this one."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def finalize(value: object) -> object:
        plain = isinstance(value, str) and not isinstance(value, Markup)
        return view.visible(str(value)) if plain else value

    made = Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in dict.fromkeys((package, _HERE))]),
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["capitalize_first"] = lambda words: words[:1].upper() + words[1:]
    made.tests["acts"] = view.on_policy
    made.globals.update(
        view=view, labels=labels, figure=figure, redline=redline, quoted=quoted, is_link=is_link
    )
    return made


def _static(name: str) -> str:
    from importlib.resources import files

    return files("mtcr_tracker.exporters").joinpath("static", name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    """The hash source of a style or script, of the exact text between its tags."""
    raw = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(raw).decode()}"


def is_link(address: str | None) -> bool:
    """Whether an address may be made a link: never a javascript: or data: one."""
    return bool(address and re.match(r"https?://[^\s/]", address))


# ---------------------------------------------------------------- what stands where


@dataclass(frozen=True, slots=True)
class Groups:
    """The changes shown, each in one of the report's parts."""

    full: tuple[Change, ...]
    """Those with something to say about them."""
    bare: tuple[Change, ...]
    """Later background without earlier text on record and without a review."""
    stands: tuple[Change, ...]
    not_restated: tuple[Change, ...]
    identical: tuple[Change, ...]
    no_earlier: tuple[Change, ...]
    """All without earlier text on record, wherever they are shown."""


def groups(changes: Sequence[Change]) -> Groups:
    """Sorts the changes into the parts of the report; all but `no_earlier` are disjoint."""
    identical = tuple(c for c in changes if view.identical(c))
    silent = [c for c in changes if view.silent(c)]
    rest = [c for c in changes if not view.identical(c) and not view.silent(c)]
    bare = tuple(c for c in rest if _bare(c))
    return Groups(
        full=tuple(c for c in rest if not _bare(c)),
        bare=bare,
        stands=tuple(c for c in silent if "still stands" in c.kinds),
        not_restated=tuple(c for c in silent if "still stands" not in c.kinds),
        identical=identical,
        no_earlier=tuple(c for c in rest if "no earlier text" in c.kinds),
    )


def _bare(change: Change) -> bool:
    background = all(clause.role == "background" for clause in change.match.new)
    return "no earlier text" in change.kinds and background and not change.judgements


def anchors(changes: Iterable[Change]) -> Mapping[int, str]:
    """The name of each change for links, by its number: its id, made unique and free of
    white space."""
    taken: set[str] = set()
    names = {}
    for change in changes:
        wanted = re.sub(r"\s+", "-", view.visible(change.id)) or f"change-{change.number}"
        if wanted in taken or wanted.startswith(("section-", "row-", "event-", "source-")):
            wanted = f"{wanted}-{change.number}"
        taken.add(wanted)
        names[change.number] = wanted
    return names


def _bearing(change: Change, dossier: Dossier) -> list[ClauseRef]:
    """The clauses to compare a change with, each once."""
    refs = (ref for clause in (*change.match.new, *change.match.old) for ref in clause.compare_with)
    return [ref for ref in dict.fromkeys(refs) if ref in dossier.bearing]


def cited(comparison: Comparison, dossier: Dossier) -> tuple[Source, ...]:
    """The sources that the report names, in the order of the record."""
    clauses = [c for change in comparison.changes for c in (*change.match.old, *change.match.new)]
    named: set[SourceId | None] = {clause.source for clause in clauses}
    named |= {clause.source for clause in dossier.bearing.values()}
    facts = dossier.facts
    items: tuple[Event | Fact | Country, ...] = (*dossier.events, *facts.facts, *facts.countries)
    named.update(*(item.sources for item in items))
    known = view.sources(comparison, dossier)
    return tuple(source for source in known.values() if source.id in named)


# ---------------------------------------------------------------- words with marks


@dataclass(frozen=True, slots=True)
class Run:
    """Some words, and whether a signal rests on them."""

    words: str
    marked: bool


def redline(change: Change) -> list[tuple[Edit, list[Run]]]:
    """The edits of a change, cut where a signal's words begin or end."""
    made = []
    at_old = at_new = 0
    for edit in change.edits:
        places: list[tuple[int, Side]] = []
        if edit.op != "insert":
            places.append((at_old, "old"))
            at_old += len(edit.words)
        if edit.op != "delete":
            places.append((at_new, "new"))
            at_new += len(edit.words)
        made.append((edit, _runs(edit.words, _within(change, places))))
    return made


def quoted(change: Change, side: Side) -> list[tuple[Clause, list[Run]]]:
    """The clauses of one side, cut where a signal's words begin or end."""
    made = []
    start = 0
    for clause in change.match.old if side == "old" else change.match.new:
        made.append((clause, _runs(clause.text, _within(change, [(start, side)]))))
        start += len(clause.text) + 1  # clauses of a side are joined by a line feed
    return made


def _within(change: Change, places: Sequence[tuple[int, Side]]) -> list[tuple[int, int]]:
    """Where the signals' words stand, counted from each place's start."""
    spans: list[Span] = [span for signal in change.machine.signals for span in signal.spans]
    return [(s.start - at, s.end - at) for at, side in places for s in spans if s.side == side]


def _runs(words: str, marks: Sequence[tuple[int, int]]) -> list[Run]:
    size = len(words)
    cuts = sorted({0, size} | {at for mark in marks for at in mark if 0 < at < size})
    return [
        Run(words[start:end], any(left <= start and end <= right for left, right in marks))
        for start, end in pairwise(cuts)
    ]
