"""Fingerprints: the same finding keeps its own, two findings never share one."""

from __future__ import annotations

from dataclasses import replace

from scopeminer.audit.model import Audit
from scopeminer.manifest.model import EgressGrant, Grant, Manifest
from scopeminer.privileges.model import Unknown, Use
from scopeminer.source import Span
from tests.audit.apps import GET_ISSUE, PUT_ISSUE, audit, dead, egress, manifest, need, request, unknown


def shifted(declared: Manifest, by: int) -> Manifest:
    """The same manifest below a few more lines."""

    def moved(span: Span) -> Span:
        return Span(span.file, span.start + by, span.end + by)

    grants = tuple(replace(grant, span=moved(grant.span)) for grant in declared.grants)
    return replace(declared, grants=grants, egress=tuple(replace(grant, span=moved(grant.span)) for grant in declared.egress))


def app(by: int = 0) -> Audit:
    """Many findings, two alike; every place `by` lines lower."""
    declared = manifest(
        "read:jira-work write:jira-work read:jira-wrok read:jira-wrok read:issue:jira",
        external=(("fetch.backend", "old.example.com"), ("images", "old.example.com")),
    )
    found: list[Use | Unknown] = [
        request(GET_ISSUE, f"src/a.js:{3 + by}", status="deprecated"),
        dead(PUT_ISSUE, f"src/b.js:{3 + by}"),
        need("event", "avi:x", "storage:app"),
        need("storage", "@forge/kvs kvs.get", "storage:app", site=f"src/a.js:{9 + by}"),
        unknown("dynamic-route", detail="{*}", product="jira", site=f"src/a.js:{5 + by}"),
        unknown("dynamic-route", detail="{*}", product="jira", site=f"src/a.js:{7 + by}"),
        unknown("dynamic-route", detail="{*}", product="jira", methods=("GET",), site=f"src/a.js:{8 + by}"),
    ]
    hosts = [egress("http://a.example.com/x", one, f"src/c.js:{2 + by}") for one in ("fetch.backend", "images")]
    return audit(shifted(declared, by), *found, *hosts)


def prints(result: Audit) -> list[str]:
    return [found.fingerprint for found in result.findings]


def test_every_finding_has_its_own() -> None:
    known = prints(app())
    assert len(known) > 12
    assert len(set(known)) == len(known)
    assert all(len(one) == 32 for one in known)


def test_lines_do_not_matter() -> None:
    assert prints(app(10)) == prints(app())
    assert [found.location for found in app(10).findings] != [found.location for found in app().findings]


def test_a_new_finding_changes_no_other() -> None:
    before = audit("write:jira-work", request(GET_ISSUE))
    after = audit("storage:app write:jira-work", request(GET_ISSUE), request(PUT_ISSUE, "src/a.js:1"), dead(PUT_ISSUE))
    kept = {found.fingerprint for found in before.findings if found.rule == "under-privilege"}
    assert kept <= set(prints(after))
    added = audit("write:jira-work storage:app", request(GET_ISSUE))
    assert len(set(prints(added)) - set(prints(before))) == 1
    assert set(prints(before)) < set(prints(added))


def test_where_a_need_is_met_first_does_not_matter() -> None:
    one = audit("", request(GET_ISSUE, "src/z.js:1"))
    two = audit("", request(GET_ISSUE, "src/a.js:1"), request(GET_ISSUE, "src/z.js:1"))
    assert prints(one) == prints(two)


def test_the_directive_and_the_file_tell_findings_apart() -> None:
    entries = tuple(EgressGrant(key, "old.example.com", None, None, None, Span("manifest.yml", 1, 2)) for key in ("images", "media"))
    both = audit(replace(manifest(), egress=entries))
    only_last = audit(replace(manifest(), egress=entries[1:]))
    assert set(prints(only_last)) < set(prints(both))


def test_any_name_has_a_fingerprint() -> None:
    odd = replace(manifest(), grants=(Grant("read:\udcff\x00", Span("manifest.yml", 1, 2)),))
    assert len(prints(audit(odd))) == 1
