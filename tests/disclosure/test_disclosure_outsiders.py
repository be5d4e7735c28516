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
        ("", "import '@acme/fonts/all.css'; import type { A } from '@acme/sdk';", []),
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
    (tmp_path / "src/dead.js").write_text("import '@acme/dead';")
    found = scan(tmp_path).usage.outsiders
    assert [(one.name, one.side, one.domains) for one in found] == expected
