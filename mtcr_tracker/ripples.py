"""What a change does to clauses whose own words stand: numbers that shift, references that no
longer lead where they led, defined terms that may no longer mean what they meant."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from mtcr_tracker.markers import body
from mtcr_tracker.model import Change, Clause, Renumbering, Ripple, Snapshot
from mtcr_tracker.numbering import Address, Register, components, number, ordinal, register
from mtcr_tracker.text import fold

_Addresses = Mapping[int, Address]
"""By the identity of a clause."""


def _addressed(snapshot: Snapshot, at: Register) -> dict[int, Address]:
    return {id(c): address for c, address in zip(snapshot.clauses, at.addresses, strict=True)}


# ---------------------------------------------------------------- renumbering

_CAUSES = {
    "new": "a new clause",
    "no earlier text": "a clause without earlier text",
    "removed": "a clause removed",
    "not restated": "a clause not restated",
    "still stands": "a clause not repeated",
    "split": "a clause split",
    "merged": "clauses merged",
    "moved": "a clause moved",
}


def renumberings(
    changes: Sequence[Change], old: Snapshot, new: Snapshot
) -> tuple[Renumbering, ...]:
    """Runs of siblings whose numbers shifted by the same step, each told once with its cause:
    what came, went or moved since the last sibling that had kept its number."""
    if not any("renumbered" in change.kinds for change in changes):
        return ()
    before, after = _addressed(old, register(old)), _addressed(new, register(new))
    siblings: defaultdict[Address, list[tuple[Change, int | None]]] = defaultdict(list)
    for change in changes:
        main = (change.match.new or change.match.old)[0]
        address = (after if change.match.new else before)[id(main)]
        siblings[address[:-1]].append((change, _step(change, before, after)))
    found = [told for family in siblings.values() for told in _runs(family)]
    return tuple(sorted(found, key=lambda told: told.changes))


def _step(change: Change, before: _Addresses, after: _Addresses) -> int | None:
    """By how much a clause's number among its siblings has shifted; None if it has no number on
    both sides, or has another place."""
    if len(change.match.old) != 1 or len(change.match.new) != 1 or change.match.moved:
        return None
    one, other = before[id(change.match.old[0])], after[id(change.match.new[0])]
    if not one or not other:
        return None
    ranks = ordinal(one[-1]), ordinal(other[-1])
    return None if None in ranks else (ranks[1] or 0) - (ranks[0] or 0)


def _runs(family: Sequence[tuple[Change, int | None]]) -> Iterator[Renumbering]:
    run: list[Change] = []
    causes: list[Change] = []
    since: list[Change] = []
    last = 0
    for change, step in family:
        if step is None:
            since.append(change)
        elif step == last and step:
            run.append(change)
        else:
            if run:
                yield _renumbering(run, causes)
            run, causes, last = ([change] if step else []), since, step
        if step is not None:
            since = []
    if run:
        yield _renumbering(run, causes)


def _renumbering(run: Sequence[Change], causes: Sequence[Change]) -> Renumbering:
    told = dict.fromkeys(_CAUSES[kind] for c in causes for kind in c.kinds if kind in _CAUSES)
    before = " and ".join(told) or "no cause found among the clauses"
    return Renumbering(
        cause=f"{before} before {number(run[0].match.new[0])}",
        because=tuple(change.number for change in causes if set(change.kinds) & _CAUSES.keys()),
        changes=tuple(change.number for change in run),
        numbers=tuple((number(c.match.old[0]), number(c.match.new[0])) for c in run),
    )


# ---------------------------------------------------------------- references

_ONE = r"(?:\d+(?:[.-]\d+)*[a-z]?(?:\([0-9A-Za-z]{1,5}\))*|(?:\([0-9A-Za-z]{1,5}\))+)"
_REFERENCE = re.compile(
    r"(?:§{1,2}|\b(?:sub)?(?:sections?|paragraphs?|clauses?|articles?)\b)\s*"
    rf"((?>{_ONE}(?:(?:, and|, or|,| and| or| through| to)\s+{_ONE})*))"
    r"(?!\s+of\s+(?!this\b))",
    re.IGNORECASE,
)
_EACH = re.compile(_ONE)


def references(text: str) -> list[str]:
    """The references to numbered clauses of the same document, as they are written, without
    those that say "of" another document: "paragraph (b) of this section" but not "section 5 of
    the Act"."""
    return [one for found in _REFERENCE.findall(text) for one in _EACH.findall(found)]


def stale_references(changes: Sequence[Change], old: Snapshot, new: Snapshot) -> Iterator[Ripple]:
    """References in the new text that stood in the old text too, and led to a clause that now
    has another number or is gone."""
    before, after = register(old), register(new)
    old_place = {id(clause): place for place, clause in enumerate(old.clauses)}
    new_place = {id(clause): place for place, clause in enumerate(new.clauses)}
    home = {old_place[id(c)]: change for change in changes for c in change.match.old}
    if not any({"renumbered", "removed", "moved"} & set(change.kinds) for change in changes):
        return
    for change in changes:
        stood = {
            ref: place
            for clause in change.match.old
            for ref in references(clause.text)
            if (place := before.find(components(ref), before.addresses[old_place[id(clause)]]))
            is not None
        }
        for clause in change.match.new if stood else ():
            standing_at = after.addresses[new_place[id(clause)]]
            for ref in dict.fromkeys(references(clause.text)):
                if ref in stood:
                    leads = after.find(components(ref), standing_at)
                    yield from _stale(change, ref, home[stood[ref]], leads, new)


def _stale(
    change: Change, ref: str, target: Change, leads: int | None, new: Snapshot
) -> Iterator[Ripple]:
    """Told unless the reference still leads to a clause of the match it led to."""
    here = None if leads is None else new.clauses[leads]
    if any(here is clause for clause in target.match.new):
        return
    if target.match.new:
        now = number(target.match.new[0])
        why = f"what it referred to is now {now}" if now else "what it referred to has no number"
    elif "removed" in target.kinds:
        why = "what it referred to was removed"
    else:
        return
    if here is not None:
        why = f"{why}; the number belongs to another clause"
    yield Ripple(
        kind="stale reference", change=change.number, words=ref, touches=(target.number,), why=why
    )


# ---------------------------------------------------------------- definitions

_QUOTED = r"[\"“‘']([A-Za-z][\w'’ -]{0,60}?)[\"”’'],?"
_PLAIN = r"([A-Z][\w'’-]*(?: [\w'’-]+){0,5}?)"
_MEANS = r"(?:means?|has the meaning|have the meaning|shall mean|is defined as|refers to)\s"
_DEFINES = re.compile(rf"(?:^|\b[Tt]he terms? ){_QUOTED} {_MEANS}|^{_PLAIN} {_MEANS}")
_NO_TERM = re.compile(r"^(?:This|That|It|Which)\b|\b(?:is|are|shall|may|must|will|be)\b")


def defined(text: str) -> str | None:
    """The term that a clause defines in the usual forms ("Lot means ...", 'The term "sale" has
    the meaning ...'), None if it defines none."""
    found = _DEFINES.search(text)
    term: str | None = (found[1] or found[2]) if found else None
    return None if term and _NO_TERM.search(term) else term


def changed_definitions(changes: Sequence[Change]) -> Iterator[Ripple]:
    """Definitions whose words have changed, each with the changes whose new clauses use the
    term: their words may stand, their meaning may not."""
    for change in changes:
        if not {"reworded", "removed", "new", "split", "merged"} & set(change.kinds):
            continue
        term = _term_of(change.match.new) or _term_of(change.match.old)
        if not term:
            continue
        uses = re.compile(rf"\b{re.escape(term)}(?:s|es)?\b", re.IGNORECASE)
        users = tuple(
            other.number
            for other in changes
            if other is not change and any(uses.search(c.text) for c in other.match.new)
        )
        if users:
            yield Ripple(
                kind="changed definition",
                change=change.number,
                words=term,
                touches=users,
                why=f"the definition of “{term}” has changed, and these clauses use the term",
            )


def _term_of(clauses: Sequence[Clause]) -> str | None:
    return next((term for c in clauses if (term := defined(fold(body(c.text))))), None)


def ripples(changes: Sequence[Change], old: Snapshot, new: Snapshot) -> tuple[Ripple, ...]:
    """Stale references, then changed definitions, each in reading order."""
    return (*stale_references(changes, old, new), *changed_definitions(changes))
