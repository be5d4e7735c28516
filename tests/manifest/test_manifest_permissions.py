"""`permissions` in every form that manifests are written in."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("scopes", "form", "grants"),
    [
        ("scopes:\n    - read:a\n    - 'write:b'\n    - \"c\"  # why\n", "list", [("read:a", None), ("write:b", None), ("c", None)]),
        ("scopes: [read:a, 'write:b']\n", "flow-list", [("read:a", None), ("write:b", None)]),
        ("scopes: []\n", "flow-list", []),
        ("scopes: {}\n", "flow-map", []),
        ("scopes:\n    read:a: {allowImpersonation: true}\n    read:b: {}\n    read:c:\n", "map",
         [("read:a", True), ("read:b", False), ("read:c", False)]),
        ("scopes:\n    'read:a':\n      allowImpersonation: false\n", "map", [("read:a", False)]),
        ("scopes: {read:a: {allowImpersonation: true}, 'read:b': {}}\n", "flow-map", [("read:a", True), ("read:b", False)]),
        ("scopes:\n    - read:a\n    - read:a\n", "list", [("read:a", None), ("read:a", None)]),
        ("scopes:\n    read:a: {}\n    read:a: {allowImpersonation: true}\n", "map", [("read:a", False), ("read:a", True)]),
        ("scopes:\n    - read:a\n  scopes:\n    - read:b\n", "list", [("read:a", None), ("read:b", None)]),
        ("enforcement: app-managed\n", "absent", []),
    ],
)  # fmt: skip
def test_scopes(scopes: str, form: str, grants: list[tuple[str, bool | None]], reading: Any) -> None:
    manifest = reading(f"permissions:\n  {scopes}app:\n  id: x\n").manifest
    assert (manifest.scopes_form, [(grant.scope, grant.allow_impersonation) for grant in manifest.grants]) == (form, grants)
    assert manifest.scopes == {scope for scope, _ in grants}


@pytest.mark.parametrize("text", ["app: {id: x}\n", "permissions:\napp: {}\n", "permissions: {}\n"])
def test_absent_scopes(text: str, reading: Any) -> None:
    manifest = reading(text).manifest
    assert (manifest.scopes_form, manifest.scopes_span, manifest.grants) == ("absent", None, ())


@pytest.mark.parametrize(
    ("text", "form", "grants"),
    [
        ("x: &all\n  - read:a\npermissions:\n  scopes: *all\n", "list", [("read:a", None, "read:a")]),
        ("x: &one read:a\npermissions:\n  scopes:\n    - *one\n", "list", [("read:a", None, "&one read:a")]),
        ("x: &m\n  read:a: {allowImpersonation: true}\n  read:b:\npermissions:\n  scopes:\n    <<: *m\n    read:b: {}\n    read:c: {}\n",
         "map",
         [("read:b", False, "read:b"), ("read:c", False, "read:c"), ("read:a", True, "read:a")]),
        ("x: &m {read:a: {}}\ny: &n {read:b: {}}\npermissions:\n  scopes:\n    <<: [*m, *n]\n", "map",
         [("read:a", False, "read:a"), ("read:b", False, "read:b")]),
    ],
)  # fmt: skip
def test_anchors_and_merge_keys(text: str, form: str, grants: list[tuple[str, bool | None, str]], reading: Any) -> None:
    read = reading(text)
    assert read.manifest.scopes_form == form
    assert [(g.scope, g.allow_impersonation, read.cut(g.span)) for g in read.manifest.grants] == grants
    assert read.problems == []


EGRESS = """
permissions:
  external:
    fetch:
      backend:
        - https://a.example
        - address: b.example
          category: analytics
          inScopeEUD: true
        - remote: server
      client:
        - address: '*.c.example'
          inScopeEUD: false
      other: [x]
    images:
      - d.example
    media: [{address: e.example}]
    scripts: [f.example]
    styles: [g.example]
    fonts: [h.example]
    frames: [i.example]
    navigation: [j.example]
    configurable:
      enabled: true
  content:
    styles: [unsafe-inline]
  sandbox: [allow-storage-access-by-user-activation]
  enforcement: app-managed
"""


def test_egress(reading: Any) -> None:
    read = reading(EGRESS)
    assert [(e.directive, e.address, e.remote, e.category, e.in_scope_eud) for e in read.manifest.egress] == [
        ("fetch.backend", "https://a.example", None, None, None),
        ("fetch.backend", "b.example", None, "analytics", True),
        ("fetch.backend", None, "server", None, None),
        ("fetch.client", "*.c.example", None, None, False),
        ("images", "d.example", None, None, None),
        ("media", "e.example", None, None, None),
        ("scripts", "f.example", None, None, None),
        ("styles", "g.example", None, None, None),
        ("fonts", "h.example", None, None, None),
        ("frames", "i.example", None, None, None),
        ("navigation", "j.example", None, None, None),
    ]
    assert read.cut(read.manifest.egress[1].span).startswith("address: b.example\n")
    assert (read.manifest.egress_configurable, read.manifest.app_managed, read.problems) == (True, True, [])
    assert read.manifest.extra == {
        "permissions.external.fetch.other": ("x",),
        "permissions.external.configurable": {"enabled": True},
        "permissions.content": {"styles": ("unsafe-inline",)},
        "permissions.sandbox": ("allow-storage-access-by-user-activation",),
        "permissions.enforcement": "app-managed",
    }


GOOD = "app:\n  id: x\nmodules:\n  function:\n    - key: f\n      handler: index.run\n"


@pytest.mark.parametrize(
    ("permissions", "problems", "scopes"),
    [
        ("permissions: read:a", [("expected a mapping as permissions, found a string", "read:a")], []),
        ("permissions: [read:a]", [("expected a mapping as permissions, found a list", "[read:a]")], []),
        ("permissions:\n  scopes: read:a", [("expected a list or mapping of scopes, found a string", "read:a")], []),
        ("permissions:\n  scopes:", [("expected a list or mapping of scopes, found nothing", "")], []),
        ("permissions:\n  scopes: [read:a, 7, null, true, [b], {c: d}]",
         [("expected a scope, found a number", "7"), ("expected a scope, found nothing", "null"),
          ("expected a scope, found a boolean", "true"),
          ("expected a scope, found a list", "[b]"), ("expected a scope, found a mapping", "{c: d}")], ["7", "read:a", "true"]),
        ("permissions:\n  scopes:\n    read:a: {allowImpersonation: yes}",
         [("expected true or false as allowImpersonation, found a string", "yes")], ["read:a"]),
        ("permissions:\n  scopes:\n    read:a: true", [("expected a mapping with allowImpersonation, found a boolean", "true")],
         ["read:a"]),
        ("permissions:\n  scopes:\n    read:a:\n    read:a:", [("expected read:a once, found it again", "read:a")], ["read:a"]),
        ("permissions:\n  scopes: [read:a]\n  external: {fetch: [a.example], images: b.example}",
         [("expected a mapping as permissions.external.fetch, found a list", "[a.example]"),
          ("expected a list as permissions.external.images, found a string", "b.example")], ["read:a"]),
        ("permissions:\n  scopes: [read:a]\n  external: {images: [{adress: b}, {address: 1}, {address: c, inScopeEUD: x}],configurable: 1}",
         [("expected address or remote, found neither", "{adress: b}"), ("expected a string as address, found a number", "1"),
          ("expected true or false as inScopeEUD, found a string", "x"),
          ("expected a mapping as permissions.external.configurable, found a number", "1")], ["read:a"]),
        ("permissions:\n  scopes: *nowhere", [("expected a value, found the alias *nowhere without an anchor", "*nowhere")], []),
        ("permissions:\n  scopes: &me [read:a, *me]", [("expected a value, found an alias inside its own anchor", "*me")], ["read:a"]),
    ],
)  # fmt: skip
def test_what_is_wrong_hides_nothing(permissions: str, problems: list[tuple[str, str]], scopes: list[str], reading: Any) -> None:
    read = reading(f"{GOOD}{permissions}\n")
    assert read.problems == problems
    assert sorted(read.manifest.scopes) == scopes
    assert [function.handler for function in read.manifest.functions] == ["index.run"]
