"""`exports` and `imports` of a package.json: which files stand behind a subpath (Node.js, "Packages", PACKAGE_TARGET_RESOLVE)."""

from __future__ import annotations

from collections.abc import Iterator

CONDITIONS = ("source", "development", "browser", "import", "module", "node", "require", "default", "types")
"""In the order in which targets are tried; types last, because code is what is wanted."""


def targets(table: object, subpath: str) -> list[str]:
    """The files that `subpath` (`.`, `./x`, `#x`) may mean, best first; nothing when the table does not export it.

    An exact key comes before a pattern, and of patterns the one with the longest part before its `*`.
    """
    if isinstance(table, str | list) or (isinstance(table, dict) and not any(str(key).startswith((".", "#")) for key in table)):
        table = {".": table}
    if not isinstance(table, dict):
        return []
    if subpath in table and "*" not in subpath:
        return list(_files(table[subpath], "", 0))
    best: tuple[int, str, str] | None = None
    for key in table:
        head, star, tail = str(key).partition("*")
        if not star and key.endswith("/"):
            head, tail = key, ""  # a folder, as Node.js allowed before patterns
        elif not star:
            continue
        if (
            subpath.startswith(head)
            and subpath.endswith(tail)
            and len(subpath) >= len(head) + len(tail)
            and (best is None or len(head) > best[0])
        ):
            best = (len(head), key, subpath[len(head) : len(subpath) - len(tail)])
    if best is None:
        return []
    found = _files(table[best[1]], best[2], 0)
    return [path + best[2] if path.endswith("/") else path for path in found]


def _files(target: object, star: str, depth: int) -> Iterator[str]:
    if depth > 10:
        return
    if isinstance(target, str):
        yield target.replace("*", star) if star else target
    elif isinstance(target, list):
        for item in target:
            yield from _files(item, star, depth + 1)
    elif isinstance(target, dict):
        for condition in (*CONDITIONS, *(key for key in target if key not in CONDITIONS)):
            if condition in target:
                yield from _files(target[condition], star, depth + 1)
