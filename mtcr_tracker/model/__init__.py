"""The nouns of the program: frozen values without behaviour that reads or writes anything."""

from mtcr_tracker.model.engine import *  # noqa: F403  # one name to import nouns from
from mtcr_tracker.model.files import *  # noqa: F403
from mtcr_tracker.model.lineage import *  # noqa: F403
from mtcr_tracker.model.tracking import *  # noqa: F403
