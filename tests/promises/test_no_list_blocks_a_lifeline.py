"""No list content whatever can make a never-blocked name blocked."""

from __future__ import annotations

import itertools
import re
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from agent.errors import ListMalformed
from agent.lists.build import Build, ListFile
from policy.categories import Category
from policy.compile import compile_policy
from policy.decide import decide
from policy.household import Household
from policy.index import CategoryIndex
from policy.names import from_text, label_count, parents, to_text
from policy.never_blocked import NEVER_BLOCKED
from policy.rules import RuleSet
from policy.verdict import Allow, Block, Why

LIFELINES = sorted(map(to_text, NEVER_BLOCKED))

# Every form in which a list can speak of a name, and some that only look like one.
FORMS = (
    *("{}", "0.0.0.0 {}", "127.0.0.1 www.{} {}", ":: {}", "*.{}", "+.{}", ".{}", "{}."),
    *("||{}^", "||{}^$important", "|{}^", "@@||{}^", "||{}", "/{}/", "##.{}", "||www.{}^"),
    *("address=/{}/#", "address=/{}/", "local=/{}/", "server=/{}/", "server=/{}/#"),
    *('local-zone: "{}." always_null', 'local-zone: "{}" always_nxdomain'),
    *("{} CNAME .", "*.{} CNAME .", "{} CNAME rpz-passthru.", "{}. 60 IN CNAME ."),
    *("- '+.{}'", "- DOMAIN-SUFFIX,{}", "DOMAIN,{}", "full:{}", "domain:{} @ads", "keyword:{}"),
)


EXCEPTION = re.compile(r"@@|passthru|server=/")


def spoken_of(text: str) -> st.SearchStrategy[str]:
    """Return a lifeline, a name below it, or one above it."""
    above = [to_text(parent) for parent in parents(from_text(text))]
    return st.sampled_from([text, f"www.{text}", f"a.b.{text}", *above, text.upper()])


LINES = st.builds(
    lambda form, name: form.format(*itertools.repeat(name, form.count("{}"))),
    st.sampled_from(FORMS),
    st.sampled_from(LIFELINES).flatmap(spoken_of),
)
TEXTS = st.lists(LINES | st.text(max_size=30), min_size=1, max_size=30).map("\n".join)
OCTETS = TEXTS.map(lambda text: text.encode(errors="replace")) | st.binary(max_size=200)

EVERYTHING = compile_policy(
    Household(everyone=RuleSet(block_categories=frozenset(Category))), version=1
).visitors


def index_of(contents: list[tuple[bytes, Category]]) -> CategoryIndex | None:
    """Return the index that the lists job makes of list files with these contents."""
    build = Build(lambda: 0.0, lambda _: None)
    read = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (octets, category) in enumerate(contents):
            path = Path(folder, f"{number}-{secrets.token_hex(4)}")
            path.write_bytes(octets + b"\nsurely.example\n")
            try:
                build.read(ListFile(path, category))
                read += 1
            except ListMalformed:
                # A list that is refused spoils its build; what the home then has is none of it.
                return None
    return CategoryIndex(memoryview(build.finish().octets)) if read else None


def every_line(forms: Iterable[str]) -> bytes:
    """Return one list that speaks of every lifeline in each of these forms."""
    return "\n".join(
        form.format(*itertools.repeat(name, form.count("{}")))
        for form in forms
        for name in LIFELINES
    ).encode()


ALL_AT_ONCE = every_line(FORMS)
# Without the forms in which a list takes a name out again, which would undo the others.
ONLY_BLOCKING = every_line(form for form in FORMS if not EXCEPTION.search(form))


@given(st.lists(st.tuples(OCTETS, st.sampled_from(Category)), min_size=1, max_size=3))
@example([(ALL_AT_ONCE, Category.MALWARE)])
@example([(ONLY_BLOCKING, Category.MALWARE)])
def test_no_list_content_blocks_a_lifeline(contents: list[tuple[bytes, Category]]) -> None:
    """Whatever lists hold, and with every category blocked, each lifeline is answered."""
    index = index_of(contents)
    listings = index.listings if index else lambda _: ()

    for lifeline in NEVER_BLOCKED:
        for name in (lifeline, from_text(f"www.{to_text(lifeline)}")):
            verdict = decide(EVERYTHING, name, listings)
            assert isinstance(verdict, Allow), to_text(name)
            assert verdict.why is Why.NEVER_BLOCKED
        for parent in parents(lifeline):
            # What stands above may be blocked, but never so that it denies what is below.
            above = decide(EVERYTHING, parent, listings)
            if isinstance(above, Block) and parent not in NEVER_BLOCKED:
                assert not above.denies_below, to_text(parent)


def test_the_lists_of_this_test_do_speak_of_lifelines() -> None:
    """The lists tried above really name lifelines, or the promise would be held by nothing."""
    index = index_of([(ONLY_BLOCKING, Category.MALWARE)])
    assert index is not None

    unnamed = {
        to_text(name) for name in NEVER_BLOCKED if not index.lists_naming(name, Category.MALWARE)
    }

    # The reader refuses these by themselves: they are endings that many share.
    assert unnamed == {"gov.uk", "nhs.uk", "police.uk"}
    assert all(label_count(name) >= 2 for name in NEVER_BLOCKED)
