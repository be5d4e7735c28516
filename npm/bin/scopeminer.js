#!/usr/bin/env node
// Finds scopeminer, or what can run it (uv, pipx), and hands everything over: arguments, standard streams, signals, the exit code.
"use strict";

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { spawn } = require("node:child_process");
const { version } = require("../package.json");

const ERROR = 2;
// Set for the child: a launcher made by a package manager may be on the PATH under our own name, and lead back here.
const GUARD = "SCOPEMINER_FROM_NPM";
const INSTALLED_BY_NPM = path.join("node_modules", ".bin");

function onPath(name) {
  const file = process.platform === "win32" ? `${name}.exe` : name;
  for (const folder of (process.env.PATH || "").split(path.delimiter)) {
    if (!path.isAbsolute(folder) || path.normalize(folder + path.sep).endsWith(INSTALLED_BY_NPM + path.sep)) continue;
    const found = path.join(folder, file);
    if (isProgram(found) && fs.realpathSync(found) !== fs.realpathSync(__filename)) return found;
  }
  return undefined;
}

function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

function command() {
  const own = process.env[GUARD] ? undefined : onPath("scopeminer");
  if (own) return [own];
  const wanted = `scopeminer==${version}`;
  const uv = onPath("uv");
  if (uv) return [uv, "tool", "run", "--from", wanted, "scopeminer"];
  const pipx = onPath("pipx");
  if (pipx) return [pipx, "run", "--spec", wanted, "scopeminer"];
  return undefined;
}

function fail(sentence) {
  process.stderr.write(`Error: ${sentence}\n`);
  process.exitCode = ERROR;
}

function main() {
  const found = command();
  if (!found) {
    fail("scopeminer is a Python program, and neither it nor uv nor pipx is on the PATH; install uv (https://docs.astral.sh/uv) and try again.");
    return;
  }
  const [program, ...first] = found;
  let child;
  // Before the child is there: a signal must never end us and leave it behind.
  process.on("SIGINT", () => {}); // a terminal tells the child, too; we wait for what it says
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child = spawn(program, [...first, ...process.argv.slice(2)], { stdio: "inherit", env: { ...process.env, [GUARD]: "1" } });
  child.on("error", (error) => fail(`${program} cannot be started: ${error.message}.`));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + os.constants.signals[signal];
  });
}

main();
