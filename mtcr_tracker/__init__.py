"""mtcr-tracker: what a policy change loosened, kept or tightened, clause by clause, and why."""

__version__ = "0.1.0"
