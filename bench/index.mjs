// Runs every bench in this folder, each in a process of its own; the exit code is 1 when one is over its budget.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const files = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.mjs'));
for (const name of files.filter((file) => file !== 'index.mjs').sort()) {
  console.log(`\n${name}`);
  const path = fileURLToPath(new URL(name, import.meta.url));
  if (spawnSync(process.execPath, [path], { stdio: 'inherit' }).status !== 0) process.exitCode = 1;
}
