"""Code behind web triggers and endpoints that compares what a caller sent with a secret."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.disclosure.model import Authentication
from scopeminer.disclosure.origins import Origins
from scopeminer.disclosure.subject import Subject
from scopeminer.privileges.features import Features
from scopeminer.program.callsite import CallSite
from scopeminer.syntax.ir import Binary, Func
from scopeminer.syntax.walk import own_nodes

ENTRANCES = ("webtrigger", "endpoint", "apiRoute")
"""Types of modules that let others call the app."""
EQUAL = frozenset({"===", "==", "!==", "!="})
SENT = frozenset({"event", "external", "payload"})
KEPT = frozenset({"environment", "secret", "stored"})


def comparisons(subject: Subject, features: Features, origins: Origins) -> Iterator[Authentication]:
    """Each comparison, at its place."""
    for function in subject.program.live:
        place = CallSite(function, "call", None, function.func.at, (), (), 0)
        if any(step.label.startswith(ENTRANCES) for step in features.of(place)):
            for one in _equalities(function.func):
                kinds = [{found.kind for found in origins.of(side)} for side in (one.left, one.right)]
                if any(kinds[i] & SENT and kinds[1 - i] & KEPT for i in (0, 1)):
                    yield Authentication("checks", "other", subject.place(function.path, one.at))


def _equalities(func: Func) -> Iterator[Binary]:
    yield from (node for node in own_nodes(func) if isinstance(node, Binary) and node.op in EQUAL)
