"""The table of formats, filled by a decorator as each format's module is imported."""

from collections.abc import Callable, Collection
from typing import Protocol

from mtcr_tracker.model import Comparison, Dossier, Verdict


class Exporter(Protocol):
    """Turns a finished comparison into one document."""

    def __call__(
        self, comparison: Comparison, dossier: Dossier, *, only: Collection[Verdict] = ()
    ) -> str:
        """The document as text, the same for the same input.

        `only` names the verdicts whose changes are shown; none shows all. The counts are always
        those of the whole comparison.
        """


EXPORTERS: dict[str, Exporter] = {}
"""The exporter of each format, by the format's name."""

SUFFIXES: dict[str, str] = {}
"""How a file of each format ends, by the format's name."""


def exporter(name: str, *, suffix: str) -> Callable[[Exporter], Exporter]:
    """Registers the decorated function as the exporter of the format `name`.

    Raises ValueError where the name is taken.
    """

    def register(function: Exporter) -> Exporter:
        if name in EXPORTERS:
            raise ValueError(f"two exporters are named {name!r}")
        EXPORTERS[name], SUFFIXES[name] = function, suffix
        return function

    return register
