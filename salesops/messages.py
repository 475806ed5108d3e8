"""Every sentence the sources say, read without gettext's tools, which a bare machine lacks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

PLAIN = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
IN_ONE = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(?:_|n?gettext)\(\s*({LITERAL})")
IN_CONTEXT = re.compile(rf"\bn?pgettext\(\s*({LITERAL})\s*,\s*({LITERAL})")


class Message(NamedTuple):
    """A message id; of a plural, its first form. The same text is another message in another context."""

    text: str
    context: str = ""


def all_messages() -> set[Message]:
    """What our Python files and templates say."""
    rooms = [Path(config.path) for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]
    found: set[Message] = set()
    for source in (path for room in rooms for path in room.rglob("*.py")):
        found.update(in_python(source.read_text()))
    for directory in [settings.BASE_DIR / "templates", *(room / "templates" for room in rooms)]:
        for page in directory.rglob("*"):
            if page.is_file():
                found.update(in_template(page.read_text()))
    return found


def in_python(text: str) -> Iterator[Message]:
    tree = ast.parse(text)
    names = {
        alias.asname or alias.name: alias.name in IN_ONE
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in PLAIN | IN_ONE
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            said = [word.value for word in node.args if isinstance(word, ast.Constant) and isinstance(word.value, str)]
            if names[node.func.id] and len(said) > 1:
                yield Message(said[1], said[0])
            elif not names[node.func.id] and said:
                yield Message(said[0])


def in_template(text: str) -> Iterator[Message]:
    code = templatize(text)
    for match in CALL.finditer(code):
        yield Message(ast.literal_eval(match[1]))
    for match in IN_CONTEXT.finditer(code):
        yield Message(ast.literal_eval(match[2]), ast.literal_eval(match[1]))
