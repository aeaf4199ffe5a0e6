import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { carryOut } from '../../src/operations/components/carry_out_promotion.ts';
import type { Promotion } from '../../src/operations/index.ts';
import { emptyFolder } from '../support/program.ts';

/** A move of a text that stands in `from`. */
function promotionOf(folder: string, from: string, text: string): Promotion {
  const place = (path: string) => ({ path, shown: path });
  return {
    component: {
      ...{ kind: 'persona', file: 'x.txt', layer: 'project', path: from, origin: 'hand' },
      ...{ text, sha256: '', metadata: {} },
    },
    to: 'user',
    moves: true,
    from: place(from),
    target: place(join(folder, 'user/x.txt')),
    text,
    replaced: undefined,
    diff: '',
  };
}

// A file that nobody can remove, whoever runs the test: for the superuser no folder is read-only.
const IRREMOVABLE = '/proc/version';

test.runIf(existsSync(IRREMOVABLE))(
  'says that it stands in both places when the old one cannot go',
  async () => {
    const promotion = promotionOf(emptyFolder(), IRREMOVABLE, readFileSync(IRREMOVABLE, 'utf8'));
    const done = await carryOut(promotion);
    expect(done).toMatchObject({
      ok: false,
      cause: 'environment',
      problems: [
        {
          code: 'cannot-write',
          file: IRREMOVABLE,
          message: expect.stringContaining('It stands in both places'),
        },
      ],
    });
    expect(readFileSync(promotion.target.path, 'utf8')).toBe(promotion.text);
  },
);

test('what changed while it was on its way stays, and what it held is kept too', async () => {
  const folder = emptyFolder();
  const from = join(folder, 'project/x.txt');
  mkdirSync(dirname(from));
  writeFileSync(from, 'Edited meanwhile.');
  const promotion = promotionOf(folder, from, 'Looked at.');
  const done = await carryOut(promotion);
  expect(done).toMatchObject({ ok: false, problems: [{ code: 'changed-meanwhile', file: from }] });
  expect([readFileSync(from, 'utf8'), readFileSync(promotion.target.path, 'utf8')]).toEqual([
    'Edited meanwhile.',
    'Looked at.',
  ]);
});
