"""Differences between two versions → the words that text and Markdown share."""

from __future__ import annotations

from scopeminer.advise.difference import Comparison, Difference
from scopeminer.report.text import counted, printable, shown

GROUPS = (
    ("Scopes", ("scope-added", "scope-removed", "impersonation-allowed", "impersonation-withdrawn", "enforcement-changed")),
    ("Egress", ("egress-added", "egress-removed", "egress-category-changed", "egress-in-scope", "egress-configurable",
                "content-policy-added", "content-policy-removed")),
    ("Remotes", ("remote-added", "remote-moved", "remote-removed", "remote-storage-in-scope", "remote-operation-added",
                 "remote-operation-removed", "remote-token-enabled", "remote-token-disabled")),
    ("Entries", ("entry-added", "entry-removed", "webtrigger-dynamic", "sql-added", "objectstore-added", "llm-added",
                 "llm-model-added", "licensing-enabled", "provider-added", "provider-removed", "provider-changed")),
    ("Code", ("operation-added", "operation-removed", "principal-changed", "host-added", "host-removed")),
)  # fmt: skip
VERDICTS = {
    "needed": "needed",
    "unused": "not used: over-privilege",
    "dead-code-only": "used by dead code only: over-privilege",
    "redundant": "other declared scopes allow what it is used for",
    "cannot-tell": "whether code uses it cannot be told",
}
ELIGIBLE = {"eligible": "eligible", "not-eligible": "not eligible", "cannot-tell": "cannot tell"}
NOTHING = "no permission change"


def grouped(comparison: Comparison) -> list[tuple[str, list[Difference]]]:
    """Group title → its differences, additions first; empty groups are left out."""
    out = []
    for title, kinds in GROUPS:
        found = sorted((one for one in comparison.differences if one.kind in kinds), key=lambda one: (kinds.index(one.kind), one.subject))
        if found:
            out.append((title, found))
    return out


def mark(difference: Difference) -> str:
    """`+` for more, `-` for less, `~` for something else."""
    if difference.kind.endswith(("-added", "-allowed", "-enabled", "-dynamic", "-configurable", "-in-scope")):
        return "+"
    return "-" if difference.kind.endswith(("-removed", "-withdrawn", "-disabled")) else "~"


def subject(difference: Difference) -> str:
    """What differs, with the kind where the group does not say it."""
    name = printable(difference.subject)
    prefixes = {
        "impersonation-allowed": "allowImpersonation of ",
        "impersonation-withdrawn": "allowImpersonation of ",
        "webtrigger-dynamic": "dynamic response of ",
        "sql-added": "data in ",
        "objectstore-added": "data in ",
        "llm-added": "language model in ",
        "llm-model-added": "language model in ",
        "provider-added": "authentication provider ",
        "provider-removed": "authentication provider ",
        "provider-changed": "authentication provider ",
        "host-added": "talks to ",
        "host-removed": "talks to ",
        "content-policy-added": "content policy ",
        "content-policy-removed": "content policy ",
    }
    return prefixes.get(difference.kind, "") + name


def detail(difference: Difference) -> str:
    """What a reader should know about it: what it allows, whether code uses it, where it stands."""
    parts = [printable(difference.detail)] if difference.detail else []
    if difference.kind in ("operation-added", "principal-changed") and parts:
        parts = [f"as {parts[0]}"]
    if difference.verdict is not None:
        parts.append(f"used at {_places(difference)}" if difference.used else VERDICTS.get(difference.verdict, difference.verdict))
    return "; ".join(parts)


def _places(difference: Difference) -> str:
    places = [shown(place) for place in difference.used]
    return ", ".join(places[:3]) + (f" and {len(places) - 3} more" if len(places) > 3 else "")


def conclusion(comparison: Comparison) -> str:
    """What it means for those who installed the app."""
    majors = [difference for difference in comparison.differences if difference.impact == "major"]
    if majors:
        return f"Major version, for {counted(len(majors), 'documented reason')}: administrators will be asked again."
    return "Minor version (documented): it rolls out by itself."


def reach(comparison: Comparison) -> str:
    """The numbers before and after."""
    (was, now), (used_was, used_now) = comparison.reach, comparison.used
    return f"The manifest allows {was} → {counted(now, 'REST operation')}; the code uses {used_was} → {used_now}."


def eligibility(comparison: Comparison) -> str:
    """`Runs on Atlassian: eligible → not eligible (HAS_DEFINED_EGRESS).`"""
    was, now = comparison.eligibility
    rules = ", ".join(dict.fromkeys(reason.rule for reason in now.reasons if reason.sure or now.verdict == "cannot-tell"))
    change = ELIGIBLE[now.verdict] if was.verdict == now.verdict else f"{ELIGIBLE[was.verdict]} → {ELIGIBLE[now.verdict]}"
    return f"Runs on Atlassian: {change}{f' ({rules})' if rules else ''}."
