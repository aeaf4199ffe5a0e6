import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, ROOT, run } from './support/program.ts';

/** The command that the README shows, and that the committed sample was made with. */
const SAMPLE = [
  'new',
  'Django_Model_Auditor',
  '--goal',
  'REVIEW_AGAINST_STANDARDS',
  '--title',
  'The Django Standards Advocate',
];

test('[promise:sample] the committed sample is what the program makes today, byte for byte', async () => {
  const cwd = emptyFolder();
  expect((await run(SAMPLE, { cwd })).code).toBe(0);
  const [made, kept] = [join(cwd, 'output/Django_Model_Auditor'), join(ROOT, 'output/Django_Model_Auditor')];
  expect(readdirSync(kept).sort()).toEqual(readdirSync(made).sort());
  for (const file of readdirSync(made)) {
    expect(readFileSync(join(kept, file), 'utf8')).toBe(readFileSync(join(made, file), 'utf8'));
  }
});
