"""The command line: read, call, print. What a command needs is imported when it runs."""

import signal
import sys
from typing import Annotated

import typer

from mtcr_tracker import __version__
from mtcr_tracker.cli import (  # each registers its commands
    comparing,
    effects,
    events,
    explaining,
    publishing,
    record,
    tracking,
    verify,
)
from mtcr_tracker.cli.common import app
from mtcr_tracker.errors import UserError

__all__ = [
    "app", "comparing", "effects", "events", "explaining", "main", "publishing", "record",
    "tracking", "verify",
]  # fmt: skip


def main() -> None:
    """The console script. Exit codes: 0 fine, 1 what was asked about is so, 2 something the
    user must mend, 130 interrupted."""
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # end quietly when piped into head
    try:
        app()
    except UserError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        sys.exit(2)


@app.callback(invoke_without_command=True)
def _top(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if version:
        print(f"mtcr-tracker {__version__}")
        raise typer.Exit
