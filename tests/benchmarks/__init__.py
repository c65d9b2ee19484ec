"""The program and its peers on the same texts, in one run."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests import each other from their folder
