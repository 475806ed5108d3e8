from performance.models.reports import ReportCopy, ReportReader, WorkReport
from performance.models.reviews import WeeklyReview

__all__ = ["ReportCopy", "ReportReader", "WeeklyReview", "WorkReport"]
