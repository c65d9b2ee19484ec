"""``python -m mtcr_tracker``."""

from mtcr_tracker.cli import main

main()
