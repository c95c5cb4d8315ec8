"""Finds the coach's sentences in its code for the catalogue: an extraction method for Babel, used by `make words`."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

Found = tuple[int, str, str | tuple[str, str], list[str]]
"""Line, the function that says it, the sentence (or one and many of it), and no comments: what Babel takes."""

SAID = {"say": (0,), "label": (0,), "button": (0,), "naming": (0, 2)}
"""The functions that say something, and which of their arguments are sentences."""
COUNTED, KEPT = "counted", "to_say"


def extract(file: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, Any]) -> Iterator[Found]:
    """Every sentence of a module. Babel's own reader takes no two sentences of which one is chosen, this one does."""
    del keywords, comment_tags, options
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call):
            yield from _of_call(node, _name(node.func))


def _of_call(call: ast.Call, name: str) -> Iterator[Found]:
    if name == COUNTED:
        one, many = (str(ast.literal_eval(each)) for each in call.args[:2])
        yield call.lineno, "ngettext", (one, many), []
    elif name == KEPT:
        yield from _found(part for each in call.args for part in _values(each))
    else:
        wanted = (call.args[n] for n in SAID.get(name, ()) if n < len(call.args))
        yield from _found(part for each in wanted for part in _chosen(each))


def _found(constants: Iterable[ast.Constant]) -> Iterator[Found]:
    for each in constants:
        yield each.lineno, "gettext", str(each.value), []


def _chosen(node: ast.expr) -> Iterator[ast.Constant]:
    """A sentence, or both of which one is chosen."""
    match node:
        case ast.Constant(value=str()):
            yield node
        case ast.IfExp(body=body, orelse=other):
            yield from _chosen(body)
            yield from _chosen(other)


def _values(node: ast.expr) -> Iterator[ast.Constant]:
    """Every string in a table but the keys of a mapping."""
    match node:
        case ast.Dict(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _values(part)
        case _:
            yield from _chosen(node)


def _name(function: ast.expr) -> str:
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""
