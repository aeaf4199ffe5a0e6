import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf, emptyFolder, ROOT, run } from './support/program.ts';
import { accepts } from './support/seed.ts';

/** Where the renderings are kept that a person has read. `npm run golden` accepts what is rendered now. */
const GOLDEN = join(ROOT, 'tests/golden');
const FILES = ['00_PERSONA.md', '01_PROMPT_TEMPLATE.md'];

/** Every goal and variant of the built-in goal map. */
async function goals(cwd: string): Promise<readonly { folder: string; flags: readonly string[] }[]> {
  const document = documentOf(await run(['goals', 'list', '--json'], { cwd }), 'orchestrator.goals-list/1');
  return document.goals.flatMap(({ name, variants }) => [
    { folder: name, flags: ['--goal', name] },
    ...variants.map((variant) => ({
      folder: `${name}.${variant.name}`,
      flags: ['--goal', name, '--variant', variant.name],
    })),
  ]);
}

test('[promise:golden] the eleven goals and their variants render to the files that are kept, byte for byte', async () => {
  const cwd = emptyFolder();
  const all = await goals(cwd);
  for (const { folder, flags } of all) {
    const name = folder.replace('.', '_');
    expect((await run(['new', name, '--strict', ...flags], { cwd })).code).toBe(0);
    const made = FILES.map((file) => readFileSync(join(cwd, 'output', name, file), 'utf8'));
    if (accepts('GOLDEN')) keep(folder, made);
    else expect(FILES.map((file) => readFileSync(join(GOLDEN, folder, file), 'utf8'))).toEqual(made);
  }
  const folders = all.map(({ folder }) => folder);
  if (accepts('GOLDEN')) dropOthers(folders);
  expect(readdirSync(GOLDEN).sort()).toEqual([...folders].sort());
});

function keep(folder: string, texts: readonly string[]): void {
  mkdirSync(join(GOLDEN, folder), { recursive: true });
  FILES.forEach((file, place) => {
    writeFileSync(join(GOLDEN, folder, file), texts[place] ?? '');
  });
}

function dropOthers(folders: readonly string[]): void {
  for (const name of readdirSync(GOLDEN)) {
    if (!folders.includes(name)) rmSync(join(GOLDEN, name), { recursive: true });
  }
}
