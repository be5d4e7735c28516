"""The wheel, as a stranger gets it: built, installed beside only what it asks for, and used from another folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
KINDS = (".json", ".yml", ".toml", ".html", ".css", ".js", ".typed")
DATA = {path for path in (ROOT / "scopeminer").rglob("*") if path.suffix in KINDS or path.name == "py.typed"}


def run(*command: str | Path, cwd: Path, code: int = 0) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME")}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def required(asking: Distribution) -> dict[str, Distribution]:
    """What a distribution asks for on this interpreter, without extras, and what those ask for."""
    found: dict[str, Distribution] = {}
    for text in asking.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            dependency = distribution(requirement.name)
            found |= {requirement.name: dependency, **required(dependency)}
    return found


def link(dependency: Distribution, packages: Path) -> None:
    tops = {file.parts[0] for file in dependency.files or () if file.parts[0] not in ("..", "__pycache__")}
    for top in tops:
        if not (packages / top).exists():
            (packages / top).symlink_to(str(dependency.locate_file(top)))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("scopeminer-*.whl")
    return built


@pytest.fixture(scope="module")
def scopeminer(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in a fresh environment that holds the wheel and its requirements, no development tool."""
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    packages = Path(run(folder / "bin" / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin" / "python")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", wheel, cwd=folder)
    (installed,) = packages.glob("scopeminer-*.dist-info")
    for dependency in required(Distribution.at(installed)).values():
        link(dependency, packages)
    return folder / "bin" / "scopeminer"


def test_queries_and_data_are_inside(wheel: Path) -> None:
    queries = {path.relative_to(ROOT).as_posix() for path in (ROOT / "queries").rglob("*.scm")}
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert queries
    assert {f"scopeminer/{query}" for query in queries} <= inside
    assert {path.relative_to(ROOT).as_posix() for path in DATA} <= inside


def test_nothing_else_is_inside(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if not re.match(r"scopeminer(-[\w.]+\.dist-info)?/", name)] == []


def test_it_scans_from_another_folder(scopeminer: Path, tmp_path: Path) -> None:
    app = ROOT / "sample_apps" / "clean-app"
    report = json.loads(run(scopeminer, "scan", app, "--format", "json", cwd=tmp_path))
    assert {row["scope"]: row["verdict"] for row in report["scopes"]} == {"read:page:confluence": "needed", "storage:app": "needed"}
    assert "needed" in run(scopeminer, "scan", app, cwd=tmp_path)


def test_it_runs_from_the_wheel_with_its_queries(scopeminer: Path, tmp_path: Path) -> None:
    python = scopeminer.parent / "python"
    where = run(python, "-c", "import scopeminer; print(scopeminer.__file__)", cwd=tmp_path).strip()
    assert Path(where).is_relative_to(scopeminer.parents[1])
    assert list((Path(where).parent / "queries").rglob("*.scm"))
