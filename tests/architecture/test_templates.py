"""Pages obey a strict CSP and never leave the house."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT, name, python_files, templates, tree

INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b(?![^>]*nonce)", re.IGNORECASE),
    "script without src or nonce": re.compile(
        r"<script\b(?![^>]*(?:\bsrc=|\bnonce=|type=\"application/json\"))", re.IGNORECASE
    ),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "javascript address": re.compile(r"(?:href|src|action)\s*=\s*[\"']\s*javascript:", re.IGNORECASE),
}
FOREIGN = re.compile(
    r"""(?:src|href|action|url\(|@import|fetch\(|from|import)\s*[=(]?\s*["'(]?\s*(?:https?:)?//(?!www\.w3\.org)[a-z0-9]""",
    re.IGNORECASE,
)
SERVED = [path for path in (ROOT / "static").rglob("*") if path.suffix in (".css", ".js", ".svg", ".webmanifest")]


@pytest.mark.parametrize("path", templates(), ids=name)
def test_nothing_inline(path):
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not [what for what, pattern in INLINE.items() if pattern.search(text)]


@pytest.mark.parametrize("path", [*templates(), *SERVED], ids=name)
def test_no_foreign_host(path):
    text = path.read_text(encoding="utf-8")
    # Addresses of projects and licences in comments load nothing.
    text = re.sub(r"/\*.*?\*/|<!--.*?-->|{#.*?#}", "", text, flags=re.DOTALL)
    assert not [match.group() for match in FOREIGN.finditer(text)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<p style="color:red">', "style attribute"),
        ("<style>p{}</style>", "style element"),
        ("<script>x()</script>", "script without src or nonce"),
        ('<p onclick="x()">', "event attribute"),
        ('<a href="javascript:x()">', "javascript address"),
    ],
)
def test_the_rule_sees_each_kind(text, what):
    assert INLINE[what].search(text)


def test_the_rule_sees_a_foreign_host():
    assert FOREIGN.search('<script src="https://cdn.example/x.js">')
    assert FOREIGN.search("@import url(//fonts.example/a.css)")


GETTEXT = {
    "_",
    "_n",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}


@pytest.mark.parametrize("path", python_files(), ids=name)
def test_texts_to_translate_are_literals(path):
    """An f-string, a format or a sum never finds its translation."""
    computed = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in GETTEXT
        and any(isinstance(given, ast.JoinedStr | ast.BinOp) for given in node.args)
    ]
    assert not computed, f"lines {computed}"
