"""Small wrong changes of a module, one at a time: what a test suite should notice.

A mutant is the module with one operator, comparison, constant or statement changed. Why our own and
not a library: `tests/decisions/0004-mutation.md`.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

_COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_REDUCED: Final = {"all": "any", "any": "all", "min": "max", "max": "min"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed module: where and how, in words that stay the same while the line does."""

    line: int
    change: str
    source: str


def mutants_of(source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module's source."""
    tree = ast.parse(source)
    lines = source.splitlines()
    places = [node for node in ast.walk(tree) if hasattr(node, "lineno")]
    # `frozen` and `slots` are for whoever writes the code; no case could tell.
    decorators = {
        id(inside)
        for node in ast.walk(tree)
        for decorator in getattr(node, "decorator_list", ())
        for inside in ast.walk(decorator)
    }
    for number, node in enumerate(places):
        for name, change in _changes(node) if id(node) not in decorators else ():
            mutated = copy.deepcopy(tree)
            again = [one for one in ast.walk(mutated) if hasattr(one, "lineno")]
            change(again[number])
            ast.fix_missing_locations(mutated)
            text = lines[node.lineno - 1].strip()
            yield Mutant(node.lineno, f"{name}: {text}", ast.unparse(mutated))


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    yield from _changes_of_a_statement(node)
    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARED:
            other = _COMPARED[type(op)]
            yield f"{type(op).__name__} to {other.__name__}", _set("ops", lambda: [other()])
        case ast.BoolOp(op=ast.And()):
            yield "and to or", _set("op", ast.Or)
        case ast.BoolOp(op=ast.Or()):
            yield "or to and", _set("op", ast.And)
        case ast.UnaryOp(op=ast.Not()):
            yield "not taken away", _negated
        case ast.Call(func=ast.Name(id=name)) if name in _REDUCED:
            yield f"{name} to {_REDUCED[name]}", _renamed
        case _:
            yield from _changes_of_a_number(node)


def _changes_of_a_number(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    match node:
        case ast.Constant(value=bool(value)):
            yield "another truth", _set("value", lambda: not value)
        case ast.Constant(value=int(value)):
            yield "one more", _set("value", lambda: value + 1)
        case ast.BinOp(op=ast.Add()):
            yield "plus to minus", _set("op", ast.Sub)
        case ast.BinOp(op=ast.Sub()):
            yield "minus to plus", _set("op", ast.Add)


def _changes_of_a_statement(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    match node:
        case ast.If() | ast.While():
            yield "never", _set("test", lambda: ast.Constant(value=False))
        case ast.Raise() | ast.Continue():
            yield "left out", _left_out
        case ast.Expr(value=ast.Call()):
            yield "call left out", _set("value", lambda: ast.Constant(value=None))


def _set(field: str, value: Callable[[], object]) -> Callable[[ast.AST], None]:
    return lambda node: setattr(node, field, value())


def _negated(node: ast.AST) -> None:
    # `not (not x)` is x as a truth.
    assert isinstance(node, ast.UnaryOp)
    node.operand = ast.UnaryOp(op=ast.Not(), operand=node.operand)


def _renamed(node: ast.AST) -> None:
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    node.func.id = _REDUCED[node.func.id]


def _left_out(node: ast.AST) -> None:
    # A statement cannot leave its own place in the tree, so it becomes one that does nothing.
    assert isinstance(node, ast.stmt)
    node.__class__ = ast.Pass
