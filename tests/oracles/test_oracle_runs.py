"""Programs run by Node: whatever they request has to be reported. Skipped where there is no Node."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.oracles.generated_programs import Program, program
from tests.oracles.made_programs import PROGRAMS as MADE
from tests.oracles.written_programs import PROGRAMS as WRITTEN
from tests.program.conftest import API, performed

PROGRAMS = 300
STUB = """\
process.on('unhandledRejection', () => {});
const out = [];
const run = async (body) => {
  const log = new Set();
  const requestJira = async (path, options) => { log.add(`${(options && options.method) || 'GET'} ${path} app`); return {}; };
  try { await body({ asApp: () => ({ requestJira }) }); } catch (error) { log.add(`! ${error}`); }
  await new Promise((resolve) => setTimeout(resolve, 0));
  out.push([...log]);
};
"""


def _requested(programs: list[Program], folder: Path) -> list[list[str]]:
    bodies = "\n".join(f"await run(async (api) => {{ {one.definitions} {one.calls} }});" for one in programs)
    script = folder / "run.js"
    script.write_text(f"{STUB}(async () => {{\n{bodies}\nconsole.log(JSON.stringify(out)); }})();")
    found: list[list[str]] = json.loads(subprocess.run(["node", script], capture_output=True, text=True, check=True).stdout)
    return found


def _is_reported(line: str, reported: list[str]) -> bool:
    method, route, _ = line.split(" ")
    return any(said[0] in (method, "*") and _is_like(route, said[1]) for said in (one.split(" ") for one in reported))


def _is_like(route: str, reported: str) -> bool:
    """`{}` stands for a segment, `{*}` for anything; what is searched for is not told apart."""
    route, reported = (re.sub(r"=[^&]*", "=", text) for text in (route, reported))
    expected = re.escape(reported).replace(r"\{\*\}", ".*").replace(r"\{\}", "[^/]*")
    return re.fullmatch(expected, route) is not None


needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")


@needs_node
def test_what_node_requests_is_reported(tmp_path: Path) -> None:
    programs = [program(seed) for seed in range(PROGRAMS)]
    requested = _requested(programs, tmp_path)
    assert not [line for lines in requested for line in lines if line.startswith("!")], "a generated program is wrong itself"
    assert sum(map(len, requested)) > PROGRAMS
    for seed, (one, lines) in enumerate(zip(programs, requested, strict=True)):
        reported = performed(f"{API} {one.definitions} export const run = () => {{ {one.calls} }};")
        assert not [line for line in lines if not _is_reported(line, reported)], f"program {seed}: {one}"


@needs_node
@pytest.mark.parametrize("programs", [WRITTEN, tuple((code, code) for code in MADE)], ids=["written", "made"])
def test_what_written_programs_request_is_reported(programs: tuple[tuple[str, str], ...], tmp_path: Path) -> None:
    send = "const send = (m, p) => api.asApp().requestJira(p, { method: m });"
    requested = _requested([Program(f"{send} {code}", "await run();") for _, code in programs], tmp_path)
    for (title, code), lines in zip(programs, requested, strict=True):
        assert lines, f"{title}: requests nothing"
        reported = performed(f"{API} {send} {code} export const start = () => run();", "start")
        assert not [line for line in lines if not _is_reported(line, reported)], f"{title}: {lines}, reported {reported}"
