"""An app in a few lines → the facts that claims are judged by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from scopeminer.claims.model import Facts
from scopeminer.cli.inspection import facts_of
from scopeminer.scan import inspect

HEAD = """\
import Resolver from '@forge/resolver';
import api, { route, fetch, invokeRemote, storage } from '@forge/api';
import { kvs } from '@forge/kvs';
"""
MANIFEST = """\
modules:
  {module}:
    - key: card
      title: Card
      function: main
  function:
    - key: main
      handler: index.run
{modules}
permissions:
  scopes: {scopes}
{permissions}
{rest}
app:
  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555
"""
Make = Callable[..., Facts]


@pytest.fixture
def app(tmp_path: Path) -> Make:
    """`app(code, module=…, scopes=…, permissions=…, modules=…, rest=…, files=…)`; `code` is the body of the handler unless it exports."""

    def make(
        code: str = "",
        *,
        module: str = "scheduledTrigger",
        scopes: str = "[]",
        permissions: str = "",
        modules: str = "",
        rest: str = "",
        files: Mapping[str, str] | None = None,
    ) -> Facts:
        texts = {"src/index.js": source(code), **(files or {})}
        texts["manifest.yml"] = MANIFEST.format(module=module, scopes=scopes, permissions=permissions, modules=modules, rest=rest)
        for name, text in texts.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return facts_of(inspect(tmp_path))

    return make


def source(code: str) -> str:
    """A whole file: HEAD is three lines, a handler's body begins on the fifth."""
    code = dedent(code)
    return HEAD + (code if "export" in code else f"export const run = async (event, context) => {{\n{code}\n}};\n")
