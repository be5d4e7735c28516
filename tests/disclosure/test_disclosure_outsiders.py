"""Packages that are not here: an app's imports in, who may talk to where out."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.scan import scan

MANIFEST = """\
app: {id: "ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555", runtime: {name: nodejs22.x}}
modules:
  jira:globalPage:
    - {key: page, resource: main, render: native, title: t}
  scheduledTrigger:
    - {key: tick, function: main, interval: day}
  function:
    - {key: main, handler: index.run}
resources:
  - {key: main, path: src/page.jsx}
permissions:
  external: {fetch: {backend: [api.example.com, "*.amazonaws.com"], client: [api.example.com]}}
"""
OFFICE = ("office.net", "azureedge.net", "s-microsoft.com", "sharepointonline.com")
SEMANTIC = ("fonts.googleapis.com", "fonts.gstatic.com", "vimeo.com", "youtube.com")
RUN = "export const run = () => 0;"


def load(url: str) -> str:
    return f"const script = document.createElement('script'); script.src = '{url}';"


@pytest.mark.parametrize(
    ("backend", "page", "expected"),
    [
        ("import '@acme/sdk';", "", [("package @acme/sdk", "backend", ("*",))]),
        ("const sdk = require('@acme/sdk/client');", "", [("package @acme/sdk", "backend", ("*",))]),
        ("", "const sdk = import('@acme/sdk');", [("package @acme/sdk", "client", ("*",))]),
        ("import { mine } from './mine';", "", [("package @acme/sdk", "backend", ("*",))]),
        ("import '@acme/sdk';", "import '@acme/sdk/react';", [("package @acme/sdk", "backend", ("*",)), ("package @acme/sdk", "client", ("*",))]),
        ("import { S3Client } from '@aws-sdk/client-s3';", "", [("package @aws-sdk/client-s3", "backend", ("amazonaws.com", "api.aws", "on.aws"))]),
        # known to talk to nobody, or only to what its calls say
        ("import fs from 'fs'; import https from 'node:https'; import _ from 'lodash'; import { z } from 'zod';", "", []),
        ("import api from '@forge/api'; import axios from 'axios'; import orm from 'forge-sql-orm';", "", []),
        ("", "import React from 'react'; import Button from '@atlaskit/button/new'; import 'bootstrap/dist/css/bootstrap.min.css';", []),
        ("", "import type { A } from '@acme/sdk';", []),
        ("", "import styled from 'styled-components'; import 'animate.css'; import 'highcharts/modules/accessibility';", []),
        ("import '@acme/fonts/all.css';", "", []),
        # libraries that load something of their own accord
        ("", "import Feedback from '@atlaskit/feedback-collector';", [("package @atlaskit/feedback-collector", "client", ("jsd-widget.atlassian.com",))]),
        ("", "import { initializeIcons } from '@fluentui/react';", [("package @fluentui/react", "client", OFFICE)]),
        ("", "import 'highcharts/modules/offline-exporting';", [("package highcharts", "client", ("*",))]),
        ("", "import { Embed } from 'semantic-ui-react';", [("package semantic-ui-react", "client", ("vimeo.com", "youtube.com"))]),
        ("", "import 'semantic-ui-css/semantic.min.css';", [("style sheet semantic-ui-css/semantic.min.css", "client", SEMANTIC)]),
        ("", "import Quill from 'react-quill';", [("what react-quill shows", "client", ("*",))]),
        # style sheets that are not here
        ("", "import '@acme/fonts/all.css';", [("style sheet @acme/fonts/all.css", "client", ("*",))]),
        ("", "require('@acme/fonts/all.css');", [("style sheet @acme/fonts/all.css", "client", ("*",))]),
        ("", "import './built.css';", [("style sheet ./built.css", "client", ("*",))]),
        ("", "import './here.scss';", [("style sheet @acme/theme/scss/all", "client", ("*",))]),
        # scripts of other hosts
        ("", load("https://gist.example.com/x.js"), [("the script of gist.example.com", "client", ("*",))]),
        ("", load("https://unpkg.com/@acme/sdk@1/dist/index.js"), [("the script of unpkg.com", "client", ("*",))]),
        ("", "import Select from '@acme/sdk';" + load("https://cdn.jsdelivr.net/npm/react@18/umd/react.js"), [("package @acme/sdk", "client", ("*",))]),
        ("", load("https://cdnjs.cloudflare.com/ajax/libs/lodash.js/4.17.21/lodash.min.js"), []),
        ("", load("https://connect-cdn.atl-paas.net/all.js"), []),
        ("", "const s = document.createElement('script'); s.src = window.name;", [("a script whose address is known only at run time", "client", ("*",))]),
        # what does not run
        ("", "", []),
    ],
)  # fmt: skip
def test_outsiders(tmp_path: Path, backend: str, page: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "manifest.yml").write_text(MANIFEST)
    (tmp_path / "src/index.js").write_text(f"{backend}\n{RUN}")
    (tmp_path / "src/page.jsx").write_text(page)
    (tmp_path / "src/mine.js").write_text("import '@acme/sdk'; export const mine = 1;")
    (tmp_path / "src/here.scss").write_text(
        "@use 'sass:math'; @import '~bootstrap/scss/bootstrap', '~@acme/theme/scss/all';\n// @import 'old';"
    )
    (tmp_path / "src/dead.js").write_text("import '@acme/dead';")
    found = scan(tmp_path).usage.outsiders
    assert [(one.name, one.side, one.domains) for one in found] == expected


@pytest.mark.parametrize(
    ("page", "held"),
    [
        ("import '@acme/sdk';", ["fetch.client", "fonts", "frames", "images", "media", "scripts", "styles"]),
        ("import '@acme/fonts/all.css';", ["fonts", "images", "styles"]),
        ("import Quill from 'quill';", ["frames", "images", "media"]),
        ("import 'bootstrap/dist/css/bootstrap.css';", []),
    ],
)
def test_what_is_held_back(tmp_path: Path, page: str, held: list[str]) -> None:
    keys = "fonts: [a.test], frames: [a.test], images: [a.test], media: [a.test], scripts: [a.test], styles: [a.test]"
    (tmp_path / "src").mkdir()
    (tmp_path / "manifest.yml").write_text(
        MANIFEST[: MANIFEST.index("  external:")] + f"  external: {{fetch: {{client: [a.test]}}, {keys}}}\n"
    )
    (tmp_path / "src/index.js").write_text(RUN)
    (tmp_path / "src/page.jsx").write_text(page)
    said = [finding for finding in scan(tmp_path).findings if finding.rule in ("unresolved-egress", "unused-egress")]
    unsure = [finding.message for finding in said if finding.rule == "unresolved-egress"]
    assert sorted(message.split(" under ")[1].split()[0] for message in unsure) == held
    assert len(said) == 7
