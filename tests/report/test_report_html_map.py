"""Audit → the map's nodes and ways, and places that do not overlap."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from scopeminer.audit.model import Audit
from scopeminer.privileges.model import Step
from scopeminer.report.html_excerpts import Excerpts
from scopeminer.report.html_layout import STEP, TOP, apart, fitted, picture
from scopeminer.report.html_map import PrivilegeMap, privilege_map
from scopeminer.report.html_rows import use_rows
from scopeminer.source import Place


def drawn(audit: Audit) -> PrivilegeMap:
    graph = privilege_map(audit, use_rows(audit, Excerpts(lambda file: None)))
    assert graph is not None
    return graph


def edges(graph: PrivilegeMap) -> set[tuple[str, str, str]]:
    return {(graph.nodes[edge.start].label, graph.nodes[edge.end].label, edge.kind) for edge in graph.edges}


def with_features(audit: Audit) -> Audit:
    panel = (Step(Place("manifest.yml", 8, 5), 'jira:issuePanel "Insights"'),)
    uses = tuple(replace(use, features=panel if use.kind == "rest" else (), reachable=use.kind == "rest") for use in audit.usage.uses)
    return replace(audit, usage=replace(audit.usage, uses=uses))


def test_ways_lead_from_features_to_scopes(audits: dict[str, Audit]) -> None:
    assert edges(drawn(with_features(audits["Issue Insights"]))) == {
        ("Insights", "getIssue", "live"),
        ("getIssue", "GET issue/{issueIdOrKey}", "live"),
        ("GET issue/{issueIdOrKey}", "read:jira-work", "live"),
        ("nothing reaches it", "load", "dead"),
        ("load", "kvs.get", "dead"),
        ("kvs.get", "storage:app", "dead"),
        ("Insights", "module body", "doubt"),
        ("module body", "a request to /rest/api/3/{*}", "doubt"),
        ("a request to /rest/api/3/{*}", "read:jira-user", "doubt"),
        ("GET on jira below /rest/api/3/", "read:jira-user", "doubt"),
    }


def test_a_scope_that_nothing_needs_stands_alone(audits: dict[str, Audit]) -> None:
    lone = [node.label for node in drawn(audits["Issue Insights"]).nodes if not node.paths]
    assert lone == ["write:jira-work", "read:project:jira"]


def test_a_way_through_a_shared_function_is_not_a_way_of_every_feature(audits: dict[str, Audit]) -> None:
    """Two features run one function, each for a use of its own: following one must not light the other."""
    audit = audits["Issue Insights"]
    one, other = Step(Place("manifest.yml", 8, 5), "one"), Step(Place("manifest.yml", 9, 5), "other")
    issue, stored, proxied = audit.usage.uses
    uses = (replace(issue, features=(one,)), replace(stored, site=issue.site, function=issue.function, features=(other,)), proxied)
    graph = drawn(replace(audit, usage=replace(audit.usage, uses=uses)))
    nodes = {node.label: node.paths for node in graph.nodes}
    assert nodes["one"] & nodes["read:jira-work"]
    assert nodes["other"] & nodes["storage:app"]
    assert not nodes["one"] & nodes["storage:app"]
    assert nodes["getIssue"] >= nodes["one"] | nodes["other"]


def test_an_app_without_anything_has_no_map(audits: dict[str, Audit]) -> None:
    assert privilege_map(audits["empty"], ()) is None


def test_boxes_of_a_column_keep_their_distance(any_audit: Audit) -> None:
    graph = privilege_map(any_audit, use_rows(any_audit, Excerpts(lambda file: None)))
    boxes = picture(graph).boxes if graph else ()
    for column in range(4):
        heights = [box.y for box in boxes if box.node.column == column]
        assert all(below - above >= STEP - 1e-6 for above, below in pairwise(heights))


def test_boxes_that_wish_for_one_height_share_it_around_it(audits: dict[str, Audit]) -> None:
    """Five features of one function: the third is level with it, none lies above the picture."""
    audit = audits["Issue Insights"]
    features = tuple(Step(Place("manifest.yml", line, 5), f"feature {line}") for line in range(1, 6))
    issue, *others = audit.usage.uses
    usage = replace(audit.usage, uses=(replace(issue, features=features), *others))
    boxes = picture(drawn(replace(audit, usage=usage))).boxes
    ours = [box for box in boxes if box.node.column == 0]
    assert [box.label for box in ours] == [feature.label for feature in features]
    assert all(below.y - above.y == pytest.approx(STEP) for above, below in pairwise(ours))
    assert min(box.y for box in boxes) >= TOP


@pytest.mark.parametrize(
    "wished, top, bottom, expected",
    [
        ([], 0, 0, []),
        ([0, 88], 0, 440, [0, 88]),
        ([100, 100], 0, 440, [78, 122]),
        ([100, 50, 300], 0, 440, [53, 97, 300]),
        ([0, 0, 0], 0, 440, [0, 44, 88]),
        ([440, 440], 0, 440, [396, 440]),
    ],
)
def test_heights_are_the_nearest_that_keep_the_distance(wished: list[float], top: float, bottom: float, expected: list[float]) -> None:
    assert apart(wished, top, bottom) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text, room, expected",
    [
        ("read:jira-work", 14, "read:jira-work"),
        ("read:confluence-content.permission", 20, "read:conflue…mission"),
        ("名前名前名前", 7, "名前…前"),
        ("", 3, ""),
    ],
)
def test_labels_fit_their_boxes(text: str, room: int, expected: str) -> None:
    assert fitted(text, room) == expected
