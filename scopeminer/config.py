"""`scopeminer.toml`: what a team decides once for its app, as one frozen record.

    policy = "as-declared"            # which of several minimal sets is advised
    fail-on = "warning"               # the level that gives exit code 1
    exclude = ["legacy/", "*.gen.ts"] # left out, in the notation of .gitignore
    source-roots = ["lib"]            # where imports and handlers are looked up, too

    [[api]]                           # a wrapper that the analysis cannot see into
    function = "callJira"
    file = "src/jira.ts"
    product = "jira"
    method = "GET"
    path = "/rest/api/3/issue/{key}"

Everything is optional. A key that is none of these is an error: a setting with a typing mistake would silently not hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from scopeminer.records import dataclass

NAME = "scopeminer.toml"
POLICIES = ("as-declared", "fewest", "classic", "granular", "least-reach")
LEVELS = ("error", "warning", "note", "never")
PRODUCTS = ("jira", "confluence", "bitbucket", "compass")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
PRINCIPALS = ("user", "app")
KEYS = ("policy", "fail-on", "exclude", "source-roots", "api")
API_KEYS = ("name", "function", "file", "package", "product", "method", "method-argument", "path", "path-argument", "principal")
MAX_BYTES = 1_000_000
_HEADER = r"""\s*\[{1,2}\s*["']?(?P<table>[\w-]+)["']?\s*\]{1,2}"""
_KEY = r"""\s*(?P<quote>["']?)(?P<key>[^"'=\s.#\[\]]+)(?P=quote)\s*[.=]"""
_AT_LINE = r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)"


class ConfigError(Exception):
    """A configuration that cannot be used: one sentence, `scopeminer.toml:LINE: expected …, found …`."""


@dataclass(frozen=True, slots=True)
class Api:
    """One `[[api]]`: a call of `function`, exported by `file` (or by an npm `package`), is this request.

    `path` is a template (`/rest/api/3/issue/{key}`), or comes from the argument with the index `path_argument` (0-based); the same holds
    for `method` and `method_argument`. None = unknown. `principal`: user | app. `line` is where the entry stands.
    """

    function: str
    file: str | None = None
    package: str | None = None
    product: str | None = None
    method: str | None = None
    method_argument: int | None = None
    path: str | None = None
    path_argument: int | None = None
    principal: str | None = None
    name: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one app; the defaults are those of an app without the file. `fail_on` None = the command line's default."""

    policy: str = "as-declared"
    fail_on: str | None = None
    exclude: tuple[str, ...] = ()
    source_roots: tuple[str, ...] = ()
    apis: tuple[Api, ...] = ()


def load(folder: Path) -> Config:
    """The settings of the app in `folder`; the defaults without a file. Raises ConfigError and nothing else."""
    path = folder / NAME
    try:
        if not path.is_file():
            return Config()
        with path.open("rb") as file:
            source = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ConfigError(f"{NAME}: cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    if len(source) > MAX_BYTES:
        raise ConfigError(f"{NAME}: expected at most {MAX_BYTES // 1000} kB.")
    return read(source)


def read(source: bytes, path: str = NAME) -> Config:
    """The settings in the bytes of a file; `path` is how errors name it. Raises ConfigError and nothing else."""
    import tomllib  # most apps have no such file, and should not wait for its parser

    try:
        text = source.decode("utf-8-sig")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}:{line}: expected UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        where = re.search(_AT_LINE, str(error))
        line = int(where["line"]) if where and where["line"] else max(1, len(text.splitlines()))
        raise ConfigError(f"{path}:{line}: no TOML: {re.sub(_AT_LINE, '', str(error))}.") from error
    except RecursionError as error:
        raise ConfigError(f"{path}:1: nested too deeply.") from error
    return _Reader(path, text).config(table)


class _Reader:
    """Checks one file; every complaint names its line."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()

    def config(self, table: Mapping[str, Any]) -> Config:
        known = self._keys(table, KEYS, "", 0)
        apis = known.get("api", ())
        if not isinstance(apis, list | tuple) or not all(isinstance(api, dict) for api in apis):
            self._wrong(("", 0, "api"), "[[api]] tables", apis)
        return Config(
            policy=self._choice(known, ("", 0, "policy"), POLICIES) or POLICIES[0],
            fail_on=self._choice(known, ("", 0, "fail-on"), LEVELS),
            exclude=self._texts(known, ("", 0, "exclude")),
            source_roots=tuple(self._root(root) for root in self._texts(known, ("", 0, "source-roots"))),
            apis=tuple(self._api(api, index) for index, api in enumerate(apis)),
        )

    def _api(self, table: Mapping[str, Any], index: int) -> Api:
        known = self._keys(table, API_KEYS, "api", index)
        texts = {key: self._text(known, ("api", index, key)) for key in ("name", "function", "file", "package", "path")}
        numbers = {key: self._number(known, ("api", index, key)) for key in ("method-argument", "path-argument")}
        line = self._header("api", index)
        if not texts["function"]:
            raise ConfigError(f"{self._path}:{line}: expected the name of a function in [[api]].")
        for one, other in (("file", "package"), ("path", "path-argument"), ("method", "method-argument")):
            if one in known and other in known:
                raise ConfigError(f"{self._path}:{self._line('api', index, other)}: expected {one} or {other}, found both.")
        if "method" in known and isinstance(known["method"], str):
            known["method"] = known["method"].upper()
        path = texts["path"]
        return Api(
            function=texts["function"],
            file=texts["file"],
            package=texts["package"],
            product=self._choice(known, ("api", index, "product"), PRODUCTS),
            method=self._choice(known, ("api", index, "method"), METHODS),
            method_argument=numbers["method-argument"],
            path=None if path is None else f"/{path.lstrip('/')}",
            path_argument=numbers["path-argument"],
            principal=self._choice(known, ("api", index, "principal"), PRINCIPALS),
            name=texts["name"] or "",
            line=line,
        )

    def _keys(self, table: Mapping[str, Any], allowed: tuple[str, ...], section: str, index: int) -> dict[str, Any]:
        """The table with its keys in their one spelling (`fail_on` is `fail-on`)."""
        known: dict[str, Any] = {}
        for key, value in table.items():
            name = key.replace("_", "-")
            if name not in allowed:
                near = _near(name, allowed)
                hint = f"did you mean {near[0]!r}?" if near else f"known keys are {', '.join(allowed)}."
                raise ConfigError(f"{self._path}:{self._line(section, index, key)}: unknown key {key!r}; {hint}")
            known[name] = value
        return known

    def _choice(self, table: Mapping[str, Any], at: tuple[str, int, str], choices: tuple[str, ...]) -> str | None:
        value = table.get(at[2])
        if value is not None and value not in choices:
            near = _near(value, choices) if isinstance(value, str) else []
            self._wrong(at, f"one of {', '.join(choices)}", value, f" Did you mean {near[0]!r}?" if near else "")
        return value

    def _text(self, table: Mapping[str, Any], at: tuple[str, int, str]) -> str | None:
        value = table.get(at[2])
        if value is not None and not isinstance(value, str):
            self._wrong(at, "a string", value)
        return value

    def _number(self, table: Mapping[str, Any], at: tuple[str, int, str]) -> int | None:
        value = table.get(at[2])
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 100):
            self._wrong(at, "the index of an argument, from 0", value)
        return value

    def _texts(self, table: Mapping[str, Any], at: tuple[str, int, str]) -> tuple[str, ...]:
        value = table.get(at[2], ())
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            self._wrong(at, "a list of strings", value)
        return tuple(value)

    def _root(self, root: str) -> str:
        clean = root.replace("\\", "/").removeprefix("./").rstrip("/")
        if not clean or clean.startswith("/") or re.match(r"[A-Za-z]:", clean):
            self._wrong(("", 0, "source-roots"), "folders relative to the app's", root)
        return clean

    def _wrong(self, at: tuple[str, int, str], expected: str, found: object, hint: str = "") -> NoReturn:
        raise ConfigError(f"{self._path}:{self._line(*at)}: expected {expected} as {at[2]}, found {_shown(found)}.{hint}")

    def _line(self, section: str, index: int, key: str) -> int:
        """The line on which `key` is set, in the `index`-th table of that name; the table's own line for what is not found."""
        start = self._header(section, index)
        for number in range(start, len(self._lines) + 1):
            line = self._lines[number - 1]
            header = re.match(_HEADER, line)
            if header and number != start and section:
                break
            if header and header["table"] == key and not section:
                return number
            if (found := re.match(_KEY, line)) and found["key"].replace("_", "-") == key.replace("_", "-"):
                return number
        return start

    def _header(self, section: str, index: int) -> int:
        found = [number for number, line in enumerate(self._lines, 1) if (match := re.match(_HEADER, line)) and match["table"] == section]
        return found[index] if section and index < len(found) else 1


def _near(word: str, known: tuple[str, ...]) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(word, known, 1)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"
