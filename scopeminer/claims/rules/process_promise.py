"""process-promise: an organisational promise; configured updates and scans are noted, their presence is not the practice."""

from __future__ import annotations

from scopeminer.claims.model import Facts, Judgement
from scopeminer.claims.rules.ground import note, promise

UPDATES = ("dependabot.yml", "dependabot.yaml", "renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json")
SCANS = (
    "codeql.yml",
    "codeql-analysis.yml",
    ".snyk",
    "snyk.yml",
    "sonar-project.properties",
    ".gitleaks.toml",
    "semgrep.yml",
    ".trivyignore",
)


def judge(facts: Facts) -> Judgement:
    notes = [note(f"dependency updates are configured: {path}") for path in facts.files if path.endswith(UPDATES)]
    notes += [note(f"a scan is configured: {path}") for path in facts.files if path.endswith(SCANS)]
    return promise("reviews and compliance are organisational promises", (), notes)
