"""`remotes`, `services` and `resources`."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.manifest.model import Remote, Resource, Service
from scopeminer.manifest.nodes import Node, Problems, plain, texts


def remotes(root: Node, problems: Problems) -> tuple[Remote, ...]:
    return tuple(
        Remote(
            key=problems.required(item, "key", "the key of a remote"),
            base_urls=_base_urls(item.get("baseUrl"), problems),
            operations=texts(problems.elements(item.get("operations"), "a list as operations")),
            user_token=token(item, "appUserToken", problems),
            system_token=token(item, "appSystemToken", problems),
            span=item.span,
            value=plain(item),
        )
        for item in _every(root, "remotes", problems, "a remote")
    )


def services(root: Node) -> tuple[Service, ...]:
    """Whatever stands in the section may run: a placeholder is a service, too."""
    sections = (value for name, value in root.entries if name.text == "services")
    items = (item for value in sections for item in (value.items if value.kind == "list" else (value,)))
    return tuple(Service(_key(item), item.span) for item in items if item.kind == "map" or item.hole)


def resources(root: Node, problems: Problems) -> tuple[Resource, ...]:
    return tuple(
        Resource(
            key=problems.required(item, "key", "the key of a resource"),
            path=problems.required(item, "path", "the path of a resource"),
            span=item.span,
            entries=tuple(
                (name, value.text) for name, _, value in problems.entries(item.get("entry"), "a mapping as entry") if value.kind == "scalar"
            ),
        )
        for item in _every(root, "resources", problems, "a resource")
    )


def token(node: Node, name: str, problems: Problems) -> bool:
    """`auth.<name>.enabled`. A placeholder may become true, so it counts as true: a remote that may call is one that calls."""
    auth = node.get("auth")
    enabled = False
    for key, _, value in problems.entries(auth, "a mapping as auth"):
        if key == name:
            for inner, _, flag in problems.entries(value, f"a mapping with enabled as {name}"):
                if inner == "enabled":
                    enabled = problems.flag(flag, "true or false as enabled", unknown=True)
            enabled |= value.hole
    return enabled


def _every(root: Node, section: str, problems: Problems, each: str) -> Iterator[Node]:
    for name, value in root.entries:
        if name.text == section:
            yield from problems.maps(value, f"a list as {section}", each)


def _key(node: Node) -> str:
    key = node.get("key")
    return key.text if key is not None else ""


def _base_urls(node: Node | None, problems: Problems) -> tuple[str, ...]:
    if node is not None and node.kind == "map":
        return texts(value for _, value in node.entries)
    url = problems.text(node, "an address, or one for each region, as baseUrl")
    return (url,) if url else ()
