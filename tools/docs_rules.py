"""docs/rules.md: its sections, and the small apps that its examples are.

An example is what a section shows under `Before:` and `After:`, one fenced block a file: `yaml` is `manifest.yml`, `js` is `src/index.js`,
anything else has a title. What a manifest does not show comes from `REST`, below what is shown: so the lines of the page are the lines of
the finding. `After` shows only the files that change.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from scopeminer import Finding, scan
from scopeminer.advise.plan import Change, plan
from scopeminer.audit.suppress import KEPT
from scopeminer.catalog.load import BUNDLED, load_from
from scopeminer.disclosure.matching import host
from scopeminer.manifest.read import read
from scopeminer.source import SourceTree

REST = {
    "modules": """\
modules:
  jira:issuePanel:
    - key: panel
      title: Panel
      resolver:
        function: main
      resource: main
      render: native
  function:
    - key: main
      handler: index.run
""",
    "resources": "resources:\n  - key: main\n    path: src/panel.jsx\n",
    "permissions": "permissions:\n  scopes: []\n",
    "app": "app:\n  id: ari:cloud:ecosystem::app/5c09e000-0000-4000-8000-0000000000d0\n  runtime:\n    name: nodejs22.x\n",
}
FILES = {"src/index.js": "export const run = () => {};\n", "src/panel.jsx": "export default null;\n"}
USUAL = {"yaml": "manifest.yml", "js": "src/index.js"}
MANIFEST = USUAL["yaml"]

_SECTION = re.compile(r"^### ([a-z][a-z-]*)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(yaml|js|html|json)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_KEY = re.compile(r"^(\w+):", re.MULTILINE)

FIXED = {
    "scope-removed": "removes the scope",
    "scope-added": "adds the scope",
    "impersonation-removed": "drops the flag",
    "egress-removed": "removes the entry",
}
"""Kind of a change (advise/plan) → what `scopeminer fix` does."""

Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """What the page says of a rule: its text, and the files of its example, none where it has no example."""

    rule: str
    text: str
    before: Files = field(default_factory=dict)
    after: Files = field(default_factory=dict)


def sections(page: str) -> dict[str, Section]:
    """Rule → its section, in the order of the page."""
    return {found[1]: _section(found[1], found[2]) for found in _SECTION.finditer(page)}


def _section(rule: str, text: str) -> Section:
    _, _, example = text.partition("\nBefore:\n")
    before, _, after = example.partition("\nAfter:\n")
    files = _files(before)
    return Section(rule, text, files, {**files, **_files(after)} if files else {})


def _files(text: str) -> Files:
    return {title or USUAL[language]: source for language, title, source in _BLOCK.findall(text)}


def whole(shown: str) -> str:
    """A whole manifest: what an example shows of it, then what it leaves out."""
    keys = set(_KEY.findall(shown))
    return shown + "".join(text for key, text in REST.items() if key not in keys)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scan says of an example, and what `scopeminer fix` would do to it."""

    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]

    def of(self, rule: str) -> list[Finding]:
        """The findings of a rule."""
        return [finding for finding in self.findings if finding.rule == rule]


def outcome(files: Files) -> Outcome:
    """Scans an example in a folder of its own; one that was scanned already is remembered."""
    return _outcome(tuple(files.items()))


@cache
def _outcome(files: tuple[tuple[str, str], ...]) -> Outcome:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in {MANIFEST: "", **FILES, **dict(files)}.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(whole(text) if path == MANIFEST else text, "utf-8")
        audit, tree = scan(folder, None, load_from(BUNDLED)), SourceTree.open(folder)
        declared = read(MANIFEST, tree.read(MANIFEST) or b"")
        return Outcome(audit.findings, plan(audit, declared, tree.span_place).changes)


def keep(finding: Finding) -> str:
    """The comment that suppresses a finding, without its reason."""
    return f"# scopeminer: keep {finding.subject if finding.rule in KEPT else finding.rule}"


def suppresses(section: Section, finding: Finding) -> bool:
    """Whether that comment, below the manifest of the example, suppresses every finding of the rule."""
    commented = f"{whole(section.before.get(MANIFEST, ''))}{keep(finding)} - it is an example\n"
    return all(one.suppressed for one in outcome({**section.before, MANIFEST: commented}).of(section.rule))


def fixed(finding: Finding, changes: tuple[Change, ...]) -> str:
    """What `scopeminer fix` does about a finding, in words; `by hand` where it does nothing."""
    about = {finding.subject, *finding.scopes}
    done = [FIXED[change.kind] for change in changes if about & {change.subject, host(change.subject)}]
    return ", ".join(dict.fromkeys(done)) or "by hand"
