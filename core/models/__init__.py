from core.models.answers import KeptAnswer
from core.models.audit import AuditEntry, AuditSeal
from core.models.base import Record
from core.models.bulk import BulkRow, BulkRun
from core.models.exports import ListExport
from core.models.files import Attachment
from core.models.imports import ImportRow, ImportRun
from core.models.notices import (
    CompanyBot,
    NoticePreference,
    NoticeRule,
    Notification,
    OutboxMessage,
    QuietHours,
)
from core.models.samples import SampleData
from core.models.settings import (
    Holiday,
    JobRun,
    NumberCounter,
    NumberPattern,
    PolicyVersion,
    SavedView,
    TaxRate,
)

__all__ = [
    "Attachment",
    "AuditEntry",
    "AuditSeal",
    "BulkRow",
    "BulkRun",
    "CompanyBot",
    "Holiday",
    "ImportRow",
    "ImportRun",
    "JobRun",
    "KeptAnswer",
    "ListExport",
    "NoticePreference",
    "NoticeRule",
    "Notification",
    "NumberCounter",
    "NumberPattern",
    "OutboxMessage",
    "PolicyVersion",
    "QuietHours",
    "Record",
    "SampleData",
    "SavedView",
    "TaxRate",
]
