"""What a scan does not load: generated code, in the search for uses that nothing reaches."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scopeminer.catalog.load import load
from scopeminer.manifest.read import read
from scopeminer.scan import explore
from scopeminer.source import SourceTree
from scopeminer.syntax import ir
from scopeminer.syntax.lower import lower

MANIFEST = b"""
modules:
  jira:issuePanel: [{key: p, function: f}]
  function: [{key: f, handler: index.run}]
permissions: {scopes: ['read:jira-work']}
"""
CALL = "import api from '@forge/api';\nexport const dead = () => api.asApp().requestJira('/rest/api/3/myself');\n"


def loaded(folder: Path, path: str, text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], int]:
    """The files that a scan lowers, and how many dead uses it finds."""
    files = {"manifest.yml": MANIFEST.decode(), "src/index.js": "export const run = () => 1;", path: text}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    seen: list[str] = []

    def lowering(name: str, source: bytes) -> ir.Module:
        seen.append(name)
        return lower(name, source)

    monkeypatch.setattr(sys.modules["scopeminer.scan"], "lower", lowering)
    tree = SourceTree.open(folder)
    usage = explore(tree, read("manifest.yml", MANIFEST), load()).usage
    return seen, sum(not use.reachable for use in usage.uses)


@pytest.mark.parametrize(
    ("path", "text", "is_loaded"),
    [
        ("src/old.js", CALL, True),
        ("static/ui/build-static/assets/index-BGiBwSck.js", CALL, False),
        ("static/ui/dist/a.js", CALL, False),
        ("src/old.js", CALL + "x = '" + "a" * 6000 + "';", False),
        ("src/old.js", CALL + "//# sourceMappingURL=old.js.map", False),
        ("src/old.js", "export const dead = () => 1;", False),
    ],
    ids=["written", "an output of one target", "an output", "minified", "compiled", "nothing to find"],
)
def test_what_is_loaded_to_find_dead_code(tmp_path: Path, path: str, text: str, is_loaded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert loaded(tmp_path, path, text, monkeypatch) == (["src/index.js", *([path] if is_loaded else [])], int(is_loaded))
