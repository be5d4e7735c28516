"""Answers about the catalog → text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Answer = dict[str, Any]
MOST = 40
"""Rows of a list before the rest is counted."""


def show(answer: Answer) -> str:
    return "\n\n".join("\n".join(_operation(one)) for one in answer["operations"]) + f"\n\ncatalog {answer['catalog']}\n"


def _operation(one: Answer) -> Iterator[str]:
    yield one["operation"]
    yield f"  product    {one['product']}"
    yield f"  status     {one['status']}" + (" (derived, not published)" if one["certainty"] == "derived" else "")
    yield f"  source     {one['document']}, {one['seen']}"
    yield from _needs("needs", one["alternatives"], "no scope information: not usable from Forge")
    if one["announced"]:
        yield f"  announced  {' + '.join(one['announced'])} (optional now)"
    if one["with_expand"]:
        yield f"  expand     may need {' + '.join(one['with_expand'])}"
    if one["with_redirect"]:
        yield f"  redirect   may need {' + '.join(one['beside'])}"
    if one["not_in_manifests"]:
        yield from _needs("elsewhere", one["not_in_manifests"], "")


def _needs(label: str, alternatives: list[list[str]], nothing: str) -> Iterator[str]:
    if not alternatives and nothing:
        yield f"  {label:10} {nothing}"
    for index, one in enumerate(alternatives):
        yield f"  {'or' if index else label:10} {' + '.join(one) or 'nothing'}"


def scope(answer: Answer) -> str:
    lines = [f"{answer['scope']} ({answer['kind']}{', ' + answer['product'] if answer['product'] else ''})"]
    if not answer["published_use"]:
        known = "only fields of GraphQL are known to need it" if answer["graphql"] else "nothing published says what it is for"
        lines.append(f"  {known}: whether code needs it cannot be told")
    for label, key in (
        ("operations", "operations"),
        ("removed operations", "removed_operations"),
        ("events", "events"),
        ("modules", "modules"),
        ("SDK", "sdk"),
    ):
        lines += _list(label, answer[key])
    return "\n".join([*lines, "", f"catalog {answer['catalog']}", ""])


def search(answer: Answer) -> str:
    lines = [line for label in ("operations", "scopes", "events", "modules", "sdk") for line in _list(label, answer[label])]
    return "\n".join([*(lines or ["nothing found"]), "", f"catalog {answer['catalog']}", ""])


def stats(answer: Answer) -> str:
    lines = [
        f"catalog {answer['catalog']}",
        f"{answer['operations']} operations: {_counts(answer['products'])}",
        f"  {_counts(answer['status'])}",
    ]
    lines.append(
        f"  {answer['without_scope_information']} without scope information, {answer['optional_now']} with scopes that are optional now"
    )
    lines += [f"  {one['name']:26} {one['date']:10}  {one['operations']:4}" for one in answer["documents"]]
    lines.append(f"{answer['scopes']} scopes, {answer['scopes_without_published_use']} of them without a published use")
    lines.append(f"{answer['events']} events, {answer['modules']} rows about modules, {answer['sdk']} paths of SDKs")
    return "\n".join([*lines, ""])


def difference(answer: Answer) -> str:
    lines = [f"{answer['old']} → {answer['new']}"]
    lines += _list("added", [f"{one['operation']}  {_sets(one['alternatives'])}" for one in answer["added"]])
    lines += _list("removed", [one["operation"] for one in answer["removed"]])
    lines += _list("needs", [f"{one['operation']}  {_sets(one['old'])} → {_sets(one['new'])}" for one in answer["needs"]])
    lines += _list("status", [f"{one['operation']}  {one['old']} → {one['new']}" for one in answer["status"]])
    if len(lines) == 1:
        lines.append("nothing changed")
    if "findings" in answer:
        lines += _list("new findings", [_finding(one) for one in answer["findings"]["new"]])
        lines += _list("findings that go", [_finding(one) for one in answer["findings"]["gone"]])
        if not answer["findings"]["new"] and not answer["findings"]["gone"]:
            lines.append("no finding of the app changes")
    return "\n".join([*lines, ""])


def _finding(one: Answer) -> str:
    return f"{one['rule']}  {one['message']}"


def _sets(alternatives: list[list[str]]) -> str:
    return " | ".join(" + ".join(one) or "nothing" for one in alternatives) or "no scope information"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _list(label: str, rows: Iterable[str]) -> list[str]:
    rows = list(rows)
    if not rows:
        return []
    more = [f"  … and {len(rows) - MOST} more (all with --format json)"] if len(rows) > MOST else []
    return [f"{label} ({len(rows)})", *(f"  {row}" for row in rows[:MOST]), *more]
