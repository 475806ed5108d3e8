"""Which files are taken, told by what is in them and not by what they call themselves."""

import zipfile
from typing import IO

import puremagic
from django.utils.translation import gettext as _

from core.errors import Invalid

HEAD = 4096

IMAGES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".bmp": "image/bmp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".heic": "image/heic",
    ".heif": "image/heif",
}
OLD_OFFICE = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".wps": "application/vnd.ms-works",
    ".et": "application/octet-stream",
    ".dps": "application/octet-stream",
    ".msg": "application/vnd.ms-outlook",
}
OFFICE = {
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/"),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/"),
    ".ofd": ("application/ofd", "OFD.xml"),
}
TEXT = {
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".eml": "message/rfc822",
    ".dxf": "image/vnd.dxf",
    ".stp": "model/step",
    ".step": "model/step",
}
OTHER = {
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".rar": "application/vnd.rar",
    ".7z": "application/x-7z-compressed",
    ".dwg": "image/vnd.dwg",
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".amr": "audio/amr",
}
OLE_SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# One signature, several names for it.
SAME = {
    ".jpg": {".jpg", ".jpeg", ".jfif"},
    ".jpeg": {".jpg", ".jpeg", ".jfif"},
    ".tif": {".tif", ".tiff"},
    ".tiff": {".tif", ".tiff"},
    ".heic": {".heic", ".heif"},
    ".heif": {".heic", ".heif"},
    ".mov": {".mov", ".mp4", ".qt"},
    ".m4a": {".m4a", ".mp4"},
    ".mp4": {".mp4", ".m4v"},
}


def content_type(name: str, file: IO[bytes]) -> str:
    """The type of a file whose content is what its name says. `file` is left at its start.

    Raises Invalid for a kind of file that is not taken, and for content that is something else.
    """
    suffix = suffix_of(name)
    found = IMAGES.get(suffix) or OLD_OFFICE.get(suffix) or TEXT.get(suffix) or OTHER.get(suffix)
    if suffix in OFFICE:
        found = OFFICE[suffix][0]
    if not found:
        raise Invalid(
            "attachment.kind",
            _("不收 %(suffix)s 文件；图片、PDF、Office、图纸、压缩包、音频和视频都可以")
            % {"suffix": suffix or _("没有扩展名的")},
        )
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not _holds(suffix, head, file):
        raise Invalid("attachment.content", _("%(name)s 的内容不是 %(suffix)s") % {"name": name, "suffix": suffix})
    return found


def suffix_of(name: str) -> str:
    stem, dot, last = name.rpartition(".")
    return f".{last.lower()}" if dot and stem else ""


def _holds(suffix: str, head: bytes, file: IO[bytes]) -> bool:
    if not head:
        return False
    if suffix in TEXT:
        return _is_text(head)
    if suffix in OLD_OFFICE:
        # A .doc saved by a browser or by WPS can also be rich text.
        return head.startswith(OLE_SIGN) or (suffix == ".doc" and head.startswith(b"{\\rtf"))
    if suffix in OFFICE:
        return _has_member(file, OFFICE[suffix][1])
    try:
        matches = {match.extension for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        return False
    return bool(SAME.get(suffix, {suffix}) & matches)


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in head:
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        # The head may end in the middle of a character.
        for cut in range(4):
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False


def _has_member(file: IO[bytes], start: str) -> bool:
    """Whether a container holds a part of that name. Reads its table of contents only, unpacks nothing."""
    try:
        with zipfile.ZipFile(file) as container:
            return any(name.startswith(start) for name in container.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    finally:
        file.seek(0)
