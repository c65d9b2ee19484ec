"""How long a report takes, as a ratio to Jinja2's bare rows: python -m tests.render_benchmark

Both are rendered in one process, in turn, and the best of nine is taken of each, after one run that
compiles the templates. The bare rows are a table row a clause with its number, its earlier text and
its redline, autoescaped.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment

sys.path.insert(0, str(Path(__file__).parent))
from exporter_samples import long

from mtcr_tracker.exporters import html
from mtcr_tracker.model import Comparison, Dossier

ROWS = """\
<table>
{% for c in changes %}
<tr id="{{ c.id }}"><th>{{ c.number }}</th><td>{{ c.old_text }}</td><td>
{%- for e in c.edits %}
{%- if e.op == "keep" %}{{ e.words }}
{%- elif e.op == "insert" %}<ins>{{ e.words }}</ins>
{%- else %}<del>{{ e.words }}</del>{% endif %}
{%- endfor %}</td></tr>
{% endfor %}
</table>
"""


def compared(comparison: Comparison, runs: int = 9) -> tuple[float, float, int]:
    """Seconds for the bare rows and for the report, and the report's size in bytes."""
    template = Environment(autoescape=True).from_string(ROWS)
    bare, whole = [], []
    for run in range(runs + 1):
        rows = _seconds(lambda: template.render(changes=comparison.changes))
        report = _seconds(lambda: html(comparison, Dossier()))
        if run:  # the first compiles
            bare.append(rows)
            whole.append(report)
    return min(bare), min(whole), len(html(comparison, Dossier()).encode())


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    print("clauses  changed  bare rows   report  ratio     text     file")
    for size, every in ((1_000, 10), (3_000, 10), (3_000, 3), (12_000, 10)):
        comparison = long(size, every)
        text = sum(len(clause.text.encode()) for clause in comparison.new.clauses)
        bare, whole, weight = compared(comparison)
        print(
            f"{size:7,}  {size // every:7,}  {bare * 1000:6.0f} ms  {whole * 1000:4.0f} ms"
            f"  {whole / bare:5.2f}  {text / 1e6:.2f} MB  {weight / 1e6:.2f} MB"
        )
