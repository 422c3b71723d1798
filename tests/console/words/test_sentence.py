from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from jinja2 import Environment
from markupsafe import Markup, escape

import console.words
from console.words.sentence import IN_FORCE, Sentence, _
from tests.console.words.upside_down import upside_down

FOLDER: Final = Path(next(iter(console.words.__path__)))

NO_WORDS: Final = {
    *("__main__", "catalogue", "collected", "language", "pseudo", "rights_pack", "sentence"),
    *("shipped", "unsaid"),
}
"""Modules beside the words that do something with them and hold none."""

NO_SENTENCES: Final = {
    "PRODUCT",  # a name
    "EMPTY_SAMPLE",  # a file, as the program reads it
    "TOGETHER_MINE",  # an address
    "LOST_COMMAND",  # what is typed
    "COMMAND",  # as above
    "PICTURE_ADDRESS",  # an address
}
"""What stands among the words and is the same in every language."""

MODULES: Final = sorted(path for path in FOLDER.glob("*.py") if path.stem not in NO_WORDS)

PIECES: Final = _("Sam & {who}")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_every_sentence_is_marked(module: Path) -> None:
    """Each text among the words that a page shows can be translated."""
    tree = ast.parse(module.read_text(encoding="utf-8"))

    assert [f"{module.name}:{one.lineno}: {one.value!r}" for one in _unmarked(tree)] == []


def test_it_is_its_own_english() -> None:
    """What the program decides by a sentence is the same, whoever reads."""
    with upside_down():
        assert PIECES == "Sam & {who}"
        assert {PIECES: 1}["Sam & {who}"] == 1
        assert sorted([_("b"), _("a")]) == ["a", "b"]


def test_in_english_nothing_is_looked_up() -> None:
    """Without a language in force the sentence is the text that stands in the program."""
    token = IN_FORCE.set(None)
    try:
        assert PIECES.format(who="Ann") == "Sam & Ann"
        assert str(PIECES) == "Sam & {who}"
        assert escape(PIECES) == "Sam &amp; {who}"
    finally:
        IN_FORCE.reset(token)


SHOWN: Final = {
    "{{ s }}": "{who} &amp; maS",
    "{{ s ~ '!' }}": "{who} &amp; maS!",
    "{{ s + '!' }}": "{who} &amp; maS!",
    "{{ '!' + s }}": "!{who} &amp; maS",
    "{{ [s, s] | join(', ') }}": "{who} &amp; maS, {who} &amp; maS",
    "{{ s.format(who='<Ann>') }}": "&lt;Ann&gt; &amp; maS",
    "{{ outer.format(page=s) }}": "{who} &amp; maS yas",
    "{{ '%s' | format(s) }}": "{who} &amp; maS",
    "{{ s | e }}": "{who} &amp; maS",
    "{{ s | string }}": "{who} &amp; maS",
    "{{ s | default('none') }}": "{who} &amp; maS",
    "<a title='{{ s }}'>": "<a title='{who} &amp; maS'>",
    "{{ 'same' if s == 'Sam & {who}' }}": "same",
    "{{ quoted }}": "&#34; &#39;",
}


@pytest.mark.parametrize("template", SHOWN)
def test_a_template_shows_it_translated(template: str) -> None:
    """However a template writes a sentence, the reader's language comes out, and escaped."""
    words = {"s": PIECES, "outer": _("say {page}"), "quoted": _("' \"")}
    with upside_down():
        made = Environment(autoescape=True).from_string(template).render(words)

    assert made == SHOWN[template]


def test_code_shows_it_translated() -> None:
    """Filled, named within a text, added to one, or made a plain text, it is translated."""
    with upside_down():
        assert PIECES.format(who="Ann") == "Ann & maS"
        assert f"{_('abc'):>5}" == "  cba"
        assert "%s" % _("abc") == "cba"  # noqa: UP031 - this way of writing it is what is held
        assert _("abc") + "!" == "cba!"
        assert "!" + _("abc") == "!cba"
        assert _("abc") + _("def") == "cbafed"
        assert str(_("abc")) == "cba"
        assert _("<b>") + Markup("<i>") == "&gt;b&lt;<i>"


def test_a_sentence_escapes_as_any_text_does() -> None:
    """The same characters come out as the same signs, whoever escapes them."""
    text = "<a href=\"x\"> & 'y'"

    assert escape(Sentence(text)) == escape(text)


def test_no_page_loses_the_language() -> None:
    """Nothing in a page's code joins, cuts or re-cases a sentence, which would show its English."""
    lost = [
        f"{path.relative_to(FOLDER.parent)}:{line}: {text.strip()}"
        for folder in ("pages", "routes")
        for path in sorted((FOLDER.parent / folder).glob("*.py"))
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(
            r"\b[A-Z][A-Z_]{3,}(\[[^]]*\])?(\.(lower|upper|capitalize|title|strip|split|replace"
            r"|casefold|removesuffix|removeprefix)\(|\[\d*:)",
            text,
        )
        and "words" in text
    ]

    assert lost == []


def _unmarked(node: ast.AST) -> Iterator[ast.Constant]:
    """Yield each text that a page could show and that no `_` is around."""
    match node:
        case ast.Expr() | ast.FunctionDef() | ast.ClassDef():
            return  # a docstring, or code
        case ast.AnnAssign(target=ast.Name(id=name)) if name in NO_SENTENCES:
            return
        case ast.Dict(values=values):
            for value in values:
                yield from _unmarked(value)
        case ast.Call(func=ast.Name(id="_")) | ast.Call(func=ast.Attribute(attr="startswith")):
            return
        case ast.Constant(value=str() as text) if _is_language(text):
            yield node
        case ast.AnnAssign(value=value) if value is not None:
            yield from _unmarked(value)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _unmarked(child)


def _is_language(text: str) -> bool:
    return re.search("[A-Za-z]", re.sub(r"{\w*}", "", text)) is not None or text.count("{") > 1
