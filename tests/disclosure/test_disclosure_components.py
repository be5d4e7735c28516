"""Vue and Svelte components, and pages with bound attributes: markup in, addresses out."""

from __future__ import annotations

import pytest

HTML = [("fonts", None), ("frames", None), ("images", None), ("media", None), ("styles", None)]
A = [("images", "a.test")]
OPEN = [("images", None)]

VUE = [
    ("<img src='https://a.test/x.png'>", A),
    ("<iframe src='https://a.test' />", [("frames", "a.test")]),
    ("<img src='./own.png'>", []),
    ("<p>{{ a <img }}</p><img src='https://a.test/x.png'>", A),
    ("<p v-if='a > b'><img src='https://a.test/x.png'></p>", A),
    ("<!-- <img src='https://a.test/x.png'> -->", []),
    ('<img :src="user.avatar">', OPEN),
    ('<img v-bind:src.camel="user.avatar">', OPEN),
    ('<img v-bind="attributes">', OPEN),
    ('<img :[name]="value">', OPEN),
    ("<img :src=\"'https://a.test/x.png'\">", A),
    ('<img :src="`https://a.test/${user.id}.png`">', A),
    ("<img :src=\"'https://a.test/' + user.id\">", A),
    ("<img :src=\"small ? 'https://a.test/x.png' : other\">", OPEN),
    ('<p :title="user.name" v-bind="attributes"></p>', []),
    ("<p style='background: url(https://a.test/x.png)'></p>", A),
    ('<p :style="{ backgroundImage: `url(${user.avatar})` }"></p>', OPEN),
    ('<p :style="{ color: user.color }"></p>', []),
    ('<p v-html="text"></p>', HTML),
    ('<p @click="() => open(1)"></p><img src="https://a.test/x.png">', A),
]
SVELTE = [
    ("<img src='https://a.test/x.png'>", A),
    ("<img src={user.avatar}>", OPEN),
    ("<img src='{user.avatar}'>", OPEN),
    ("<img {src} alt=''>", OPEN),
    ("<img {...attributes}>", OPEN),
    ("<p {...attributes} {title}></p>", []),
    ("<img src={'https://a.test/x.png'} />", A),
    ("<img src={`https://a.test/${user.id}.png`} />", A),
    ("<img src='https://a.test/{user.id}.png' />", A),
    ("<img on:error={() => { user = {}; }} src='https://a.test/x.png'>", A),
    ("{#if a < b}<img src='https://a.test/x.png'>{/if}", A),
    ("{#each ['<img src=https://no.test>'] as x}{x}{/each}", []),
    ("<p>{@html text}</p>", HTML),
    ("<p style:background-image={picture}></p>", OPEN),
    ("<p style='background: url({user.avatar})'></p>", OPEN),
    ("<svelte:head><script src='https://a.test/x.js'></script></svelte:head>", [("scripts", "a.test")]),
]


def shows(rows):
    return [(directive, host) for _, directive, host, _ in rows]


@pytest.mark.parametrize(("markup", "expected"), VUE)
def test_vue(leaves, markup, expected):
    files = {"static/ui/App.vue": f"<template>\n{markup}\n</template>\n<script setup>\nconst no = '<img src=https://no.test>';\n</script>"}
    assert shows(leaves(frontend="import App from './App.vue'; mount(App);", files=files)) == expected


@pytest.mark.parametrize(("markup", "expected"), SVELTE)
def test_svelte(leaves, markup, expected):
    files = {"static/ui/App.svelte": f"<script>\nconst no = '<img src=https://no.test>';\n</script>\n{markup}"}
    assert shows(leaves(frontend="import App from './App.svelte'; new App({});", files=files)) == expected


STYLES = [
    ("<style>.a { background: url(https://a.test/x.png) }</style>", A),
    ("<style lang='scss' scoped>\n// url(https://no.test)\n.a { background: url('https://a.test/#{$x}') }</style>", A),
    ("<style>@import './deep.css';</style>", A),
    ("<style src='./deep.css'></style>", A),
    ("<template lang='pug'>img(:src='x')</template>", HTML),
    ("<template src='./other.html'></template>", A),
]


@pytest.mark.parametrize(("block", "expected"), STYLES)
def test_blocks(leaves, block, expected):
    files = {
        "static/ui/App.vue": f"<script>export default {{}};</script>\n{block}",
        "static/ui/deep.css": ".a { background: url(https://a.test/x.png) }",
        "static/ui/other.html": "<img src='https://a.test/x.png'>",
    }
    assert shows(leaves(frontend="import App from './App.vue'; mount(App);", files=files)) == expected


def test_where_it_stands(leaves):
    files = {
        "static/ui/App.svelte": "<script>\n</script>\n<p>{é}</p>\n<img src={x}>\n<style>\n.a { background: url(https://a.test) }\n</style>"
    }
    rows = leaves(frontend="import App from './App.svelte'; new App({});", files=files)
    assert [(row[0], row[2]) for row in rows] == [("static/ui/App.svelte:4", None), ("static/ui/App.svelte:6", "a.test")]


def test_components_that_do_not_run(leaves):
    assert leaves(frontend="0;", files={"static/ui/App.vue": "<template><img src='https://a.test/x.png'></template>"}) == []


PAGES = [
    ("<img x-bind:src='user.avatar'>", OPEN),
    ("<img [src]='user.avatar'>", OPEN),
    ("<img ng-src='{{ user.avatar }}'>", OPEN),
    ("<img src='https://a.test/{{ user.id }}.png'>", A),
    ("<img :src='user.avatar'>", OPEN),
    ("<p :alt='x' [alt]='y'></p>", []),
    ("<iframe srcdoc='<img src=https://a.test/x.png>'></iframe>", A),
    ("<svg><image xlink:href='https://a.test/x.png'></image></svg>", A),
    ("<body background='https://a.test/x.png'>", A),
]


@pytest.mark.parametrize(("page", "expected"), PAGES)
def test_pages_with_bound_attributes(leaves, page, expected):
    assert shows(leaves(frontend="0;", files={"static/ui/index.html": page})) == expected


def test_templates_of_their_own(leaves):
    code = "import { Component } from '@angular/core'; class A {} Component({ templateUrl: './a.html' })(A);"
    assert shows(leaves(frontend=code, files={"static/ui/a.html": "<img [src]='x'>"})) == OPEN
