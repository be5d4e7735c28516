"""The sentence behind each verdict, and the words that no sentence may hold."""

from __future__ import annotations

import re

import pytest

from scopeminer.audit.model import Audit
from scopeminer.privileges.model import Egress, Unknown, Use
from tests.audit.apps import (
    CHECK,
    G9,
    GET_ISSUE,
    PUT_ISSUE,
    at,
    audit,
    bounded,
    catalog,
    dead,
    egress,
    manifest,
    need,
    request,
    storage,
    unknown,
)

COMMENTS = "GET /rest/api/3/issue/{issueIdOrKey}/comment"
PAGE = "GET /wiki/api/v2/pages/{id}"
DIFF = "GET /repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}/diff"
Found = Use | Unknown | Egress

WRITE = frozenset({"write:jira-work"})
SENTENCES: dict[str, tuple[str, tuple[Found, ...], str]] = {
    "needed": ("read:jira-work", (request(GET_ISSUE),), "GET issue/{issueIdOrKey}"),
    "needed by several": ("read:jira-work", (request(GET_ISSUE), request(COMMENTS)), "GET issue/{issueIdOrKey}, 1 more"),
    "needed twice alike": ("read:jira-work", (request(GET_ISSUE), request(GET_ISSUE, "src/b.js:1")), "GET issue/{issueIdOrKey}"),
    "needed by a page": ("read:page:confluence", (request(PAGE),), "GET pages/{id}"),
    "needed by storage": ("storage:app", (storage(),), "kvs.get"),
    "needed by two ways to storage": ("storage:app", (storage(), need("storage", "@forge/kvs set", "storage:app")), "kvs.get, kvs.set"),
    "needed by three": (
        "storage:app",
        (storage(), need("storage", "@forge/kvs set", "storage:app"), need("storage", "@forge/kvs kvs.query", "storage:app")),
        "kvs.get, 2 more",
    ),
    "needed by an event": (
        "read:jira-work", (need("event", "avi:jira:updated:issue", "read:jira-work"),), "event avi:jira:updated:issue",
    ),
    "needed by a remote": ("read:app-user-token", (need("remote", "remote server", "read:app-user-token"),), "remote server"),
    "needed today before needed some day": (
        "read:jira-work", (request(CHECK), request(COMMENTS, "src/b.js:1")), "GET issue/{issueIdOrKey}/comment, 1 more",
    ),
    "announced": ("read:permission:jira", (request(CHECK),), "announced as mandatory for POST permissions/check"),
    "completes": (
        "read:confluence-content.summary",
        (need("storage", "x y.z", "read:confluence-content.summary write:confluence-props", "read:jira-work"),),
        "y.z, together with write:confluence-props, which is missing",
    ),
    "redundant": ("read:issue:jira read:jira-work", (request(GET_ISSUE),), "read:jira-work covers GET issue/{issueIdOrKey}"),
    "redundant, and stays": (
        "write:issue:jira write:jira-work",
        (request(PUT_ISSUE),),
        "either this or write:jira-work for PUT issue/{issueIdOrKey}: this one stays",
    ),
    "redundant, and goes": (
        "write:jira-work write:issue:jira", (request(PUT_ISSUE),), "write:issue:jira covers PUT issue/{issueIdOrKey}",
    ),
    "redundant for what needs nothing": (
        "read:jira-work",
        (request("GET /rest/api/3/task/{taskId}", alternatives=((), ("read:jira-work",))),),
        "no scope is needed for GET task/{taskId}",
    ),
    "redundant, and useless alone": (
        "write:issue:jira read:jira-work", (request("POST /rest/api/3/issue"),), "alone it is not enough for POST issue",
    ),
    "dead": ("write:jira-work", (dead(PUT_ISSUE),), "PUT issue/{issueIdOrKey} only in legacy, which nothing reaches"),
    "dead without a name": (
        "write:jira-work", (dead(PUT_ISSUE, function=""),), "PUT issue/{issueIdOrKey} only in src/legacy.js, which nothing reaches",
    ),
    "unused write": (
        "write:jira-work read:jira-work", (request(GET_ISSUE),),
        "no reachable write to Jira; the nearest use is GET /rest/api/3/issue/{issueIdOrKey}",
    ),
    "unused write beside another": (
        "manage:jira-webhook write:jira-work", (request(PUT_ISSUE),), "the one reachable use of Jira does not need it",
    ),
    "unused administration, which reads, too": (
        "manage:jira-configuration read:jira-work", (request(GET_ISSUE), request(COMMENTS)), "none of 2 reachable uses of Jira needs it",
    ),
    "unused read": (
        "read:jira-user read:jira-work", (request(GET_ISSUE), request(COMMENTS)), "none of 2 reachable uses of Jira needs it",
    ),
    "unused beside two requests alike": (
        "read:jira-user read:jira-work", (request(GET_ISSUE), request(GET_ISSUE, "src/b.js:1")),
        "none of 2 reachable uses of Jira needs it",
    ),
    "unused beside two spellings of one request": (
        "read:jira-user read:jira-work", (request(GET_ISSUE), request(GET_ISSUE, route="/rest/api/3/issue/{}?fields={}")),
        "the one reachable use of Jira does not need it",
    ),
    "unused beside calls of an SDK": (
        "write:component:compass read:component:compass",
        (need("compass", "@atlassian/forge-graphql compass.asApp().getComponent", "read:component:compass"),),
        "the one reachable use of Compass does not need it",
    ),
    "unused beside a module": (
        "read:jira-user manage:jira-configuration read:jira-work",
        (need("module", "jira:workflowPostFunction", "manage:jira-configuration read:jira-work"),),
        "the one reachable use of Jira does not need it",
    ),
    "unused product": ("write:page:confluence read:jira-work", (request(GET_ISSUE),), "nothing reachable uses Confluence"),
    "unused, and nothing runs": ("read:jira-work", (), "nothing reachable uses Jira: no module of the manifest starts any code here"),
    "unused storage": ("storage:app", (), "nothing reachable uses Forge storage"),
    "unused identity": ("read:me", (), "nothing reachable calls the User identity API"),
    "unused token": ("read:app-system-token", (), "no remote is given the system token"),
    "route": (
        "write:jira-work",
        (unknown("dynamic-route", "write:jira-work", product="jira", methods=("PUT",), prefix="/rest/api/3/"),),
        "the route is known only at run time: PUT on Jira below /rest/api/3/; a comment settles it",
    ),
    "two unknowns": (
        "write:jira-work",
        (unknown("eval", "write:jira-work"), unknown("budget", "write:jira-work", "src/b.js:1")),
        "code that is made at run time could need it; 1 more unknown",
    ),
    "two routes": (
        "write:jira-work",
        (
            unknown("dynamic-route", "write:jira-work", product="jira", methods=("PUT",)),
            unknown("dynamic-route", "write:jira-work", "src/z.js:1", product="jira"),
        ),
        "the route is known only at run time: PUT on Jira, any path; 1 more unknown",
    ),
    "package": (
        "storage:app",
        (unknown("package-call", "storage:app", detail="@acme/cache, which uses @forge/kvs"),),
        "package @acme/cache, which uses @forge/kvs, is not here and may need it",
    ),
    "class of a package": (
        "storage:app", (need("storage", "forge-sql-orm new.selectCacheable", "storage:app"),), "forge-sql-orm.selectCacheable",
    ),
    "remote": (
        "write:jira-work",
        (unknown("remote", "write:jira-work", detail="server"),),
        "remote server is given a token and calls out of our sight: its server decides",
    ),
    "feature of a module": (
        "read:chat:rovo",
        (need("module", "rovo:agent", "", holds_back=frozenset({"read:chat:rovo"})),),
        "module rovo:agent may need it for agents that customers build",
    ),
    "condition of a module": (
        "read:jira-work",
        (need("module", "rovo:agent", "", holds_back=frozenset({"read:jira-work"})),),
        "module rovo:agent is shown only with it",
    ),
    "redirect": (
        "read:repository:bitbucket",
        (request(DIFF, holds_back=frozenset({"read:repository:bitbucket"})),),
        "GET repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}/diff may need it for what it is redirected to",
    ),
    "event of the documentation": (
        "read:label:confluence",
        (need("event", "avi:confluence:added:label", "", holds_back=frozenset({"read:label:confluence"})),),
        "event avi:confluence:added:label may take it: only its documentation says what it needs",
    ),
    "container": (
        "write:jira-work",
        (unknown("container", "write:jira-work", detail="box"),),
        "container box runs code that is not here: its image decides",
    ),
    "source": (
        "write:jira-work", (unknown("missing-source", "write:jira-work", detail="admin"),),
        "the source of admin is not here: scan with it",
    ),
    "event with another name": (
        "write:jira-work", (unknown("unmapped-event", "write:jira-work", detail="avi:app:installed"),),
        "avi:app:installed is no event that is known: did you mean avi:forge:installed:app?",
    ),
    "event without scopes": (
        "write:jira-work", (unknown("unmapped-event", "write:jira-work", detail="avi:slack:sent:message"),),
        "no scopes are published for event avi:slack:sent:message",
    ),
    "candidates": (
        "write:jira-work", (bounded(GET_ISSUE, PUT_ISSUE),), "a request to issue/{}/{} can be one of 2 operations; a comment settles it",
    ),
    "expand": (
        "read:confluence-content.all",
        (request(PAGE, holds_back=frozenset({"read:confluence-content.all"})),),
        "GET pages/{id} may need it for what its query expands",
    ),
    "undocumented": (
        "write:jira-work",
        (request(GET_ISSUE, operation=None, route="/rest/x/1", in_catalog=False, alternatives=(), holds_back=WRITE),),
        "GET rest/x/1 is in no document and could need it",
    ),
    "undocumented, of holes only": (
        "write:jira-work",
        (request(PUT_ISSUE, operation=None, route="/rest/api/3/{}?a=b", in_catalog=False, alternatives=(), holds_back=WRITE),),
        "PUT /rest/api/3/{}?a=b is in no document and could need it",
    ),
    "unpublished": ("read:cmdb-object:jira", (), "nothing published says what needs it: ask who declared it"),
    "only stated by GraphQL": ("view:team:teams", (), "only fields of GraphQL are known to need it: ask who declared it"),
    "no scope": ("read:jira-wrok", (), "Forge knows no scope of this name: did you mean read:jira-work?"),
    "identity address": ("read:me", (egress("{*}"),), "an address of run-time data could need it"),
    "identity itself": ("read:me", (egress("https://api.atlassian.com/me"),), "the User identity API is called and may need it"),
}  # fmt: skip


@pytest.mark.parametrize("name", SENTENCES)
def test_reasons(name: str) -> None:
    declared, found, sentence = SENTENCES[name]
    rows = {row.scope: row.reason for row in audit(declared, *found).scopes}
    assert rows[declared.split(maxsplit=1)[0]] == sentence


def test_a_missing_scope_says_what_needs_it() -> None:
    (row,) = audit("", request(GET_ISSUE, "src/a.js:3"), request(COMMENTS, "src/b.js:3")).scopes
    assert (row.scope, row.reason) == ("read:jira-work", "not declared, and needed for GET issue/{issueIdOrKey}, 1 more")
    assert row.nearest == at("src/a.js:3")


def test_every_unknown_has_a_sentence() -> None:
    reasons = (
        "dynamic-method",
        "escaped-request",
        "bundled-only",
        "unresolved-import",
        "syntax-error",
        "graphql",
        "unmapped-event",
        "module",
        "package-call",
    )
    for reason in (*reasons, "something-new"):
        (row,) = audit("write:jira-work", unknown(reason, "write:jira-work", detail="THING")).scopes
        assert row.verdict == "cannot-tell"
        assert row.reason


NEVER = re.compile(r"can access|potentially|might possibly|may perhaps|\bNone\b|[Pp]lease")


def everything() -> list[Audit]:
    odd = audit(
        manifest(f"{G9} write:jira-work read:jira-wrok", external=(("fetch.backend", "*"), ("images", "a.example.com"))),
        request(GET_ISSUE, status="deprecated", impersonates=True),
        request(CHECK),
        egress("http://b.example.com/x"),
    )
    return [odd, *(audit(declared, *found) for declared, found, _ in SENTENCES.values()), audit(" ".join(sorted(catalog().scopes)))]


def test_no_sentence_hedges_twice_or_blames() -> None:
    sentences = [row.reason for one in everything() for row in one.scopes]
    sentences += [found.message for one in everything() for found in one.findings]
    assert len(sentences) > 600
    assert [sentence for sentence in sentences if NEVER.search(sentence) or not sentence or "\n" in sentence] == []
