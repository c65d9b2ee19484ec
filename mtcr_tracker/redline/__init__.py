"""Redline a pair of texts, in two layers.

`redline` gives the fewest edits: what is evidence. `readable` makes of them what a person is
shown. `moved_phrases` tells what they delete in one place and insert in another; where two wordings
are too far apart for a redline, `shared_phrases` tells all that both have.
"""

from mtcr_tracker.redline.minimal import redline
from mtcr_tracker.redline.readable import readable
from mtcr_tracker.redline.shared import moved_phrases, shared_phrases, side_by_side

__all__ = ["moved_phrases", "readable", "redline", "shared_phrases", "side_by_side"]
