"""Which records of this room are commented on, and whom each comment concerns."""

from core import comments

comments.accept("performance.workreport", people=lambda report: [report.owner])
