"""Private files of records: taken in whole or not at all, shown only to those who see the record.

An app says which of its records take files: `attachments.accept("quotes.quote", may_change=policies.may_edit)`.
"""

import hashlib
import os
import unicodedata
from collections.abc import Callable
from typing import Any

from django.core.files.base import File
from django.db import models, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from core import audit, clock, file_kinds, subjects
from core.errors import Forbidden, Invalid, TooLarge, Unavailable
from core.models import Attachment
from core.models.files import random_name

MOST_BYTES = 50 * 1024 * 1024
MOST_PER_RECORD = 200
LONGEST_NAME = 200

MayChange = Callable[[Any, Any], bool]

_kinds: dict[str, MayChange] = {}


def accept(kind: str, *, may_change: MayChange = lambda user, record: True) -> None:
    """Let records of a kind carry files. `may_change(user, record)` says who adds and removes, among those who see."""
    _kinds[kind] = may_change


def kinds() -> list[str]:
    return sorted(_kinds)


def of(kind: str, subject_id: int, user: Any) -> tuple[Any, models.QuerySet[Attachment]]:
    """The record and its files, newest first. Http404 unless `user` sees the record and its kind takes files."""
    if kind not in _kinds:
        raise Http404
    return subjects.get(kind, subject_id, user), Attachment.objects.of(kind, subject_id).select_related("created_by")


def may_change(user: Any, record: Any) -> bool:
    return _kinds[subjects.kind_of(record)](user, record)


def add(*, actor: Any, kind: str, subject_id: int, file: File, name: str) -> Attachment:
    """Keep one file with a record the actor sees and may change.

    Raises Http404, Forbidden, Invalid for an unwanted or lying file, TooLarge above 50 MB, Unavailable when the disk
    is full. Then there is neither row nor file.
    """
    record, present = of(kind, subject_id, actor)
    if not may_change(actor, record):
        raise Forbidden("attachment.change_only", _("你不能给这条记录加附件"))
    size = file.size or 0
    if size > MOST_BYTES:
        raise TooLarge("attachment.size", _("%(name)s 超过 50 MB") % {"name": name})
    if present.count() >= MOST_PER_RECORD:
        raise Invalid("attachment.count", _("一条记录最多 200 个附件"))
    name = tidy_name(name)
    row = Attachment(
        subject_kind=kind,
        subject_id=subject_id,
        name=name,
        content_type=file_kinds.content_type(name, file),
        size=size,
        sha256=_digest(file),
        created_by=actor,
    )
    row.file.name = store(file)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(
                actor=actor, code="attachment.added", subject=record, data={"name": name, "sha256": row.sha256}
            )
    except BaseException:
        row.file.storage.delete(row.file.name)
        raise
    return row


@transaction.atomic
def remove(*, actor: Any, attachment_id: int) -> Attachment:
    """Take a file off a record. Row and file stay for the audit; nobody downloads it any more."""
    row, record = seen(attachment_id, actor)
    if not may_change(actor, record):
        raise Forbidden("attachment.change_only", _("你不能移除这个附件"))
    row.removed_at = clock.now()
    if Attachment.objects.filter(pk=row.pk, removed_at=None).update(removed_at=row.removed_at):
        data = {"name": row.name, "sha256": row.sha256}
        audit.record(actor=actor, code="attachment.removed", subject=record, data=data)
    return row


def seen(attachment_id: int, user: Any) -> tuple[Attachment, Any]:
    """A file and its record, through the record's own door: Http404 unless the record is seen now."""
    row = Attachment.objects.filter(pk=attachment_id, removed_at=None).first()
    if row is None or row.subject_kind not in _kinds:
        raise Http404
    return row, subjects.get(row.subject_kind, row.subject_id, user)


def tidy_name(name: str) -> str:
    """A name that shows what it is: no folders, no control signs, no tricks with the direction of writing."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in bare if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    kept = " ".join(kept.split()).strip(". ") or _("附件")
    suffix = file_kinds.suffix_of(kept)
    return kept if len(kept) <= LONGEST_NAME else kept[: LONGEST_NAME - len(suffix)] + suffix


def _digest(file: File) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def store(file: File) -> str:
    """Write the file under a random name and wait until it is on the disk; a row never points to less."""
    name = random_name()
    storage = Attachment.file.field.storage
    try:
        storage.save(name, file)
        for path in (storage.path(name), os.path.dirname(storage.path(name))):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
    except OSError as error:
        storage.delete(name)
        raise Unavailable("attachment.disk", _("服务器磁盘写不下了，附件没有保存，告诉管理员")) from error
    return name
