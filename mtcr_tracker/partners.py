"""What a state is to the regime on a date: partner, adherent, neither found, or not known."""

from collections.abc import Iterator, Sequence

from mtcr_tracker.check import near
from mtcr_tracker.dates import bounds, possibly_by, prose, surely_by
from mtcr_tracker.model import RELATIONS, Country, Date, Membership, Record, Relation


def partners(record: Record, on: Date) -> tuple[Membership, ...]:
    """Every state on the record, in its order, as of a date; a state with several entries once."""
    known = dict.fromkeys(country.name for country in record.facts.countries)
    return tuple(partner(record, name, on) for name in known)


def partner(record: Record, name: str, on: Date) -> Membership:
    """One state as of a date. A state that the record does not name was not found to be either:
    the list of partners is checked against official counts, that of adherents is not complete."""
    entries = [c for c in record.facts.countries if name.casefold() in set(_called(c))]
    if not entries:
        called = [word for c in record.facts.countries for word in (c.name, *c.also)]
        reason = f"not named on the record{near(name, called)}"
        return Membership(country=name, relation="neither found", reason=reason)
    found = [_on(entry, record, on) for entry in entries]
    return min(found, key=lambda membership: RELATIONS.index(membership.relation))


def _called(country: Country) -> Iterator[str]:
    yield from (name.casefold() for name in (country.name, *country.also))


def _on(entry: Country, record: Record, on: Date) -> Membership:
    relation: Relation = entry.relation
    if entry.since:
        reason = f"since {prose(entry.since)}"
        if not possibly_by(entry.since, on):
            relation, reason = "neither found", f"{_A[entry.relation]} only {reason}"
        elif not surely_by(entry.since, on):
            relation = "not known"
            reason = f"it became {_A[entry.relation]} in {prose(entry.since)}"
    else:
        named = _named(entry, record)
        reason = f"named in {prose(named)}; since when was not seen" if named else "date not seen"
        if not named or not surely_by(named, on):
            relation, reason = "not known", f"{_A[entry.relation]}, {reason}"
    return Membership(country=entry.name, relation=relation, reason=reason, entry=entry)


_A = {"partner": "a partner", "adherent": "an adherent"}


def _named(entry: Country, record: Record) -> Date | None:
    """The date of the earliest source that names it."""
    cited = (record.sources[source].date for source in entry.sources if source in record.sources)
    return min((date for date in cited if date), key=bounds, default=None)


def counted(found: Sequence[Membership]) -> dict[Relation, int]:
    """How many of the states given are what."""
    return {kind: sum(m.relation == kind for m in found) for kind in RELATIONS}
