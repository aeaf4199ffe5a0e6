import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Entry, messagesOf } from '../../src/batch/executors/model_loop/entries.ts';
import { fencedCalls } from '../../src/batch/executors/model_loop/fenced_calls.ts';
import { fitWindow } from '../../src/batch/executors/model_loop/fit_window.ts';
import { pathInside } from '../../src/batch/executors/model_loop/path_inside.ts';
import { readCall } from '../../src/batch/executors/model_loop/read_call.ts';
import { circling } from '../../src/batch/executors/model_loop/repeats.ts';
import { replaceOnce } from '../../src/batch/executors/model_loop/replace_once.ts';
import { reportIn } from '../../src/batch/executors/model_loop/report.ts';
import { ROOT } from '../support/program.ts';

type Cases = {
  readonly paths: readonly { readonly written: string; readonly path?: string; readonly why?: string }[];
  readonly edits: readonly {
    readonly of: string;
    readonly old: string;
    readonly new: string;
    readonly text?: string;
    readonly line?: number;
    readonly why?: string;
  }[];
  readonly calls: readonly {
    readonly name: string;
    readonly arguments: string;
    readonly given?: object;
    readonly why?: string;
  }[];
  readonly fenced: readonly {
    readonly name: string;
    readonly text: string;
    readonly calls: readonly { readonly name: string; readonly arguments: string }[];
  }[];
  readonly circles: readonly { readonly turns: string; readonly circling: string }[];
};

const cases = parse(readFileSync(join(ROOT, 'tests/cases/model_loop.yaml'), 'utf8')) as Cases;

describe('the built-in executor’s model', () => {
  test.each(cases.paths)('names the path $written', ({ written, path, why }) => {
    const inside = pathInside('/w', written);
    if (path === undefined) expect(inside).toEqual({ ok: false, why: expect.stringContaining(why ?? '') });
    else expect(inside).toEqual({ ok: true, path });
  });

  test.each(cases.edits)('edits $of', ({ of, old, new: put, text, line, why }) => {
    const replaced = replaceOnce(of, old, put);
    if (text === undefined) expect(replaced).toEqual({ ok: false, why: expect.stringContaining(why ?? '') });
    else expect(replaced).toEqual({ ok: true, text, line });
  });

  test.each(cases.calls)('calls $name with $arguments', ({ name, arguments: text, given, why }) => {
    const read = readCall({ name, arguments: text });
    if (given === undefined) expect(read).toEqual({ ok: false, why: expect.stringContaining(why ?? '') });
    else expect(read).toEqual({ ok: true, call: { tool: name, given } });
  });

  test.each(cases.fenced)('writes calls as text: $name', ({ text, calls }) => {
    expect(fencedCalls(text)).toEqual(calls);
  });

  test.each(cases.circles)('goes in circles, or not: $turns', ({ turns, circling: expected }) => {
    expect(circling([...turns])).toBe(expected);
  });

  test('reports at the end of its last answer', () => {
    const text = 'All done.\n```json\n{"status":"partial","summary":"Half.","problems":["x"]}\n```';
    expect(reportIn(text)).toEqual({ status: 'partial', summary: 'Half.', problems: ['x'] });
    expect(reportIn('{"status":"great","summary":"x"}')).toBeUndefined();
    expect(reportIn('It is done.')).toBeUndefined();
  });
});

describe('a conversation', () => {
  const words = 'some words of a file '.repeat(100);
  const turn = (at: number, size = words): Entry[] => [
    { kind: 'answer', text: '', calls: [{ id: `c${at}`, name: 'read', arguments: `{"path":"f${at}"}` }] },
    { kind: 'result', callId: `c${at}`, about: `read f${at}`, text: size, isDropped: false },
  ];
  const start: Entry[] = [
    { kind: 'system', text: 'rules' },
    { kind: 'prompt', text: 'the phase' },
  ];
  const turns = (count: number, size = words) =>
    Array.from({ length: count }, (_, at) => turn(at, size)).flat();

  test('that fits stays as it is', () => {
    const entries = [...start, ...turns(3)];
    expect(fitWindow(entries, 8_000)).toMatchObject({ ok: true, entries, results: 0, turns: 0 });
  });

  test('loses the texts of old results first, and says so in their place', () => {
    const fitted = fitWindow([...start, ...turns(8)], 4_000);
    expect(fitted).toMatchObject({ ok: true, turns: 0 });
    if (!fitted.ok) throw new Error('it does not fit');
    expect(fitted.entries.slice(0, 2)).toEqual(start);
    expect(fitted.entries.at(-1)).toEqual(turn(7)[1]);
    expect(fitted.entries[3]).toMatchObject({ isDropped: true, text: expect.stringContaining('[dropped') });
    const sent = fitted.entries.filter((entry) => entry.kind === 'result' && entry.isDropped);
    expect(sent).toHaveLength(fitted.results);
  });

  test('then loses old turns whole, with their calls, and names what they did, once', () => {
    const first = fitWindow([...start, ...turns(60, 'short')], 1_500);
    if (!first.ok) throw new Error('it does not fit');
    expect(first.turns).toBeGreaterThan(5);
    const again = fitWindow([...first.entries, ...turns(60, 'short')], 1_500);
    if (!again.ok) throw new Error('it does not fit');
    const gone = again.entries.filter(({ kind }) => kind === 'gone');
    expect(gone).toHaveLength(1);
    expect(gone[0]).toMatchObject({ turns: first.turns + again.turns });
    const calls = again.entries.flatMap((entry) => (entry.kind === 'answer' ? entry.calls : []));
    const results = again.entries.filter(({ kind }) => kind === 'result');
    expect(results).toHaveLength(calls.length);
  });

  test('whose last results are too much loses them as well, the last one last', () => {
    const long = words.repeat(4);
    const fitted = fitWindow([...start, ...turns(6), ...turn(7, long), ...turn(8, words)], 2_000);
    if (!fitted.ok) throw new Error('it does not fit');
    expect(fitted.entries.at(-1)).toEqual(turn(8)[1]);
    expect(fitted.entries.at(-3)).toMatchObject({
      isDropped: true,
      text: expect.stringContaining('[dropped'),
    });
    const alone = fitWindow([...start, ...turn(1, words.repeat(20))], 4_000);
    expect(alone).toMatchObject({ ok: true, results: 1, turns: 0 });
  });

  test('whose prompt is too much does not fit', () => {
    const prompt: Entry = { kind: 'prompt', text: words.repeat(20) };
    expect(fitWindow([...start, prompt, ...turns(2)], 4_000)).toMatchObject({ ok: false });
  });

  test('is told by the API with arguments that servers can parse, and as text with turns that alternate', () => {
    const broken: Entry[] = [
      ...start,
      { kind: 'answer', text: 'Well.', calls: [{ id: 'c', name: 'read', arguments: '{"path":' }] },
      { kind: 'result', callId: 'c', about: 'read', text: 'ERROR', isDropped: false },
      { kind: 'note', text: 'Go on.' },
    ];
    expect(messagesOf(broken, 'api')[2]).toMatchObject({ calls: [{ arguments: '{}' }] });
    const roles = messagesOf(broken, 'fenced').map(({ role }) => role);
    expect(roles).toEqual(['system', 'user', 'assistant', 'user']);
  });
});
