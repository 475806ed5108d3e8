"""Papers: quotation, bid, contract, statement and dunning letter as PDF/A, from plain data.

Data goes in as JSON, never pasted into typst source, so text stays text. Templates format and never calculate: amounts,
quantities and percentages are strings that core.money has rounded. docs of the keys: the samples in tests/papers/samples.

Typst keeps a cache per process that grows with every different paper (about 1 MB for a long one): let workers that
render be recycled by count (gunicorn --max-requests, Celery worker_max_tasks_per_child).
"""

from core.papers.glyphs import Missing, PaperError, missing_glyphs
from core.papers.typesetting import KINDS, MARKS, render

__all__ = ["KINDS", "MARKS", "Missing", "PaperError", "missing_glyphs", "render"]
