"""Commands about what lies between two snapshots: compare, report."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcr_tracker.publish import Page


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
    from mtcr_tracker.exporters import SERIES, document

    shown, failing = verdicts(only, "--only"), verdicts(fail_on, "--fail-on")
    found = [find_snapshot(name, policies) for name in (old, new, *(more or ()))]
    if len(found) == 2:
        comparison, dossier = compare_found(*found)
        comparisons = [comparison]
        out(document(format.value, comparison, dossier, only=shown).decode())
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
    more: MoreNames = None,
    policies: PoliciesOption = None,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="PLACE", help="Folder, file, or - for stdout."),
    ] = Path("reports"),
    format: Annotated[
        str,
        typer.Option(metavar="FORMS", help="html, docx, markdown, text, csv, json; or several."),
    ] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 where a report is stale.")
    ] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Write the report of OLD against NEW, or every report that the policies name."""
    from mtcr_tracker import find, publish

    if bool(old) != bool(new):
        raise mend("report takes two snapshots, or none for all reports", "name OLD and NEW")
    forms = publish.formats(format)
    found = [find_snapshot(name, policies) for name in (old, new, *(more or ())) if name]
    if len(found) > 2:
        pages = [publish.series_page(found, trace_found, output, forms)]
    else:
        pairs = [(found[0], found[1])] if found else publish.named(find.policies_folder(policies))
        pages = publish.pages(pairs, compare_found, output, forms)
    if check:
        stale = publish.stale(pages)
        for path in stale:
            out(str(path))
        raise typer.Exit(bool(stale))
    _write(pages, output, open_=open_)


def _write(pages: "Sequence[Page]", output: Path, *, open_: bool) -> None:
    """The pages to their places, or the one page to standard output; opens the first HTML one."""
    from mtcr_tracker import publish

    web = next((page.path for page in pages if page.path.suffix == ".html"), None)
    if open_ and not web:
        raise mend("--open: no HTML report is written to a file", "ask for html, and for a file")
    if str(output) == "-":
        sys.stdout.buffer.write(pages[0].content)
        return
    for page in pages:
        publish.write(page)
        say(f"wrote {page.path}")
    if open_ and web:
        import webbrowser

        webbrowser.open(web.absolute().as_uri())
