"""Pages carry no script, no style and no unescaped text of their own: the content security policy allows none."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture import tree

COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)
FORBIDDEN = {
    "a style attribute": r"\sstyle\s*=",
    "a style block": r"<style\b",
    "an inline script": r"<script\b(?![^>]*\bsrc=)",
    "a script from elsewhere": r"<script\b[^>]*\bsrc=[\"']?(?:https?:)?//",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "hx-on": r"\bhx-on\b",
    "a filter in hx-trigger": r"hx-trigger\s*=\s*[\"'][^\"']*\[",
    "an evaluated hx-vals": r"hx-(?:vals|headers)\s*=\s*[\"']js:",
    "a javascript: address": r"javascript:",
    "|safe": r"\|\s*safe(?:seq)?\b",
    "autoescape off": r"{%\s*autoescape\s+off",
    "a query in a loop": r"\.objects\b|\.all\.|_set\b",
}
# Functions that call text harmless; each place is listed with what makes it so.
TRUSTING = {"mark_safe", "SafeString", "SafeText", "html_safe"}
TRUSTED_PLACES: dict[str, str] = {}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_page_carries(what: str):
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    found = [
        f"{path.relative_to(tree.ROOT)}: {hit[0].strip()[:60]}"
        for path in tree.templates()
        for hit in pattern.finditer(COMMENT.sub("", path.read_text("utf-8")))
    ]

    assert found == []


def test_no_code_calls_text_harmless():
    found = [
        f"{module.shown}:{node.lineno} {ast.unparse(node)}"
        for module in tree.modules()
        if module.shown not in TRUSTED_PLACES and not module.is_test
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in TRUSTING
    ]

    assert found == []


def test_components_say_what_they_need():
    components = [path for path in tree.templates() if path.parent.name == "components" and path.name[0] != "_"]
    silent = [path.name for path in components if not path.read_text("utf-8").lstrip().startswith(("{#", "{% comment"))]

    assert silent == []
