"""Lockfiles: text in, what a package is built on out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scopeminer.program.lockfiles import Locked, Lockfiles
from scopeminer.source import SourceTree

MIDDLE = {"node_modules/q": {"dependencies": {"@forge/bridge": "^2"}}, "node_modules/@forge/bridge": {"dependencies": {"history": "^5"}}}
YARN = """\
# yarn lockfile v1

"p@^1.0.0", "p@^1.2.0":
  version "1.2.0"
  resolved "https://registry.example.com/p"
  dependencies:
    "@forge/kvs" "^1.2.3"
    lodash "^4"
  optionalDependencies:
    fsevents "^2"

lodash@^4:
  version "4.17.21"
"""
BERRY = """\
__metadata:
  version: 8

"p@npm:^1.0.0, p@npm:^1.2.0":
  version: 1.2.0
  dependencies:
    lodash: "npm:^4"
  peerDependencies:
    "@forge/kvs": "*"
    "@forge/bridge": "*"
  peerDependenciesMeta:
    "@forge/bridge":
      optional: true
  languageName: node
"""
PNPM_9 = """\
lockfileVersion: '9.0'
packages:

  p@1.0.0:
    resolution: {integrity: sha512-a}
    peerDependencies:
      '@forge/bridge': '*'
    peerDependenciesMeta:
      '@forge/bridge':
        optional: true

snapshots:

  p@1.0.0(@forge/bridge@2.0.0):
    dependencies:
      '@forge/kvs': 1.2.3
    optionalDependencies:
      '@forge/bridge': 2.0.0
"""
PNPM_6 = """\
lockfileVersion: '6.0'
packages:

  /@scope/p@1.0.0:
    resolution: {integrity: sha512-a}
    dependencies:
      '@forge/kvs': 1.2.3
    dev: false
"""


def npm(packages: object, **more: object) -> str:
    return json.dumps({"lockfileVersion": 3, "packages": packages, **more})


@pytest.mark.parametrize(
    ("file", "text", "package", "needed", "optional"),
    [
        ("package-lock.json", npm({"node_modules/p": {"dependencies": {"@forge/kvs": "1"}}}), "p", "@forge/kvs", ""),
        ("npm-shrinkwrap.json", npm({"node_modules/p": {"peerDependencies": {"@forge/kvs": "1"}}}), "p", "@forge/kvs", ""),
        ("package-lock.json", npm({"node_modules/p": {"optionalDependencies": {"@forge/kvs": "1"}}}), "p", "", "@forge/kvs"),
        (
            "package-lock.json",
            npm({"node_modules/p": {"peerDependencies": {"a": "1", "b": "1"}, "peerDependenciesMeta": {"b": {"optional": True}}}}),
            "p",
            "a",
            "b",
        ),
        ("package-lock.json", npm({"node_modules/p": {"dependencies": {"q": "1"}}, **MIDDLE}), "p", "@forge/bridge q", ""),
        ("package-lock.json", npm({"node_modules/p": {"optionalDependencies": {"q": "1"}}, **MIDDLE}), "p", "", "@forge/bridge q"),
        ("package-lock.json", npm({"node_modules/x/node_modules/@s/p": {"dependencies": {"a": "1"}}}), "@s/p", "a", ""),
        (
            "package-lock.json",
            json.dumps({"dependencies": {"p": {"requires": {"a": "1"}, "dependencies": {"a": {"requires": {"b": "1"}}}}}}),
            "p",
            "a b",
            "",
        ),
        ("package-lock.json", npm({"": {"dependencies": {"p": "1"}}}), "p", None, None),
        ("package-lock.json", "{", "p", None, None),
        ("yarn.lock", YARN, "p", "@forge/kvs lodash", "fsevents"),
        ("yarn.lock", YARN, "q", None, None),
        ("yarn.lock", BERRY, "p", "@forge/kvs lodash", "@forge/bridge"),
        ("pnpm-lock.yaml", PNPM_9, "p", "@forge/kvs", "@forge/bridge"),
        ("pnpm-lock.yaml", PNPM_6, "@scope/p", "@forge/kvs", ""),
        ("pnpm-lock.yaml", "\x00\n  - [", "p", None, None),
    ],
)
def test_what_a_package_is_built_on(tmp_path: Path, file: str, text: str, package: str, needed: str | None, optional: str | None) -> None:
    (tmp_path / file).write_text(text)
    (tmp_path / "static").mkdir()
    found = Lockfiles(SourceTree.open(tmp_path)).built_on(package, "static")
    assert found == (None if needed is None or optional is None else Locked(frozenset(needed.split()), frozenset(optional.split())))
