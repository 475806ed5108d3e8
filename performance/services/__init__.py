from performance.services.reports import TEXTS, mind_reports, read_report, save_report, submit_report, withdraw_report
from performance.services.reviews import write_minutes

__all__ = ["TEXTS", "mind_reports", "read_report", "save_report", "submit_report", "withdraw_report", "write_minutes"]
