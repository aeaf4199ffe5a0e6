// The cost of discovery in a project of 10,000 files, as a ratio in one run: against `git ls-files` there, and reading every
// manifest. Over its budget it is marked and the exit code is 1.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { median } from './support/figures.mjs';
import { loadSource } from './support/load_source.mjs';

const { discover } = await loadSource('src/context/index.ts');
const root = mkdtempSync(join(tmpdir(), 'orchestrator-bench-'));
const env = { PATH: process.env.PATH, HOME: root };
const manifests = [];
for (let part = 0; part < 100; part++) {
  const folder = `packages/part_${part}`;
  manifests.push(`${folder}/package.json`);
  put(`${folder}/package.json`, manifestOf(`part-${part}`));
  for (let file = 0; file < 98; file++)
    put(`${folder}/src/file_${file}.ts`, `export const value${file} = ${file};\n`.repeat(20));
}
manifests.push('package.json', 'pnpm-workspace.yaml');
put('package.json', manifestOf('whole'));
put('pnpm-workspace.yaml', 'packages:\n  - packages/*\n');
execFileSync('git', ['init', '-q'], { cwd: root });
execFileSync('git', ['add', '-A'], { cwd: root });

const times = { least: [], discover: [] };
for (let round = -2; round < 9; round++) {
  if (round === 0) for (const list of Object.values(times)) list.length = 0;
  let started = performance.now();
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 1e9,
  });
  for (const path of manifests) readFileSync(join(root, path), 'utf8');
  times.least.push(performance.now() - started);
  started = performance.now();
  const { facts } = await discover(root, env);
  times.discover.push(performance.now() - started);
  if (facts.length < 100) throw new Error('too little was found');
}
rmSync(root, { recursive: true });
const least = median(times.least);
const whole = median(times.discover);
const ratio = whole / least;
const isOver = ratio > 3;
console.log(
  `Node ${process.version}, medians: listing and manifests ${least.toFixed(1)} ms, discovery ${whole.toFixed(1)} ms`,
);
console.log(
  `discovery of 10,000 files / git ls-files and manifests ${ratio.toFixed(2).padStart(6)}  ${isOver ? 'OVER its' : ''} budget 3`,
);
if (isOver) process.exitCode = 1;

function put(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function manifestOf(name) {
  const dependencies = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`library-${index}`, `^${index}.0.0`]),
  );
  return JSON.stringify({ name, scripts: { build: 'tsc', test: 'vitest' }, dependencies }, null, 2);
}
