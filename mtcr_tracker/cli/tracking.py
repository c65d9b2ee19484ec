"""Commands about what has happened since: status, due, standing, partners."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtcr_tracker.cli.common import (
    KnownAtOption,
    Listing,
    PoliciesOption,
    Table,
    app,
    find_snapshot,
    labels,
    out,
)
from mtcr_tracker.errors import mend

if TYPE_CHECKING:
    from mtcr_tracker.model import ClauseStatus, Date, Record, StateOfPlay, Term

AsOfOption = Annotated[
    str,
    typer.Option(
        "--as-of",
        metavar="DATE",
        show_default="to where the sources were searched",
        help="Ask what was so on this date.",
    ),
]
TodayOption = Annotated[
    str, typer.Option("--as-of", metavar="DATE", show_default="today", help="On this date.")
]


@app.command("status")
def status_(
    snapshot: Annotated[
        str,
        typer.Argument(
            autocompletion=labels, show_default="the one in force then", help="Whose clauses."
        ),
    ] = "",
    policies: PoliciesOption = None,
    as_of: AsOfOption = "",
    known_at: KnownAtOption = "",
    why: Annotated[
        str, typer.Option(metavar="CLAUSE", help="Tell which events decide, which not, and why.")
    ] = "",
    format: Table = Table.text,
) -> None:
    """Work out what has become of each clause: no act found, announced, ... reversed.

    status@REVISION is status --known-at REVISION.
    """
    from mtcr_tracker import tracking

    name, _, clause = why.rpartition("#")
    plays, revision = _plays(snapshot or name, policies, as_of, known_at)
    row = _clause(plays, clause) if clause else None
    if format is Table.json:
        out(tracking.status_json(plays, revision, clause))
    elif format is Table.csv:
        out(tracking.status_csv(plays, clause))
    elif row:
        out(tracking.why(*row, revision))
    else:
        out("\n\n".join(tracking.status(play, revision) for play in plays))


def _plays(
    name: str, policies: Path | None, as_of: str, known_at: str
) -> "tuple[list[StateOfPlay], str]":
    """The state of play of the snapshot named, or of each policy's snapshot in force on the date,
    and the revision that it is known at."""
    from mtcr_tracker import find
    from mtcr_tracker.status import default_date, status

    base, _, revision = name.partition("@")
    revision = known_at or revision
    at = f"@{revision}" if revision else ""
    if base:
        found = [find_snapshot(f"{base}{at}", policies)]
    else:
        known = find.records(find.policies_folder(policies), revision)
        dated = [f"{r.policy.id}/{as_of or default_date(r)}{at}" for r in known if r.snapshots]
        found = [find_snapshot(one, policies) for one in dated]
    plays = []
    for one in found:
        if one.record is None:
            raise mend(f'"{name}" is not in a policies folder', "name a snapshot of a policy")
        on = _date(as_of) if as_of else default_date(one.record)
        plays.append(status(one.record, one.snapshot, on))
    return plays, revision


def _clause(plays: "list[StateOfPlay]", clause: str) -> "tuple[StateOfPlay, ClauseStatus]":
    from mtcr_tracker.check import near

    found = [(play, row) for play in plays for row in play.clauses if row.clause.id == clause]
    if not found:
        known = [row.clause.id for play in plays for row in play.clauses]
        what = f'no clause "{clause}" in {", ".join(play.snapshot.label for play in plays)}'
        raise mend(f"{what}{near(clause, known)}", "`mtcr-tracker status` names them")
    return found[0]


def _date(text: str) -> "Date":
    """A date that a user typed. Raises UserError where it is none."""
    from mtcr_tracker.dates import bounds
    from mtcr_tracker.model import Date

    try:
        bounds(text)
    except ValueError as error:
        raise mend(str(error), "write it as 2025, 2025-01 or 2025-01-07") from None
    return Date(text)


def _today(text: str) -> "Date":
    """The date asked for, else today: the only place where the program reads the clock."""
    import datetime

    return _date(text or datetime.date.today().isoformat())


def _known(policies: Path | None, revision: str) -> "tuple[Record, ...]":
    from mtcr_tracker import find

    return find.records(find.policies_folder(policies), revision)


@app.command("due")
def due_(
    policies: PoliciesOption = None,
    as_of: TodayOption = "",
    known_at: KnownAtOption = "",
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where anything is overdue.")
    ] = False,
    format: Listing = Listing.text,
) -> None:
    """List deadlines, bills that wait, proposals, stale reviews and sources to look at again."""
    from mtcr_tracker import tracking
    from mtcr_tracker.due import due

    on = _today(as_of)
    found = [(record, due(record, on)) for record in _known(policies, known_at)]
    tell = tracking.due_json if format is Listing.json else tracking.due
    out(tell(found, on, known_at))
    if exit_code and any(item.overdue == "yes" for _, waiting in found for item in waiting):
        raise typer.Exit(1)


@app.command("standing")
def standing_(
    item: Annotated[str, typer.Argument(help="A class of items; all where none is named.")] = "",
    policies: PoliciesOption = None,
    as_of: AsOfOption = "",
    known_at: KnownAtOption = "",
    format: Listing = Listing.text,
) -> None:
    """Show each class of items with its standard of review, whose it is and where it is stated."""
    from mtcr_tracker import ledger, tracking
    from mtcr_tracker.standing import standing
    from mtcr_tracker.status import default_date

    tell = tracking.standing_json if format is Listing.json else tracking.standing
    for record in _known(policies, known_at):
        on = _date(as_of) if as_of else default_date(record)
        rows = standing(ledger.texts_by(record, on), _terms(record, item))
        out(tell(record, rows, on, known_at))


def _terms(record: "Record", item: str) -> "tuple[Term, ...]":
    """The classes of items asked for: all, or one with what it is a part of and its parts."""
    from mtcr_tracker.check import near

    terms = record.policy.items
    if item and item not in {term.id for term in terms}:
        known = [term.id for term in terms]
        what = f'no class of items "{item}" in {record.policy.id}{near(item, known)}'
        raise mend(what, f"use one of {', '.join(known)}")
    return tuple(t for t in terms if not item or item in (t.id, t.part_of))


@app.command("partners")
def partners_(
    country: Annotated[str, typer.Argument(help="A state; all where none is named.")] = "",
    policies: PoliciesOption = None,
    as_of: AsOfOption = "",
    known_at: KnownAtOption = "",
    format: Listing = Listing.text,
) -> None:
    """Say whether a state is a partner in the regime, an adherent or neither, with the source."""
    from mtcr_tracker import tracking
    from mtcr_tracker.partners import partner, partners
    from mtcr_tracker.status import default_date

    tell = tracking.partners_json if format is Listing.json else tracking.partners
    for record in _known(policies, known_at):
        on = _date(as_of) if as_of else default_date(record)
        found = (partner(record, country, on),) if country else partners(record, on)
        out(tell(record, found, on, known_at))
