"""Findings → edits, and what stays."""

from __future__ import annotations

import pytest

from scopeminer.advise.plan import plan
from scopeminer.privileges.model import Unknown


def test_nothing_to_do(make, at) -> None:
    found = plan(make.audit("a", [make.use("GET /x", "a")], minimal="a"), make.manifest("a"), at)
    assert (found.changes, found.left, found.impact) == ((), (), "none")


@pytest.mark.parametrize("rule", ["over-privilege", "redundant-scope", "dead-code-scope"])
def test_what_is_reported_goes(make, at, rule) -> None:
    audit = make.audit("a b", [make.use("GET /x", "a")], [make.finding(rule, "b")], minimal="a")
    found = plan(audit, make.manifest("a b"), at)
    assert found.edits.remove == ("b",)
    assert [(change.kind, change.subject, change.place and change.place.line) for change in found.changes] == [("scope-removed", "b", 21)]
    assert found.impact == "major"


@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("suppressed", lambda m: m.audit("a b", findings=[m.finding("over-privilege", "b", suppressed=True)])),
        ("cannot-tell", lambda m: m.audit("a b", findings=[m.finding("over-privilege", "b")], cannot_tell="b")),
        ("held by an unknown", lambda m: m.audit(
            "a b", findings=[m.finding("over-privilege", "b")],
            unknowns=[Unknown(m.place("src/a.ts:1"), "dynamic-route", holds_back=frozenset("b"))])),
        ("held by a use", lambda m: m.audit(
            "a b", [m.use("GET /x", holds_back=frozenset("b"))], [m.finding("over-privilege", "b")])),
        ("needed after all", lambda m: m.audit("a b", [m.use("GET /x", "b")], [m.finding("over-privilege", "b")])),
        ("two that cover each other", lambda m: m.audit(
            "a b", [m.use("GET /x", "a", "b")], [m.finding("redundant-scope", "a"), m.finding("redundant-scope", "b")])),
        ("announced", lambda m: m.audit("a b", [m.use("GET /x", "", announced=("b",))], [m.finding("over-privilege", "b")])),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_stays_whatever_a_finding_says(make, at, name, build) -> None:
    found = plan(build(make), make.manifest("a b"), at)
    assert "b" not in found.edits.remove
    assert "b" in {left.subject for left in found.left}


def test_a_placeholder_is_not_touched(make, at) -> None:
    audit = make.audit("a ${B}", findings=[make.finding("over-privilege", "${B}")])
    assert plan(audit, make.manifest("a ${B}", holes=[21]), at).edits.remove == ()


@pytest.mark.parametrize(
    ("declared", "needs", "offers", "advised", "minimal", "added"),
    [
        ("a", ["b | c + d"], ["b", "c + d"], "b", "a b", "b"),
        ("a", ["b | c + d"], ["b", "c + d"], "b", "a c d", "c d"),
        ("a", ["b | c + d"], ["b", "c + d"], "b", "", "b"),
        ("", ["b", "b | c"], ["b"], "b", "b", "b"),
    ],
)
def test_what_is_missing_comes_as_the_minimal_set_has_it(make, at, declared, needs, offers, advised, minimal, added) -> None:
    uses = [make.use(f"GET /{n}", *need.split(" | ")) for n, need in enumerate(needs)]
    findings = [make.finding("under-privilege", advised, offers=offers)]
    found = plan(make.audit(declared, uses, findings, minimal=minimal), make.manifest(declared), at)
    assert found.edits.add == tuple(added.split())
    assert found.edits.remove == ()


def test_one_addition_may_satisfy_two_findings(make, at) -> None:
    findings = [make.finding("under-privilege", "b", offers=["b"]), make.finding("under-privilege", "c", offers=["b", "c"])]
    assert plan(make.audit("a", findings=findings, minimal="a b"), make.manifest("a"), at).edits.add == ("b",)


def test_a_suppressed_need_is_not_added(make, at) -> None:
    findings = [make.finding("under-privilege", "b", offers=["b"], suppressed=True)]
    assert plan(make.audit("a", findings=findings, minimal="a b"), make.manifest("a"), at).edits.add == ()


@pytest.mark.parametrize(
    ("prefer", "removed", "added"), [(None, "", ""), ("fewest", "b c", "a"), ("granular", "", "")], ids=["none", "fewest", "granular"]
)
def test_a_policy_moves_the_whole_set(make, at, prefer, removed, added) -> None:
    audit = make.audit("b c", [make.use("GET /x", "a", "b + c")], minimal="b c", fewest="a", granular="b c")
    found = plan(audit, make.manifest("b c"), at, prefer)
    assert (found.edits.remove, found.edits.add) == (tuple(removed.split()), tuple(added.split()))


def test_a_policy_keeps_what_cannot_be_told(make, at) -> None:
    audit = make.audit("b x", [make.use("GET /x", "a", "b")], cannot_tell="x", minimal="b x", classic="a")
    assert plan(audit, make.manifest("b x"), at, "classic").edits.remove == ("b",)


@pytest.mark.parametrize(("impersonating", "removed", "dropped"), [("a", "", ("a",)), ("", "", ()), ("a", "a", ())])
def test_unused_impersonation_goes_unless_the_scope_does(make, at, impersonating, removed, dropped) -> None:
    findings = [make.finding("impersonation-unused", "a"), *(make.finding("over-privilege", scope) for scope in removed.split())]
    found = plan(make.audit("a b", findings=findings), make.manifest("a b", impersonating), at)
    assert found.edits.drop_impersonation == dropped


def test_unused_egress_goes_by_its_place(make, at) -> None:
    egress = [("fetch.backend", "https://x.example"), ("images", "https://x.example"), ("images", "*.y.example")]
    findings = [make.finding("unused-egress", "x.example", at="manifest.yml:61")]
    found = plan(make.audit("a", findings=findings), make.manifest("a", egress=egress), at)
    assert found.edits.remove_egress == (("images", "https://x.example"),)
    assert [(one.subject, one.reason) for one in found.changes] == [("https://x.example", "nothing reachable uses it (images)")]
    assert found.impact == "minor"
