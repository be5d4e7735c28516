"""Encodings, templates, find, and that nothing but ManifestError ever comes out."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scopeminer.manifest.read import ManifestError, find, read
from scopeminer.source import Span

NAMED = "app:\n  name: Überblick 🚀\npermissions:\n  scopes:\n    - read:a\n    - 'write:ü'\n"


@pytest.mark.parametrize(
    "source",
    [
        NAMED.encode(),
        NAMED.replace("\n", "\r\n").encode(),
        NAMED.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + NAMED.encode(),
        b"\xef\xbb\xbf" + NAMED.replace("Überblick 🚀", "ASCII").encode(),
        NAMED.replace("🚀", "\u2028").encode(),
        NAMED.replace("🚀", "\x00\x07\x85").encode(),
        NAMED.encode().replace("🚀".encode(), b"\xff\xfe\xf0\x9f"),
    ],
    ids=["utf-8", "crlf", "cr", "bom", "bom-ascii", "line-separator", "control", "undecodable"],
)
def test_spans_are_bytes(source: bytes, reading: Any) -> None:
    found = reading(source)
    assert [found.cut(grant.span) for grant in found.manifest.grants] == ["read:a", "'write:ü'"]
    assert [grant.scope for grant in found.manifest.grants] == ["read:a", "write:ü"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16(encoding: str) -> None:
    source = f"\ufeff{NAMED}".encode(encoding) + b"\n"
    manifest = read("manifest.yml", source)
    assert manifest.name == "Überblick 🚀"
    assert [source[g.span.start : g.span.end].decode(encoding) for g in manifest.grants] == ["read:a", "'write:ü'"]


@pytest.mark.parametrize(
    ("scopes", "grants", "holes"),
    [
        ("- read:a\n    - ${SCOPE}", ["read:a", "${SCOPE}"], ["${SCOPE}"]),
        ("- {{scope}}\n    - read:a", ["{{scope}}", "read:a"], ["{{scope}}"]),
        ("- {{{ scope }}}", ["{{{ scope }}}"], ["{{{ scope }}}"]),
        ("- <%= scope %>:jira", ["<%= scope %>:jira"], ["<%= scope %>"]),
        ("- ${{ secrets.SCOPE }}", ["${{ secrets.SCOPE }}"], ["${{ secrets.SCOPE }}"]),
        ("- read:{{a}}-{{b}}", ["read:{{a}}-{{b}}"], ["{{a}}", "{{b}}"]),
        ('- "{{a}}"', ["{{a}}"], ["{{a}}"]),
        ("- read:a\n    {{#if admin}}\n    - read:b\n    {{/if}}\n    - read:c", ["read:a", "read:b", "read:c"],
         ["{{#if admin}}", "{{/if}}"]),
        ("{% for s in scopes %}\n    - {{ s }}\n    {% endfor %}", ["{{ s }}"], ["{% for s in scopes %}", "{{ s }}", "{% endfor %}"]),
        ("<% if (x) { %>\n    - read:a\n    <% } %>", ["read:a"], ["<% if (x) { %>", "<% } %>"]),
        ("{{scopes}}", [], ["{{scopes}}"]),
        ("- read:a\n    {{more}}  # from the build", ["read:a"], ["{{more}}"]),
        ("- read:a\n    {{!-- not\n  - read:b\n yet --}}\n    - read:c", ["read:a", "read:c"], ["{{!-- not\n  - read:b\n yet --}}"]),
        ("[read:a, {{b}}]", ["read:a", "{{b}}"], ["{{b}}"]),
    ],
)  # fmt: skip
def test_templates(scopes: str, grants: list[str], holes: list[str], reading: Any) -> None:
    found = reading(f"app:\n  name: x\npermissions:\n  scopes:\n    {scopes}\nresources:\n  - key: main\n    path: ui\n")
    assert [grant.scope for grant in found.manifest.grants] == grants
    assert [found.cut(hole) for hole in found.manifest.holes] == holes
    assert [g.scope for g in found.manifest.grants if found.manifest.has_hole(g.span)] == [
        g for g in grants if any(hole in g for hole in holes)
    ]
    assert [resource.path for resource in found.manifest.resources] == ["ui"]
    assert found.problems == []


def test_placeholders_anywhere(reading: Any) -> None:
    found = reading("""
        app:
          id: ${APP_ID}
          name: {{name}} app
        modules:
          rovo:agent:
            - key: a
              prompt: |
                Hello {{user}},
                {{greeting}}
              function: {{fn}}
        {{#if prod}}
        permissions:
          scopes: [read:a]
        {{else}}
        permissions:
          scopes: [read:b]
        {{/if}}
    """)
    manifest = found.manifest
    assert (manifest.app_id, manifest.name) == ("${APP_ID}", "{{name}} app")
    assert manifest.modules[0].value["prompt"] == "Hello {{user}},\n{{greeting}}\n"
    assert [reference.target for reference in manifest.references] == ["{{fn}}"]
    assert manifest.scopes == {"read:a", "read:b"}
    assert found.problems == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "manifest.yml:1: expected a mapping with app, modules and permissions, found an empty file."),
        ("# nothing\n---\n", "manifest.yml:1: expected a mapping with app, modules and permissions, found an empty file."),
        ("\n# x\n- app\n", "manifest.yml:3: expected a mapping with app, modules and permissions, found a list."),
        ("app", "manifest.yml:1: expected a mapping with app, modules and permissions, found a string."),
        ("app:\n  id: a: b\n", "manifest.yml:2: expected YAML, found an error in it: mapping values are not allowed in this context."),
        ("app:\n  - [\n", "manifest.yml:3: expected YAML, found an error in it: did not find expected node content."),
        ("let x =\n  { app = 1 } in x", "manifest.yml:1: expected a mapping with app, modules and permissions, found a string."),
    ],
)  # fmt: skip
def test_nothing_to_compare_with(source: str, message: str) -> None:
    with pytest.raises(ManifestError) as caught:
        read("manifest.yml", source.encode())
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]\n" for n in range(1, 40)
)  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        LAUGHS,
        "a0: &a0 {k0: x}\n" + "".join(f"a{n}: &a{n} {{k{n}: x, <<: [{', '.join([f'*a{n - 1}'] * 8)}]}}\n" for n in range(1, 40)),
        "a: " + "[" * 500 + "]" * 500 + "\n",
        "a: " + "{b: " * 500 + "}" * 500 + "\n",
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 3_000)),
    ],
    ids=["laughs", "merged-laughs", "lists", "maps", "chain"],
)
def test_what_is_too_much_is_a_problem(source: str, reading: Any) -> None:
    found = reading(f"{source}permissions:\n  scopes: [read:a]\n")
    assert found.manifest.scopes == {"read:a"}
    assert any(message.startswith(("expected a value of sensible size", "expected fewer levels")) for message, _ in found.problems)


@pytest.mark.parametrize(
    "opening", ["{{", "{%", "<%", "${", "{{!--", "{# ", "{%}", "{%%}", "${{a", "<% %", "\u00e4: ", "a: &x *x\n", "[", "{a: ", "- ", "a:\n"]
)
def test_what_is_opened_again_and_again_is_read_or_refused(opening: str) -> None:
    with suppress(ManifestError):
        assert read("manifest.yml", (opening * (200_000 // len(opening))).encode()).path == "manifest.yml"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("yes", "yes"), ("on", "on"), ("true", True), ("FALSE", False), ("~", None), ("null", None), ("12", 12), ("-3.5", -3.5),
        ("1e999", "1e999"),
        ("'12'", "12"), ("!!str 12", "12"), ("2024-01-01", "2024-01-01"), ("0x10", "0x10"), (".inf", ".inf"),
        ("1:30", "1:30"), ("9" * 5000, "9" * 5000),
    ],
)  # fmt: skip
def test_scalars_are_yaml_1_2(value: str, expected: object, reading: Any) -> None:
    assert reading(f"other: {value}\n").manifest.extra == {"other": expected}


class Files:
    def __init__(self, contents: dict[str, str]) -> None:
        self.contents = contents
        self.files = tuple(sorted(contents))

    def read(self, path: str) -> bytes | None:
        return self.contents[path].encode()


FORGE = "app:\n  id: x\n"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"manifest.yml": FORGE}, ["manifest.yml"]),
        ({"manifest.yaml": FORGE}, ["manifest.yaml"]),
        ({"manifest.yaml": FORGE, "manifest.yml": FORGE}, ["manifest.yml"]),
        ({"b/manifest.yml": FORGE, "a/b/manifest.yml": FORGE, "manifest.yml": FORGE},
         ["manifest.yml", "b/manifest.yml", "a/b/manifest.yml"]),
        ({"a/node_modules/x/manifest.yml": FORGE, "dist/manifest.yml": FORGE, ".forge/manifest.yml": FORGE}, []),
        ({"k8s/manifest.yml": "kind: Pod\nmetadata:\n  app: x\n", "a/manifest.yml": "modules:\n"}, ["a/manifest.yml"]),
        ({"manifest.yml": "applications:\n- name: x\n", "a/manifest.yml": "permissions: {}\n"}, ["a/manifest.yml"]),
        ({"manifest.yml": ""}, ["manifest.yml"]),
        ({"a/manifest.yml": '{\n  "app": {}}'}, ["a/manifest.yml"]),
        ({"a/manifest.yml": "# c\r\napp: {broken\r\n"}, ["a/manifest.yml"]),
        ({"a/manifest.yml": "app_name: x\n"}, []),
        ({"a/my-manifest.yml": FORGE, "package.json": "{}"}, []),
    ],
)  # fmt: skip
def test_find(files: dict[str, str], found: list[str]) -> None:
    assert find(Files(files)) == tuple(found)


SEED = """\
app: &a {id: x, name: é}
modules:
  trigger:
    - key: t
      function: f
      events: [avi:jira:created:issue]
  function:
    - key: f
      handler: index.run
remotes:
  - {key: r, baseUrl: {EU: x}, auth: {appUserToken: {enabled: true}}}
permissions:
  scopes:
    read:a: {allowImpersonation: true}
    <<: *a
    {{#if x}}
    ${B}: {}
  external: {fetch: {backend: [a.example, {address: b}]}}
"""
PIECES = st.sampled_from(
    [
        "\n",
        "  ",
        "- ",
        ": ",
        "[",
        "]",
        "{",
        "}",
        "*a",
        "&a ",
        "<<: ",
        "!!str ",
        "|\n",
        "'",
        '"',
        "\\",
        "#",
        "{{",
        "}}",
        "${X}",
        "\x00",
        "\u2028",
        "🚀",
        "\r",
        "\t",
        "? ",
        "---\n",
        "...",
        "%",
        "\ufeff",
        "@",
        "`",
        "~",
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_manifests_never_raise_anything_else(data: st.DataObject) -> None:
    source = SEED
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(source)))
        end = min(len(source), start + data.draw(st.integers(0, 12)))
        source = source[:start] + data.draw(PIECES) + source[end:]
    encoded = source.encode()
    spans: list[Span] = []
    with suppress(ManifestError):
        manifest = read("manifest.yml", encoded)
        spans = [*manifest.holes, *(problem.span for problem in manifest.problems), *(grant.span for grant in manifest.grants)]
    for span in spans:
        assert 0 <= span.start <= span.end <= len(encoded)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_never_raise_anything_else(source: bytes) -> None:
    for prefix in (b"", b"app: ", b"permissions:\n  scopes: ", b"\xff\xfe"):
        with suppress(ManifestError):
            read("manifest.yml", prefix + source)
