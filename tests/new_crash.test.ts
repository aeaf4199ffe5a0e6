import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { cleanEnvironment, documentOf, emptyFolder, MAIN, run } from './support/program.ts';

const FILES = ['00_PERSONA.md', '01_PROMPT_TEMPLATE.md', 'framework.lock.json'];
const COMMAND = ['new', 'X', '--goal', '3', '--no-input', '--json'];

function contents(cwd: string): string[] {
  return FILES.map((file) => readFileSync(join(cwd, 'output/X', file), 'utf8'));
}

/** A framework with the same title and artifact in every file, so that files of two sets can be told apart. */
function commandFor(mark: string): string[] {
  return [...COMMAND, '--title', `The ${mark}`, '--set', `artifact=${mark.repeat(20_000)}`];
}

/** Starts the program and kills it after so many milliseconds, unless it has ended by then. */
async function runAndKill(args: readonly string[], cwd: string, after: number): Promise<void> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: cleanEnvironment(cwd),
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await setTimeout(after);
  child.kill('SIGKILL');
  await ended;
}

/** The same figures between 0 and 1 on every run (Park and Miller's generator). */
function figures(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe('new, killed while it overwrites a framework', () => {
  test('[promise:crash-safe] leaves the old one or the new one, whole, sixty times', async () => {
    const next = figures(20_261_121);
    const cwd = emptyFolder();
    const sets = new Map<string, string[]>();
    for (const mark of ['A', 'B']) {
      expect(await run([...commandFor(mark), '--on-conflict', 'overwrite'], { cwd })).toMatchObject({
        code: 0,
      });
      sets.set(mark, contents(cwd));
    }
    for (let round = 0; round < 60; round++) {
      const mark = contents(cwd)[0]?.includes('The A') ? 'B' : 'A';
      await runAndKill([...commandFor(mark), '--on-conflict', 'overwrite'], cwd, 60 * next());
      const mended = await run([...COMMAND, '--on-conflict', 'keep'], { cwd });
      expect(mended.code).toBe(0);
      expect(documentOf(mended).ok).toBe(true);
      const found = contents(cwd);
      expect([...sets.values()]).toContainEqual(found);
      const lock = JSON.parse(found[2] ?? '') as { files: { file: string; text: string }[] };
      expect(lock.files.map(({ text }) => text)).toEqual(found.slice(0, 2));
      expect(readdirSync(join(cwd, 'output/X')).sort()).toEqual(FILES);
      expect(readdirSync(join(cwd, 'output'))).toEqual(['X']);
    }
  });
});
