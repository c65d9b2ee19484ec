"""Commands about the record itself: list, show, check, history, schema."""

from pathlib import Path
from typing import Annotated

import typer

from mtcr_tracker.cli.common import (
    Listing,
    PoliciesOption,
    SnapshotName,
    app,
    find_snapshot,
    out,
)
from mtcr_tracker.errors import mend


@app.command("list")
def list_(policies: PoliciesOption = None, format: Listing = Listing.text) -> None:
    """List the policies and their snapshots."""
    from mtcr_tracker import find, listing

    known = find.records(find.policies_folder(policies))
    out(listing.listing_json(known) if format is Listing.json else listing.listing(known))


@app.command()
def show(
    snapshot: SnapshotName,
    policies: PoliciesOption = None,
    format: Listing = Listing.text,
) -> None:
    """Show a snapshot's clauses with their sources. JSON is a snapshot file again."""
    from mtcr_tracker import listing

    found = find_snapshot(snapshot, policies).snapshot
    out(listing.snapshot_json(found) if format is Listing.json else listing.snapshot(found))


@app.command("check")
def check_(
    policies: PoliciesOption = None,
    texts: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Prove quotations word for word in the texts here."),
    ] = None,
) -> None:
    """Validate every file of every policy, and tell all that is wrong at once."""
    from mtcr_tracker import find, listing

    if texts and not texts.is_dir():
        raise mend("no such folder", "name the folder of source texts", file=str(texts))
    known = find.records(find.policies_folder(policies))
    out(listing.checked(known))
    if texts:
        out(listing.proved(known, texts))


@app.command()
def history(
    snapshot: SnapshotName,
    policies: PoliciesOption = None,
    format: Listing = Listing.text,
) -> None:
    """Show corrections to our transcription of a snapshot: never a change of policy."""
    from mtcr_tracker import find, listing
    from mtcr_tracker import history as git_history

    found = find_snapshot(snapshot, policies)
    if not found.record:
        raise mend(f'"{snapshot}" is not in a policies folder', "name a snapshot of a policy")
    folder = find.policies_folder(policies)
    told = git_history.corrections(folder, found.snapshot.policy, found.snapshot.label)
    out(listing.history_json(told) if format is Listing.json else listing.history(told))


@app.command()
def schema(
    of: Annotated[
        str,
        typer.Argument(
            help="A file: snapshot, sources, policy, facts, event, review; or "
            "what a command prints as JSON: comparison, series, lineage, timeline, list, history, "
            "events, status, due, standing, partners, reviews, rules, explanation."
        ),
    ] = "snapshot",
) -> None:
    """Print the JSON Schema of a file or of an output, for editors and scripts."""
    from mtcr_tracker import listing

    out(listing.schema(of))
