"""Uses of a scope → what the app uses it for, in one sentence made of the operations' own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scopeminer.privileges.model import Use
from scopeminer.report.text import printable

VERBS = {
    "read": "Reads",
    "readonly": "Reads",
    "write": "Writes",
    "delete": "Deletes",
    "search": "Searches",
    "manage": "Manages",
    "admin": "Administers",
    "moderate": "Moderates",
    "send": "Sends",
    "import": "Imports",
}
"""First part of a scope's name → what the app does by it: a POST may well be a search, which only reads."""
METHODS = {"GET": "Reads", "HEAD": "Reads", "POST": "Sends", "PUT": "Writes", "PATCH": "Writes", "DELETE": "Deletes"}
KINDS = {
    "storage": "Keeps the app's own data in Atlassian's storage",
    "notification": "Sends notifications",
    "privacy": "Reports on personal data that it keeps",
    "graphql": "Queries Atlassian's graph",
}
LISTS = {"event": "Listens to", "module": "Is required by", "remote": "Hands a token to the remote"}
_HEAD = re.compile(r"/wiki/rest/api|/rest/servicedeskapi|(?:/wiki)?(?:/rest)?/[a-z-]+/(?:v?\d[\d.]*|latest)|/rest")
"""What stands before the things of a path: the name of the API and its version."""
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def purpose(scope: str, uses: Iterable[Use]) -> str:
    """`Reads issue, issue properties.`; "" without uses. The order of the uses does not matter."""
    return " ".join(f"{part}." for part in sorted(_parts(scope, uses)))


def _parts(scope: str, uses: Iterable[Use]) -> Iterator[str]:
    things: dict[str, set[str]] = {}
    for use in uses:
        verb, thing = _said(scope, use)
        things.setdefault(verb, set()).add(thing)
    for verb, named in things.items():
        yield " ".join(filter(None, [verb, ", ".join(sorted(filter(None, named)))]))


def _said(scope: str, use: Use) -> tuple[str, str]:
    if use.kind in KINDS:
        return KINDS[use.kind], ""
    if use.kind in LISTS:
        return LISTS[use.kind], printable(use.api.removeprefix("remote "))
    path = use.operation or use.route
    if path is None:
        return "Calls", printable(use.api.split(" ")[-1])
    verb = VERBS.get(scope.partition(":")[0]) or METHODS.get(use.method or "", "Uses")
    return verb, printable(thing(path))


def thing(path: str) -> str:
    """`/rest/api/3/issue/{issueIdOrKey}/properties/{propertyKey}` → `issue properties`: the words of a path without its holes."""
    path, _, _ = path.partition("?")
    head = _HEAD.match(path)
    words = [part for part in path[head.end() if head else 0 :].split("/") if part and not part.startswith("{")]
    return " ".join(_HUMP.sub(" ", word).replace("_", " ").replace("-", " ").lower() for word in words) or path
