"""Finds the coach's sentences in its code, for the catalogue that translators work on."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SAID = {"say": (0,), "label": (0,), "button": (0,), "naming": (0, 2)}
"""The functions that say something, and which of their arguments are sentences."""
COUNTED, KEPT, LABEL = "counted", "to_say", "button"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is to be translated; `many` is its other form where a number stands in it."""

    text: str
    many: str = ""
    is_label: bool = False


def sentences(source: str) -> Iterator[Sentence]:
    """Every sentence that the module `source` says, keeps for later, or chooses from."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _of_call(node, _name(node.func))


def _of_call(call: ast.Call, name: str) -> Iterator[Sentence]:
    if name == COUNTED:
        one, many = (text for each in call.args[:2] for text in _chosen(each))
        yield Sentence(one, many)
    elif name == KEPT:
        yield from (Sentence(text) for each in call.args for text in _values(each))
    else:
        wanted = (call.args[n] for n in SAID.get(name, ()) if n < len(call.args))
        yield from (Sentence(text, is_label=name == LABEL) for each in wanted for text in _chosen(each))


def _chosen(node: ast.expr) -> Iterator[str]:
    """A sentence, or both of which one is chosen."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _all(body, other)


def _values(node: ast.expr) -> Iterator[str]:
    """Every string in a table but the keys of a mapping."""
    match node:
        case ast.Dict(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            yield from (text for part in parts for text in _values(part))
        case _:
            yield from _chosen(node)


def _all(*nodes: ast.expr) -> Iterable[str]:
    return (text for node in nodes for text in _chosen(node))


def _name(function: ast.expr) -> str:
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""
