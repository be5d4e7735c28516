"""Network clients: which calls, elements and assignments talk to which address. The rows are data/clients.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from scopeminer.catalog.paths import Steps, steps
from scopeminer.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Client:
    """One access path that leads out of the app.

    `package` and `path` as in catalog.model.Surface, a final `*` step matches any further ones; for a call, only those of the
    client itself: what its calls answer is data. `on`: call | new | jsx | tag (of a template) | set (a property of it is assigned).
    `url`: index of the argument that is the address (text, URL or Request), None when no argument is.
    `config`: index of the argument that is an options object (it may be the same one); `keys` name the address in it, for
    jsx and set the properties. `bases` name the address in front, looked up in the options of the call, in those of the
    call that made the receiver, and in assignments to its `defaults`. `made_by`: the address in front is this argument of
    the making call. `node`: the options have the form of node's http (protocol, hostname, host, port); `scheme` is then
    the protocol when they name none. `default`: the address built into the client, with `{name}` for an option of the making call,
    `{0}` for an argument of it, `{}` for what is not known. `remote`: a manifest remote, reached
    with an external account (`withProvider`). `directive`: fetch (becomes fetch.backend or fetch.client), a manifest key,
    css (the template is a style sheet), markup (it is HTML), document (HTML with scripts that run), face (the source of a font), markdown,
    element (the kind of the element that was made decides), or component (the arguments are an element and its attributes).
    `side`: backend | client | "" (wherever the code runs).
    """

    package: str
    path: Steps
    on: str = "call"
    url: int | None = 0
    config: int | None = None
    keys: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    made_by: int | None = None
    node: bool = False
    scheme: str = "https"
    default: str = ""
    remote: bool = False
    directive: str = "fetch"
    side: str = ""


@dataclass(slots=True, eq=False)
class Clients:
    """The table, by package and way of use. `sheets`: what the style sheets of a host load, as (directive, address)."""

    rows: tuple[Client, ...]
    sheets: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False)
    assigned: frozenset[str] = field(default=frozenset(), repr=False)
    """The names of all properties of which an assignment can matter: those of rows for it, and those of defaults."""
    _heads: frozenset[tuple[str, Steps]] = field(default=frozenset(), repr=False)
    _packages: frozenset[str] = field(default=frozenset(), repr=False)
    _exact: dict[tuple[str, str, Steps], list[Client]] = field(default_factory=dict, repr=False)
    _open: dict[tuple[str, str, Steps], list[Client]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.assigned = frozenset(name for row in self.rows for name in (*row.bases, *(row.keys if row.on == "set" else ())))
        self._heads = frozenset((row.package, row.path[:1]) for row in self.rows)
        self._packages = frozenset("/".join(row.package.split("/")[: 1 + row.package.startswith("@")]) for row in self.rows)
        for row in self.rows:
            if row.path[-1:] == ("*",):
                self._open.setdefault((row.package, row.on, row.path[:-1]), []).append(row)
            else:
                self._exact.setdefault((row.package, row.on, row.path), []).append(row)

    def of(self, package: str, path: Steps, on: str) -> list[Client]:
        """The most specific rows for a use of an access path (without a leading `default`)."""
        package = package.removeprefix("node:")
        found = self._exact.get((package, on, path))
        if found is not None:
            return found
        for length in range(len(path), -1, -1):
            found = self._open.get((package, on, path[:length]))
            if found is not None:
                return [] if on == "call" and any(map(_is_call, path[length:])) else found
        return []

    def made(self, package: str, path: Steps) -> list[Client]:
        """The rows of what a construction of `path` makes."""
        begin = (*path, "new")
        return [row for row in self.rows if row.package == package and row.path[: len(begin)] == begin]

    def has(self, package: str) -> bool:
        """Whether a package has rows: then they say what its calls talk to."""
        return package in self._packages

    def knows(self, package: str, path: Steps) -> bool:
        """Whether a row begins like this path (which may have its leading `default`): most do not, and this is quick."""
        head = path[1:2] if path[:1] == ("default",) else path[:1]
        return (package.removeprefix("node:"), head) in self._heads or (package, ("*",)) in self._heads


def _is_call(step: str) -> bool:
    """Whether something was called at a step, or at one of those that it stands for."""
    return step == "new" or step.endswith("()")


def expand(path: str) -> list[str]:
    """`{get,post}.x` → `get.x`, `post.x`."""
    parts = re.split(r"\{([^{}]*)\}", path)
    choices = [part.split(",") if index % 2 else [part] for index, part in enumerate(parts)]
    return ["".join(choice) for choice in product(*choices)]


def followed(clients: Clients) -> Iterator[tuple[str, Steps]]:
    """Package and steps of everything that has to be followed to know an address: the calls, and the defaults of what made them."""
    for row in clients.rows:
        yield row.package, row.path
        if row.bases:
            yield from ((row.package, (*row.path[:-1], "defaults", name)) for name in row.bases)


@lru_cache(maxsize=1)
def load_clients() -> Clients:
    """The table that ships with the tool."""
    table = json.loads((Path(__file__).parent / "data" / "clients.json").read_text(encoding="utf-8"))
    sheets = {host: tuple((directive, url) for directive, url in loads) for host, loads in table["sheets"].items()}
    return Clients(tuple(row for group in table["clients"] for row in _rows(group)), sheets)


def _rows(group: dict[str, Any]) -> list[Client]:
    given = dict(group)
    packages: list[str] = given.pop("packages")
    paths = [one for path in given.pop("paths") for one in expand(path)]
    given |= {name: tuple(given.get(name, ())) for name in ("keys", "bases")}
    return [Client(package=package, path=steps(path), **given) for package in packages for path in paths]
