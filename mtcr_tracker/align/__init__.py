"""Align two snapshots: which clause became which.

Concordance first, then id, then text. Read `match` first: it names the steps in their order.
What is left over stands alone: a weak match is worse than none.
"""

from mtcr_tracker.align.explaining import Candidate, Pairing, why
from mtcr_tracker.align.match import Alignment, align, alignment
from mtcr_tracker.align.telling import similarity

__all__ = ["Alignment", "Candidate", "Pairing", "align", "alignment", "similarity", "why"]
