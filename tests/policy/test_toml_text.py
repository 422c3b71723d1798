from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from policy.document import household_from_toml, household_to_document
from policy.household import Household
from policy.toml_text import to_toml
from tests.policy.strategies import whole_households


@given(whole_households())
def test_a_household_survives_as_toml(household: Household) -> None:
    """What a person reads is what a machine reads back."""
    text = to_toml(household_to_document(household), always=("addresses",))

    assert household_from_toml(text) == household


_VALUES = st.recursive(
    st.booleans() | st.integers(-(2**40), 2**40) | st.sampled_from(("", "a", '"', "\\", "سارا\t")),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from(("a", "b-1", "ä ö", "")), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(("x", "y", "z w")), _VALUES, max_size=3))
def test_any_document_without_empty_arrays_is_read_back(document: dict[str, object]) -> None:
    """Texts, numbers, flags, arrays and tables inside each other come back as they were."""
    expected = {key: value for key, value in document.items() if value != {}}

    assert tomllib.loads(to_toml(document)) == expected


def test_a_rule_is_a_line() -> None:
    """Plain keys come first, then tables; tables in a table stand on a line each."""
    document = {
        "format": "x",
        "none": [],
        "everyone": {"block": []},
        "people": [{"name": "Sam", "timed": [{"title": "Bedtime", "leaves": {}}], "allow": []}],
        "zone": "Europe/London",
    }

    assert to_toml(document) == (
        'format = "x"\nzone = "Europe/London"\n\n[[people]]\nname = "Sam"\ntimed = [\n'
        '    { title = "Bedtime", leaves = {} },\n]\n'
    )


def test_a_key_that_is_always_written_is_written_empty() -> None:
    """Where an empty array says something, it stands there."""
    assert to_toml({"device": {"addresses": []}}, always=("addresses",)) == (
        "\n[device]\naddresses = []\n"
    )
