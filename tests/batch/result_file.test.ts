import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readBeat, readResult } from '../../src/batch/executors/watching/index.ts';
import { emptyFolder } from '../support/program.ts';

function fileWith(text: string | Uint8Array): string {
  const file = join(emptyFolder(), 'result.json');
  writeFileSync(file, text);
  return file;
}

const DONE = { status: 'done', summary: 'All of it.' };

describe('a result', () => {
  test.each<[string, object]>([
    ['with what it must have', DONE],
    ['with all that it may have', { ...DONE, files: ['a'], tokens: 3, problems: ['p'], token: 'mine' }],
    ['that does not know its tokens', { ...DONE, tokens: null }],
    ['that says more', { ...DONE, mood: 'good' }],
  ])('%s is read', (_, result) => {
    expect(readResult(fileWith(JSON.stringify(result)), { token: 'mine' })).toEqual({
      ok: true,
      value: result,
    });
  });

  test.each<[string, string | Uint8Array, string, RegExp]>([
    ['cut off', '{"status": "do', 'result-corrupt', /not JSON/u],
    ['empty', '', 'result-corrupt', /not JSON/u],
    ['no text', new Uint8Array([0xff, 0xfe]), 'result-corrupt', /cannot be read/u],
    ['no object', '[]', 'result-corrupt', /must be object/u],
    ['without a status', '{"summary": "x"}', 'result-corrupt', /status/u],
    ['of a status of its own', '{"status": "great", "summary": "x"}', 'result-corrupt', /status must be/u],
    ['of wrong tokens', JSON.stringify({ ...DONE, tokens: -1 }), 'result-corrupt', /tokens must be/u],
    [
      'larger than any report',
      JSON.stringify({ ...DONE, summary: 'x'.repeat(1 << 20) }),
      'result-refused',
      /bytes/u,
    ],
    ['of another attempt', JSON.stringify({ ...DONE, token: 'other' }), 'result-foreign', /another attempt/u],
  ])('that is %s is none, and it is said why', (_, text, code, message) => {
    expect(readResult(fileWith(text), { token: 'mine' })).toMatchObject({
      ok: false,
      problems: [{ code, message: expect.stringMatching(message), file: expect.any(String) }],
    });
  });

  test('that is not there, a folder or a link is none', () => {
    const folder = emptyFolder();
    const path = (name: string) => join(folder, name);
    mkdirSync(path('folder'));
    symlinkSync(fileWith(JSON.stringify(DONE)), path('link'));
    const codes = ['absent', 'folder', 'link'].map((name) => {
      const read = readResult(path(name));
      return read.ok ? 'read' : read.problems[0]?.code;
    });
    expect(codes).toEqual(['result-missing', 'result-refused', 'result-refused']);
  });
});

test('a beat that is none is not taken for one', () => {
  for (const text of ['', '{', '{"schema":"orchestrator.attempt-beat/1"}']) {
    expect(readBeat(fileWith(text))).toBeUndefined();
  }
});
