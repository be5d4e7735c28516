"""The Dockerfile: who runs, what is copied, and that what is copied is enough to build the wheel."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINES = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text("utf-8")).splitlines()
STAGES = [[line.split(maxsplit=1) for line in stage.splitlines()] for stage in re.split(r"\n(?=FROM )", "\n".join(
    line for line in LINES if line and not line.startswith("#")
))]  # fmt: skip
IGNORED = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and not line.startswith("#")]
COPIED = [source for word, rest in STAGES[0] if word == "COPY" for source in rest.split()[:-1]]


def values(word: str, stage: int = -1) -> list[str]:
    return [rest for name, rest in STAGES[stage] if name == word]


def test_it_runs_as_nobody_in_particular() -> None:
    (user,) = values("USER")
    assert all(int(part) > 0 for part in user.split(":"))
    assert [name for name, _ in STAGES[-1]].index("USER") < [name for name, _ in STAGES[-1]].index("ENTRYPOINT")


def test_it_runs_scopeminer_on_the_folder_it_is_given() -> None:
    assert (values("ENTRYPOINT"), values("CMD"), values("WORKDIR")) == (['["scopeminer"]'], ['["scan"]'], ["/app"])


def test_the_image_holds_no_build() -> None:
    assert values("RUN") == []
    assert values("COPY") == ["--from=build /opt/scopeminer /opt/scopeminer"]


def test_both_stages_have_the_same_interpreter() -> None:
    assert len({image.split()[0] for stage in (0, 1) for image in values("FROM", stage)}) == 1


def test_what_is_copied_exists_and_reaches_the_builder() -> None:
    assert COPIED
    assert [path for path in COPIED if not (ROOT / path).exists()] == []
    assert IGNORED[0] == "*"
    let_in = [line[1:] for line in IGNORED if line.startswith("!")]
    assert sorted(let_in) == sorted(COPIED)
    assert [path for path in COPIED for line in IGNORED[1:] if not line.startswith("!") and fnmatch(path, line)] == []


def test_what_is_copied_is_enough_for_the_wheel(tmp_path: Path) -> None:
    context = tmp_path / "context"
    for path in COPIED:
        target = context / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / path).is_dir():
            shutil.copytree(ROOT / path, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / path, target)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "out"), str(context)]
    subprocess.run(build, check=True, capture_output=True)
    assert len(list((tmp_path / "out").glob("scopeminer-*.whl"))) == 1
