"""Pages and style sheets: text in, addresses out."""

from __future__ import annotations

import pytest

from scopeminer.disclosure import css, html_page


def found(references):
    return [(reference.directive, reference.url) for reference in references]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@import url("https://a.example.com/x.css");', [("styles", "https://a.example.com/x.css")]),
        ("@import 'https://a.example.com/x.css' screen;", [("styles", "https://a.example.com/x.css")]),
        ("@import url(https://a.example.com/x.css);", [("styles", "https://a.example.com/x.css")]),
        (
            "@font-face { src: url('https://f.example.com/x.woff2') format('woff2'), url(x.woff) }",
            [("fonts", "https://f.example.com/x.woff2"), ("fonts", "x.woff")],
        ),
        ("@font-face{src:url(a)} p{background:url(b)}", [("fonts", "a"), ("images", "b")]),
        ("@media print { @font-face { src: url(a) } p { background: url(b) } }", [("fonts", "a"), ("images", "b")]),
        ("p { background: #fff url( 'https://i.example.com/x.png' ) }", [("images", "https://i.example.com/x.png")]),
        ("/* @import url(https://no.example.com); url(x) */ p { }", []),
        ("@namespace svg url(http://www.w3.org/2000/svg);", []),
        ('p::after { content: "url(https://no.example.com)" }', []),
        (r"p { background: url(a\(1\).png) }", [("images", "a(1).png")]),
        ("} } { url(", []),
        ("p { src: url(https://f.example.com/x.woff2?v=1) }", [("fonts", "https://f.example.com/x.woff2?v=1")]),
        ("@use 'a'; @forward \"b\"; @import 'c', 'd';", [("styles", "a"), ("styles", "b"), ("styles", "c"), ("styles", "d")]),
        ("@import (reference) 'a';", [("styles", "a")]),
        (".x { composes: y from './a.css'; } @keyframes k { from { top: 0 } }", [("styles", "./a.css")]),
        ("p { color: red", []),
    ],
)
def test_style_sheets(text, expected):
    assert found(css.references(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<script src="https://cdn.example.com/x.js"></script>', [("scripts", "https://cdn.example.com/x.js")]),
        ("<SCRIPT SRC=//cdn.example.com/x.js></SCRIPT>", [("scripts", "//cdn.example.com/x.js")]),
        ('<link rel="stylesheet" href="x.css">', [("styles", "x.css")]),
        ('<link rel="shortcut icon" href="https://i.example.com/f.ico">', [("images", "https://i.example.com/f.ico")]),
        ('<link rel="preload" as="font" href="https://f.example.com/x">', [("fonts", "https://f.example.com/x")]),
        ('<link rel="preconnect" href="https://f.example.com"><link rel="canonical" href="https://x.example.com">', []),
        ('<link rel="manifest" href="m.json">', []),
        (
            '<img src="a" srcset="b 1x, c 2x"><iframe src="d"></iframe><video src="e" poster="f"></video>',
            [("images", "a"), ("images", "b"), ("images", "c"), ("frames", "d"), ("media", "e"), ("images", "f")],
        ),
        ("<iframe id='f'></iframe><iframe srcdoc='x'></iframe>", [("frames", "\x01")]),
        ('<a href="https://docs.example.com">x</a>', [("navigation", "https://docs.example.com")]),
        (
            "<style>@import url(https://s.example.com/x.css); p { background: url(a) }</style>",
            [("styles", "https://s.example.com/x.css"), ("images", "a")],
        ),
        ('<p style="background: url(a)">', [("images", "a")]),
        ("<!-- <script src='https://no.example.com'></script> -->", []),
        ("<script>const s = '<img src=\"https://no.example.com\">'</script>", []),
        ("<img src='a'><![broken[ <img src='b'>", [("images", "a")]),
        ("<img", []),
        ("", []),
    ],
)
def test_pages(text, expected):
    assert found(html_page.references(text)) == expected


def test_offsets_lead_to_the_element():
    text = "<html>\n  <é>\n  <img src='a'>\n<style>\n p { background: url(b) }</style>"
    assert [text[r.at :].split("\n", maxsplit=1)[0] for r in html_page.references(text)] == ["<img src='a'>", "b) }</style>"]


@pytest.mark.parametrize(
    ("sheet", "loaded"),
    [
        (
            "https://fonts.googleapis.com/css2?family=Inter",
            [("fonts", "https://fonts.gstatic.com"), ("styles", "https://fonts.googleapis.com/css2")],
        ),
        (
            "https://use.typekit.net/abc.css",
            [
                ("fonts", "https://use.typekit.net"),
                ("styles", "https://p.typekit.net"),
                ("styles", "https://use.typekit.net/abc.css"),
            ],
        ),
        ("https://a.example.com/x.css", [("styles", "https://a.example.com/x.css")]),
    ],
)
def test_what_a_style_sheet_of_a_known_host_loads(leaves, sheet, loaded):
    rows = leaves(frontend="import './a.css';", files={"static/ui/a.css": f"@import url({sheet});"})
    assert sorted((directive, url) for _, directive, _, url in rows) == loaded


@pytest.mark.parametrize(
    ("source", "files", "hosts"),
    [
        ("@import './theme';", {"_theme.scss": "a.test"}, ["a.test"]),
        ("@use 'theme';", {"theme.scss": "a.test"}, ["a.test"]),
        ("@forward 'parts';", {"parts/_index.scss": "a.test"}, ["a.test"]),
        ("@import 'one', 'two';", {"_one.scss": "a.test", "_two.scss": "b.test"}, ["a.test", "b.test"]),
        ("@import 'plain.css';", {"plain.css": "a.test"}, ["a.test"]),
        ("// @import 'theme';", {"_theme.scss": "a.test"}, []),
        ("@import 'theme';", {"theme/other.scss": "a.test"}, []),
        ("$base: 'https://a.test'; p { background: url($base + '/x.png') }", {}, [None]),
        ("p { background: url('#{$base}/x.png') }", {}, [None]),
        ("p { background: url('https://a.test/#{$name}.png') }", {}, ["a.test"]),
    ],
)
def test_sheets_of_preprocessors(leaves, source, files, hosts):
    sheets = {f"static/ui/{name}": f"p {{ background: url(https://{host}/x.png) }}" for name, host in files.items()}
    rows = leaves(frontend="import './a.scss';", files={"static/ui/a.scss": source, **sheets})
    assert [host for _, _, host, _ in rows] == hosts
