import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { carryOutPromotion } from '../../src/operations/components/carry_out_promotion.ts';
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

test.runIf(existsSync(IRREMOVABLE)).each([undefined, 'You lead.'])(
  'leaves all as it was when the old one cannot go, where there was before: %j',
  async (replaced) => {
    const text = readFileSync(IRREMOVABLE, 'utf8');
    const promotion = { ...promotionOf(emptyFolder(), IRREMOVABLE, text), replaced };
    const { path } = promotion.target;
    if (replaced !== undefined) {
      mkdirSync(dirname(path));
      writeFileSync(path, replaced);
    }
    const done = await carryOutPromotion(promotion);
    expect(done).toMatchObject({
      ok: false,
      cause: 'environment',
      problems: [
        {
          code: 'cannot-write',
          file: IRREMOVABLE,
          message: expect.stringContaining('cannot be removed here: '),
          hint: 'Give permission there, then run this again.',
        },
      ],
    });
    expect(existsSync(path) ? readFileSync(path, 'utf8') : undefined).toBe(replaced);
    expect(readdirSync(dirname(path))).toEqual(replaced === undefined ? [] : ['x.txt']);
  },
);

test('what changed while it was on its way stays, and what it held is kept too', async () => {
  const folder = emptyFolder();
  const from = join(folder, 'project/x.txt');
  mkdirSync(dirname(from));
  writeFileSync(from, 'Edited meanwhile.');
  const promotion = promotionOf(folder, from, 'Looked at.');
  const done = await carryOutPromotion(promotion);
  expect(done).toMatchObject({ ok: false, problems: [{ code: 'changed-meanwhile', file: from }] });
  expect([readFileSync(from, 'utf8'), readFileSync(promotion.target.path, 'utf8')]).toEqual([
    'Edited meanwhile.',
    'Looked at.',
  ]);
});
