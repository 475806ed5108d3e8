"""Files of strangers on their way in: what is taken, kept and read. The reading itself happens in `reader.py`, apart."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from core import attachments, file_kinds, spreadsheets
from core.errors import Invalid, TooLarge
from core.models import ImportRun

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 100
ABOVE = 20
"""Lines above the table that are read besides its rows."""
PATIENCE = 60
KINDS = {".xlsx": "xlsx", ".xls": "xls", ".csv": "csv"}
READER = Path(__file__).with_name("reader.py")
OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")

Line = tuple[int, list[str]]


def kind_of(name: str, file: IO[bytes]) -> str:
    """xlsx, xls or csv, by what is in it. Raises Invalid for any other, for macros and passwords, TooLarge for bombs."""
    suffix = file_kinds.suffix_of(name)
    if suffix in (".xlsm", ".xlsb", ".xltm"):
        raise Invalid("import.macros", _("带宏的文件不收，另存为 xlsx 再传"))
    if suffix not in KINDS:
        raise Invalid("import.kind", _("只收 xlsx、xls 和 csv"))
    file.seek(0)
    head = file.read(8)
    if suffix == ".xlsx" and head.startswith(file_kinds.OLE_SIGN):
        raise Invalid("import.password", _("文件加了密码，去掉密码再传"))
    if not head:
        raise Invalid("import.empty", _("文件是空的"))
    try:
        file_kinds.content_type(name, file)
    except Invalid as refusal:
        raise Invalid(
            "import.content", _("%(name)s 的内容不是 %(suffix)s，用表格软件另存一次") % {"name": name, "suffix": suffix}
        ) from refusal
    if suffix == ".xlsx":
        _look_into(file)
    elif suffix == ".xls" and _holds(file, OLD_MACROS):
        raise Invalid("import.macros", _("带宏的文件不收，另存为 xlsx 再传"))
    return KINDS[suffix]


def _look_into(file: IO[bytes]) -> None:
    """By its table of contents alone. One that lies about sizes meets the limits of the reader's process."""
    with zipfile.ZipFile(file) as container:
        parts = container.infolist()
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise Invalid("import.macros", _("带宏的文件不收，另存为 xlsx 再传"))
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise TooLarge("import.unpacked", _("文件解开太大，分几个文件导"))
    file.seek(0)


def _holds(file: IO[bytes], sign: bytes) -> bool:
    file.seek(0)
    before = b""
    while piece := file.read(1 << 20):
        if sign in before + piece:
            return True
        before = piece[-len(sign) :]
    return False


def keep(file: File, name: str) -> tuple[str, str, str]:
    """Store an uploaded file for later: its shown name, its kind, and where it lies."""
    shown = attachments.tidy_name(name)
    if (file.size or 0) > MOST_BYTES:
        raise TooLarge("import.size", _("文件最大 20 MB，分几个文件导"))
    kind = kind_of(shown, file)
    file.seek(0)
    return shown, kind, attachments.store(file)


class Reading:
    """The lines of a kept file, one after the other; `about` tells of the sheet, `count` how many there are, once the first `shown` were read.

    Raises Invalid, in words for whoever sent it, when the file cannot be read. Use it as a context manager.
    """

    def __init__(self, run: ImportRun, shown: int = MOST_ROWS + ABOVE) -> None:
        self.path = run.file.storage.path(str(run.file.name))
        self.kind = run.kind
        self.about: dict[str, Any] = {}
        self.shown, self.count = shown, 0

    def __enter__(self) -> Reading:
        most = [str(MOST_ROWS + ABOVE), str(MOST_COLUMNS), str(self.shown)]
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(READER), self.kind, self.path, *most],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        # The hard part is over with the first line; what follows waits for us, and its limit is one of work.
        alarm = threading.Timer(PATIENCE, self.process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            self.about = self._next()
        except BaseException:
            self.__exit__()
            raise
        finally:
            alarm.cancel()
        self.lines = self._lines()
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process.wait()

    def __iter__(self) -> Iterator[Line]:
        return self.lines

    def _lines(self) -> Iterator[Line]:
        while isinstance(found := self._next(), list):
            number, cells = found
            yield number, [spreadsheets.unguarded(_clean(cell)) for cell in cells]
        self.count = found["count"]

    def _next(self) -> Any:
        assert self.process.stdout is not None
        text = self.process.stdout.readline()
        found = json.loads(text) if text.endswith("\n") else {"wrong": "memory"}
        if isinstance(found, dict) and "wrong" in found:
            raise Invalid(f"import.{found['wrong']}", _wrong(found["wrong"]))
        return found


def _clean(text: str) -> str:
    """Without what PostgreSQL cannot hold and what nobody sees."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t") if not text.isprintable() else text


def _wrong(why: str) -> str:
    return {
        "rows": _("一次最多 50,000 行，分几个文件导"),
        "columns": _("一个表最多 100 列，把用不到的列删掉"),
        "cell": _("有一格的文字太长，一格最多 32,767 字"),
        "encoding": _("认不出 CSV 的编码，另存为 UTF-8 或 xlsx 再传"),
        "password": _("文件加了密码，去掉密码再传"),
        "empty": _("文件里没有能看见的工作表"),
        "broken": _("文件打不开，用表格软件另存一次"),
        "memory": _("这个表铺得太开，把数据复制到一个新文件里再传"),
    }[why]
