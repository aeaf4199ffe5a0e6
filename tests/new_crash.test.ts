import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runKilledAt, stepsOf } from './support/killed_program.ts';
import { documentOf, emptyFolder, run } from './support/program.ts';
import { sampleOf } from './support/seed.ts';

const FILES = ['00_PERSONA.md', '01_PROMPT_TEMPLATE.md', 'framework.lock.json'];
const COMMAND = ['new', 'X', '--goal', '3', '--no-input', '--json'];

function contents(cwd: string): string[] {
  return FILES.map((file) => readFileSync(join(cwd, 'output/X', file), 'utf8'));
}

/** A framework with the same title and artifact in every file, so that files of two sets can be told apart. */
function commandFor(mark: string): string[] {
  return [...COMMAND, '--title', `The ${mark}`, '--set', `artifact=${mark.repeat(20_000)}`];
}

describe('new, killed while it overwrites a framework', () => {
  test('[promise:crash-safe] leaves the old one or the new one, whole, at whichever call', async () => {
    const cwd = emptyFolder();
    const sets = new Map<string, string[]>();
    for (const mark of ['A', 'B']) {
      expect(await run([...commandFor(mark), '--on-conflict', 'overwrite'], { cwd })).toMatchObject({
        code: 0,
      });
      sets.set(mark, contents(cwd));
    }
    const { ended, steps } = await stepsOf([...commandFor('A'), '--on-conflict', 'overwrite'], cwd);
    expect(ended.code).toBe(0);
    expect(steps.length).toBeGreaterThan(8);
    const places = steps.map((step, index) => ({ step, at: index + 1 }));
    const kindOf = ({ step }: { step: string }) => step.split(' ')[0] ?? '';
    for (const { at } of sampleOf(places, { name: 'new', kindOf, share: 0.3 })) {
      const mark = contents(cwd)[0]?.includes('The A') ? 'B' : 'A';
      await runKilledAt([...commandFor(mark), '--on-conflict', 'overwrite'], cwd, at);
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
