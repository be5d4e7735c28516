"""The parts of the documentation that are made from the code: rule tables, command help, formats, schemas, and what commands print.

    python tools/build_docs.py            writes them anew
    python tools/build_docs.py --check    says which pages are not what this would write (exit code 1)

A made part stands in a page between two comments, which no reader sees:

    <!-- begin help scan -->
    …
    <!-- end help -->

The words after `begin` are the name of a maker below and its argument. Everything else on a page is written by hand.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scopeminer.audit.rules import RULES  # noqa: E402 - a script finds the package beside its own folder
from scopeminer.catalog.load import BUNDLED, load_from  # noqa: E402
from scopeminer.catalog.questions import stats  # noqa: E402
from scopeminer.cli.main import scopeminer  # noqa: E402
from tools import docs_rules, docs_schema  # noqa: E402

DOCS = ROOT / "docs"
NOWHERE = ROOT / "build" / "no-catalog"
"""A data folder without a catalog: pages tell of the one that came with the tool."""
VARYING = (
    (re.compile(r"\b\d+\.\d+ s\b"), "0.00 s"),
    (re.compile(r";\s+it\s+is\s+\d+\s+days\s+old,\s+renew\s+it\s+with\s+scopeminer\s+catalog\s+refresh"), ""),
)
"""Seconds, and the age of the catalog once it is worth a word."""

_BLOCK = re.compile(
    r"^(?P<begin><!-- begin (?P<name>[a-z-]+)(?: (?P<argument>[^\n]+?))? -->\n)(?P<made>.*?)^(?P<end><!-- end (?P=name) -->)$",
    re.MULTILINE | re.DOTALL,
)


def steady(text: str) -> str:
    """A text without what differs from run to run."""
    for pattern, instead in VARYING:
        text = pattern.sub(instead, text)
    return text


def build(page: str, text: str) -> str:
    """A page with its made parts anew; a part that says the same stays as it is."""

    def again(found: re.Match[str]) -> str:
        made = f"\n{MAKERS[found['name']](found['argument'] or '', text)}\n\n"
        kept = found["made"] if steady(found["made"]) == steady(made) else made
        return f"{found['begin']}{kept}{found['end']}"

    return _BLOCK.sub(again, text)


def parts(text: str) -> list[tuple[str, str]]:
    """Names and arguments of the made parts of a page."""
    return [(found["name"], found["argument"] or "") for found in _BLOCK.finditer(text)]


def pages() -> Iterator[Path]:
    yield from sorted(DOCS.rglob("*.md"))


def main() -> int:
    arguments = argparse.ArgumentParser(description="Writes the made parts of docs/.")
    arguments.add_argument("--check", action="store_true", help="write nothing; exit code 1 when a page is stale")
    check, stale = arguments.parse_args().check, 0
    for page in pages():
        text = page.read_text("utf-8")
        made = build(page.name, text)
        if made != text:
            stale += 1
            print(f"{page.relative_to(ROOT).as_posix()}: {'stale' if check else 'written'}")
            if not check:
                page.write_text(made, "utf-8")
    return 1 if check and stale else 0


def rules(_: str, page: str) -> str:
    """Every rule with its level and sentence, linked to its section."""
    rows = [f"| [`{rule.id}`](#{rule.id}) | {rule.level} | {rule.summary} |" for rule in RULES]
    return _table("| rule | level | says |", rows)


def rule(identifier: str, page: str) -> str:
    """What is true of a rule whatever the app, and what its example gets."""
    (level,) = [rule.level for rule in RULES if rule.id == identifier]
    section = docs_rules.sections(page)[identifier]
    if not section.before:
        return _table("| level |", [f"| {level} |"])
    outcome = docs_rules.outcome(section.before)
    (first, *_) = outcome.of(identifier)
    kept = f"`{docs_rules.keep(first)} - why`" if docs_rules.suppresses(section, first) else "not"
    row = f"| {level} | {first.confidence} | {docs_rules.fixed(first, outcome.changes)} | {kept} |"
    return _table("| level | confidence | `scopeminer fix` | suppress |", [row])


def finding(identifier: str, page: str) -> str:
    """What a scan says of the example."""
    found = docs_rules.outcome(docs_rules.sections(page)[identifier].before).of(identifier)
    said = [f"{one.location.file}:{one.location.line}  {one.message}" if one.location else one.message for one in found]
    return _fence("text", "\n".join(said))


def commands(_: str, page: str) -> str:
    """Every command with the first sentence of its help."""
    rows = [f"| [`scopeminer {name}`](#scopeminer-{name.replace(' ', '-')}) | {_sentence(command)} |" for name, command in _commands()]
    return _table("| command | |", rows)


def reference(_: str, page: str) -> str:
    """The help of every command, a section each."""
    opened = _opened(click.Context(scopeminer, info_name="scopeminer"))
    return "\n\n".join(f"## scopeminer {name}\n\n{_fence('text', _help(command, within))}" for name, command, within in opened)


def formats(_: str, page: str) -> str:
    """Command → the formats that it writes, its usual one first."""
    rows = []
    for name, command in _commands():
        for option in command.params:
            if "--format" in option.opts and isinstance(option.type, click.Choice):
                others = [f"`{form}`" for form in option.type.choices if form != option.default]
                rows.append(f"| `scopeminer {name}` | `{option.default}` | {', '.join(others)} |")
    return _table("| command | usually | or |", rows)


def schema(name: str, page: str) -> str:
    """The keys of a JSON document, from its schema."""
    return docs_schema.tables(ROOT / "scopeminer" / "report" / "schema" / f"{name}.schema.json")


def schemas(_: str, page: str) -> str:
    """Every JSON document that has a schema."""
    return docs_schema.overview(ROOT / "scopeminer" / "report" / "schema")


def output(command: str, page: str) -> str:
    """What a command prints, as a console block."""
    return _fence("console", f"$ {command}\n{_printed(command)}")


def excerpt(place: str, page: str) -> str:
    """`FILE` or `FILE FIRST-LAST`: lines of a file of the repository."""
    path, _, lines = place.partition(" ")
    first, last = map(int, lines.split("-")) if lines else (1, 100_000)
    shown = (ROOT / path).read_text("utf-8").splitlines()[first - 1 : last]
    return _fence({"yml": "yaml", "jsx": "jsx", "js": "js"}[path.rpartition(".")[2]] + f' title="{path}"', "\n".join(shown))


def document(path: str, page: str) -> str:
    """A document of the repository, without its heading; what it links to in the repository becomes the name of the file."""
    text = (ROOT / path).read_text("utf-8").partition("\n")[2]
    return re.sub(r"\[([^\]]+)\]\((?!https?:|#)([^)]+)\)", lambda found: _link(found[1], found[2]), text)


def _link(text: str, target: str) -> str:
    return f"[{text.removeprefix('docs/')}]({target.removeprefix('docs/')})" if target.startswith("docs/") else f"`{target}`"


def use(place: str, page: str) -> str:
    """`APP FILE:LINE`: a use there, as the JSON report has it."""
    app, _, site = place.partition(" ")
    report = json.loads(_printed(f"scopeminer scan {app} --format json"))
    (found,) = [each for each in report["uses"] if f"{each['site']['file']}:{each['site']['line']}" == site]
    return _fence("json", json.dumps(found, indent=2, ensure_ascii=False))


def sources(_: str, page: str) -> str:
    """The documents behind the catalog."""
    counted = {each["name"]: each["operations"] for each in stats(load_from(BUNDLED))["documents"]}
    listed = (one for one in load_from(BUNDLED).documents if one.title)
    rows = [f"| {one.title} | {one.date} | {counted[one.name]} | {f'`{one.source}`' if one.source else ''} |" for one in listed]
    return _table("| document | as of | operations | from |", rows)


def _commands() -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, groups opened, by name."""
    for name, command, _ in _opened(click.Context(scopeminer, info_name="scopeminer")):
        yield name, command


def _opened(context: click.Context) -> Iterator[tuple[str, click.Command, click.Context]]:
    """Name, command and the context of its group."""
    group = context.command
    assert isinstance(group, click.Group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            inner = _opened(click.Context(command, info_name=name, parent=context))
            yield from ((f"{name} {below}", opened, within) for below, opened, within in inner)
        elif command is not None:
            yield name, command, context


def _sentence(command: click.Command) -> str:
    """The first paragraph of its help, on one line."""
    return " ".join((command.help or "").partition("\n\n")[0].split())


def _help(command: click.Command, within: click.Context) -> str:
    """What `--help` prints on a screen of 80 columns, of which click leaves two free."""
    context = click.Context(command, info_name=command.name, parent=within, terminal_width=78, help_option_names=["-h", "--help"])
    return command.get_help(context)


@cache
def _printed(command: str) -> str:
    """What a command writes to stdout, in the repository's folder, on a screen of 80 columns."""
    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(NOWHERE)}
    words = [sys.executable, "-m", *shlex.split(command)]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.stderr:
        raise SystemExit(f"{command}: {done.stderr.strip()}")
    return done.stdout.rstrip("\n")


def _table(head: str, rows: list[str]) -> str:
    return "\n".join([head, "|---" * (head.count("|") - 1) + "|", *rows])


def _fence(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```"


MAKERS: dict[str, Callable[[str, str], str]] = {
    "commands": commands, "document": document, "excerpt": excerpt, "finding": finding, "formats": formats, "output": output,
    "reference": reference, "rule": rule, "rules": rules, "schema": schema, "schemas": schemas, "sources": sources, "use": use,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
