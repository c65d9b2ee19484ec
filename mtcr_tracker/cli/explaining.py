"""The command that says why the program did what it did with one clause."""

from typing import Annotated

import typer

from mtcr_tracker.cli.common import (
    Listing,
    NewName,
    OldName,
    PoliciesOption,
    app,
    find_snapshot,
    out,
)


@app.command()
def explain(
    old: OldName,
    new: NewName,
    clause: Annotated[str, typer.Argument(metavar="CLAUSE", help="A clause's id or number.")],
    policies: PoliciesOption = None,
    format: Listing = Listing.text,
) -> None:
    """Say why a clause was paired as it was, and how the rules read its change."""
    from mtcr_tracker import explain as room

    before, after = find_snapshot(old, policies), find_snapshot(new, policies)
    sections = room.explain(before.snapshot, after.snapshot, clause)
    out(room.data(sections) if format is Listing.json else room.text(sections))
