"""`permissions`: scopes in both forms, egress, enforcement."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.manifest.model import EgressGrant, Grant, Value
from scopeminer.manifest.nodes import Node, Problems, plain
from scopeminer.records import dataclass, field
from scopeminer.source import Span

DIRECTIVES = ("fonts", "frames", "images", "media", "navigation", "scripts", "styles")
SIDES = ("backend", "client")


@dataclass(frozen=True, slots=True)
class Permissions:
    """What `Manifest` holds of this section, under the same names."""

    form: str = "absent"
    span: Span | None = None
    grants: tuple[Grant, ...] = ()
    egress: tuple[EgressGrant, ...] = ()
    configurable: bool = False
    app_managed: bool = False
    extra: dict[str, Value] = field(default_factory=dict)


def permissions(root: Node, problems: Problems) -> Permissions:
    """Read the section; repeated keys (two branches of a template, a slip) are all read."""
    form, span = "absent", None
    grants: list[Grant] = []
    egress: list[EgressGrant] = []
    extra: dict[str, Value] = {}
    configurable = app_managed = False
    for section in (value for name, value in root.entries if name.text == "permissions"):
        for key, _, value in problems.entries(section, "a mapping as permissions"):
            if key == "scopes":
                form, span = scopes_form(value), value.span
                grants += _grants(value, problems)
            elif key == "external":
                egress += _egress(value, problems, extra)
                configurable |= _configurable(value, problems)
            else:
                app_managed |= key == "enforcement" and value.value == "app-managed"
                extra[f"permissions.{key}"] = plain(value)
    return Permissions(form, span, tuple(grants), tuple(egress), configurable, app_managed, extra)


def scopes_form(node: Node) -> str:
    """list | map | flow-list | flow-map, or absent for what is neither."""
    if node.kind == "scalar":
        return "absent"
    return f"flow-{node.kind}" if node.flow else node.kind


def _grants(scopes: Node, problems: Problems) -> Iterator[Grant]:
    if scopes.kind == "map":
        for key, name, value in problems.entries(scopes, "scopes"):
            yield Grant(key, name.span, _impersonation(value, problems))
        return
    for item in problems.elements(scopes, "a list or mapping of scopes"):
        scope = problems.text(item, "a scope")
        if scope:
            yield Grant(scope, item.span)


def _impersonation(value: Node, problems: Problems) -> bool:
    """`scope:` without a value is read like `scope: {}`."""
    if value.kind == "scalar" and value.value is None:
        return False
    allowed = False
    for key, _, inner in problems.entries(value, "a mapping with allowImpersonation"):
        if key == "allowImpersonation":
            allowed = problems.flag(inner, "true or false as allowImpersonation")
    return allowed


def _egress(external: Node, problems: Problems, extra: dict[str, Value]) -> Iterator[EgressGrant]:
    for key, _, value in problems.entries(external, "a mapping as permissions.external"):
        if key == "fetch":
            for side, _, addresses in problems.entries(value, "a mapping as permissions.external.fetch"):
                if side in SIDES:
                    yield from _addresses(f"fetch.{side}", addresses, problems)
                else:
                    extra[f"permissions.external.fetch.{side}"] = plain(addresses)
        elif key in DIRECTIVES:
            yield from _addresses(key, value, problems)
        else:
            extra[f"permissions.external.{key}"] = plain(value)


def _addresses(directive: str, addresses: Node, problems: Problems) -> Iterator[EgressGrant]:
    for item in problems.elements(addresses, f"a list as permissions.external.{directive}"):
        if item.kind != "map":
            address = problems.text(item, "an address")
            if address:
                yield EgressGrant(directive, address, None, None, None, item.span)
            continue
        address = problems.text(item.get("address"), "a string as address")
        remote = problems.text(item.get("remote"), "the key of a remote")
        category = problems.text(item.get("category"), "a string as category")
        eud = item.get("inScopeEUD")
        in_scope = None if eud is None or eud.hole else problems.flag(eud, "true or false as inScopeEUD")
        if address is None and remote is None:
            problems.note("expected address or remote, found neither", item.span)
            continue
        yield EgressGrant(directive, address, remote, category, in_scope, item.span)


def _configurable(external: Node, problems: Problems) -> bool:
    """`configurable.enabled`: an administrator may add addresses."""
    configurable = external.get("configurable")
    enabled = False
    for key, _, value in problems.entries(configurable, "a mapping as permissions.external.configurable"):
        if key == "enabled":
            enabled = problems.flag(value, "true or false as enabled", unknown=True)
    return enabled
