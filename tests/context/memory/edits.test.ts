import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type Freshness,
  judgeFacts,
  markSpan,
  nonBlankLines,
  readMemory,
  writeFact,
} from '../../../src/context/index.ts';
import { cleanEnvironment } from '../../support/program.ts';
import { asUser, repositoryWith } from '../../support/repository.ts';

const LINES = Array.from({ length: 60 }, (_, at) =>
  at % 6 === 5 ? '' : `${' '.repeat(2 * (at % 3))}step_${at} = work(${at * 7})`,
);
const [FROM, TO] = [20, 27];

type Edit = {
  readonly name: string;
  readonly change: (lines: string[]) => string[];
  readonly ends?: string;
  readonly to?: string;
  readonly isStaged?: boolean;
  readonly wanted: Freshness;
};

/** Edits at every place: what they leave alone must stay fresh, what they change must not. */
function edits(): Edit[] {
  const found: Edit[] = [];
  const add = (name: string, change: Edit['change'], wanted: Freshness, rest: Partial<Edit> = {}) =>
    found.push({ name, change, wanted, ...rest });
  const outside = LINES.map((_, at) => at + 1).filter((line) => line < FROM || line > TO);
  for (const line of outside) {
    add(
      `insert beside ${line}`,
      (all) => all.toSpliced(line < FROM ? line - 1 : line, 0, 'new_line = 1'),
      'fresh',
    );
    add(`delete ${line}`, (all) => all.toSpliced(line - 1, 1), 'fresh');
    add(`change ${line}`, (all) => all.with(line - 1, 'other = 2'), 'fresh');
  }
  for (let line = FROM; line <= TO; line++) {
    if (LINES[line - 1] === '') continue;
    add(`change inside ${line}`, (all) => all.with(line - 1, `changed_${line} = 0`), 'stale');
    if (line < TO) add(`insert inside ${line}`, (all) => all.toSpliced(line, 0, 'inner = 1'), 'stale');
    add(`delete inside ${line}`, (all) => all.toSpliced(line - 1, 1), 'stale');
  }
  for (let place = 0; place < 20; place++) {
    const to = `moved/to_${place}.ts`;
    add(`rename ${place}`, (all) => all, 'fresh', { to, isStaged: place % 2 === 0 });
    add(
      `rename and edit outside ${place}`,
      (all) => all.with(place < 10 ? place : place + 30, 'edited = 3'),
      'fresh',
      { to, isStaged: place % 2 === 0 },
    );
    add(`rename and edit inside ${place}`, (all) => all.with(FROM, `edited = ${place}`), 'stale', {
      to,
      isStaged: place % 2 === 0,
    });
  }
  add('reindent', (all) => all.map((line) => `\t${line}`), 'fresh');
  add('CRLF', (all) => all, 'fresh', { ends: '\r\n' });
  add('revert', (all) => all, 'fresh');
  return found;
}

/** A fact that cites lines of a file as it is in the last commit. */
async function cited(root: string, path: string, text: string, [from, to]: readonly [number, number]) {
  const commit = asUser(root, 'rev-parse', 'HEAD').trim();
  const mark = markSpan(nonBlankLines(text, path), { from, to });
  await writeFact(root, {
    ...{ kind: 'lesson', text: 'It works.', prove: undefined, source: undefined, created: undefined },
    cites: [{ path, from, to, mark, commit }],
  });
  return readMemory(root).facts;
}

const LIMITS = 'most = 10\nleast = 1\n\nstep = 2\nwait = 30\n';

test.each([
  ['as it was', LIMITS, 'fresh'],
  ['with another line at its end', `${LIMITS}more = 4\n`, 'fresh'],
  ['with the cited line changed', LIMITS.replace('most = 10', 'most = 11'), 'stale'],
  ['where little else came along', 'most = 10\nleast = 2\nstep = 3\nwait = 31\nrest = 7\n', 'stale'],
])('one short line is followed into a file that git does not know yet: %s', async (_, text, wanted) => {
  const root = repositoryWith({ 'limits.ini': LIMITS });
  const facts = await cited(root, 'limits.ini', LIMITS, [1, 1]);
  rmSync(join(root, 'limits.ini'));
  writeFileSync(join(root, 'bounds.ini'), text);
  writeFileSync(join(root, 'unlike.ini'), 'most = 10\nother = 5\n');
  const [judged] = await judgeFacts(root, facts, cleanEnvironment(root));
  expect(judged).toMatchObject({ standing: wanted });
  if (wanted === 'fresh') expect(judged?.cites[0]?.now).toEqual({ path: 'bounds.ini', from: 1, to: 1 });
});

test('[promise:memory] a fact is stale when its lines changed, and by nothing else: edits at every place, renames with and without git add', async () => {
  const root = repositoryWith({ 'src/a.ts': LINES.join('\n') });
  const env = cleanEnvironment(root);
  const commit = asUser(root, 'rev-parse', 'HEAD').trim();
  const mark = markSpan(nonBlankLines(LINES.join('\n'), 'src/a.ts'), { from: FROM, to: TO });
  const written = await writeFact(root, {
    kind: 'lesson',
    text: 'It works.',
    prove: undefined,
    source: undefined,
    created: undefined,
    cites: [{ path: 'src/a.ts', from: FROM, to: TO, mark, commit }],
  });
  expect(written.ok && written.value.isNew).toBe(true);
  const { facts, problems } = readMemory(root);
  expect(problems).toEqual([]);
  mkdirSync(join(root, 'moved'));
  const all = edits();
  const wrong: unknown[] = [];
  const count = { kept: 0, falseAlarms: 0, renames: 0, followed: 0 };
  for (const { name, change, ends = '\n', to, isStaged, wanted } of all) {
    writeFileSync(join(root, 'src/a.ts'), change([...LINES]).join(ends));
    if (to !== undefined) renameSync(join(root, 'src/a.ts'), join(root, to));
    if (isStaged) asUser(root, 'add', '-A', 'src', 'moved');
    const [judged] = await judgeFacts(root, facts, env);
    if (judged?.standing !== wanted) wrong.push({ name, wanted, got: judged?.standing, why: judged?.why });
    if (wanted === 'fresh') count.kept += 1;
    if (wanted === 'fresh' && judged?.standing !== 'fresh') count.falseAlarms += 1;
    if (wanted === 'fresh' && to !== undefined) {
      count.renames += 1;
      if (judged?.cites[0]?.now?.path === to) count.followed += 1;
    }
    if (to !== undefined) rmSync(join(root, to));
    if (isStaged) asUser(root, 'reset', '-q');
  }
  const alarms = count.falseAlarms / count.kept;
  console.log(
    `${all.length} edits: false alarms ${count.falseAlarms} of ${count.kept}; renames followed ${count.followed} of ${count.renames}`,
  );
  expect(all.length).toBeGreaterThanOrEqual(200);
  expect(alarms).toBeLessThanOrEqual(0.05);
  expect(count.followed / count.renames).toBeGreaterThanOrEqual(0.95);
  expect(wrong.filter((one) => (one as { wanted: Freshness }).wanted === 'stale')).toEqual([]);
  expect(wrong).toEqual([]);
});
