"""The table of formats, filled by a decorator as each format's module is imported."""

from collections.abc import Callable, Collection
from typing import Protocol, TypeVar

from mtcr_tracker.model import Comparison, Dossier, Verdict


class Exporter(Protocol):
    """Turns a finished comparison into one document."""

    def __call__(
        self, comparison: Comparison, dossier: Dossier, *, only: Collection[Verdict] = ()
    ) -> str | bytes:
        """The document as text, or as bytes where it is none; the same for the same input.

        `only` names the verdicts whose changes are shown; none shows all. The counts are always
        those of the whole comparison.
        """


Registered = TypeVar("Registered", bound=Exporter)

EXPORTERS: dict[str, Exporter] = {}
"""The exporter of each format, by the format's name."""

SUFFIXES: dict[str, str] = {}
"""How a file of each format ends, by the format's name."""

BINARY: set[str] = set()
"""The formats that are no text."""


def exporter(name: str, *, suffix: str, binary: bool = False) -> Callable[[Registered], Registered]:
    """Registers the decorated function as the exporter of the format `name`.

    Raises ValueError where the name is taken.
    """

    def register(function: Registered) -> Registered:
        if name in EXPORTERS:
            raise ValueError(f"two exporters are named {name!r}")
        EXPORTERS[name], SUFFIXES[name] = function, suffix
        BINARY.update({name} if binary else ())
        return function

    return register


def document(
    form: str, comparison: Comparison, dossier: Dossier, *, only: Collection[Verdict] = ()
) -> bytes:
    """A comparison in a format, as the bytes of its file: text as UTF-8.

    Raises KeyError for a format that is not registered, UserError where the format needs a
    package that is not installed.
    """
    made = EXPORTERS[form](comparison, dossier, only=only)
    return made if isinstance(made, bytes) else made.encode()
