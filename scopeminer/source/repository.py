"""How far an app's code may reach: the root of the repository around its folder."""

from __future__ import annotations

import os

LEVELS = 12
"""How many folders above the app are looked at."""
WORKSPACE_FILES = ("pnpm-workspace.yaml", "pnpm-workspace.yml", "lerna.json", "nx.json", "rush.json", "turbo.json")


def root_of(app: str) -> str:
    """The nearest folder at or above `app` (absolute) that git manages; without one, the nearest that declares workspaces; else `app`.

    A checkout without `.git` (an archive) still has the workspace file that its package manager needs.
    """
    home, workspace, folder = os.path.expanduser("~"), "", app
    for _ in range(LEVELS):
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        above = os.path.dirname(folder)
        if not workspace and folder != home and above != folder and _declares_workspaces(folder):
            workspace = folder
        if above == folder:
            break
        folder = above
    return workspace or app


def _declares_workspaces(folder: str) -> bool:
    if any(os.path.isfile(os.path.join(folder, name)) for name in WORKSPACE_FILES):
        return True
    try:
        with open(os.path.join(folder, "package.json"), "rb") as file:
            return b'"workspaces"' in file.read(200_000)
    except OSError:
        return False
