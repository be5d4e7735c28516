"""Format name → renderer, imported when it is asked for: `--format json` must not pay for rich."""

from __future__ import annotations

from importlib import import_module

from scopeminer.report.model import Renderer

FORMATS = {
    "terminal": "scopeminer.report.terminal",
    "json": "scopeminer.report.json_format",
    "sarif": "scopeminer.report.sarif",
    "github": "scopeminer.report.github",
    "gitlab": "scopeminer.report.gitlab",
    "bitbucket": "scopeminer.report.bitbucket",
    "markdown": "scopeminer.report.markdown",
    "html": "scopeminer.report.html",
}
"""Every module has a `render(run, display) -> str`."""


def renderer(name: str) -> Renderer:
    render: Renderer = import_module(FORMATS[name]).render
    return render
