"""Dates at the precision known: 2025, 2025-01, 2025-01-07, or an interval of two of them."""

import calendar
import datetime
import re
from functools import lru_cache

from mtcr_tracker.model import Date

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@lru_cache(maxsize=8192)  # a record asks for the same dates again and again
def bounds(text: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day that a date may mean.

    Raises ValueError, with what is wrong in words, where the text is no such date.
    """
    first, slash, last = text.partition("/")
    start, end = _bounds(first), _bounds(last if slash else first)
    if end[1] < start[0]:
        raise ValueError(f'"{text}" ends before it begins')
    return start[0], end[1]


def _bounds(text: str) -> tuple[datetime.date, datetime.date]:
    form = _FORM.fullmatch(text)
    if not form:
        raise ValueError(f'"{text}" is not a date')
    year, month, day = (int(part) if part else None for part in form.groups())
    if not year:
        raise ValueError(f'"{text}" is not a date: there is no year 0')
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f'"{text}" is not a date: there is no such month')
    first, last = month or 1, month or 12
    days = calendar.monthrange(year, last)[1]
    if day is not None and not 1 <= day <= days:
        raise ValueError(f'"{text}" is not a date: that month has {days} days')
    return datetime.date(year, first, day or 1), datetime.date(year, last, day or days)


def surely_by(date: Date, other: Date) -> bool:
    """Whether a date surely lies on or before the last day that another may mean."""
    return bounds(date)[1] <= bounds(other)[1]


def possibly_by(date: Date, other: Date) -> bool:
    """Whether a date may lie on or before the last day that another may mean."""
    return bounds(date)[0] <= bounds(other)[1]


@lru_cache(maxsize=8192)
def prose(date: Date) -> str:
    """January 7, 2025; January 2025; 2025; between April 9 and June 30, 2025 as "April 9, 2025
    to June 30, 2025"."""
    return " to ".join(_prose(part) for part in date.split("/"))


def _prose(text: str) -> str:
    year, month, day = [*text.split("-"), "", ""][:3]
    if not month:
        return year
    name = calendar.month_name[int(month)]
    return f"{name} {int(day)}, {year}" if day else f"{name} {year}"
