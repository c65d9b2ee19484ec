"""The one exception for what a user must mend."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it stands, what is wrong, and the remedy."""

    file: str
    line: int
    """From 1; 0 where the problem belongs to no line."""
    column: int
    """From 1, counted in characters; 0 where the problem belongs to no line."""
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        head = f"{place}: " if place else ""
        return f"{head}{self.what}; {self.remedy}" if self.remedy else f"{head}{self.what}"


class UserError(Exception):
    """Raised with every problem found, not only the first; told to the user with exit code 2."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def mend(
    what: str, remedy: str = "", *, file: str = "", line: int = 0, column: int = 0
) -> UserError:
    """A `UserError` that holds one problem."""
    return UserError([Problem(file, line, column, what, remedy)])
