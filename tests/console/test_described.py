from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from console.described import NotDescribed, described, form_of
from console.forms import sent
from console.routes.answers import BY_THEMSELVES
from console.routes.asked import asks
from console.security.permissions import Action
from tests.console import homes
from tests.console.browsing import HERE, Browser
from tests.console.whole_home import WholeHome, whole_home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeHome]:
    """Return a home in which every address is there."""
    with whole_home(tmp_path_factory.mktemp("whole")) as home:
        yield home


def test_every_address_is_described_and_no_other(home: WholeHome) -> None:
    """Each address has its line of answers, and each line its address."""
    there = {
        f"{method} {route.path}"
        for route in home.app.routes
        if isinstance(route, APIRoute)
        for method in (route.methods or set()) - {"HEAD"}
    }

    assert there ^ BY_THEMSELVES.keys() == set()
    assert len(described(home.app)["paths"]) == len({one.partition(" ")[2] for one in there})


def test_an_address_without_a_line_is_noticed(tmp_path: Path) -> None:
    """Whoever adds an address is told where to say what it answers."""
    app = FastAPI()
    door = Depends(asks(homes.house_at(tmp_path / "state"), Action.HELP))
    app.add_api_route("/new", lambda: "", dependencies=[door])

    with pytest.raises(NotDescribed, match=r"GET /new has no line in console/routes/answers\.py"):
        described(app)


def test_the_description_is_plain_data_and_served_to_nobody(home: WholeHome) -> None:
    """It can be written as JSON, and no address gives it."""
    document = json.loads(json.dumps(described(home.app)))
    browser = Browser(home.app, HERE)

    assert document["openapi"] == "3.1.0"
    for path in ("/openapi.json", "/docs", "/redoc", "/openapi"):
        assert browser.open(path).status == 404


def test_a_form_is_described_by_what_reads_it(home: WholeHome) -> None:
    """Every field that is read stands in the description, and none beside them."""
    document, seen = described(home.app), 0
    for route in home.app.routes:
        if not isinstance(route, APIRoute) or (form := form_of(route)) is None:
            continue
        seen += 1
        operation = document["paths"][route.path]["post"]
        fields = operation["requestBody"]["content"][form.media_type]["schema"]
        assert fields["additionalProperties"] is False
        assert set(fields.get("properties", ())) == set(fields.get("required", ()))
        assert tuple(fields.get("properties", ())) == form.fields
        assert {"413", "415"} <= set(operation["responses"])
    assert seen > 60


def test_a_reader_says_what_it_reads() -> None:
    """The form of a reader holds its kind of body, its bound and its fields."""
    form = sent("device", "name").form

    assert (form.media_type, form.fields) == (
        "application/x-www-form-urlencoded",
        ("device", "name"),
    )
    assert form.max_octets == 8_192
