import { describe, expect, test } from 'vitest';
import {
  indexPatterns,
  type Pattern,
  type PatternOutcome,
  patternFolders,
  readPatterns,
  recordOf,
} from '../../src/patterns/index.ts';
import { casesIn } from '../support/cases.ts';
import { emptyFolder, ROOT } from '../support/program.ts';

const { patterns } = readPatterns(
  patternFolders({ root: emptyFolder(), userFolder: null, installation: ROOT }),
  ROOT,
);
const TODAY = '2026-11-29';

function outcomes(pattern: Pattern, { good = 0, bad = 0, at = TODAY }): PatternOutcome[] {
  return Array.from({ length: good + bad }, (_, place) => ({
    schema: 'orchestrator.outcome/1',
    run: `run-${place}`,
    pattern: `built-in/${pattern.id}`,
    version: '0123456789ab',
    result: place < good ? 'success' : 'failure',
    at: `${at}T10:00:00.000Z`,
    phases: [],
    issues: [],
  }));
}

function indexWith(records: Readonly<Record<string, { good?: number; bad?: number; at?: string }>> = {}) {
  return indexPatterns(
    patterns.map((pattern) => ({ pattern, record: recordOf(outcomes(pattern, records[pattern.id] ?? {})) })),
  );
}

const onTopic = casesIn<{ readonly task: string; readonly first: string }>('pattern_tasks.yaml');
const offTopic = casesIn<string>('pattern_tasks_off_topic.yaml');

describe('of tasks', () => {
  const index = indexWith();

  test('[promise:patterns-match] at least 95 of 100 off topic get no pattern, and 95 of 100 on topic theirs first', () => {
    expect(onTopic.length).toBeGreaterThanOrEqual(40);
    expect(offTopic.length).toBeGreaterThanOrEqual(40);
    const missed = onTopic.filter(
      ({ task, first }) => index.match(task, TODAY).fitting[0]?.pattern.id !== first,
    );
    const wrong = offTopic.filter((task) => index.match(task, TODAY).fitting.length > 0);
    const share = {
      missed: missed.length / onTopic.length,
      wrong: wrong.length / offTopic.length,
    };
    expect({ missed, wrong, isGood: share.missed <= 0.05 && share.wrong <= 0.05 }).toMatchObject({
      isGood: true,
    });
  });

  test('one takes at most 20 ms of the processor once the patterns are indexed', () => {
    const tasks = [...onTopic.map(({ task }) => task), 'word '.repeat(800)];
    for (const task of tasks) index.match(task, TODAY);
    const times = tasks.map((task) => {
      const before = process.cpuUsage();
      index.match(task, TODAY);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    expect(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThanOrEqual(20);
  });

  test('whole words count: latest is no test', () => {
    const { fitting, near } = index.match('the latest contest', TODAY);
    expect({ fitting, near }).toEqual({ fitting: [], near: [] });
  });

  test('a word alone means the patterns that go by it, and none whose description mentions it', () => {
    expect(index.match('tests', TODAY).fitting.map(({ pattern }) => pattern.id)).toEqual(['test-backfill']);
    expect(index.match('permissions', TODAY).fitting).toEqual([]);
  });

  test('two words in passing do not make a long task one of that kind', () => {
    const task =
      'Write a short story in which a keeper of a lighthouse hides a cache of letters, a stranger asks for authentication of a painting, and everybody is snowed in for a week';
    const { fitting, near } = index.match(task, TODAY);
    expect(fitting).toEqual([]);
    expect(near[0]).toMatchObject({
      pattern: { id: 'rest-api' },
      why: 'most of the task is about something else',
    });
  });

  test('what only the phases say weighs in, and words of grammar do not', () => {
    const first = (task: string) => index.match(task, TODAY).fitting[0];
    expect(first('upgrade dependencies by their licence')?.words.toSorted()).toEqual([
      'dependencies',
      'licence',
      'upgrade',
    ]);
    expect(first('how can we do an upgrade of all of it')?.words).toEqual(['upgrade']);
  });

  test('what it shares a single word with is named, with why that is too little', () => {
    const { fitting, near } = index.match('a cache of gold coins', TODAY);
    expect(fitting).toEqual([]);
    expect(near.map(({ pattern, words }) => [pattern.id, words])).toContainEqual(['rest-api', ['cache']]);
  });
});

describe('among patterns that fit as well', () => {
  const twin = (id: string): Pattern => ({ ...(patterns[0] as Pattern), id });
  const ranked = (records: Readonly<Record<string, { good?: number; bad?: number; at?: string }>>) =>
    indexPatterns(
      Object.entries(records).map(([id, counts]) => {
        const pattern = twin(id);
        return { pattern, record: recordOf(outcomes(pattern, counts)) };
      }),
    )
      .match(`${patterns[0]?.name} ${patterns[0]?.keywords?.join(' ')}`, TODAY)
      .fitting.map(({ pattern }) => pattern.id);

  test('45 of 50 comes before 1 of 1, and that before what was not run', () => {
    expect(ranked({ a: {}, b: { good: 1 }, c: { good: 45, bad: 5 } })).toEqual(['c', 'b', 'a']);
  });

  test('what was not run is worth less than five in five, and more than one that failed', () => {
    expect(ranked({ a: { bad: 1 }, b: {}, c: { good: 5 } })).toEqual(['c', 'b', 'a']);
  });

  test('what is deprecated comes last', () => {
    expect(ranked({ a: { good: 1, bad: 5 }, b: {} })).toEqual(['b', 'a']);
  });

  test('what ran lately comes before what ran long ago', () => {
    expect(ranked({ a: { good: 9, at: '2024-01-01' }, b: { good: 9, at: '2026-11-01' } })).toEqual([
      'b',
      'a',
    ]);
  });
});
