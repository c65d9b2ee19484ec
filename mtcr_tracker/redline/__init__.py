"""Redline a pair of texts, in two layers.

`redline` gives the fewest edits: what is evidence. `readable` makes of them what a person is
shown. Where two wordings are too far apart for that, `shared_phrases` tells what both have.
"""

from mtcr_tracker.redline.minimal import redline
from mtcr_tracker.redline.readable import readable
from mtcr_tracker.redline.shared import shared_phrases, side_by_side

__all__ = ["readable", "redline", "shared_phrases", "side_by_side"]
