import { expect, test } from 'vitest';
import { evidenceExcerpt } from '../../src/batch/scheduling/index.ts';

const FOUND = [
  'Gate 1: Gate: `npm test`',
  'Command: npm test',
  'It ended with code 1. The end of its output:',
];
const lines = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name} ${at}`);

test('of a long output the part around the line that says why is shown, after what was found', () => {
  const output = [...lines('ok', 300), 'AssertionError: expected 3 to be 4', ...lines('noise', 200)];
  expect(evidenceExcerpt([...FOUND, ...output].join('\n'), 5)).toEqual([
    ...FOUND,
    '…',
    'ok 298',
    'ok 299',
    'AssertionError: expected 3 to be 4',
    'noise 0',
    'noise 1',
    '…',
  ]);
});

test('where no line says why, the end of the output is shown as its end', () => {
  expect(evidenceExcerpt([...FOUND, ...lines('step', 300)].join('\n'), 3)).toEqual([
    ...FOUND,
    '…',
    'step 297',
    'step 298',
    'step 299',
  ]);
});

test('a decisive line near the end or the beginning leaves no line out beyond it', () => {
  const atEnd = evidenceExcerpt([...FOUND, ...lines('ok', 9), 'Error: last'].join('\n'), 4);
  expect(atEnd).toEqual([...FOUND, '…', 'ok 6', 'ok 7', 'ok 8', 'Error: last']);
  const atStart = evidenceExcerpt([...FOUND, 'Error: first', ...lines('ok', 9)].join('\n'), 4);
  expect(atStart).toEqual([...FOUND, 'Error: first', 'ok 0', 'ok 1', 'ok 2', '…']);
});

test('a short output is shown whole, and so is what was found where nothing was printed', () => {
  expect(evidenceExcerpt([...FOUND, 'Error: x'].join('\n'), 5)).toEqual([...FOUND, 'Error: x']);
  expect(evidenceExcerpt(`${FOUND.join('\n')}\n`, 5)).toEqual(FOUND);
  const files = ['Files were changed that the phase does not declare:', ...lines('- file', 40)];
  expect(evidenceExcerpt(files.join('\n'), 3)).toEqual([...files.slice(0, 3), '…']);
  expect(evidenceExcerpt('', 3)).toEqual([]);
});
