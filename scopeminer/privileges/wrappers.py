"""Wrappers that people name in scopeminer.toml (`[[api]]`): a call of one is the request that the entry says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scopeminer.catalog.paths import steps
from scopeminer.config import NAME, Api
from scopeminer.privileges.effects import METHODS, Methods, Shape
from scopeminer.privileges.model import AnswerProblem
from scopeminer.program.callsite import CallSite
from scopeminer.program.outside_calls import path_of
from scopeminer.program.program import Program
from scopeminer.program.tokens import Function
from scopeminer.source import Place
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame
from scopeminer.values.pattern import Alternative, Hole, Pattern, literal


class Wrappers:
    """The entries of one app, found in its program."""

    def __init__(self, program: Program, apis: Iterable[Api]) -> None:
        self.all = tuple(apis)
        self._packages = {(api.package, steps(api.function)): api for api in self.all if api.package}
        local = {(api.file, api.function): api for api in self.all if api.file}
        functions = program.analysis.functions.values() if local else ()
        self._functions = {one: local[one.path, one.label] for one in functions if (one.path, one.label) in local}
        self._used: set[Api] = set()

    def of(self, site: CallSite) -> Api | None:
        """The entry that a call stands for."""
        found = next((self._functions[target] for target in site.targets if target in self._functions), None)
        if found is None and self._packages:
            found = next((api for token in site.externals if (api := self._packages.get((token.package, path_of(token))))), None)
        if found is not None:
            self._used.add(found)
        return found

    def hides(self, site: CallSite) -> bool:
        """Whether a call stands inside a function that an entry speaks for."""
        function: Function | None = site.caller
        while function is not None and function not in self._functions:
            function = function.outer
        return function is not None

    def problems(self) -> Iterator[AnswerProblem]:
        """Entries that no reachable call needed."""
        for api in self.all:
            if api not in self._used:
                where = api.file or api.package or ""
                yield AnswerProblem(f"no reachable call of {api.function} of {where}", api.name or api.function, Place(NAME, api.line, 1))


def product_of(api: Api) -> str:
    """As said, or as its path shows."""
    path = api.path or ""
    shown = "confluence" if path.startswith("/wiki/") else "bitbucket" if path.startswith("/2.0/") else "jira"
    return api.product or shown


def shape(api: Api) -> Shape:
    """Where an entry takes its route and method from."""

    def routes(evaluator: Evaluator, site: CallSite, frame: Frame | None) -> list[Alternative]:
        if api.path is not None:
            return [Alternative(_template(api.path))]
        return _argument(evaluator, site, api.path_argument, frame)

    def methods(evaluator: Evaluator, site: CallSite, frame: Frame | None) -> tuple[Methods, list[object]]:
        if api.method is not None:
            return [(api.method.upper(), ())], []
        texts = _argument(evaluator, site, api.method_argument, frame)
        names = [((literal(text.pattern) or "").upper(), text.conditions) for text in texts]
        sources = [part.source for text in texts for part in text.pattern if isinstance(part, Hole)]
        return [(name if name in METHODS else None, conditions) for name, conditions in names], sources

    return Shape(routes, methods)


def _argument(evaluator: Evaluator, site: CallSite, index: int | None, frame: Frame | None) -> list[Alternative]:
    if index is None or index >= len(site.args):
        return [Alternative((Hole("raw"),))]
    return evaluator.text(site.args[index], frame)


def _template(path: str) -> Pattern:
    """`/issue/{key}` with every name in braces a hole within its segment."""
    parts = re.split(r"\{[^{}]*\}", path)
    out: list[str | Hole] = []
    for index, part in enumerate(parts):
        out += [Hole("segment")] if index else []
        out += [part] if part else []
    return tuple(out)
