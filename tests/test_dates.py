"""Dates at the precision known."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcr_tracker.dates import bounds, possibly_by, prose, surely_by
from mtcr_tracker.model import Date

DAYS = st.dates(min_value=datetime.date(1, 1, 1))


@st.composite
def points(draw: st.DrawFn) -> str:
    """A day, a month or a year."""
    return draw(DAYS).isoformat()[: draw(st.sampled_from([4, 7, 10]))]


@st.composite
def dates(draw: st.DrawFn) -> Date:
    """A point, or an interval of two."""
    first, last = sorted((draw(points()), draw(points())))
    return Date(draw(st.sampled_from([first, f"{first}/{last}"])))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-01", "2025-01-01", "2025-01-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("2025-01-07", "2025-01-07", "2025-01-07"),
        ("2004/2005", "2004-01-01", "2005-12-31"),
        ("2025-01-07/2025-02", "2025-01-07", "2025-02-28"),
        ("2025-06/2025", "2025-06-01", "2025-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
    ],
)
def test_bounds(text: str, first: str, last: str) -> None:
    assert [day.isoformat() for day in bounds(text)] == [first, last]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", '"" is not a date'),
        ("soon", '"soon" is not a date'),
        ("25-01-07", '"25-01-07" is not a date'),
        ("2025-1-7", '"2025-1-7" is not a date'),
        ("2025-01-07T00:00", '"2025-01-07T00:00" is not a date'),
        ("2025-01-07\n", '"2025-01-07\n" is not a date'),
        ("\uff12\uff10\uff12\uff15", '"\uff12\uff10\uff12\uff15" is not a date'),
        ("\u0662\u0660\u0662\u0665", '"\u0662\u0660\u0662\u0665" is not a date'),
        ("0000", '"0000" is not a date: there is no year 0'),
        ("2025-00", '"2025-00" is not a date: there is no such month'),
        ("2025-13-40", '"2025-13-40" is not a date: there is no such month'),
        ("2025-02-29", '"2025-02-29" is not a date: that month has 28 days'),
        ("2025-04-00", '"2025-04-00" is not a date: that month has 30 days'),
        ("2025/", '"" is not a date'),
        ("2025/2026/2027", '"2026/2027" is not a date'),
        ("2025/2024", '"2025/2024" ends before it begins'),
        ("2025-03/2025-02-28", '"2025-03/2025-02-28" ends before it begins'),
    ],
)
def test_what_is_no_date(text: str, why: str) -> None:
    with pytest.raises(ValueError) as told:  # noqa: PT011  # the whole message is compared
        bounds(text)
    assert str(told.value) == why


@given(dates())
def test_bounds_are_in_order(date: Date) -> None:
    first, last = bounds(date)
    assert first <= last


@given(dates(), dates())
def test_what_is_sure_is_possible(one: Date, other: Date) -> None:
    assert possibly_by(one, other) or not surely_by(one, other)
    assert surely_by(one, other) or possibly_by(other, one)


@given(dates(), dates(), dates())
def test_surely_by_is_transitive(one: Date, other: Date, third: Date) -> None:
    if surely_by(one, other) and surely_by(other, third):
        assert surely_by(one, third)


@given(DAYS, DAYS)
def test_for_exact_days_sure_and_possible_are_the_same(one: datetime.date, other: object) -> None:
    days = Date(one.isoformat()), Date(str(other))
    assert surely_by(*days) == possibly_by(*days) == (days[0] <= days[1])


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2025", "2025"),
        ("2025-01", "January 2025"),
        ("2025-01-07", "January 7, 2025"),
        ("2025-04-09/2025-06-30", "April 9, 2025 to June 30, 2025"),
        ("2004/2005", "2004 to 2005"),
    ],
)
def test_prose(date: str, words: str) -> None:
    assert prose(Date(date)) == words
