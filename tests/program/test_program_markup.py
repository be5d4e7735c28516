"""The markup of Vue and Svelte components is code: what it requests, in the scope that it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.scan import scan
from scopeminer.syntax.lower import lower
from tests.program.conftest import performed, reached

HEAD = "import { requestJira } from '@forge/bridge'; import { ref } from 'vue';"
URL, PUT = "'/rest/api/3/myself'", "{ method: 'PUT' }"
GET_ONE, PUT_ONE = ["GET /rest/api/3/myself user"], ["PUT /rest/api/3/myself user"]
BOTH, ANY = ["GET /a user", "GET /b user"], ["GET {*} user"]


def of(file: str, text: str) -> dict[str, str]:
    return {"main.js": f"import App from './{file}'; export const run = () => App;", file: text}


VUE = [
    ("event", f'<a @click="requestJira({URL}, {PUT})"/>', "", PUT_ONE),
    ("event in other words", f'<a v-on:click.once="requestJira({URL}, {PUT})"></a>', "", PUT_ONE),
    ("quoted with the other sign", "<a @click='requestJira(\"/rest/api/3/myself\")'/>", "", GET_ONE),
    ("without quotes", "<a @click=requestJira(`/rest/api/3/myself`)>x</a>", "", GET_ONE),
    ("statements", f'<a @click="n = 1; requestJira({URL})"/>', "", GET_ONE),
    ("statements on lines", f'<a @click="\n  n = 1\n  requestJira({URL})\n"/>', "", GET_ONE),
    ("ending in a sign", f'<a @click="requestJira({URL});"/>', "", GET_ONE),
    ("arrow", f'<a @click="(event) => requestJira({URL})"/>', "", GET_ONE),
    ("asynchronous arrow", f'<a @click="async () => {{ if (n > 1) await requestJira({URL}) }}"/>', "", GET_ONE),
    ("function", f'<a @click="function () {{ return requestJira({URL}) }}"/>', "", GET_ONE),
    ("bound", f'<Child :answer="requestJira({URL})"/>', "", GET_ONE),
    ("bound in other words", f'<Child v-bind:answer="requestJira({URL})" />', "", GET_ONE),
    ("bound in an object", f'<Child v-bind="{{ answer: requestJira({URL}) }}" />', "", GET_ONE),
    ("condition", f'<p v-if="requestJira({URL})">x</p>', "", GET_ONE),
    ("other condition", f'<p v-if="n">x</p><p v-else-if="requestJira({URL})"/>', "", GET_ONE),
    ("text", f"<p>{{{{ requestJira({URL}) }}}}</p>", "", GET_ONE),
    ("text on lines, with a smaller sign", f"<p>{{{{\n  n < 1 ? 0 : requestJira({URL})\n}}}}</p>", "", GET_ONE),
    ("own directive", f'<p v-load="requestJira({URL})"/>', "", GET_ONE),
    ("slot", f'<Child><template #one="{{ item }}"><a @click="requestJira({URL})"/></template></Child>', "", GET_ONE),
    ("constant of the script", '<a @click="requestJira(url)"/>', f"const url = {URL};", GET_ONE),
    (
        "parameter of the script",
        '<a @click="ask(\'/a\')"/><a @click="ask(`/b`)"/>',
        "const ask = (url) => requestJira(url);",
        [*BOTH, *ANY],
    ),
    ("after a comment", f"<!-- requestJira('/no') --><a @click=\"requestJira({URL})\"/>", "", GET_ONE),
    ("after a sign in an attribute", f'<a title="a > b" :x="a > 1" @click="requestJira({URL})"/>', "", GET_ONE),
    ("loop", "<p v-for=\"url in ['/a', '/b']\" :key='url' @click='requestJira(url)'/>", "", BOTH),
    ("loop with a number", "<p v-for=\"(url, i) of ['/a', '/b']\" @click='requestJira(url, i)'/>", "", ["* /a user", "* /b user"]),
    ("loop over parts", "<p v-for=\"{ url } in [{ url: '/a' }, { url: '/b' }]\" @click='requestJira(url)'/>", "", BOTH),
    ("loops", "<p v-for='a in [1]'><i v-for=\"url in ['/a', '/b']\" @click='requestJira(url)'/></p>", "", BOTH),
    ("name of a loop is another", '<p v-for="url in xs" @click="requestJira(url)"/>', f"const url = {URL}; const xs = f();", ANY),
    ("name of a loop ends with it", '<p v-for="url in xs">x</p><a @click="requestJira(url)"/>', f"const url = {URL};", GET_ONE),
    ("name of a loop ends with an empty element", '<br v-for="url in xs"><a @click="requestJira(url)"/>', f"const url = {URL};", GET_ONE),
    ("name of a slot is another", '<C v-slot="{ url }"><a @click="requestJira(url)"/></C>', f"const url = {URL};", ANY),
    ("name of a slot on a template", '<C><template #a="url"><a @click="requestJira(url)"/></template></C>', f"const url = {URL};", ANY),
    ("name of a parameter", '<a @click="(url) => requestJira(url)"/>', f"const url = {URL};", ANY),
    ("reactive", '<a @click="requestJira(url)"/>', "const url = ref('/a');", ANY),
    ("changed in the markup", '<a @click="requestJira(url)"/><a @click="url = \'/b\'"/>', "let url = '/a';", BOTH),
    (
        "value of an input",
        '<select v-model="at.url"/><a @click="requestJira(at.url)"/>',
        "const at = { url: '/a' };",
        ["GET /a user", *ANY],
    ),
    ("not a directive", f'<a title="requestJira({URL})">requestJira({URL})</a>', "", []),
]
SVELTE = [
    ("event", f"<a on:click={{() => requestJira({URL}, {PUT})}}>x</a>", "", PUT_ONE),
    ("event of now", f"<a onclick={{async (e) => {{ await requestJira({URL}); }}}}/>", "", GET_ONE),
    ("in quotes", f'<a on:click="{{() => requestJira({URL})}}"/>', "", GET_ONE),
    ("in quotes with such quotes", '<a on:click="{() => requestJira("/rest/api/3/myself")}"/>', "", GET_ONE),
    ("in quotes between text", f'<a class="a {{requestJira({URL})}} b" href="x">y</a>', "", GET_ONE),
    ("text", f"<p>{{requestJira({URL})}}</p>", "", GET_ONE),
    ("text with signs", f"<p>it's {{'}}' + requestJira({URL}) + `{{`}} isn't</p>", "", GET_ONE),
    ("markup", f"{{@html requestJira({URL})}}", "", GET_ONE),
    ("shown", f"{{@render requestJira({URL})}}", "", GET_ONE),
    ("spread", f"<Child {{...requestJira({URL})}}/>", "", GET_ONE),
    ("attached", f"<Child {{@attach () => requestJira({URL})}}/>", "", GET_ONE),
    ("condition", f"{{#if requestJira({URL})}}x{{/if}}", "", GET_ONE),
    ("other condition", f"{{#if n}}x{{:else if requestJira({URL})}}y{{/if}}", "", GET_ONE),
    ("inside a condition", f"{{#if n}}x{{:else}}{{requestJira({URL})}}{{/if}}", "", GET_ONE),
    ("key", f"{{#key requestJira({URL})}}x{{/key}}", "", GET_ONE),
    ("awaited", f"{{#await requestJira({URL})}}x{{:then answer}}y{{:catch e}}z{{/await}}", "", GET_ONE),
    ("awaited at once", f"{{#await requestJira({URL}) then answer}}y{{/await}}", "", GET_ONE),
    ("behind awaiting", f"{{#await n}}x{{:then url}}{{requestJira({URL})}}{{:catch}}z{{/await}}", "", GET_ONE),
    ("parameter of an action", f"<a use:f={{() => requestJira({URL})}}/>", "", GET_ONE),
    ("class", f"<a class:on={{requestJira({URL})}}/>", "", GET_ONE),
    ("constant of the markup", f"{{#if n}}{{@const url = {URL}}}{{requestJira(url)}}{{/if}}", "", GET_ONE),
    ("constant of the script", "{requestJira(url)}", f"const url = {URL};", GET_ONE),
    ("loop", "{#each ['/a', '/b'] as url}<p>{requestJira(url)}</p>{/each}", "", BOTH),
    ("loop with a number and a key", "{#each ['/a', '/b'] as url, i (url)}{requestJira(url, {})}{/each}", "", BOTH),
    ("loop over parts", "{#each [{ url: '/a' }, { url: '/b' }] as { url }}{requestJira(url)}{/each}", "", BOTH),
    ("loop over something asserted", "{#each ['/a', '/b'] as string[] as url}{requestJira(url)}{/each}", "", BOTH),
    ("loop without a name", f"{{#each {{ length: 3 }}}}{{requestJira({URL})}}{{/each}}", "", GET_ONE),
    ("name of a loop is another", "{#each xs as url}{requestJira(url)}{/each}", f"const url = {URL}; const xs = f();", ANY),
    ("name of a loop ends with it", "{#each xs as url}<p>{/each}{requestJira(url)}", f"const url = {URL};", GET_ONE),
    ("name of a loop is not that of the rest", "{#each xs as url}x{:else}{requestJira(url)}{/each}", f"const url = {URL};", GET_ONE),
    ("name of an answer is another", "{#await f() then url}{requestJira(url)}{/await}", f"const url = {URL};", ANY),
    ("name that a component gives", "<C let:url><a on:click={() => requestJira(url)}/></C>", f"const url = {URL};", ANY),
    ("other name that a component gives", "<C let:item={url}><a on:click={() => requestJira(url)}/></C>", f"const url = {URL};", ANY),
    ("piece of markup", "{#snippet row(url)}{requestJira(url)}{/snippet}{@render row('/a')}{@render row('/b')}", "", [*BOTH, *ANY]),
    ("value of an input", "<select bind:value={url}/>{requestJira(url)}", "let url = '/a';", ["GET /a user", *ANY]),
    ("value of an input, in short", "<C bind:url/>{requestJira(url)}", "let url = '/a';", ["GET /a user", *ANY]),
    ("property", "{requestJira(url)}", "export let url = '/a';", ["GET /a user", *ANY]),
    ("behind a style in a text", f"{{@html '<style>' + css}}{{requestJira({URL})}}", "", GET_ONE),
    ("not an expression", f"<a title=\"requestJira({URL})\">requestJira({URL})</a>", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("title", "markup", "script", "expected"), VUE, ids=[row[0] for row in VUE])
def test_templates_of_vue(title: str, markup: str, script: str, expected: list[str]) -> None:
    text = f"<template>\n<main>{markup}</main>\n</template>\n<script setup>{HEAD}{script}</script>\n<style>a {{ b: c }}</style>"
    assert performed(of("App.vue", text)) == sorted(expected)


@pytest.mark.parametrize(("title", "markup", "script", "expected"), SVELTE, ids=[row[0] for row in SVELTE])
def test_markup_of_svelte(title: str, markup: str, script: str, expected: list[str]) -> None:
    style = "" if "<style" in markup else "<style>a { b: c }</style>"
    text = f"<script>{HEAD}{script}</script>\n<main>{markup}</main>\n{style}"
    assert performed(of("App.svelte", text)) == sorted(expected)


MANIFEST = """\
app:
  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555
permissions:
  scopes: [write:jira-work]
modules:
  jira:issuePanel:
    - {key: panel, title: Panel, resource: ui}
resources:
  - {key: ui, path: ui}
"""
PAGE = [
    ("script", f"<script type='module'>{HEAD} requestJira({URL})</script>", GET_ONE),
    ("scripts", f"<script type='module'>{HEAD}</script><p/><script type='module'>{HEAD} requestJira({URL})</script>", GET_ONE),
    ("script with an import of the app", "<script type='module'>import { ask } from './api.js'; ask('/a');</script>", ["GET /a user"]),
    ("function for all", f"<script>const go = () => window.ask({URL});</script><script type='module'>{HEAD} window.ask = requestJira</script>", GET_ONE),
    ("handler", f"<script type='module'>{HEAD} window.ask = requestJira</script><a onclick=\"ask({URL})\">x</a>", GET_ONE),
    ("address", f"<script type='module'>{HEAD} window.ask = requestJira</script><a href=\"javascript:ask({URL})\">x</a>", GET_ONE),
    ("text", f"<script type='module'>{HEAD} window.ask = requestJira</script><a title=\"ask({URL})\">ask({URL})</a>", []),
    ("function of a module", f"<script type='module'>{HEAD} const go = () => requestJira({URL})</script>", []),
    ("comment", f"<!-- <script type='module'>{HEAD} requestJira({URL})</script> -->", []),
    ("data", f"<script type='text/template'>{HEAD} requestJira({URL})</script>", []),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "expected"), PAGE, ids=[row[0] for row in PAGE])
def test_scripts_of_pages(title: str, text: str, expected: list[str]) -> None:
    api = "import { requestJira } from '@forge/bridge'; export const ask = (url) => requestJira(url);"
    page = f"<!doctype html><html><body>{text}</body></html>"
    assert performed({"index.html": page, "api.js": api}, export=None) == expected


SETUP = f"<script setup>{HEAD}</script>"
HANDED = [
    ("function of the SDK", "App.vue", f'{SETUP}<template><C :ask="requestJira"/></template>', True),
    ("in short", "App.vue", f"{SETUP}<template><C :request-jira/></template>", True),
    ("as an event", "App.vue", f'{SETUP}<template><a @click="requestJira"/></template>', True),
    ("in an object", "App.vue", f'{SETUP}<template><C v-bind="{{ requestJira }}"/></template>', True),
    ("damaged", "App.vue", f"{SETUP}<template><a @click=\"requestJira('/a'\"/></template>", True),
    ("written as entities", "App.vue", f'{SETUP}<template><a @click="requestJira(&quot;/a&quot;)"/></template>', True),
    ("other language", "App.vue", f"{SETUP}<template lang='pug'>a(@click='requestJira(url)')</template>", True),
    ("member of the component", "App.vue", f"<script>{HEAD} export default {{ methods: {{ requestJira }} }}</script><template/>", True),
    ("given by setup", "App.vue", f"<script>{HEAD} export default {{ setup() {{ return {{ requestJira }} }} }}</script><template/>", True),
    ("not visible", "App.vue", f"<script>{HEAD} export default {{}}</script><template><a @click='requestJira()'/></template>", False),
    ("function of the SDK", "App.svelte", f"<script>{HEAD}</script><C ask={{requestJira}}/>", True),
    ("in short", "App.svelte", f"<script>{HEAD}</script><C {{requestJira}}/>", True),
    ("damaged", "App.svelte", f"<script>{HEAD}</script><a on:click={{() => requestJira('/a'}}/>", True),
    ("never closed", "App.svelte", f"<script>{HEAD}</script><a on:click={{() => requestJira('/a'", True),
    ("action", "App.svelte", f"<script>{HEAD}</script><a use:requestJira/>", True),
    ("other name", "App.svelte", f"<script>{HEAD}</script><a use:ref/>", False),
]


@pytest.mark.parametrize(("title", "file", "text", "expected"), HANDED, ids=[f"{row[0]} in {row[1]}" for row in HANDED])
def test_what_markup_hands_on(tmp_path: Path, title: str, file: str, text: str, expected: bool) -> None:
    main = f"import Other from './Other.{file[4:]}'; console.log(Other);"
    other = f"<script>import App from './{file}'; export default {{ components: {{ App }}, a: {{ b: {{ App }} }} }}</script>"
    files = {"manifest.yml": MANIFEST, "ui/index.js": main, f"ui/Other.{file[4:]}": other, f"ui/{file}": text}
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(content)
    (scope,) = scan(tmp_path).scopes
    assert scope.verdict == ("cannot-tell" if expected else "unused")


TOTAL = [
    "<template", "<template><a", '<template><a @click="', "<template><p v-for='in'/><p v-for='a in '/>", "{", "{#each", "{#each}", "{#each xs as}",
    "{:else}", "{/if}", "{:then x}", "{#await}", "{#snippet}", "{#snippet f(}", "{@const}", "{@const x}", "<a {", "<a b={", "<a b='{", "<a bind:={}",
    "{#if a}</b></a>{/each}{/if}", "<template><a></b></template></a>", "{#each " * 60, "<template>" + "<a v-for='a in b'>" * 60, "<a " + "{" * 500,
    "<template><p v-slot='{ a'/><p #a='}'/></template>", "<a let:x={", "<a on:x='{'/>", "{#each [{a}] as {a, (b)}", "</", "<a/ b/ c=/>",
]  # fmt: skip


@pytest.mark.parametrize("text", TOTAL)
@pytest.mark.parametrize("script", ["<script setup>let a, f, x</script>", "<script lang='ts'>let a, f, x</script>", ""])
@pytest.mark.parametrize("file", ["App.vue", "App.svelte", "index.html"])
def test_damage_is_no_error(text: str, script: str, file: str) -> None:
    for source in (script + text, text + script):
        assert lower(file, source.encode()).error_bytes == 0


def test_a_script_in_a_file_of_its_own() -> None:
    files = {
        **of("App.vue", "<template><a @click='go'/></template><script src='./app.js'></script>"),
        "app.js": "import x from './x.js'; export default { methods: { go: x } };",
    }
    assert "target" in reached({**files, "x.js": "export default function target() {}"})


def test_functions_of_a_list_are_called() -> None:
    text = (
        "<script>function target() {} const tabs = [{ open: target }];</script>{#each tabs as tab}<a on:click={() => tab.open()}/>{/each}"
    )
    assert "target" in reached(of("App.svelte", text))
