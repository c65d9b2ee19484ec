"""Commands for those who follow a policy over years: lineage, timeline, site."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtcr_tracker.cli.common import Listing, PoliciesOption, app, out, say, trace_found
from mtcr_tracker.errors import mend

if TYPE_CHECKING:
    from mtcr_tracker.model import Lineage, Record, Series


class TimelineForm(StrEnum):
    """Forms of the timeline."""

    text = "text"
    svg = "svg"
    html = "html"
    json = "json"
    csv = "csv"


PolicyName = Annotated[
    str, typer.Argument(metavar="[POLICY]", help="The policy, where there are several.")
]


@app.command("lineage")
def lineage_(
    clause: Annotated[
        str, typer.Argument(metavar="CLAUSE", help="A clause's id, or SNAPSHOT#CLAUSE.")
    ],
    policy: PolicyName = "",
    policies: PoliciesOption = None,
    format: Listing = Listing.text,
) -> None:
    """Tell a provision's way through the snapshots, down to which of them brought which words."""
    from mtcr_tracker.exporters import lineage_data, lineage_text
    from mtcr_tracker.find import Found

    record = _record(policy, policies)
    found = [Found(snapshot, record) for snapshot in record.snapshots.values()]
    series, dossier = trace_found(found)
    meant = _meant(series, clause)
    if format is Listing.json:
        out(lineage_data(series, meant, dossier))
    else:
        out("\n".join(lineage_text(series, lineage, dossier) for lineage in meant))


def _record(policy: str, policies: Path | None) -> "Record":
    """The record of the policy named, or the only one. Raises UserError."""
    from mtcr_tracker import find
    from mtcr_tracker.check import near

    known: dict[str, Record] = {}
    known |= {r.policy.id: r for r in find.records(find.policies_folder(policies))}
    named = list(known) if len(known) > 1 and not policy else [policy or next(iter(known))]
    if named[0] not in known:
        raise mend(f'no policy "{policy}"{near(policy, known)}', f"use {' or '.join(known)}")
    if len(named) > 1:
        raise mend("there are several policies", f"name {' or '.join(named)}")
    return known[named[0]]


def _meant(series: "Series", clause: str) -> "list[Lineage]":
    """The lineages with a clause of this id, in the snapshot named if one is. Raises UserError."""
    from mtcr_tracker.check import near

    label, hash_, name = clause.rpartition("#")
    places = [i for i, s in enumerate(series.snapshots) if not hash_ or s.label == label]
    found = [
        each
        for each in series.lineages
        if any(c.id == name for place in places for c in each.clauses[place])
    ]
    if not found:
        known = {c.id for place in places for c in series.snapshots[place].clauses}
        what = f'no clause "{clause}"{near(name, sorted(known))}'
        raise mend(what, "`mtcr-tracker show SNAPSHOT` names them")
    return found


@app.command("timeline")
def timeline_(
    policy: PolicyName = "",
    policies: PoliciesOption = None,
    format: TimelineForm = TimelineForm.text,
) -> None:
    """Show a policy's events and snapshots in order of date."""
    from mtcr_tracker.site.timeline import FORMS

    out(FORMS[format.value](_record(policy, policies)))


@app.command("site")
def site_(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write it to.")],
    policies: PoliciesOption = None,
    as_of: Annotated[
        str,
        typer.Option(
            metavar="DATE",
            show_default="to where the sources were searched",
            help="Tell the state of play on this date.",
        ),
    ] = "",
    address: Annotated[
        str, typer.Option(metavar="URL", help="Where it will stand, for the links of its feeds.")
    ] = "",
) -> None:
    """Write a static site on everything on record; again, and only what changed is written."""
    from mtcr_tracker import find, site
    from mtcr_tracker.site import output

    on = site.date(as_of) if as_of else None
    known = find.records(find.policies_folder(policies))
    written = output.write(site.build(known, on, site.web(address)), folder)
    say(output.told(written, folder))
