"""Format name → renderer, imported when it is asked for: `--format json` must not pay for rich."""

from __future__ import annotations

from importlib import import_module

from scopeminer.report.model import Piecewise, Renderer

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
"""Every module has a `render(run, display) -> str`; one whose text can be very long gives its `pieces`, too."""


def renderer(name: str) -> Renderer:
    render: Renderer = import_module(FORMATS[name]).render
    return render


def piecewise(name: str) -> Piecewise:
    """What is rendered, in pieces or in one."""
    module = import_module(FORMATS[name])
    pieces: Piecewise = getattr(module, "pieces", lambda run, display: (module.render(run, display),))
    return pieces
