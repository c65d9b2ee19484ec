"""Print the table: events made and found, for each kind of change over its strength."""

from .trials import table

print(table(seeds=20))
