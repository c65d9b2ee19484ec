"""The command that verifies a report from its own file."""

from pathlib import Path
from typing import Annotated

import typer

from mtcr_tracker.cli.common import PoliciesOption, app, find_snapshot, out
from mtcr_tracker.errors import mend


@app.command()
def verify(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="An HTML report.")],
    against: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="OLD NEW", help="Prove that its texts are those of these snapshots."),
    ] = None,
    policies: PoliciesOption = None,
) -> None:
    """Show from a report's own file that it is consistent with itself; exit with 1 where not."""
    from mtcr_tracker import verify as room

    try:
        page = report.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise mend("cannot be read", "name an HTML report", file=str(report)) from error
    pair = tuple(find_snapshot(name, policies).snapshot for name in against or ())
    checks = room.verify(page, (pair[0], pair[1]) if pair else None)
    for check in checks:
        state = "FAILS" if check.wrong else "not looked at" if check.skipped else "holds"
        out(f"{state}: {check.what}")
        if check.skipped:
            out(f"       {check.skipped}")
        for wrong in check.wrong:
            out(f"       {wrong}")
    raise typer.Exit(any(check.wrong for check in checks))
