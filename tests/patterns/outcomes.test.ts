import { appendFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  OUTCOMES_FOLDER,
  type PatternOutcome,
  readOutcomes,
  recordOf,
  recordOutcome,
} from '../../src/patterns/index.ts';
import { casesIn } from '../support/cases.ts';
import { startWorkers } from '../support/parallel.ts';
import { emptyFolder } from '../support/program.ts';

const signal = new AbortController().signal;

function outcome(run: string, given: Partial<PatternOutcome> = {}): PatternOutcome {
  return {
    schema: 'orchestrator.outcome/1',
    run,
    pattern: 'built-in/rest-api',
    version: '0123456789ab',
    result: 'success',
    at: '2026-11-29T10:00:00.000Z',
    phases: [],
    issues: [],
    ...given,
  };
}

describe('what outcomes come to', () => {
  const cases = casesIn<{
    readonly good: number;
    readonly bad: number;
    readonly runs: number;
    readonly rate: number | null;
    readonly stage: string;
    readonly lowerBound: number;
  }>('pattern_records.yaml');

  test.each(cases)('$good + $bad', ({ good, bad, ...expected }) => {
    const all = Array.from({ length: good + bad }, (_, place) =>
      outcome(`${place}`, { result: place < good ? 'success' : 'failure' }),
    );
    for (const order of [all, all.toReversed()]) {
      const { runs, rate, stage, lowerBound } = recordOf(order);
      const rounded = rate === null ? null : Number(rate.toFixed(3));
      expect({ runs, rate: rounded, stage, lowerBound: Number(lowerBound.toFixed(3)) }).toEqual(expected);
    }
  });

  test('a stage is lost as it is won', () => {
    const good = Array.from({ length: 20 }, (_, place) => outcome(`good ${place}`));
    const bad = Array.from({ length: 14 }, (_, place) => outcome(`bad ${place}`, { result: 'failure' }));
    const stages = [0, 3, 6, 14].map((count) => recordOf([...good, ...bad.slice(0, count)]).stage);
    expect(stages).toEqual(['learned', 'validated', 'discovered', 'deprecated']);
  });

  test('what is recorded of a run twice is one run, by its last word', () => {
    const { runs, successes } = recordOf([
      outcome('1', { result: 'success', at: '2026-11-29T12:00:00.000Z' }),
      outcome('1', { result: 'failure', at: '2026-11-29T11:00:00.000Z' }),
    ]);
    expect({ runs, successes }).toEqual({ runs: 1, successes: 1 });
  });

  test('known issues are counted by run, and overcome only where each of them was', () => {
    const met = (phase: string, overcome: boolean) => ({ id: 'port', phase, overcome });
    const { issues } = recordOf([
      outcome('1', { issues: [met('1', true), met('2', true)] }),
      outcome('2', { issues: [met('1', true), met('2', false)] }),
      outcome('3'),
    ]);
    expect(issues.get('port')).toEqual({ runs: 2, overcome: 1 });
  });

  test('the last run is the newest, in whatever order they are, and each rung counts as often as it helped', () => {
    const phase = (helped: PatternOutcome['phases'][number]['helped']) =>
      ({ phase: '1', state: 'done', tries: 1, seconds: 1, helped }) as const;
    const all = [
      outcome('1', { at: '2026-11-28T10:00:00.000Z', phases: [phase('retry'), phase('fallback')] }),
      outcome('2', { at: '2026-11-30T10:00:00.000Z', phases: [phase('fallback'), phase(null)] }),
      outcome('3', { at: '2026-11-29T10:00:00.000Z' }),
    ];
    for (const order of [all, all.toReversed()]) {
      const { lastRun, helped } = recordOf(order);
      expect(lastRun).toBe('2026-11-30T10:00:00.000Z');
      expect(Object.fromEntries(helped)).toEqual({ retry: 1, fallback: 2 });
    }
  });
});

describe('the file of outcomes', () => {
  test('keeps what is added, and the same word once', async () => {
    const [root, userFolder] = [emptyFolder(), emptyFolder()];
    const first = await recordOutcome({ root, userFolder, signal }, outcome('1'));
    const again = await recordOutcome({ root, userFolder, signal }, outcome('1'));
    expect([first, again]).toMatchObject([
      { ok: true, value: { isNew: true } },
      { ok: true, value: { isNew: false } },
    ]);
    expect(readOutcomes(root)).toEqual({ outcomes: [outcome('1')], problems: [] });
  });

  test('a torn last line and one that is none are told with their place and skipped, and the next writer mends it', async () => {
    const [root, userFolder] = [emptyFolder(), emptyFolder()];
    await recordOutcome({ root, userFolder, signal }, outcome('1'));
    const folder = join(root, OUTCOMES_FOLDER);
    const file = join(folder, readdirSync(folder)[0] ?? '');
    appendFileSync(file, 'nonsense\n{"schema":"orchestrator.outc');
    const torn = readOutcomes(root);
    expect(torn.outcomes.length).toBe(1);
    expect(torn.problems).toMatchObject([
      { code: 'outcome-unreadable', line: 2 },
      { code: 'outcome-torn', line: 3 },
    ]);
    await recordOutcome({ root, userFolder, signal }, outcome('2'));
    expect(readOutcomes(root).outcomes.map(({ run }) => run)).toEqual(['1', '2']);
    expect(readFileSync(file, 'utf8')).not.toContain('outc"');
  });

  test('[promise:patterns-outcomes] takes what eight processes add at once, and nothing is lost', async () => {
    const [root, userFolder] = [emptyFolder(), emptyFolder()];
    const source = `
      import { recordOutcome } from './src/patterns/index.ts';
      const signal = new AbortController().signal;
      async function answer({ root, userFolder, outcomes }) {
        const results = [];
        for (const outcome of outcomes) results.push((await recordOutcome({ root, userFolder, signal }, outcome)).ok);
        return results.every(Boolean);
      }`;
    const workers = startWorkers(source, 8);
    const answers = await Promise.all(
      workers.map(({ ask }, worker) => {
        const outcomes = Array.from({ length: 5 }, (_, at) => outcome(`${worker}/${at}`));
        return ask({ root, userFolder, outcomes });
      }),
    );
    for (const { child } of workers) child.kill();
    expect(answers).toEqual(Array.from({ length: 8 }, () => true));
    const { outcomes, problems } = readOutcomes(root);
    expect(problems).toEqual([]);
    expect(new Set(outcomes.map(({ run }) => run)).size).toBe(40);
    expect(outcomes.length).toBe(40);
  });

  test('files of other machines count too', async () => {
    const root = emptyFolder();
    await recordOutcome({ root, userFolder: emptyFolder(), signal }, outcome('1'));
    await recordOutcome({ root, userFolder: emptyFolder(), signal }, outcome('2'));
    expect(readdirSync(join(root, OUTCOMES_FOLDER)).length).toBe(2);
    expect(readOutcomes(root).outcomes.length).toBe(2);
  });

  test('is not reached through a link that leads out of the project', async () => {
    const [root, away] = [emptyFolder(), emptyFolder()];
    mkdirSync(join(root, '.orchestrator'));
    symlinkSync(away, join(root, OUTCOMES_FOLDER));
    writeFileSync(join(away, 'a.ndjson'), `${JSON.stringify(outcome('1'))}\n`);
    expect(readOutcomes(root)).toMatchObject({ outcomes: [], problems: [{ code: 'outcome-outside' }] });
    expect(await recordOutcome({ root, userFolder: null, signal }, outcome('2'))).toMatchObject({
      ok: false,
    });
  });
});
