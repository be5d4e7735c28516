"""Where the report goes → how wide and colourful it may be."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path

from scopeminer.report.model import Display

NARROWEST = 80
WIDEST = 140


def display(target: Path | None, seconds: float, commands: frozenset[str]) -> Display:
    """Colour only on a terminal, and not where NO_COLOR (no-color.org) or a dumb terminal asks for none."""
    terminal = target is None and sys.stdout is not None and sys.stdout.isatty()
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    columns = shutil.get_terminal_size((NARROWEST, 24)).columns if target is None else NARROWEST
    return Display(min(max(columns, NARROWEST), WIDEST), colour, seconds, commands, date.today())
