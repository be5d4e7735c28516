"""Credentials that are written down in an app's files. A secret never leaves this room: records hold only what may be shown."""

from __future__ import annotations

import math
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from scopeminer.disclosure.credential_formats import HEADS, PLACEHOLDER, UNSHOWN, Match, lines_with_heads, matches
from scopeminer.privileges.model import Credential
from scopeminer.source import Place

TEXT = (
    ".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte", ".json", ".yml", ".yaml", ".html", ".toml", ".ini",
    ".properties", ".sh", ".md", ".txt", ".pem", ".key", ".graphql", ".env", ".npmrc", ".py", ".xml", ".sql",
)  # fmt: skip
LOCKS = frozenset({"package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "composer.lock"})
TESTS = re.compile(
    r"(?:^|/)(?:tests?|__tests__|__mocks__|mocks?|spec|specs|e2e|cypress|playwright|fixtures?|__fixtures__|__snapshots__|stories|storybook|"
    r"examples?|samples?|node_modules|dist|build|out|coverage|vendor)/|\.(?:test|tests|spec|stories|story|mock|mocks|fixture|e2e|cy|min|bundle)\.",
    re.IGNORECASE,
)
"""Tests, what stands in for real data, and what a build or a package manager made."""
EXAMPLE = re.compile(r"\.env\S*(?:example|sample|template|dist)$")
"""Environment files with values to be replaced: only what is surely real counts in them."""
LARGEST = 1_000_000
LONGEST_LINE = 2_000
"""A longer line was made by a program: an asset, a bundle."""
NAMED = re.compile(
    r"""(?:token|secret|passw(?:or)?d|passphrase|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|client[_-]?key|auth[_-]?key)"""
    r"""["'\]]{0,2}\s{0,4}(?:[:=]|=>)\s{0,4}["'`](?P<value>[^\s"'`]{16,200})["'`]""",
    re.IGNORECASE,
)
NAME = re.compile(r"[\w$-]*$")
HINT = re.compile(f"(?:{HEADS.pattern})|(?i:token|secret|passw|passphrase|_key|-key|apikey|accesskey|privatekey|authkey|credential)")
BLOCK = re.compile(r"BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:\\[nr]|\s|[\"'`+,])+(?:[A-Za-z-]+: [^\n]*\s)*[A-Za-z0-9+/=]{16}")
"""A private key with its text behind; the line alone is what code looks for in one."""
KEY_TEXT = re.compile(r"(BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----)((?:(?!-----END)[\s\S]){0,8000})")
BARE = re.compile(
    r"^\s*(?:export\s+)?(?P<name>\w*(?:TOKEN|SECRET|PASSWORD|API_?KEY|ACCESS_?KEY|CREDENTIALS?)\w*)\s*=\s*(?P<value>[^\s\"'#]{16,200})\s*$"
)
"""A line of an environment file."""
UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", re.IGNORECASE)
DIGEST = re.compile(
    r"sha\d|hash|integrity|checksum|digest|fingerprint|public|commit|cancel|css|class|selector|label|title|event", re.IGNORECASE
)
RANDOM = 3.6
"""Bits a character; words and names that people write stay below, random text of this length lies above."""


def credentials(paths: Iterable[str], read: Callable[[str], bytes | None], place: Callable[[str, int], Place]) -> tuple[Credential, ...]:
    """Every credential in the files that are no tests, sorted by place."""
    found: list[Credential] = []
    for path in paths:
        if is_looked_at(path):
            source = read(path) or b""
            if len(source) <= LARGEST and b"\0" not in source:
                found += in_file(path, source, place, HINT)
    return tuple(sorted(found, key=lambda one: (one.site, one.kind, one.name)))


def redacted(text: str) -> str:
    """A text with every credential in it replaced by what may be shown; it keeps its lines."""
    out = []
    for line in KEY_TEXT.sub(lambda block: block.group(1) + re.sub(r"[^\n]+", "…", block.group(2)), text).split("\n"):
        for match in (*matches(line), *_unknown(line, bare=True)):
            line = line.replace(match.secret, shown(match.kind, match.secret)) if match.kind != "private-key" else line
        out.append(line)
    return "\n".join(out)


def shown(kind: str, secret: str) -> str:
    """What reports may show: the public beginning of a known format, never a part of a password."""
    return f"{secret[:4]}…" if kind not in UNSHOWN and kind != "unknown-format" and len(secret) >= 16 else "…"


def is_looked_at(path: str) -> bool:
    """Whether a file is text that no test and no tool made."""
    name = posixpath.basename(path)
    return (name.endswith(TEXT) or name.startswith(".env")) and name not in LOCKS and TESTS.search(path) is None


def in_file(path: str, source: bytes, place: Callable[[str, int], Place], hint: re.Pattern[str]) -> Iterator[Credential]:
    """The credentials of one file, in its lines that `hint` is found in."""
    text = source.decode("utf-8", "replace")
    where = "manifest" if path.startswith("manifest.y") else "environment-file" if _is_environment(path) else "source"
    every = _is_environment(path)
    lines = lines_with_heads(text) if hint is HEADS and not every else _lines_worth_it(text, hint, every)
    for start, line in lines:
        if len(line) > LONGEST_LINE:
            continue
        known = [match for match in matches(line) if match.kind != "private-key" or BLOCK.match(text, start + match.at)]
        for match in known or (() if EXAMPLE.search(path) else _unknown(line, bare=every)):
            at = len(text[: start + match.at].encode())
            name = _name_before(line, match)
            yield Credential(match.kind, place(path, at), match.kind != "unknown-format", shown(match.kind, match.secret), name, where)


def _lines_worth_it(text: str, hint: re.Pattern[str], every: bool) -> Iterator[tuple[int, str]]:
    """(offset, line) of the lines that could hold a credential."""
    last = -1
    for match in re.finditer(r"(?m)^.+$", text) if every else hint.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        if start != last:
            last = start
            end = text.find("\n", match.start())
            yield start, text[start : end if end >= 0 else len(text)]


def _is_environment(path: str) -> bool:
    name = posixpath.basename(path)
    return name.startswith(".env") and EXAMPLE.search(name) is None


def _unknown(line: str, bare: bool) -> Iterator[Match]:
    """Long random-looking literals under telling names, in no known format."""
    for pattern in (NAMED, BARE) if bare else (NAMED,):
        for match in pattern.finditer(line):
            before = NAME.search(line[: match.start()])
            name, value = (before.group() if before else "") + line[match.start() : match.start("value")], match.group("value")
            if not DIGEST.search(name) and _is_random(value):
                yield Match("unknown-format", value, match.start("value"))


def _is_random(value: str) -> bool:
    if PLACEHOLDER.search(value) or UUID.match(value) or value.startswith(("http", "ari:", "arn:", "/", "./", "data:", "@", "-----")):
        return False
    if not re.fullmatch(r"[A-Za-z0-9+/=_.~-]+", value) or not re.search(r"\d", value) or not re.search(r"[A-Za-z]", value):
        return False
    words = re.split(r"[-_.]|(?<=[a-z])(?=[A-Z])", value)
    if sum(len(word) for word in words if word.isalpha() and len(word) > 3) * 2 > len(value):
        return False  # made of words: a key of a table, a route, a class name
    counts = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values()) >= RANDOM


def _name_before(line: str, match: Match) -> str:
    """The name that the literal is given, for people to find it."""
    before = line[: match.at]
    quoted = re.search(r"([A-Za-z_$][\w$-]*)[\"'\]]*\s*(?:[:=]|=>)\s*[\"'`][^\"'`]*$", before)
    found = quoted or re.search(r"^\s*(?:export\s+)?([A-Za-z_]\w*)\s*[:=]\s*$", before)
    return found.group(1) if found else ""
