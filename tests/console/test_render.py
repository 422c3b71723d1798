from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from jinja2.sandbox import SandboxedEnvironment

import console
from console.pages.home import home_page
from console.pages.recorded import recorded_page
from console.pages.trouble import broken_page
from console.render import TEMPLATES, Renderer
from policy.household import EVERYONE, Device, Household, YoungPerson
from policy.snapshot import PolicySnapshot
from tests.console import homes
from tests.console.told import here, phone, told

ROOM = Path(next(iter(console.__path__)))
EVIL = "<script>\"&'{{ 7 * 7 }}"


def test_what_a_carer_typed_cannot_become_markup() -> None:
    """A name that looks like HTML or like a template is shown as it was typed."""
    household = Household(
        young_people=(YoungPerson(name=EVIL),),
        devices=(
            Device(name=EVIL, belongs_to=EVIL, addresses=()),
            Device(name="TV", belongs_to=EVERYONE, addresses=()),
        ),
    )
    page = home_page(PolicySnapshot(version=1, household=household), homes.IN_FORCE)
    html = Renderer("/static").html(page)

    assert "<script" not in html
    assert html.count("&lt;script&gt;&#34;&amp;&#39;{{ 7 * 7 }}") == 2


def test_what_an_agreement_or_a_device_is_called_cannot_become_markup() -> None:
    """Labels and words of a record are shown as they were typed, wherever they stand."""
    one = here()
    assert one.read is not None
    viewers = tuple(replace(viewer, label=EVIL) for viewer in one.read.viewers)
    named = here(read=replace(one.read, viewers=viewers))
    page = recorded_page(told(named, devices=(phone(label=EVIL),)))
    html = Renderer("/static").html(page)

    assert "<script" not in html
    assert html.count("&lt;script&gt;&#34;&amp;&#39;{{ 7 * 7 }}") == 3


def test_a_template_that_asks_for_what_is_not_there_fails() -> None:
    """A slip in a template is an error in every test, never an empty space on a page."""
    renderer = Renderer("/static")
    template = renderer._environment.from_string("{{ page.no_such_field }}")
    with pytest.raises(UndefinedError):
        template.render(page=broken_page())


def test_static_files_are_named_by_the_address_given() -> None:
    """Every file that a page loads stands below the one address."""
    html = Renderer("/static/abc").html(replace(broken_page()))
    loaded = re.findall(r'(?:src|href)="([^"#]+)', html)

    assert {address for address in loaded if address != "/"} == {
        "/static/abc/icon.svg",
        "/static/abc/icons.svg",
        "/static/abc/figtree.woff2",
        "/static/abc/app.css",
    }


@pytest.mark.parametrize("path", sorted(TEMPLATES.iterdir()), ids=lambda path: path.name)
def test_templates_hold_no_words(path: Path) -> None:
    """What a person reads comes from the words or the page, so no template spells anything."""
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    spoken = re.findall(r'(?:alt|title|aria-label|placeholder)="([^"]*)"', text)
    between = re.sub(r"<[^>]*>", "", text)

    assert not re.search(r"\w", between + "".join(spoken))


@pytest.mark.parametrize("path", sorted(TEMPLATES.iterdir()), ids=lambda path: path.name)
def test_templates_hold_no_style_and_no_script(path: Path) -> None:
    """The content policy allows neither within a page; one template names the files of scripts."""
    text = path.read_text(encoding="utf-8")
    if path.name == "base.html":
        text = re.sub(r'<script src="{{ static }}/[a-z.]+\.js" defer></script>', "", text)

    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|\|\s*safe", text)


def test_every_icon_named_is_in_the_sprite_and_every_one_there_is_named() -> None:
    """No picture is missing, and none is carried for nothing."""
    sprite = set(re.findall(r'id="([^"]+)"', (ROOM / "static/icons.svg").read_text("utf-8")))
    sources = [*TEMPLATES.iterdir(), *(ROOM / "pages").glob("*.py")]
    quoted = {
        name
        for path in sources
        for name in re.findall(r'"([a-z0-9-]+)"', path.read_text(encoding="utf-8"))
    }

    assert sprite <= quoted
    assert _icons_asked_for() <= sprite


def test_only_render_knows_the_template_engine() -> None:
    """Another engine would be a change of one module."""
    knowing = {
        path.relative_to(ROOM).as_posix()
        for path in ROOM.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jinja2")
    }

    assert knowing == {"render.py"}


def test_the_templates_parse_in_a_sandbox_too() -> None:
    """No template reaches behind its values by an underscore."""
    for path in TEMPLATES.iterdir():
        SandboxedEnvironment().parse(path.read_text(encoding="utf-8"))

        assert not re.search(r"\._|\[['\"]_", path.read_text(encoding="utf-8"))


def _icons_asked_for() -> set[str]:
    statuses = (homes.IN_FORCE, homes.BEHIND, homes.DEFAULT, homes.ALL_WRONG)
    renderer = Renderer("/static")
    html = "".join(
        renderer.html(home_page(homes.snapshot_of(text), status))
        for text in (homes.FULL, homes.EMPTY)
        for status in statuses
    )
    return set(re.findall(r"icons\.svg#([a-z0-9-]+)", html))
