"""Commands about what lies between two snapshots: compare, report."""

from pathlib import Path
from typing import Annotated

import typer

from mtcr_tracker.cli.common import (
    Form,
    MoreNames,
    NewName,
    OldName,
    PoliciesOption,
    app,
    compare_found,
    find_snapshot,
    labels,
    out,
    say,
    trace_found,
    verdicts,
)
from mtcr_tracker.errors import mend


@app.command()
def compare(
    old: OldName,
    new: NewName,
    more: MoreNames = None,
    policies: PoliciesOption = None,
    format: Form = Form.text,
    only: Annotated[
        str, typer.Option(metavar="VERDICTS", help="Show only these, e.g. loosened,disputed.")
    ] = "",
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where anything differs.")
    ] = False,
    fail_on: Annotated[
        str, typer.Option(metavar="VERDICTS", help="Exit with 1 where a change has one of these.")
    ] = "",
) -> None:
    """Compare two snapshots clause by clause; or more, step by step and end to end."""
    from mtcr_tracker.exporters import EXPORTERS, SERIES

    shown, failing = verdicts(only, "--only"), verdicts(fail_on, "--fail-on")
    found = [find_snapshot(name, policies) for name in (old, new, *(more or ()))]
    if len(found) == 2:
        comparison, dossier = compare_found(*found)
        comparisons = [comparison]
        out(EXPORTERS[format.value](comparison, dossier, only=shown))
    else:
        series, dossier = trace_found(found)
        comparisons = [*series.steps, series.whole]
        out(SERIES[format.value](series, dossier, only=shown))
    changes = [change for comparison in comparisons for change in comparison.changes]
    differs = any(change.kinds != ("identical",) for change in changes)
    if (exit_code and differs) or any(change.verdict in failing for change in changes):
        raise typer.Exit(1)


@app.command()
def report(
    old: Annotated[str, typer.Argument(metavar="[OLD", autocompletion=labels)] = "",
    new: Annotated[str, typer.Argument(metavar="NEW]", autocompletion=labels)] = "",
    policies: PoliciesOption = None,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="PLACE", help="Folder, FILE.html, or - for stdout."),
    ] = Path("reports"),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 where a report is stale.")
    ] = False,
) -> None:
    """Write the HTML report of OLD against NEW, or every report that the policies name."""
    from mtcr_tracker import find, publish

    if bool(old) != bool(new):
        raise mend("report takes two snapshots, or none for all reports", "name OLD and NEW")
    folder = find.policies_folder(policies)
    pairs = (
        [(find_snapshot(old, policies), find_snapshot(new, policies))]
        if old
        else publish.named(folder)
    )
    pages = publish.pages(pairs, compare_found, output)
    if str(output) == "-":
        out(pages[0].text)
    elif check:
        stale = publish.stale(pages)
        for path in stale:
            out(str(path))
        raise typer.Exit(bool(stale))
    else:
        for page in pages:
            publish.write(page)
            say(f"wrote {page.path}")
