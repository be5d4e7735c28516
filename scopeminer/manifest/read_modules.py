"""`modules`: what they are, and every way in which they start code.

Module types come and go: nothing here asks for the type, except for the two (`function`, `endpoint`) that are themselves targets.
"""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.manifest.model import Endpoint, Event, HandlerFunction, Module, Reference
from scopeminer.manifest.nodes import Node, Problems, plain
from scopeminer.manifest.read_remotes import token
from scopeminer.records import dataclass, replace

TARGETS = ("function", "resource", "endpoint")
WITHOUT_PRODUCT = frozenset(("function", "endpoint", "trigger", "scheduledTrigger", "webtrigger", "consumer", "action", "macro"))
"""Types of modules that start code and do not begin with a product's name and a colon."""


@dataclass(frozen=True, slots=True)
class Modules:
    """What `Manifest` holds of this section, under the same names."""

    functions: tuple[HandlerFunction, ...]
    modules: tuple[Module, ...]
    references: tuple[Reference, ...]
    events: tuple[Event, ...]
    endpoints: tuple[Endpoint, ...]


def modules(root: Node, problems: Problems) -> Modules:
    """Read the section; a type that is listed twice is read twice."""
    entries = list(_entries(root, problems))
    found = [_module(kind, node, problems) for kind, node in entries]
    starting = [(module, node) for module, (_, node) in zip(found, entries, strict=True) if module.type not in ("function", "endpoint")]
    return Modules(
        functions=tuple(_function(node, problems) for kind, node in entries if kind == "function"),
        modules=tuple(found),
        references=tuple(reference for module, node in starting for reference in _references(_about(module), node, problems)),
        events=tuple(event for module, node in starting for event in _events(module, node, problems)),
        endpoints=tuple(_endpoint(node, problems) for kind, node in entries if kind == "endpoint"),
    )


def provider_references(root: Node, problems: Problems) -> tuple[Reference, ...]:
    """Code that authentication providers start (`providers.auth[].actions.retrieveProfile.function`)."""
    found: list[Reference] = []
    for key, _, value in problems.entries(root.get("providers"), "a mapping as providers"):
        for item in problems.maps(value, f"a list as providers.{key}", "a provider"):
            about = Reference(f"providers.{key}", _text(item, "key"), title(item), "", "", None, "", item.span)
            found += _references(about, item, problems)
    return tuple(found)


def is_module_type(name: str) -> bool:
    """Whether a key at the top of a manifest can only be meant as one below `modules`: Forge knows no section of this name."""
    return name in WITHOUT_PRODUCT or ":" in name


def _entries(root: Node, problems: Problems) -> Iterator[tuple[str, Node]]:
    for name, section in root.entries:
        if name.text == "modules":
            for kind, _, value in problems.entries(section, "a mapping as modules"):
                yield from _of_type(kind, value, problems)
        elif is_module_type(name.text):
            problems.note(f"expected {name.text} under modules, found it at the top", name.span)
            yield from _of_type(name.text, section, problems)


def _of_type(kind: str, value: Node, problems: Problems) -> Iterator[tuple[str, Node]]:
    for item in problems.maps(value, f"a list of {kind} modules", f"a {kind} module"):
        yield kind, item


def _module(kind: str, node: Node, problems: Problems) -> Module:
    return Module(kind, problems.required(node, "key", f"the key of a {kind} module"), title(node), plain(node), node.span)


def title(node: Node) -> str | None:
    """What people see: `title` or `name`; the key of its translations where it is `{i18n: key}`."""
    for name in ("title", "name"):
        value = node.get(name)
        if value is not None and value.kind == "map":
            value = value.get("i18n") or value.get("value")
        if value is not None and value.kind == "scalar" and value.text:
            return value.text
    return None


def _function(node: Node, problems: Problems) -> HandlerFunction:
    return HandlerFunction(_text(node, "key"), problems.required(node, "handler", "the handler of a function"), node.span)


def _endpoint(node: Node, problems: Problems) -> Endpoint:
    service = problems.text(node.get("service"), "the key of a service")
    return Endpoint(
        key=_text(node, "key"),
        remote=problems.required(node, "remote", "the remote of an endpoint") if service is None else _text(node, "remote"),
        user_token=token(node, "appUserToken", problems),
        system_token=token(node, "appSystemToken", problems),
        span=node.span,
        service=service,
    )


def _text(node: Node, key: str) -> str:
    value = node.get(key)
    return value.text if value is not None else ""


def _about(module: Module) -> Reference:
    """A reference of this module that names nothing yet."""
    return Reference(module.type, module.key, module.title, "", "", None, "", module.span)


def _references(about: Reference, node: Node, problems: Problems, role: str = "") -> Iterator[Reference]:
    """Every `function:`, `resource:`, `endpoint:` at any depth, and a bare `resolver: key`."""
    if node.kind == "list":
        for item in node.items:
            yield from _references(about, item, problems, role)
    for name, value in node.entries:
        kind = "function" if name.text == "resolver" and value.kind == "scalar" else name.text
        if kind not in TARGETS:
            yield from _references(about, value, problems, name.text)
            continue
        for target in (value,) if value.kind == "scalar" else value.items:
            if target.kind == "scalar":
                yield from _reference(replace(about, kind=kind, role=role or name.text), node, target, problems)
        if value.kind != "scalar":
            yield from _references(about, value, problems, name.text)


def _reference(about: Reference, holder: Node, target: Node, problems: Problems) -> Iterator[Reference]:
    key = problems.text(target, f"the key of {'an' if about.kind == 'endpoint' else 'a'} {about.kind}")
    if not key or "://" in key:
        return
    entry = None
    if about.kind == "resource" and not target.hole:
        key, _, entry = key.partition("/")
    method = holder.get("method") if about.role == "resolver" else None
    yield replace(
        about, target=key, entry=entry or None, method=method.text if method and method.kind == "scalar" else None, span=target.span
    )


def _events(module: Module, node: Node, problems: Problems) -> Iterator[Event]:
    """`events: [name]` or `events: [{eventType: name, filter: …}]`; a module that is no trigger may mean something else by it."""
    events = node.get("events")
    trigger = module.type == "trigger"
    if events is None or (events.kind != "list" and not trigger):
        return
    for item in problems.elements(events, "a list of events"):
        name = item.get("eventType") if item.kind == "map" else item
        if name is None or (name.kind != "scalar" and trigger):
            problems.wrong(item, "an event")
        elif name.kind == "scalar" and (trigger or name.text.startswith("avi:")):
            text = problems.text(name, "an event")
            if text:
                yield Event(text, module.key, name.span)
