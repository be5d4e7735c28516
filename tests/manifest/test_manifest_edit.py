"""Edits of a manifest: bytes and intentions in, bytes out."""

from __future__ import annotations

from textwrap import dedent

import pytest

from scopeminer.manifest.edit import EditError, Edits, apply
from scopeminer.manifest.read import read


def edited(source: bytes, edits: Edits) -> bytes:
    return apply(source, read("manifest.yml", source), edits)


def block(text: str) -> bytes:
    return (
        b"permissions:\n  scopes:\n" + "".join(f"    {line}\n" if line else "\n" for line in dedent(text).strip("\n").split("\n")).encode()
    )


REMOVALS = [
    ("plain", "- read:a\n- read:b\n- read:c", "read:b", "- read:a\n- read:c"),
    ("first", "- read:a\n- read:b", "read:a", "- read:b"),
    ("last", "- read:a\n- read:b", "read:b", "- read:a"),
    ("repeated", "- read:a\n- read:b\n- read:a", "read:a", "- read:b"),
    ("quoted", "- 'read:a'\n- \"read:b\"\n- read:c", "read:b", "- 'read:a'\n- read:c"),
    ("trailing comment", "- read:a # a\n- read:b # b\n- read:c # c", "read:b", "- read:a # a\n- read:c # c"),
    ("comment above", "- read:a\n# it writes\n# the score\n- read:b\n- read:c", "read:b", "- read:a\n- read:c"),
    ("comment of the next", "- read:a\n# of b\n- read:b", "read:a", "# of b\n- read:b"),
    ("heading stays", "# Jira\n- read:a\n- read:b", "read:a", "# Jira\n- read:b"),
    ("heading goes with its only one", "# Jira\n- read:a\n# Storage\n- read:b", "read:b", "# Jira\n- read:a"),
    ("heading after a blank line stays", "- read:a\n\n# Storage\n- read:b\n- read:c", "read:b", "- read:a\n\n# Storage\n- read:c"),
    ("heading by its look stays", "- read:a\n# Storage:\n- read:b\n- read:c", "read:b", "- read:a\n# Storage:\n- read:c"),
    ("heading with a rule stays", "- read:a\n# --- Storage ---\n- read:b\n- read:c", "read:b", "- read:a\n# --- Storage ---\n- read:c"),
    ("comment that names it goes", "# read:a is for the panel\n- read:a\n- read:b", "read:a", "- read:b"),
    ("comment that names another stays", "- read:a\n# with read:a.\n- read:b\n- read:c", "read:b", "- read:a\n# with read:a.\n- read:c"),
    ("commented-out entry stays", "- read:a\n# - read:me\n- read:b\n- read:c", "read:b", "- read:a\n# - read:me\n- read:c"),
    ("comment beyond a blank line stays", "- read:a\n# about\n\n- read:b\n- read:c", "read:b", "- read:a\n# about\n\n- read:c"),
    ("suppression goes", "- read:a\n# scopeminer: keep read:b - the remote\n- read:b\n- read:c", "read:b", "- read:a\n- read:c"),
    ("wide dash", "-   read:a\n-   read:b", "read:a", "-   read:b"),
    ("placeholder beside", "- ${A}\n- read:a\n- {{b}}", "read:a", "- ${A}\n- {{b}}"),
    ("in a template block", "- read:a\n{{#if x}}\n- read:b\n- read:c\n{{/if}}", "read:b", "- read:a\n{{#if x}}\n- read:c\n{{/if}}"),
    ("map", "read:a: {}\nread:b: {allowImpersonation: true}\nread:c:", "read:b", "read:a: {}\nread:c:"),
    ("map of blocks", "read:a:\n  allowImpersonation: true # yes\n  # inside\nread:b:\n  allowImpersonation: false", "read:a",
     "read:b:\n  allowImpersonation: false"),
    ("map, comment above", "read:a: {}\n# for b\n'read:b': {} # b\nread:c: {}", "read:b", "read:a: {}\nread:c: {}"),
    ("map of blocks, heading stays", "# Jira\nread:a:\n  allowImpersonation: true # x\nread:b: {}", "read:a", "# Jira\nread:b: {}"),
    ("map, null", "read:a:\nread:b:\n", "read:a", "read:b:"),
    ("map, commented-out entry", "read:a: {}\n# read:me: {}\nread:b: {}\nread:c: {}", "read:b", "read:a: {}\n# read:me: {}\nread:c: {}"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "scope", "after"), [row[1:] for row in REMOVALS], ids=[row[0] for row in REMOVALS])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_remove(before: str, scope: str, after: str, newline: str) -> None:
    source, wanted = (b"app: {id: x} # \xc3\xa9\n%sresources: []   # end\n" % block(text) for text in (before, after))
    source, wanted = (text.replace(b"\n", newline.encode()) for text in (source, wanted))
    result = edited(source, Edits(remove=(scope,)))
    assert result.decode() == wanted.decode()
    assert edited(result, Edits(remove=(scope,))) == result


@pytest.mark.parametrize(
    ("before", "remove", "after"),
    [
        ("[read:a, read:b, read:c]", "read:a", "[read:b, read:c]"),
        ("[read:a, read:b, read:c]", "read:b", "[read:a, read:c]"),
        ("[read:a, read:b, read:c]", "read:c", "[read:a, read:b]"),
        ("[ 'read:a' , read:b ]", "read:b", "[ 'read:a' ]"),
        ("[read:a, read:b,]", "read:b", "[read:a,]"),
        ("[read:a,]", "read:a", "[]"),
        ("[ read:a ] # c", "read:a", "[] # c"),
        ("[\n    read:a, # a\n    # of b\n    read:b, # b\n    read:c\n  ]", "read:b", "[\n    read:a, # a\n    read:c\n  ]"),
        ("[\n    read:a,\n    read:b\n  ]", "read:b", "[\n    read:a,\n  ]"),
        ("[\n    read:a\n  ]", "read:a", "[]"),
        ("[\n    read:a # a\n    # left\n  ]", "read:a", "[\n    # left\n  ]"),
        ("[read:a,\n    read:b, read:c,\n    read:d]", "read:c", "[read:a,\n    read:b,\n    read:d]"),
        ("[read:a,\n    read:b]", "read:a", "[\n    read:b]"),
        ("{read:a: {}, read:b: {allowImpersonation: true}, read:c: {}}", "read:b", "{read:a: {}, read:c: {}}"),
        ('{"read:a":{},"read:b":{}}', "read:b", '{"read:a":{}}'),
        ("{read:a: {}}", "read:a", "[]"),
        ("\n    - read:a", "read:a", " []"),
        (" # why\n    # of a\n    - read:a", "read:a", " [] # why"),
        ("\n  - read:a # a\n  # - read:b", "read:a", " []\n  # - read:b"),
        ("\n    read:a: {}", "read:a", " []"),
        (" &s\n    - read:a\n  other: *s", "read:a", " &s []\n  other: *s"),
        (" &s\n    read:a: {}\n  other: *s", "read:a", " &s {}\n  other: *s"),
        ("\n    <<: &m {read:a: {}}\n    read:b: {}", "read:a", "\n    <<: &m {}\n    read:b: {}"),
    ],
)  # fmt: skip
def test_remove_in_flow_and_the_last(before: str, remove: str, after: str) -> None:
    source, wanted = ("permissions:\n  scopes:" + text.rjust(len(text) + (text[0] in "[{")) + "\napp: {}\n" for text in (before, after))
    result = edited(source.encode(), Edits(remove=(remove,)))
    assert result.decode() == wanted
    assert edited(result, Edits(remove=(remove,))) == result


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("permissions:\n  scopes:\n    - read:a\napp: x\n", "permissions:\n  scopes:\n    - read:a\n    - read:z\napp: x\n"),
        ("permissions:\n  scopes:\n  - 'read:a' # a\n\n  external: {}\n",
         "permissions:\n  scopes:\n  - 'read:a' # a\n  - 'read:z'\n\n  external: {}\n"),
        ("permissions:\r\n  scopes:\r\n    - \"read:a\"", "permissions:\r\n  scopes:\r\n    - \"read:a\"\r\n    - \"read:z\""),
        ("permissions:\n  scopes:\n    - read:z\n", "permissions:\n  scopes:\n    - read:z\n"),
        ("permissions: {scopes: [read:a]}\n", "permissions: {scopes: [read:a, read:z]}\n"),
        ("permissions: {scopes: ['read:a', ]}\n", "permissions: {scopes: ['read:a', 'read:z', ]}\n"),
        ("permissions:\n  scopes: [] # none\n", "permissions:\n  scopes: [read:z] # none\n"),
        ("permissions:\n  scopes: {}\n", "permissions:\n  scopes: {read:z: {}}\n"),
        ("permissions:\n  scopes: [\n    read:a # a\n  ]\n", "permissions:\n  scopes: [\n    read:a, # a\n    read:z\n  ]\n"),
        ("permissions:\n  scopes: [\n    read:a, # a\n  ]\n", "permissions:\n  scopes: [\n    read:a, # a\n    read:z,\n  ]\n"),
        ("permissions:\n  scopes: {'read:a': {}}\n", "permissions:\n  scopes: {'read:a': {}, 'read:z': {}}\n"),
        ("permissions:\n  scopes:\n    read:a: {}\n", "permissions:\n  scopes:\n    read:a: {}\n    read:z: {}\n"),
        ("permissions:\n  scopes:\n    'read:a':\n", "permissions:\n  scopes:\n    'read:a':\n    'read:z':\n"),
        ("permissions:\n  scopes:\n    read:a:\n      allowImpersonation: true # x\n      # in\napp: x\n",
         "permissions:\n  scopes:\n    read:a:\n      allowImpersonation: true # x\n      # in\n    read:z: {}\napp: x\n"),
        ("permissions:\n  scopes: # none yet\napp: x\n", "permissions:\n  scopes: # none yet\n    - read:z\napp: x\n"),
        ("permissions:\n  scopes: ~ # none\napp: x\n", "permissions:\n  scopes: [read:z] # none\napp: x\n"),
        ("permissions:\n  external: {}\napp: x\n", "permissions:\n  external: {}\n  scopes:\n    - read:z\napp: x\n"),
        ("permissions: {external: {}}\n", "permissions: {scopes: [read:z], external: {}}\n"),
        ("permissions: {}\n", "permissions: {scopes: [read:z]}\n"),
        ("permissions:\napp: x\n", "permissions:\n  scopes:\n    - read:z\napp: x\n"),
        ("\ufeffapp:\n  id: x # é\n", "\ufeffapp:\n  id: x # é\npermissions:\n  scopes:\n    - read:z\n"),
        ("\ufeffapp: x", "\ufeffapp: x\npermissions:\n  scopes:\n    - read:z"),
        ("x: &s\n  - read:a\npermissions:\n  scopes: *s\n", "x: &s\n  - read:a\n  - read:z\npermissions:\n  scopes: *s\n"),
        ("permissions:\n  scopes:\n    - read:a\n    - ${B}\n", "permissions:\n  scopes:\n    - read:a\n    - ${B}\n    - read:z\n"),
        ("permissions:\n  scopes: {read:a: {}, <<: {read:z: {}}}\n", "permissions:\n  scopes: {read:a: {}, <<: {read:z: {}}}\n"),
    ],
)  # fmt: skip
def test_add(before: str, after: str) -> None:
    result = edited(before.encode(), Edits(add=("read:z",)))
    assert result.decode() == after
    assert edited(result, Edits(add=("read:z",))) == result


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- read:a # old\n- read:b", "- read:b\n- read:z"),
        ("- read:b\n# old\n- read:a", "- read:b\n- read:z"),
        ("# old\n- read:a", "- read:z"),
        ("read:a: {allowImpersonation: true}", "read:z: {}"),
    ],
)
def test_replace_keeps_the_form(before: str, after: str) -> None:
    edits = Edits(remove=("read:a",), add=("read:z",))
    assert edited(block(before), edits) == block(after)


SHARED = "read:a: &id001\n  allowImpersonation: true\nread:b: *id001\nread:c: *id001"
MOVED = "read:b: &id001\n  allowImpersonation: true\nread:c: *id001"


@pytest.mark.parametrize(
    ("before", "edits", "after"),
    [
        (SHARED, Edits(remove=("read:a",)), MOVED),
        (SHARED, Edits(remove=("read:b",)), "read:a: &id001\n  allowImpersonation: true\nread:c: *id001"),
        (SHARED, Edits(drop_impersonation=("read:a",)), "read:a: {}\n" + MOVED),
        (SHARED, Edits(drop_impersonation=("read:b",)), "read:a: &id001\n  allowImpersonation: true\nread:b: {}\nread:c: *id001"),
        (SHARED, Edits(drop_impersonation=("read:a", "read:b", "read:c")), SHARED.replace("true", "false")),
        (SHARED, Edits(remove=("read:a", "read:b"), drop_impersonation=("read:c",)), "read:c: &id001\n  allowImpersonation: false"),
    ],
)
def test_values_shared_between_scopes(before: str, edits: Edits, after: str) -> None:
    assert edited(block(before), edits) == block(after)
    assert edited(block(after), edits) == block(after)


def test_values_shared_between_scopes_in_flow() -> None:
    source = b"permissions: {scopes: {read:a: &i {allowImpersonation: true}, read:b: *i}}\n"
    wanted = b"permissions: {scopes: {read:b: &i {allowImpersonation: true}}}\n"
    assert edited(source, Edits(remove=("read:a",))) == wanted


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("read:a: {allowImpersonation: true} # x\nread:b: {allowImpersonation: true}",
         "read:a: {allowImpersonation: false} # x\nread:b: {allowImpersonation: true}"),
        ("'read:a':\n  # why\n  allowImpersonation: true # x", "'read:a':\n  # why\n  allowImpersonation: false # x"),
        ("read:b: &i {allowImpersonation: true}\nread:a: *i", "read:b: &i {allowImpersonation: true}\nread:a: {}"),
        ("read:b: {allowImpersonation: &t true}\nread:a: {allowImpersonation: *t}",
         "read:b: {allowImpersonation: &t true}\nread:a: {allowImpersonation: false}"),
        ("read:a: {allowImpersonation: false}", "read:a: {allowImpersonation: false}"),
        ("read:a: {}\nread:b: {}", "read:a: {}\nread:b: {}"),
        ("- read:a", "- read:a"),
    ],
)  # fmt: skip
def test_drop_impersonation(before: str, after: str) -> None:
    edits = Edits(drop_impersonation=("read:a",))
    assert edited(block(before), edits) == block(after)
    assert edited(block(after), edits) == block(after)


EGRESS = """\
permissions:
  scopes: [read:a]
  external:
    fetch:
      backend:
        - https://a.example # a
        # takes reports
        - address: b.example
          category: analytics # c
        - remote: server
      client: ['*.c.example', {address: d.example}]
    images:
      - a.example
"""


@pytest.mark.parametrize(
    ("gone", "lines"),
    [
        (("fetch.backend", "https://a.example"), "        - https://a.example # a\n=>"),
        (("fetch.backend", "b.example"), "        # takes reports\n        - address: b.example\n          category: analytics # c\n=>"),
        (("fetch.backend", "server"), "        - remote: server\n=>"),
        (("fetch.client", "*.c.example"), "['*.c.example', {address: d.example}]=>[{address: d.example}]"),
        (("fetch.client", "d.example"), "['*.c.example', {address: d.example}]=>['*.c.example']"),
        (("images", "a.example"), "    images:\n      - a.example\n=>    images: []\n"),
        (("images", "none.example"), "=>"),
        (("fonts", "a.example"), "=>"),
    ],
)
def test_remove_egress(gone: tuple[str, str], lines: str) -> None:
    old, _, new = lines.partition("=>")
    wanted = EGRESS.replace(old, new) if old else EGRESS
    result = edited(EGRESS.encode(), Edits(remove_egress=(gone,)))
    assert result.decode() == wanted
    assert edited(result, Edits(remove_egress=(gone,))) == result


@pytest.mark.parametrize(
    ("source", "edits", "why"),
    [
        ("permissions: {scopes: [a]}\npermissions: {scopes: [b]}", Edits(remove=("a",)), "permissions is written more than once."),
        ("{{#if x}}\npermissions:\n  scopes: [a]\n{{else}}\npermissions:\n  scopes: [b]\n{{/if}}", Edits(remove=("a",)),
         "permissions is written more than once."),
        ("permissions:\n  scopes: [a]\n  scopes: [a]", Edits(remove=("a",)), "scopes is written more than once."),
        ("permissions:\n  scopes:\n    {{scopes}}\n", Edits(add=("a",)), "scopes is written by a template."),
        ("permissions:\n  scopes: '{{scopes}}'\n", Edits(add=("a",)), "scopes is written by a template."),
        ("permissions:\n  scopes: a\n", Edits(remove=("a",)), "scopes is no list or mapping."),
        ("permissions:\n  scopes:\n    - read:${A}\n", Edits(remove=("read:${A}",)), "read:${A} contains a template placeholder."),
        ("permissions:\n  scopes:\n    - a\n    {{more}}\n", Edits(add=("b",)), "template lines stand among the scopes: where"),
        ("permissions:\n  scopes:\n    {{more}}\n    - a\n", Edits(add=("b",)), "template lines stand among the scopes: where"),
        ("permissions:\n  scopes:\n    - a\n    {{more}}\n", Edits(remove=("a",)), "template lines stand among the scopes, and all"),
        ("app: x\n{{permissions}}\n", Edits(add=("b",)), "a template line may write scopes"),
        ("x: &a a\npermissions:\n  scopes:\n    - &b b\n    - *b\n    - *a\n", Edits(remove=("b",)), "the anchor &b would go"),
        ("permissions: {scopes: &l [a, b], external: {images: *l}}", Edits(remove=("a",)),
         "the egress entries cannot be edited apart"),
        ("permissions: {scopes: &l [a, b], external: {images: *l}}", Edits(remove_egress=(("images", "a"),)),
         "the scopes cannot be edited apart"),
        ("permissions: {scopes: &l [a, b]}\nmodules: {x: [{key: k, also: *l}]}", Edits(remove=("a",)),
         "an edit would change something else"),
        ("permissions:\n  scopes:\n    b: {allowImpersonation: &t true}\n    a: {allowImpersonation: *t}\n",
         Edits(drop_impersonation=("b",)),
         "allowImpersonation of b is"),
        ("permissions:\n  scopes:\n    ? a\n    : {}\n    ? b\n    : {}\n", Edits(remove=("a",)), "an entry shares its line"),
        ("app: x\r\rpermissions: {}", Edits(add=("b",)), "manifest.yml has lines that end in a bare carriage return."),
        ('{"app": {}}', Edits(add=("b",)), "permissions is missing, and the manifest is written as JSON."),
        ("app: x", Edits(add=("not a scope",)), "'not a scope' is no name of a scope."),
        ("app: x", Edits(add=("a",), remove=("a",)), "a is to be added and to be removed."),
    ],
)  # fmt: skip
def test_refused(source: str, edits: Edits, why: str) -> None:
    with pytest.raises(EditError) as caught:
        edited(source.encode(), edits)
    assert str(caught.value).startswith(why)


def test_utf_16_is_refused() -> None:
    with pytest.raises(EditError, match="is UTF-16"):
        edited("\ufeffapp: x".encode("utf-16-le"), Edits(add=("a",)))


def test_template_comments_are_no_template_lines() -> None:
    source = b"permissions:\n  scopes:\n    {{! all of them }}\n    - a\n"
    assert edited(source, Edits(add=("b",))) == source + b"    - b\n"
