"""Every sentence the sources say, read without gettext's tools, which a bare machine lacks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

FUNCTIONS = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(?:_|n?gettext)\(\s*({LITERAL})")
IN_CONTEXT = re.compile(rf"\bn?pgettext\(\s*{LITERAL}\s*,\s*({LITERAL})")


def all_messages() -> set[str]:
    """The message ids of our Python files and templates; of a plural, its first form."""
    rooms = [Path(config.path) for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]
    found: set[str] = set()
    for source in (path for room in rooms for path in room.rglob("*.py")):
        found.update(in_python(source.read_text()))
    for directory in [settings.BASE_DIR / "templates", *(room / "templates" for room in rooms)]:
        for page in directory.rglob("*"):
            if page.is_file():
                found.update(in_template(page.read_text()))
    return found


def in_python(text: str) -> Iterator[str]:
    tree = ast.parse(text)
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in FUNCTIONS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            said = node.args[1 if node.func.id.startswith("pgettext") else 0]
            if isinstance(said, ast.Constant) and isinstance(said.value, str):
                yield said.value


def in_template(text: str) -> Iterator[str]:
    code = templatize(text)
    for match in [*CALL.finditer(code), *IN_CONTEXT.finditer(code)]:
        yield ast.literal_eval(match[1])
