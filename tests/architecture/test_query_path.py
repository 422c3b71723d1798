"""The path of a query: nothing on it can write a name down, print it, or make a text of it."""

from __future__ import annotations

import ast
import asyncio
import copy
import logging
import pickle
import socket
import traceback
from collections.abc import Callable, Iterator

import pytest

from agent.dns import answers
from agent.dns.cache import Cache, Found, Kept, key_of
from agent.dns.known import Known
from agent.dns.pipeline import Forward, Pipeline
from agent.dns.server import Server
from agent.dns.upstream.query import Query
from agent.dns.wire import Answer, Question
from agent.gate.link import Packet
from consent.observation import Observation
from tests.agent.dns import house
from tests.agent.dns.packets import query
from tests.architecture.tree import ROOT, parsed, python_files

PATH = ("agent/dns", "agent/gate")
BESIDE = ("agent/screen_time/counting.py", "agent/asked/fixing.py")
"""What is told of decided look-ups, in folders whose other modules open files or make texts."""

WRITERS = frozenset(
    {"builtins", "cProfile", "code", "codecs", "copyreg", "ctypes", "dbm", "faulthandler"}
    | {"fileinput", "inspect", "io", "json", "logging", "marshal", "mmap", "multiprocessing"}
    | {"os", "pathlib", "pdb", "pickle", "pprint", "profile", "reprlib", "shelve", "shutil"}
    | {"sqlite3", "string", "subprocess", "sys", "syslog", "tempfile", "trace", "traceback"}
    | {"tracemalloc", "warnings"}
)
"""Modules by which something could be written, printed or turned into a text."""

SPEAKERS = frozenset(
    {"__import__", "ascii", "breakpoint", "compile", "eval", "exec", "format", "input", "open"}
    | {"print", "repr", "vars"}
)
"""Built-in functions of the same kind. `str` is looked at by itself, since it is a type too."""

METHODS = frozenset(
    {"__format__", "__str__", "call_exception_handler", "format", "format_map", "write_bytes"}
    | {"write_text"}
)

TYPE_TESTS = ("isinstance", "issubclass", "cast", "NewType")
"""Functions that are given `str` as the type that it is."""

# Where a text is made and no query is near, with the reason.
EXCEPTIONS = {
    ("agent/dns/server.py", "_refusal"): "says which of our own addresses is taken",
    ("agent/dns/server.py", "listen"): "raises what `_refusal` says",
}

# Words of annotations and of fields that tell that a value holds what somebody asked for.
CARRIES = frozenset({"Name", "Question", "Forward"})
FIELDS = frozenset({"body", "name", "octets", "packet", "question", "qname"})


def breaches(source: str) -> list[tuple[str, str]]:
    """Return (function, what it does) for all in a module by which a name could become a text."""
    found = []
    for function, node in _nodes(ast.parse(source), ""):
        found += [(function, breach) for breach in _breach(node)]
    return found


def _nodes(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield every node with the name of the function that it stands in."""
    for inner in ast.iter_child_nodes(node):
        match inner:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                within = name
            case _:
                within = function
        yield within, inner
        yield from _nodes(inner, within)


def _breach(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (f"imports {one.name}" for one in names if _root(one.name) in WRITERS)
        case ast.ImportFrom(module=str(module)) if _root(module) in WRITERS:
            yield f"imports {module}"
        case ast.Name(id=name) if name in SPEAKERS:
            yield f"mentions {name}"
        case ast.Attribute(attr=name) if name in METHODS:
            yield f"mentions .{name}"
        case ast.JoinedStr():
            yield "an f-string"
        case ast.BinOp(op=ast.Mod(), left=ast.Constant(value=str() | bytes())):
            yield "a text made by %"
        case ast.Call():
            yield from _call(node)
        case ast.Raise() | ast.Assert():
            yield from _told(node)


def _call(node: ast.Call) -> Iterator[str]:
    if _is_named(node.func, "str"):
        yield "calls str"
    if not any(_is_named(node.func, name) for name in TYPE_TESTS):
        yield from ("hands str on" for one in node.args if _is_named(one, "str"))


def _told(node: ast.Raise | ast.Assert) -> Iterator[str]:
    match node:
        case ast.Raise(exc=ast.Call(args=args, keywords=keywords)):
            given = [*args, *(one.value for one in keywords)]
            if not all(isinstance(one, ast.Constant) for one in given):
                yield "raises with a value"
        case ast.Assert(msg=ast.AST() as said) if not isinstance(said, ast.Constant):
            yield "asserts with a value"


def _root(module: str) -> str:
    return module.partition(".")[0]


def _is_named(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def shown_classes(tree: ast.Module) -> list[str]:
    """Return the values that hold what was asked, and that nothing keeps from being printed."""
    return [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and _has_generated_text(node)
        and any(_carries(field) for field in node.body)
        and not {"__repr__", "__reduce_ex__"}
        <= {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
    ]


def _has_generated_text(node: ast.ClassDef) -> bool:
    """Say whether a class is one whose `repr` shows its fields: a NamedTuple or a dataclass."""
    is_tuple = any(_is_named(base, "NamedTuple") for base in node.bases)
    return is_tuple or any("dataclass" in ast.unparse(one) for one in node.decorator_list)


def _carries(field: ast.stmt) -> bool:
    match field:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
            words = {one.id for one in ast.walk(annotation) if isinstance(one, ast.Name)}
            return name in FIELDS or bool(words & CARRIES)
    return False


MODULES = {path.relative_to(ROOT).as_posix(): path for path in python_files(*PATH)} | {
    name: ROOT / name for name in BESIDE
}


def test_the_modules_looked_at_are_those_on_the_path() -> None:
    """The route of a query and the lens that sees it are among the modules looked at."""
    assert {"agent/dns/pipeline.py", "agent/dns/server.py", "agent/gate/lens.py"} <= set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_nothing_on_the_path_makes_a_text_of_a_query(module: str) -> None:
    """No module on the path opens, prints, logs, keeps, formats, or raises with what was asked."""
    source = MODULES[module].read_text(encoding="utf-8")

    assert [
        (function, breach)
        for function, breach in breaches(source)
        if (module, function) not in EXCEPTIONS
    ] == []


def test_no_exception_outlives_its_reason() -> None:
    """An exception is taken back when what it excuses is gone."""
    used = {
        (module, function)
        for module, path in MODULES.items()
        for function, _ in breaches(path.read_text(encoding="utf-8"))
    }

    assert EXCEPTIONS.keys() - used == set()


@pytest.mark.parametrize("module", MODULES)
def test_what_holds_a_name_does_not_show_it(module: str) -> None:
    """Every value on the path that holds what was asked says itself how it is printed and kept."""
    assert shown_classes(parsed(MODULES[module])) == []


BAD = {
    "a print": ("print(question)", "mentions print"),
    "a print under another name": ("say = print", "mentions print"),
    "an open file": ('with open("names", "a") as file: ...', "mentions open"),
    "a file by its path": ("from pathlib import Path", "imports pathlib"),
    "a path's own writing": ("path.write_text(name)", "mentions .write_text"),
    "os": ("import os", "imports os"),
    "a logger": ("import logging", "imports logging"),
    "a logger's own module": ("import logging.handlers", "imports logging.handlers"),
    "a logger inside a function": (
        "def f():\n    from logging import getLogger",
        "imports logging",
    ),
    "a database": ("import sqlite3", "imports sqlite3"),
    "another program": ("import subprocess", "imports subprocess"),
    "a pickle": ("import pickle", "imports pickle"),
    "a traceback": ("import traceback", "imports traceback"),
    "a warning": ("import warnings", "imports warnings"),
    "the system's journal": ("import syslog", "imports syslog"),
    "standard error": ("import sys\nsys.stderr.write(name)", "imports sys"),
    "standard output by its name": ("from sys import stdout", "imports sys"),
    "an f-string": ('text = f"{question}"', "an f-string"),
    "an f-string in an exception": ('raise ValueError(f"{name}")', "an f-string"),
    "a text by %": ('text = "%s" % (question.name,)', "a text made by %"),
    "octets by %": ('octets = b"%b" % question.name', "a text made by %"),
    "a text by format": ('text = "{}".format(question)', "mentions .format"),
    "a text by format_map": ('text = "{name}".format_map(found)', "mentions .format_map"),
    "str": ("text = str(question)", "calls str"),
    "str of each": ("texts = map(str, questions)", "hands str on"),
    "str as a key": ("sorted(map(str, questions))", "hands str on"),
    "repr": ("text = repr(question)", "mentions repr"),
    "repr of each": ("texts = map(repr, questions)", "mentions repr"),
    "format": ("text = format(question)", "mentions format"),
    "ascii": ("text = ascii(question)", "mentions ascii"),
    "a text by its method": ("text = question.__str__()", "mentions .__str__"),
    "an error with a name": ("raise ValueError(question.name)", "raises with a value"),
    "an error with a keyword": ("raise Refused(where=name)", "raises with a value"),
    "an assertion with a name": ("assert question, question.name", "asserts with a value"),
    "a fault told to the loop": (
        "loop.call_exception_handler({})",
        "mentions .call_exception_handler",
    ),
    "code from a text": ("exec(source)", "mentions exec"),
    "a way round an import": ('__import__("os")', "mentions __import__"),
}

GOOD = {
    "a type": "def f(text: str) -> str: ...",
    "a test of a type": "if isinstance(text, str): ...",
    "an error that says what it is": 'raise TypeError("a question is not written to a file")',
    "an error by its class": "raise UpstreamSilent from error",
    "arithmetic": "at = (at + 1) % size",
    "a plain text": 'text = "no name is here"',
}


@pytest.mark.parametrize(("source", "breach"), BAD.values(), ids=BAD)
def test_each_way_to_a_text_is_named(source: str, breach: str) -> None:
    """Planted code that could write, print or show a name is named for what it is."""
    assert breach in [found for _, found in breaches(source)]


@pytest.mark.parametrize("source", GOOD.values(), ids=GOOD)
def test_what_makes_no_text_is_left_alone(source: str) -> None:
    """Code that only looks like it is not named."""
    assert breaches(source) == []


def test_a_breach_is_named_with_its_function() -> None:
    """A breach inside a function is told from the same one beside it."""
    source = "def one():\n    def two():\n        print(1)\n    repr(2)\nascii(3)\n"

    assert breaches(source) == [
        ("two", "mentions print"),
        ("one", "mentions repr"),
        ("", "mentions ascii"),
    ]


SHOWS_NOTHING = """
class A(NamedTuple):
    packet: bytes
    def __repr__(self): ...
    def __reduce_ex__(self, _): ...
"""

SHOWN = {
    "a tuple with a name": ("class A(NamedTuple):\n    asked: Name | None", ["A"]),
    "a dataclass with a question": (
        "@dataclass(frozen=True)\nclass A:\n    waiting: dict[int, Question]",
        ["A"],
    ),
    "a tuple with a packet": ("class A(NamedTuple):\n    packet: bytes", ["A"]),
    "a tuple that is printed otherwise, and can be pickled": (
        "class A(NamedTuple):\n    packet: bytes\n    def __repr__(self): ...",
        ["A"],
    ),
    "a tuple that shows nothing": (SHOWS_NOTHING, []),
    "a class without a text of its own": ("class A:\n    name: Name", []),
    "a tuple of numbers": ("class A(NamedTuple):\n    port: int", []),
}


@pytest.mark.parametrize(("source", "expected"), SHOWN.values(), ids=SHOWN)
def test_a_value_that_shows_a_name_is_found(source: str, expected: list[str]) -> None:
    """Values that hold what was asked are found by their fields, unless they show nothing."""
    assert shown_classes(ast.parse(source)) == expected


# What the values really show

WORD = "qzxwordqzx"
PACKET = query(f"www.{WORD}.com")
QUESTION = house.question_of(PACKET)
FORWARD = Forward(
    PACKET, QUESTION, 512, answers.reply, house.SAM, house.current().in_force, QUESTION.name
)
OBSERVATION = Observation(level=2, category=WORD, domain=f"{WORD}.com")
ANSWER = Answer(0, (1, 0, 0), PACKET, (), 60, authentic=False)
FROM_RECORDER = Packet(WORD.encode(), ())

CARRIERS: dict[str, object] = {
    "a question": QUESTION,
    "a query to forward": FORWARD,
    "an observation": OBSERVATION,
    "a packet of the recorder": FROM_RECORDER,
    "what an answer is kept under": key_of(QUESTION),
    "an upstream's answer": ANSWER,
    "our own query": Query(PACKET, len(PACKET)),
    "a question read slowly": QUESTION._replace(edns=0),
    "what the cache found": Found(ANSWER, 0, Kept(ANSWER, 0, 60)),
    "what is known of a question": Known(QUESTION.name, (QUESTION.name,), ()),
}
WAYS: dict[str, Callable[[object], str]] = {
    "repr": repr,
    "str": str,
    "format": "{}".format,
    "format with a width": "{!s:>40}".format,
    "ascii": ascii,
    "inside a list": lambda value: repr([value]),
    "inside an error": lambda value: repr(ValueError(value)),
    "as a key that is missing": lambda value: str(KeyError(value)),
    "in a traceback": lambda value: "".join(
        traceback.format_exception(ValueError("something", value))
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("value", CARRIERS.values(), ids=CARRIERS)
def test_printed_in_any_way_no_name_is_shown(value: object, way: Callable[[object], str]) -> None:
    """However a value that holds a name is turned into a text, the name is not in it."""
    assert WORD not in way(value)
    assert type(value).__name__ in way(value)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("value", CARRIERS.values(), ids=CARRIERS)
def test_no_value_with_a_name_can_be_pickled_or_copied(value: object, protocol: int) -> None:
    """A value that holds a name cannot be written to a file in any form of pickle, nor copied."""
    with pytest.raises(TypeError, match="not written to a file"):
        pickle.dumps(value, protocol)
    for copied in (copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="not written to a file"):
            copied([value] if copied is copy.deepcopy else value)


def test_the_values_do_hold_the_word() -> None:
    """The values printed above hold what is looked for, or the promise would be held by nothing."""
    assert all(WORD.encode() in part for part in (QUESTION.name, FORWARD.packet))
    assert OBSERVATION.domain == f"{WORD}.com"


class BrokenUpstream:
    """An upstream that fails with what it was asked."""

    async def ask(self, question: Question) -> Answer:
        """Raise, with the whole question in the error."""
        raise LookupError("no answer to", question)


class BrokenCache(Cache):
    """A cache that fails with what was looked for."""

    def find(self, question: Question, *, is_alias: bool = False) -> Found | None:
        """Raise, with the whole question in the error."""
        raise LookupError(question, is_alias)


BROKEN = {
    "while it is answered": Pipeline(
        house.current(), BrokenCache(house.Clock()), house.Told(house.address_of)
    ),
    "while an upstream is asked": Pipeline(house.current(), Cache(house.Clock()), BrokenUpstream()),
}


@pytest.mark.parametrize("route", BROKEN.values(), ids=BROKEN)
def test_a_fault_in_the_pipeline_is_told_without_a_name(
    route: Pipeline, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault while a real query is answered, with all that asyncio tells of it, shows no name."""

    async def asked() -> None:
        loop = asyncio.get_running_loop()
        loop.set_debug(True)
        told = asyncio.Event()

        def tell(on: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
            # All that asyncio itself would say, which the agent's own program cuts down further.
            on.default_exception_handler(context)
            told.set()

        loop.set_exception_handler(tell)
        server = Server(route)
        there = await server.listen("127.0.0.1", 0)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.sendto(PACKET, there)
            async with asyncio.timeout(30):
                await told.wait()
        await server.close()

    with caplog.at_level(logging.DEBUG):
        asyncio.run(asked())

    assert "LookupError" in caplog.text
    assert "<Question>" in caplog.text
    assert WORD not in caplog.text
