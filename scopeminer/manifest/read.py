"""Finding and reading manifests: bytes → Manifest.

What is wrong in one section becomes a Problem with its place; the rest of the manifest is read all the same.
"""

from __future__ import annotations

import re
from typing import Protocol

from scopeminer.manifest.model import Manifest, ManifestError, Value
from scopeminer.manifest.nodes import Node, Problems, describe, plain
from scopeminer.manifest.read_modules import is_module_type, modules, provider_references
from scopeminer.manifest.read_permissions import permissions
from scopeminer.manifest.read_remotes import remotes, resources, services
from scopeminer.manifest.read_yaml import compose
from scopeminer.manifest.text import decode
from scopeminer.source import Span

NAMES = ("manifest.yml", "manifest.yaml")
BUILT = frozenset(("node_modules", "bower_components", "dist", "build", "out", "target", "coverage", "vendor", "venv"))
"""Folders whose manifests are copies: of packages, or of what a build made."""

READ_ELSEWHERE = frozenset(("app", "modules", "permissions", "resources", "remotes"))
_OF_FORGE = re.compile(r"""(?:\A[{\s]*|^)["']?(?:app|modules|permissions)["']?[ \t]*:""", re.MULTILINE)


class Tree(Protocol):
    """What `find` needs of a SourceTree."""

    @property
    def files(self) -> tuple[str, ...]: ...

    def read(self, path: str) -> bytes | None: ...


def find(tree: Tree) -> tuple[str, ...]:
    """The paths of all Forge manifests in a tree, those nearer to its root first, then by name.

    Other programs have a `manifest.yml` too: only a file with `app:`, `modules:` or `permissions:` at its top counts. When there is
    none, a `manifest.yml` in the root is named all the same, so that reading it can say what is wrong with it.
    """
    named = sorted(filter(_named, tree.files), key=lambda path: (path.count("/"), path))
    alone = [path for path in named if not (path.endswith(".yaml") and path[: -len("aml")] + "ml" in named)]
    found = tuple(path for path in alone if _is_forge(path, tree.read(path)))
    return found or tuple(path for path in alone if "/" not in path)


def absent(tree: Tree, folder: str) -> str:
    """What to say of a folder without one: many apps keep a template, or write it in another language, and make it before they deploy."""
    sources = sorted((path for path in tree.files if path.startswith("manifest") and "/" not in path), key=lambda path: (len(path), path))
    where = f"make it from {sources[0]}, or name what was made of that" if sources else "name the app's folder, or its manifest"
    return f"no manifest.yml in {folder}; {where} with --manifest FILE"


def _named(path: str) -> bool:
    if not path.endswith(NAMES):
        return False
    *folders, name = path.split("/")
    return name in NAMES and not any(part in BUILT or part.startswith(".") for part in folders)


def _is_forge(path: str, source: bytes | None) -> bool:
    return _OF_FORGE.search(decode(path, source or b"").readable) is not None


def read(path: str, source: bytes) -> Manifest:
    """Read a manifest; `path` is how spans name the file.

    Raises ManifestError, and nothing else, when there is nothing to compare with: no YAML, no mapping at the top, an empty file.
    """
    text, problems = decode(path, source), Problems()
    root = compose(text, problems)
    if root is None or root.kind != "map":
        line, found = (1, "an empty file") if root is None else (source.count(b"\n", 0, root.span.start) + 1, describe(root))
        raise ManifestError(f"{path}:{line}: expected a mapping with app, modules and permissions, found {found}.")
    return _manifest(path, root, problems, tuple(text.span(hole.start, hole.end) for hole in text.holes))


def _manifest(path: str, root: Node, problems: Problems, holes: tuple[Span, ...]) -> Manifest:
    app = _app(root, problems)
    allowed = permissions(root, problems)
    started = modules(root, problems)
    return Manifest(
        path=path,
        app_id=_string(app.get("id")),
        name=_string(app.get("name")),
        package_path=_package_path(app.get("package")),
        scopes_form=allowed.form,
        scopes_span=allowed.span,
        grants=allowed.grants,
        functions=started.functions,
        resources=resources(root, problems),
        modules=started.modules,
        references=started.references + provider_references(root, problems),
        events=started.events,
        remotes=remotes(root, problems),
        endpoints=started.endpoints,
        services=services(root),
        egress=allowed.egress,
        egress_configurable=allowed.configurable,
        app_managed=allowed.app_managed,
        problems=tuple(sorted(problems.found, key=lambda problem: (problem.span, problem.message))),
        holes=holes,
        extra=_rest(root) | {f"app.{key}": value for key, value in app.items() if key not in ("id", "name")} | allowed.extra,
    )


def _rest(root: Node) -> dict[str, Value]:
    sections = ((name.text, value) for name, value in root.entries if name.text not in READ_ELSEWHERE)
    return {name: plain(value) for name, value in sections if not is_module_type(name)}


def _app(root: Node, problems: Problems) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, _, value in problems.entries(root.get("app"), "a mapping as app"):
        if key in ("id", "name"):
            problems.text(value, f"a string as app.{key}")
        found[key] = plain(value)
    return found


def _string(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _package_path(package: Value) -> str | None:
    return _string(package.get("path")) if isinstance(package, dict) else None


__all__ = ["ManifestError", "find", "read"]
