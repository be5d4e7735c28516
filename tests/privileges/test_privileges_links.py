"""A request for the link that an answer holds asks for the next page of what was asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.scan import scan
from tests.privileges.test_privileges_soundness import MANIFEST

HEAD = """\
import api, { route, routeFromAbsolute, assumeTrustedRoute } from '@forge/api';
const ask = (where) => api.asApp().requestJira(where);
const first = () => api.asApp().requestJira(route`/rest/api/3/search?jql=x`);
"""
FIRST = "let answer = await api.asApp().requestJira(route`/rest/api/3/search?jql=x`); let data = await answer.json();"
SEARCH = ["GET /rest/api/3/search"]


def operations(folder: Path, code: str) -> tuple[list[str], list[str]]:
    """What the code performs, and the reasons of what is not known."""
    (folder / "src").mkdir()
    (folder / "manifest.yml").write_text(MANIFEST)
    (folder / "src/index.js").write_text(f"{HEAD}export const run = async (e) => {{ {code} }};\n")
    usage = scan(folder).usage
    performed = sorted({f"{use.method} {use.operation or use.route}" for use in usage.uses if use.kind == "rest"})
    return performed, sorted({one.reason for one in usage.unknowns})


@pytest.mark.parametrize(
    "code",
    [
        f"{FIRST} while (data.nextPage) {{ answer = await api.asApp().requestJira(data.nextPage); data = await answer.json(); }}",
        f"{FIRST} while (data.next) {{ answer = await api.asApp().requestJira(routeFromAbsolute(data.next)); data = await answer.json(); }}",
        f"{FIRST} const more = await api.asApp().requestJira(assumeTrustedRoute(data._links.next)); return more.json();",
        f"{FIRST} return api.asApp().requestJira(route`${{data._links.next}}`);",
        f"{FIRST} const {{ nextPage }} = data; return api.asApp().requestJira(nextPage);",
        f"{FIRST} const link = data._links.next.replace('https://x.test', ''); return api.asApp().requestJira(link);",
        "const data = await (await first()).json(); return api.asApp().requestJira(data.nextPage);",
        "const get = async () => { const one = await first(); return one.json(); };\n"
        "const data = await get(); return api.asApp().requestJira(data.nextPage);",
    ],
)
def test_the_next_page_is_what_was_asked(tmp_path: Path, code: str) -> None:
    assert operations(tmp_path, code) == (SEARCH, [])


@pytest.mark.parametrize(
    "code",
    [
        "return api.asApp().requestJira(e.next);",
        f"{FIRST} return api.asApp().requestJira(data.self);",
        f"{FIRST} return api.asApp().requestJira(data.issues[0].self);",
        f"{FIRST} const link = e.x ? data.next : e.next; return api.asApp().requestJira(link);",
        "const other = await (await fetch('https://x.test')).json(); return api.asApp().requestJira(other.next);",
        "const page = await (await api.asApp().requestConfluence(route`/wiki/api/v2/pages`)).json(); return api.asApp().requestJira(page.next);",
    ],
)
def test_other_links_are_not_known(tmp_path: Path, code: str) -> None:
    assert operations(tmp_path, code)[1] == ["dynamic-route"]


def test_its_method_is_its_own(tmp_path: Path) -> None:
    code = f"{FIRST} return api.asApp().requestJira(data.nextPage, {{ method: 'POST' }});"
    assert operations(tmp_path, code)[0] == ["GET /rest/api/3/search", "POST /rest/api/3/search"]
