"""Verify a report from its own file: that what it shows and counts is what its data say."""

from mtcr_tracker import __version__
from mtcr_tracker.errors import mend
from mtcr_tracker.exporters.data import text_hash
from mtcr_tracker.exporters.seal import hashes, seal
from mtcr_tracker.model import Snapshot
from mtcr_tracker.verify import data as data_
from mtcr_tracker.verify.again import comparison
from mtcr_tracker.verify.check import SIDES, Check, Data
from mtcr_tracker.verify.page import Shown, differences, read, redlines

__all__ = ["Check", "verify"]


def verify(page: str, against: tuple[Snapshot, Snapshot] | None = None) -> list[Check]:
    """Every check of a report, given as the text of its HTML file; with `against`, also that its
    texts are those of two snapshots. Raises UserError for a page that holds no comparison, or one
    that cannot be read."""
    try:
        shown = read(page)
        if shown.data is None:
            remedy = "name an HTML report that `mtcr-tracker report` wrote, of all its changes"
            raise mend("there is no comparison in the file", remedy)
        told = data_.checks(shown.data)
        sound = not any(check.wrong for check in told)
        return [
            *told,
            *_shown(shown, shown.data, sound),
            _sealed(page),
            *_against(shown.data, against),
        ]
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # what a hand can do to data is no bug of ours
        remedy = "ask for the report again from whoever made it"
        raise mend(f"the comparison in the file cannot be read ({error!r})", remedy) from error


def _shown(shown: Shown, told: Data, sound: bool) -> list[Check]:
    marks = Check("the marks shown give the words of the data", tuple(redlines(shown, told)))
    what = "everything that the page shows of the comparison is what the data say"
    if shown.generator != f"mtcr-tracker {__version__}":
        by = shown.generator or "an unnamed program"
        return [marks, Check(what, skipped=f"written by {by}; this is {__version__}")]
    if not sound:
        return [marks, Check(what, skipped="the data are not consistent with themselves")]
    orders = (list(data_.order(told, "old")), list(data_.order(told, "new")))
    return [marks, Check(what, tuple(differences(shown, comparison(told, orders))))]


def _sealed(page: str) -> Check:
    what = "every part of the page is as it was written"
    told, found = seal(page), hashes(page)
    if told is None:
        return Check(what, ("there is no seal",))
    names = dict.fromkeys((*told, *found))
    return Check(what, tuple(name for name in names if told.get(name) != found.get(name)))


def _against(told: Data, against: tuple[Snapshot, Snapshot] | None) -> list[Check]:
    if not against:
        return []
    wrong = tuple(
        f"{side} text: not that of {snapshot.label or snapshot.title or 'the file'}"
        for side, snapshot in zip(SIDES, against, strict=True)
        if text_hash(clause.text for clause in snapshot.clauses) != told[side]["sha256"]
    )
    return [Check("the texts are the snapshots' own", wrong)]
