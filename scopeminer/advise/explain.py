"""A question about a scope, an operation or a line → what it is a question about; the answers are in explain_*."""

from __future__ import annotations

import re
from difflib import get_close_matches

from scopeminer.advise.operations import PARAMETER, matching
from scopeminer.catalog.catalog import Catalog
from scopeminer.records import NamedTuple

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
OPERATION = re.compile(rf"({'|'.join(METHODS)})\s+(\S+)", re.IGNORECASE)
LINE = re.compile(r"(.+?):(\d+)(?::\d+)?")


class QuestionError(Exception):
    """What was asked about does not exist: one sentence, with what was probably meant."""


class OperationQuestion(NamedTuple):
    """`METHOD /path` as asked."""

    method: str
    path: str


class LineQuestion(NamedTuple):
    """A line of a file, relative to the app."""

    file: str
    line: int


class ScopeQuestion(NamedTuple):
    """A scope name, valid or declared."""

    scope: str


Question = OperationQuestion | LineQuestion | ScopeQuestion


def question(text: str) -> Question:
    """What a text asks about; QuestionError when it is nothing that can be explained."""
    text = text.strip()
    if operation := OPERATION.fullmatch(text):
        return OperationQuestion(operation[1].upper(), operation[2])
    if (line := LINE.fullmatch(text)) and (re.search(r"[./\\]", line[1]) or ":" not in line[1]) and int(line[2]) > 0:
        return LineQuestion(line[1].replace("\\", "/").removeprefix("./"), int(line[2]))
    if text.startswith("/"):
        raise QuestionError(f"'{text}' lacks a method; ask for 'GET {text}'.")
    if not text or re.search(r"\s", text):
        raise QuestionError(f"'{text}' is no scope, no operation ('GET /rest/api/3/issue/{{id}}') and no line (src/index.js:12).")
    return ScopeQuestion(text)


def unknown_scope(catalog: Catalog, scope: str) -> QuestionError:
    """The error for a scope that Atlassian does not publish and the app does not declare."""
    closest = catalog.suggest(scope)
    meant = f" Did you mean '{closest}'?" if closest else ""
    return QuestionError(f"'{scope}' is no scope that Forge accepts (catalog of {catalog.date}).{meant}")


def unknown_operation(catalog: Catalog, asked: OperationQuestion) -> QuestionError:
    """The error for an operation that no document lists, with the same path under other methods or the nearest name."""
    others = [operation.method for operation in matching(catalog, None, asked.path)]
    if others:
        listed = ", ".join(sorted(dict.fromkeys(others)))
        return QuestionError(f"no document lists {asked.method} {asked.path}; the same path has {listed}.")
    names = {PARAMETER.sub("{}", operation.path): operation.name for operation in catalog.operations if operation.method == asked.method}
    closest = get_close_matches(PARAMETER.sub("{}", asked.path), names, n=1, cutoff=0.7)
    meant = f" Did you mean '{names[closest[0]]}'?" if closest else ""
    return QuestionError(f"no document lists {asked.method} {asked.path} (catalog of {catalog.date}).{meant}")
