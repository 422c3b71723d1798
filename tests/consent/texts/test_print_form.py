from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from consent.records.agreement import Agreement
from consent.texts import TemplateId, Text, render
from tests.consent.texts.sample import (
    AGREEMENT,
    MOTHER_GIVES,
    agreement_for,
    changed,
    countersigned,
    review_text_of,
    text_of,
)
from tests.console.test_browser import AXE_OPTIONS

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
TEEN = TemplateId.THIRTEEN_TO_FIFTEEN_1
HOSTILE = "</p><script>x</script>&\"'<img src=//x.example/>"

TEXTS = {
    **{f"{template}": text_of(template) for template in TemplateId},
    **{f"{template}, review": review_text_of(template) for template in TemplateId},
    **{
        f"{template}, two boxes": render(countersigned(agreement_for(template)), template)
        for template in TemplateId
        if template is not TemplateId.STANDARD_1
    },
    **{
        f"{template}, a mother gave": render(
            changed(agreement_for(template), "giver", MOTHER_GIVES), template
        )
        for template in TemplateId
    },
}


class Marks(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag and what stands in it."""
        self.tags.append(tag)
        self.attributes += attrs

    def keep_words(self, data: str) -> None:
        """Keep what people read."""
        self.words.append(data)

    handle_data = keep_words  # the library's name for it


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the browser that Debian ships. Without it these tests fail; they are never skipped."""
    found = shutil.which("chromium")
    assert found, "the browser tests need chromium; install it with: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def paper(browser: Browser) -> Iterator[Page]:
    """Return an empty page that asks for nothing and counts what it is made to ask for."""
    context = browser.new_context(viewport={"width": 794, "height": 1123})
    try:
        yield context.new_page()
    finally:
        context.close()


def pages_of(paper: Page, text: Text) -> int:
    """Return how many sheets of A4 a text takes."""
    paper.set_content(text.print_page())
    printed = paper.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12]", printed), "not A4"
    return len(re.findall(rb"/Type\s*/Page\b", printed))


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_one_sheet_of_paper(name: str, paper: Page) -> None:
    """In a real browser the sample is exactly one page of A4, with all that it says."""
    text = TEXTS[name]

    assert pages_of(paper, text) == 1
    shown = paper.inner_text("body").split("\n")
    assert [line for line in text.paragraphs if line not in shown] == []


def test_a_longer_text_takes_more_paper(paper: Page) -> None:
    """What does not fit on one sheet goes on the next: nothing is cut off."""
    steps = AGREEMENT.action_plan * 8

    assert pages_of(paper, render(changed(AGREEMENT, "action_plan", steps), TEEN)) == 2


@pytest.mark.parametrize("width", [320, 794])
@pytest.mark.parametrize("name", [name for name in TEXTS if re.search("standard|boxes", name)])
def test_axe_finds_nothing_to_mend(name: str, width: int, paper: Page) -> None:
    """On a screen it breaks no rule that axe can check, and fits a phone's width."""
    paper.set_viewport_size({"width": width, "height": 900})
    paper.set_content(TEXTS[name].print_page())
    paper.evaluate(AXE.read_text(encoding="utf-8"))
    found = paper.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
    wide = paper.evaluate("document.documentElement.scrollWidth")

    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
    assert wide <= width


REFUSED = """
() => new Promise(done => {
    document.addEventListener('securitypolicyviolation', found => done(found.effectiveDirective));
    document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/'}));
    setTimeout(() => done('nothing'), 5000);
})
"""


def test_nothing_is_fetched_and_nothing_runs(paper: Page) -> None:
    """The page asks for nothing, and even a picture that got in would not be fetched."""
    asked: list[str] = []
    paper.on("request", lambda request: asked.append(request.url))
    page = text_of(TEEN).print_page()
    paper.set_content(page, wait_until="networkidle")

    assert asked == []
    assert paper.evaluate(REFUSED) == "img-src"
    assert "://" not in page
    assert not {"script", "img", "link", "iframe", "form", "a"} & set(Marks(page).tags)


@pytest.mark.parametrize("template", TemplateId)
@pytest.mark.parametrize(
    "path",
    [
        "necessity.plain_reason",
        "stopping.contact",
        "viewing.then",
        "action_plan.0.step",
        "agency.domain",
        "scope.never_recorded.0",
    ],
)
def test_what_a_record_says_is_only_read(path: str, template: TemplateId) -> None:
    """Marks in a record's own words are shown as they are, and make nothing."""
    agreement: Agreement = changed(agreement_for(template), path, HOSTILE)
    marks = Marks(render(agreement, template).print_page())

    assert marks.tags == Marks(text_of(template).print_page()).tags
    assert HOSTILE in "\n".join(marks.words)


@pytest.mark.parametrize("path", ["devices.0.label", "viewing.viewers.1.label"])
def test_a_label_is_only_read(path: str) -> None:
    """Marks in a label are shown as they are, and make nothing."""
    marks = Marks(render(changed(AGREEMENT, path, HOSTILE), TEEN).print_page())

    assert marks.tags == Marks(text_of(TEEN).print_page()).tags
    assert f"“{HOSTILE}”" in "\n".join(marks.words)
    assert [name for name, _ in marks.attributes if name.startswith("on") or name == "src"] == []


SHOWN = ("date_of_signature", "agency", "check_words", "check_words_use", "template", "page_title")


@pytest.mark.parametrize("phrase", SHOWN)
def test_a_language_s_own_words_are_only_read(phrase: str) -> None:
    """A translation cannot break a page either."""
    text = render(countersigned(AGREEMENT), TEEN)
    spoilt = replace(text, phrases=changed(text.phrases, phrase, HOSTILE))
    marks = Marks(spoilt.print_page())

    assert marks.tags == Marks(text.print_page()).tags
    assert HOSTILE in "".join(marks.words)


def test_the_name_of_a_box_is_only_read() -> None:
    """Nor can what stands in a box to sign in."""
    text = render(countersigned(AGREEMENT), TEEN)
    marks = Marks(replace(text, boxes=(HOSTILE, HOSTILE)).print_page())

    assert marks.tags == Marks(text.print_page()).tags
    assert marks.words.count(HOSTILE) == 2


@pytest.mark.parametrize("name", TEXTS)
def test_the_page_is_complete(name: str) -> None:
    """Boxes for signature and date where they are asked for, eight words, the agency's domain."""
    text = TEXTS[name]
    words = Marks(text.print_page()).words

    assert words.count("I agree. Signature:") == len(text.boxes[:1])
    assert words.count("A parent or carer. Signature:") == len(text.boxes[1:])
    assert words.count("Date:") == len(text.boxes)
    assert " ".join(text.words) in words
    assert "northmoor.example" in words
    assert any(text.template in word for word in words)


@pytest.mark.parametrize("template", TemplateId)
def test_the_title_names_nobody(template: TemplateId) -> None:
    """What browsers and printers list is the same for every young person."""
    page = text_of(template).print_page()

    assert re.findall("<title>(.*?)</title>", page) == ["A text to read and sign"]


def test_it_is_black_on_white() -> None:
    """Any printer can print it and any copier can copy it."""
    colours = set(re.findall(r"#[0-9a-f]{3,6}\b", text_of(TEEN).print_page()))

    assert colours == {"#000", "#fff"}
