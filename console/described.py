"""The machine-readable description of every address of this console (OpenAPI 3.1), for the tests.

Rules kept here:
- It is made of the routes themselves: the address, the door's action, and the very reader of the
  form say what may be sent. Only what an address answers by itself is written down beside them
  (`console.routes.answers`).
- It is served to nobody (decision 17): there are no outside tokens, and what an address takes is
  asked for by our own pages alone. Tests send by it whatever it allows, and more.
- A fault of our own (500) is not in it. It is never an answer that was meant.

Source: OpenAPI Specification 3.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.routing import APIRoute

from console.forms import Form
from console.routes.answers import BY_THEMSELVES, FILES
from console.routes.asked import LEADS_TO, Asks
from console.routes.sign_in import only_safely
from console.routes.visit import FosterOnly
from console.security.headers import PAGE, POLICY_HEADER
from console.security.permissions import NAMED_ONLY, TABLE, Seat
from console.security.plain import may_go_plainly
from console.services.outcomes import Length
from console.services.rule_forms import Part

Document = dict[str, Any]

_HTML: Final = "text/html"
_TEXT: Final = "text/plain"
_CONVERTED: Final = re.compile(r"{(?P<name>[^:}]+)(?::(?P<kind>[^}]+))?}")

_MEANING: Final[Mapping[int, str]] = {
    200: "the page, or the file",
    303: "on to a page of ours",
    307: "on to the same page over TLS, where TLS is spoken and the line is a plain one",
    400: "another host was named, or no form of ours sends this",
    403: "this is not for whoever asks, or comes from a page that is not ours",
    404: "there is no such thing here, or not any more",
    409: "something else came in between",
    413: "more than any form of ours sends",
    415: "another kind of body than a form of ours sends",
    422: "what was typed will not do; the page says why",
    429: "tried too often; the page says for how long",
    503: "a part of the box does not answer, or the home's files cannot be read",
}

_SHAPES: Final[Mapping[str, Document]] = {
    "number": {"type": "string"},
    "subject": {"type": "string", "examples": ["everyone", "visitors", "person-1", "device-2"]},
    "part": {"type": "string", "examples": [str(part) for part in Part]},
}
"""What a part of an address looks like; any other text is answered too."""

_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "length": tuple(Length),
    "number": ("0", "1", "2"),
    "grant": ("1", "2"),
    "request": ("1", "2"),
    "role": ("carer", "helper"),
    "way": ("router",),
    "kind": ("family", "foster"),
    "sure": ("yes",),
    "readers": ("carers", "me"),
}
"""What the pages themselves put into a field; whatever else is typed is answered too."""


class NotDescribed(LookupError):
    """An address has no line in `console.routes.answers`."""


def described(app: FastAPI) -> Document:
    """Return the description of an application. Raises NotDescribed."""
    paths: dict[str, Document] = {}
    for route in app.routes:
        if isinstance(route, APIRoute):
            address = _CONVERTED.sub(r"{\g<name>}", route.path)
            paths.setdefault(address, {}).update(_operations(route))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lamplight's console", "version": "1"},
        "paths": paths,
        "components": {
            "securitySchemes": {
                "visit": {"type": "apiKey", "in": "cookie", "name": "__Host-lamplight-visit"}
            }
        },
    }


def door_of(route: APIRoute) -> Asks:
    """Return the door of a route."""
    (door,) = (one.call for one in route.dependant.dependencies if isinstance(one.call, Asks))
    return door


def form_of(route: APIRoute) -> Form | None:
    """Return the form that a route reads, None where it reads none."""
    for one in route.dependant.dependencies:
        if isinstance(form := getattr(one.call, "form", None), Form):
            return form
    return None


def _operations(route: APIRoute) -> Iterator[tuple[str, Document]]:
    for method in sorted((route.methods or set()) - {"HEAD"}):
        form, action = form_of(route), door_of(route).action
        operation: Document = {
            "operationId": f"{method.lower()} {route.path}",
            "summary": f"{action}; for {', '.join(sorted(TABLE[action])) or 'nobody'}",
            "security": [{"visit": []}, {}],
            "parameters": [
                {
                    "name": found["name"],
                    "in": "path",
                    "required": True,
                    "schema": _part(found["name"], found["kind"]),
                }
                for found in _CONVERTED.finditer(route.path)
            ],
            "responses": _responses(route, method, form),
        }
        if form is not None:
            operation["requestBody"] = {
                "required": True,
                "content": {form.media_type: {"schema": _fields(form)}},
            }
        yield method.lower(), operation


def _part(name: str, kind: str | None) -> Document:
    if kind == "int":
        return {"type": "integer", "minimum": 0}
    return dict(_SHAPES.get(name, {"type": "string"}))


def _fields(form: Form) -> Document:
    if form.pattern is not None:
        return {
            "type": "object",
            "patternProperties": {f"^(?:{form.pattern})$": {"type": "string"}},
            "additionalProperties": False,
        }
    return {
        "type": "object",
        "properties": {field: _field(field) for field in form.fields},
        "required": list(form.fields),
        "additionalProperties": False,
    }


def _field(name: str) -> Document:
    if (values := _VALUES.get(name)) is None:
        return {"type": "string"}
    return {"anyOf": [{"enum": list(values)}, {"type": "string"}]}


def _responses(route: APIRoute, method: str, form: Form | None) -> dict[str, Document]:
    which = f"{method} {route.path}"
    try:
        statuses = set(BY_THEMSELVES[which])
    except KeyError:
        raise NotDescribed(f"{which} has no line in console/routes/answers.py") from None
    asked = [one.call for one in route.dependant.dependencies]
    action = door_of(route).action
    turned_away = set(Seat) if action in NAMED_ONLY else set(Seat) - TABLE[action]
    statuses |= {400, 503}
    if method == "POST" or only_safely in asked:
        statuses.add(403)  # from a page that is not ours, or over a line that others read
    if method != "POST" and turned_away & LEADS_TO.keys():
        statuses.add(303)
    if turned_away - LEADS_TO.keys():
        statuses.add(403)
    if not may_go_plainly(route.path) and method != "POST":
        statuses.add(307)
    if any(isinstance(one, FosterOnly) for one in asked):
        statuses.add(404)
    if form is not None:
        statuses |= {413, 415}
    return {str(status): _response(which, status, form) for status in sorted(statuses)}


def _response(which: str, status: int, form: Form | None) -> Document:
    headers: Document = {
        name: {
            # Over plain http it goes to this machine itself alone.
            "required": name != "cross-origin-opener-policy",
            # One page's policy names the name of its test besides.
            "schema": {"type": "string"} if name == POLICY_HEADER else {"const": value},
        }
        for name, value in PAGE.items()
    }
    if status in (303, 307):
        headers["location"] = {"required": True, "schema": {"type": "string"}}
        return {"description": _MEANING[status], "headers": headers}
    kinds = {_HTML}
    if status == 200 and which in FILES:
        kinds = {FILES[which]} | ({_HTML} if which == "POST /backup" else set())
    if status == 400:
        kinds = {_TEXT} if form is None else {_TEXT, _HTML}
    return {
        "description": _MEANING[status],
        "headers": headers,
        "content": {f"{kind}": {"schema": {"type": "string"}} for kind in sorted(kinds)},
    }
