"""What a page loads and talks to: code, pages and style sheets in, hosts by manifest key out."""

from __future__ import annotations

import pytest

from scopeminer.manifest.model import Manifest, Resource
from scopeminer.source import Span

STYLED = [(directive, None) for directive in ("fonts", "images", "styles")]
ANYTHING = [(directive, None) for directive in ("fonts", "frames", "images", "media", "styles")]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("fetch('https://a.test');", [("fetch.client", "a.test")]),
        ("new WebSocket('wss://a.test');", [("fetch.client", "a.test")]),
        ("new EventSource('https://a.test');", [("fetch.client", "a.test")]),
        ("navigator.sendBeacon('https://a.test', '');", [("fetch.client", "a.test")]),
        ("const x = new XMLHttpRequest(); x.open('GET', 'https://a.test');", [("fetch.client", "a.test")]),
        ("const i = new Image(); i.src = 'https://a.test/p.gif';", [("images", "a.test")]),
        ("const s = document.createElement('script'); s.src = 'https://a.test/x.js';", [("scripts", "a.test")]),
        ("const l = document.createElement('link'); l.href = 'https://a.test/x.css';", [("styles", "a.test")]),
        ("const a = document.createElement('a'); a.href = 'https://a.test';", [("navigation", "a.test")]),
        ("const d = document.createElement('div'); d.src = 'https://a.test';", []),
        ("importScripts('https://a.test/x.js');", [("scripts", "a.test")]),
        ("import x from 'https://esm.test/x.js'; x();", [("scripts", "esm.test")]),
        ("import 'https://esm.test/x.css';", [("styles", "esm.test")]),
        ("export * from 'https://esm.test/x.js';", [("scripts", "esm.test")]),
        ("const load = () => import('https://esm.test/x.js'); load();", [("scripts", "esm.test")]),
        ("const dead = () => import('https://esm.test/x.js');", []),
        # navigation
        ("window.open('https://a.test');", [("navigation", "a.test")]),
        ("window.location.href = 'https://a.test';", [("navigation", "a.test")]),
        ("window.location = 'https://a.test';", [("navigation", "a.test")]),
        ("import { router } from '@forge/bridge'; router.open('https://a.test');", [("navigation", "a.test")]),
        ("import { router } from '@forge/bridge'; router.navigate('/jira/projects');", []),
        # UI Kit
        ("import R, { Image } from '@forge/react'; R.render(<Image src='https://a.test/x.png' />);", [("images", "a.test")]),
        ("import R, { Link } from '@forge/react'; R.render(<Link href='https://a.test'>x</Link>);", [("navigation", "a.test")]),
        ("import R, { Text } from '@forge/react'; R.render(<Text src='https://a.test'>x</Text>);", []),
        # elements
        ("render(<img src='https://a.test/x.png' />);", [("images", "a.test")]),
        ("render(<img srcSet='https://a.test/x 1x, https://b.test/x 2x' />);", [("images", "a.test"), ("images", "b.test")]),
        ("render(<script src='https://a.test/x.js' />);", [("scripts", "a.test")]),
        ("render(<iframe src={`https://a.test/${window.id}`} />);", [("frames", "a.test")]),
        ("render(<video src='https://a.test/x' poster='https://b.test/x' />);", [("images", "b.test"), ("media", "a.test")]),
        ("render(<link rel='stylesheet' href='https://a.test/x' />);", [("styles", "a.test")]),
        ("render(<a href='https://a.test'>x</a>);", [("navigation", "a.test")]),
        ("render(<a href='mailto:a@example.com'>x</a>);", []),
        ("import logo from './logo.svg'; render(<img src={logo} />);", []),
        ("render(<img src={require('./logo.svg')} />);", []),
        ("render(<img src={window.user.avatar} />);", [("images", None)]),
        ("render(<img {...window.user} />);", [("images", None)]),
        ("render(<iframe {...window.frame} />);", [("frames", None)]),
        ("render(<p {...window.user} />);", []),
        ("const P = (props) => <img {...props} />; render(<P src='https://a.test/x' />);", [("images", "a.test")]),
        ("const P = ({ src }) => <img src={src} />; render(<P src='https://a.test/x' />);", [("images", "a.test")]),
        # styles
        ("render(<p style={{ backgroundImage: 'url(https://a.test/x)' }} />);", [("images", "a.test")]),
        ("render(<p style={{ backgroundImage: `url(${window.x})` }} />);", [("images", None)]),
        ("render(<p style={{ backgroundImage: window.x }} />);", [("images", None)]),
        ("render(<p style={{ color: window.x }} />);", []),
        ("render(<style>{`.a { background: url(${window.x}) }`}</style>);", [("images", None)]),
        ("render(<style>{window.sheet}</style>);", STYLED),
        ("render(<style>{`.${window.name} { color: ${window.color}; }`}</style>);", []),
        (
            "const base = { backgroundImage: 'url(https://a.test/x)' };\nrender(<p style={{ ...base, color: 'red' }} />);",
            [("images", "a.test")],
        ),
        ("render(<style>{`@import url('https://a.test/x');`}</style>);", [("styles", "a.test")]),
        # markup
        ("render(<p dangerouslySetInnerHTML={{ __html: '<img src=\"https://a.test/x\">' }} />);", [("images", "a.test")]),
        ("render(<style dangerouslySetInnerHTML={{ __html: '@import url(https://a.test/x)' }} />);", [("styles", "a.test")]),
        ("render(<p dangerouslySetInnerHTML={{ __html: window.text }} />);", ANYTHING),
        ("render(<p dangerouslySetInnerHTML={{ __html: '<b>x</b>' }} />);", []),
        ("document.body.innerHTML = '<iframe\\nsrc=https://a.test></iframe><script src=https://b.test></script>';", [("frames", "a.test")]),
        ("document.getElementById('x').innerHTML = `<b>${window.text}</b>`;", ANYTHING),
        ("document.querySelector('x').innerHTML = `<img src=\"${window.text}\">`;", [("images", None)]),
        ("document.body.insertAdjacentHTML('beforeend', '<img src=https://a.test/x>');", [("images", "a.test")]),
        ("document.write('<link rel=stylesheet href=https://a.test/x.css>');", [("styles", "a.test")]),
        ("import parse from 'html-react-parser'; render(<p>{parse('<img src=https://a.test/x>')}</p>);", [("images", "a.test")]),
        ("import M from 'react-markdown'; render(<M>{'# x ![y](https://a.test/x.png)'}</M>);", [("images", "a.test")]),
        ("import M from 'react-markdown'; render(<M>{window.answer}</M>);", [("images", None)]),
        ("import M from 'react-markdown'; render(<M>plain</M>);", []),
        ("import s from 'styled-components'; s.div`background: url(https://a.test/x)`;", [("images", "a.test")]),
        ("import s from 'styled-components'; s.div`background: url(${(props) => props.picture})`;", [("images", None)]),
        ("import { html } from 'lit'; html`<img src='https://a.test/x'>`;", [("images", "a.test")]),
        ("import { html } from 'lit'; html`<img .src=${window.picture}>`;", [("images", None)]),
        ("document.write('<script src=https://a.test/x.js><\\/script>');", [("scripts", "a.test")]),
        ("document.write(window.text);", [*ANYTHING, ("scripts", None)]),
        ("new FontFace('x', 'url(https://a.test/x.woff2)').load();", [("fonts", "a.test")]),
        ("new FontFace('x', window.font);", [("fonts", None)]),
        (
            "import { createFromIconfontCN as make } from '@ant-design/icons'; make({ scriptUrl: '//a.test/x.js' });",
            [("scripts", "a.test")],
        ),
        # elements that are made by a call
        ("import React from 'react'; React.createElement('img', { src: 'https://a.test/x' });", [("images", "a.test")]),
        ("import { createElement } from 'react'; createElement('img', { ...window.user, alt: '' });", [("images", None)]),
        ("import { createElement } from 'react'; createElement('img', window.user);", [("images", None)]),
        ("import { createElement } from 'react'; createElement('style', null, '@import \"https://a.test/x\"');", [("styles", "a.test")]),
        ("import { jsx } from 'react/jsx-runtime'; jsx('iframe', { src: 'https://a.test' });", [("frames", "a.test")]),
        ("import { h } from 'vue'; h('img', { attrs: { src: 'https://a.test/x' } });", [("images", "a.test")]),
        ("import { createElement } from 'react'; createElement('p', { title: window.x }, window.y);", []),
        ("render(<svg><image xlinkHref='https://a.test/x' /></svg>);", [("images", "a.test")]),
        ("render(<iframe srcDoc='<script src=https://a.test/x.js></script>' />);", [("scripts", "a.test")]),
        ("render(<iframe srcDoc={window.text} />);", [*ANYTHING, ("scripts", None)]),
    ],
)
def test_code(leaves, code, expected):
    assert sorted([(directive, host) for _, directive, host, _ in leaves(frontend=code)], key=str) == sorted(expected, key=str)


PAGE = '<link rel="stylesheet" href="./style.css">\n<script src="https://cdn.test/x.js"></script>'
SHEET = '@import url("https://css.test/x.css");\n@import "./deep.css";\n@font-face { src: url("https://files.test/x.woff2"); }'


def test_the_page_beside_the_sources_and_the_sheets_behind_it(leaves):
    files = {"static/ui/index.html": PAGE, "static/ui/style.css": SHEET, "static/ui/deep.css": "p { background: url(https://i.test/x) }"}
    assert [row[:3] for row in leaves(frontend="0;", files=files)] == [
        ("static/ui/deep.css:1", "images", "i.test"),
        ("static/ui/index.html:2", "scripts", "cdn.test"),
        ("static/ui/style.css:1", "styles", "css.test"),
        ("static/ui/style.css:3", "fonts", "files.test"),
    ]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("static/ui/public/index.html", "0;"),
        ("static/index.html", "0;"),
    ],
)
def test_where_pages_are_looked_for(leaves, page, code):
    assert [row[0] for row in leaves(frontend=code, files={page: PAGE})] == [f"{page}:2"]


def test_pages_above_the_package_are_another_app(leaves):
    files = {"static/ui/package.json": "{}", "static/index.html": PAGE}
    assert leaves(frontend="0;", files=files) == []


def test_the_page_in_the_folder_that_the_manifest_names(leaves):
    manifest = Manifest("manifest.yml", resources=(Resource("main", "web/plain", Span("manifest.yml", 0, 0)),))
    assert [row[0] for row in leaves(files={"web/plain/index.html": PAGE}, manifest=manifest)] == ["web/plain/index.html:2"]


def test_imported_sheets_count_and_others_do_not(leaves):
    files = {"static/ui/a.css": SHEET, "static/ui/unused.css": SHEET}
    assert {row[0].partition(":")[0] for row in leaves(frontend="import './a.css';", files=files)} == {"static/ui/a.css"}


def test_sheets_that_import_each_other_end(leaves):
    files = {"static/ui/a.css": '@import "./b.css";', "static/ui/b.css": '@import "./a.css"; p { background: url(https://a.test) }'}
    assert [row[2] for row in leaves(frontend="import './a.css';", files=files)] == ["a.test"]


MANY = [
    # the callers of `open`, hosts that have to be among those named
    ([f"open('https://h{i}.test')" for i in range(120)], {f"h{i}.test" for i in range(120)}),
    (["open(window.a)", *(f"open('https://h{i}.test')" for i in range(60))], {None, *(f"h{i}.test" for i in range(60))}),
    (["open('https://a.test')"] * 80 + ["open('https://z.test')"], {"a.test", "z.test"}),
    (["open(window.a)"] * 80, {None}),
]


@pytest.mark.parametrize(("calls", "hosts"), MANY)
def test_many_callers_of_one_place(leaves, calls, hosts):
    """They are asked as long as they name something new, and to the end where all that they name is known."""
    rows = leaves(
        frontend="const open = (url) => window.open(url);\n" + "".join(f"window.on{i} = () => {call};\n" for i, call in enumerate(calls))
    )
    assert {host for _, _, host, _ in rows} == hosts


MADE = "const e = document.createElement"
THERE = [("frames", "a.test"), ("images", "a.test"), ("media", "a.test")]
"""What an element of the page can be that has an address."""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"{MADE}('script'); e.setAttribute('src', 'https://a.test/x.js');", [("scripts", "a.test")]),
        (f"{MADE}('link'); e.setAttribute('href', 'https://a.test/x.css');", [("styles", "a.test")]),
        (f"{MADE}('img'); e.setAttribute('alt', 'https://a.test');", []),
        (f"{MADE}('a'); e.setAttribute('href', 'https://a.test');", [("navigation", "a.test")]),
        (f"{MADE}('div'); e.setAttribute('style', 'background: url(https://a.test/x)');", [("images", "a.test")]),
        (f"{MADE}('iframe'); e.setAttribute('srcdoc', '<img src=https://a.test/x>');", [("images", "a.test")]),
        (f"{MADE}(window.kind); e.setAttribute('src', 'https://a.test/x');", [*THERE, ("scripts", "a.test")]),
        (f"{MADE}('img'); Object.entries(window.all).forEach(([k, v]) => e.setAttribute(k, v));", [("images", None)]),
        (
            "const add = (kind, name, value) => { const e = document.createElement(kind); e.setAttribute(name, value); };\n"
            "add('script', 'src', 'https://a.test/x.js'); add('img', 'src', 'https://b.test/x');",
            [("images", "b.test"), ("scripts", "a.test")],
        ),
        ("Object.assign(document.createElement('script'), { src: 'https://a.test/x.js' });", [("scripts", "a.test")]),
        ("Object.assign(document.createElement('a'), { href: 'https://a.test' });", [("navigation", "a.test")]),
        ("Object.assign(document.body.style, { backgroundImage: 'url(https://a.test/x)' });", [("images", "a.test")]),
        ("Object.assign({}, { src: 'https://a.test/x' });", []),
        ("Object.assign(document.createElement('script'), window.all);", [("scripts", None)]),
        ("import { useRef } from 'react'; const r = useRef(); Object.assign(r.current, window.all);", []),
        (f"{MADE}('img'); window.all.forEach((pair) => e.setAttribute(...pair));", [("images", None)]),
        (f"{MADE}('img'); for (const name in window.all) e[name] = window.all[name];", ANYTHING),
        (f"{MADE}('script'); const name = 'src'; e[name] = 'https://a.test/x.js';", [("scripts", "a.test")]),
        (f"{MADE}('style'); e.append(...window.all);", STYLED),
        # elements that somebody else gave
        ("document.querySelector('.x').src = 'https://a.test/x';", THERE),
        ("document.querySelector('.x').setAttribute('src', 'https://a.test/x');", THERE),
        ("import { useRef } from 'react'; const r = useRef(); r.current.src = 'https://a.test/x';", THERE),
        ("import { useRef } from 'react'; const r = useRef(); r.current.innerHTML = window.text;", ANYTHING),
        ("window.handle = (element) => { element.innerHTML = '<img src=https://a.test/x>'; };", [("images", "a.test")]),
        ("const own = {}; own.src = 'https://a.test/x';", []),
        ("class A { constructor() { this.src = 'https://a.test/x'; } } new A();", []),
        # styles
        ("document.body.style.backgroundImage = 'url(https://a.test/x)';", [("images", "a.test")]),
        ("document.body.style.backgroundImage = `url(${window.x})`;", [("images", None)]),
        ("document.body.style.background = window.x;", [("images", None)]),
        ("document.body.style.color = window.x;", []),
        ("const theme = window.theme; theme.background = window.x;", []),
        ("document.body.style.cssText = 'background: url(https://a.test/x)';", [("images", "a.test")]),
        ("document.body.style.setProperty('background-image', 'url(https://a.test/x)');", [("images", "a.test")]),
        ("document.body.style.setProperty('--picture', `url(${window.x})`);", [("images", None)]),
        ("document.body.style.setProperty('color', window.x);", []),
        ("document.styleSheets[0].insertRule('@import url(https://a.test/x.css)');", [("styles", "a.test")]),
        ("const s = new CSSStyleSheet(); s.replaceSync('p { background: url(https://a.test/x) }');", [("images", "a.test")]),
        (f"{MADE}('style'); e.textContent = '@font-face {{ src: url(https://a.test/x.woff2) }}';", [("fonts", "a.test")]),
        (f"{MADE}('style'); e.innerHTML = '@import url(https://a.test/x.css)';", [("styles", "a.test")]),
        (f"{MADE}('style'); e.textContent = window.sheet;", STYLED),
        (f"{MADE}('style'); e.appendChild(document.createTextNode('@import url(https://a.test/x.css)'));", [("styles", "a.test")]),
        (f"{MADE}('p'); e.textContent = '@import \"https://a.test/x\"';", []),
        # HTML
        ("document.querySelector('.x').outerHTML = '<img src=https://a.test/x>';", [("images", "a.test")]),
        ("document.createRange().createContextualFragment('<script src=https://a.test/x.js></script>');", [("scripts", "a.test")]),
        (f"{MADE}('iframe'); e.srcdoc = '<script src=https://a.test/x.js></script>';", [("scripts", "a.test")]),
    ],
)
def test_elements(leaves, code, expected):
    assert sorted([(directive, host) for _, directive, host, _ in leaves(frontend=code)], key=str) == sorted(expected, key=str)


def test_elements_are_those_of_pages(leaves):
    assert leaves(backend="export const run = (element) => { element.innerHTML = '<img src=https://a.test/x>'; };") == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "import { Box } from '@mui/material'; render(<Box sx={{ backgroundImage: 'url(https://a.test/x.png)' }} />);",
            [("images", "a.test")],
        ),
        ("import { css } from '@emotion/css'; css({ '@font-face': { src: 'url(https://a.test/x.woff2)' } });", [("fonts", "a.test")]),
        (
            "import { css } from '@emotion/css'; css({ background: 'url(\"https://a.test/x\")' });",
            [("images", "a.test")],
        ),
        ("import { css } from '@emotion/css'; css({ background: `url(${window.picture})` });", [("images", None)]),
        ("import { css } from '@emotion/css'; css({ background: 'url(' + window.picture + ')' });", [("images", None)]),
        ("import { css } from '@emotion/css'; css({ src: ['url(' + window.font + ')'] });", [("fonts", None)]),
        ("const at = 'https://a.test'; window.style = { background: `url(${at}/x.png)` };", [("images", "a.test")]),
        ("import s from 'styled-components'; s.div({ background: '@import url(https://a.test/x)' });", [("styles", "a.test")]),
        ("window.fill = 'url(#gradient)'; window.clip = `url(#${window.id})`; window.none = 'url()';", []),
        ("const dead = () => 'url(https://a.test/x.png)';", []),
        # files of the app itself
        ("import logo from './logo.png'; window.style = { background: `url(${logo})` };", []),
        ("import logo from './logo.png'; render(<p style={{ background: `url(${logo}) no-repeat` }} />);", []),
        ("import logo from './logo.png'; import s from 'styled-components'; s.p`background: url(${logo});`;", []),
        ("import logo from './logo.png'; document.body.style.background = `url(${logo})`;", []),
    ],
)
def test_styles_that_something_takes(leaves, code, expected):
    assert sorted([(directive, host) for _, directive, host, _ in leaves(frontend=code)], key=str) == sorted(expected, key=str)
