import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { discover } from '../../src/context/index.ts';
import { emptyFolder } from '../support/program.ts';

type Case = {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly found: readonly (readonly [string, string, string])[];
  readonly not?: readonly string[];
};

const cases: readonly Case[] = parse(
  readFileSync(new URL('../cases/discovery.yaml', import.meta.url), 'utf8'),
);

test.each(cases)('$name', async ({ files, found, not = [] }) => {
  const root = emptyFolder();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const { facts } = await discover(root, { PATH: process.env.PATH, HOME: '/nowhere' });
  const told = facts.map(({ kind, statement, evidence }) => ({
    kind,
    statement,
    places: evidence.map(({ path, line }) => (line === null ? path : `${path}:${line}`)),
  }));
  for (const [kind, text, place] of found)
    expect(
      told
        .filter((fact) => fact.kind === kind && fact.statement.includes(text))
        .flatMap(({ places }) => places),
      text,
    ).toContain(place);
  const statements = told.map(({ statement }) => statement);
  expect(statements.filter((each, place) => statements.indexOf(each) !== place)).toEqual([]);
  const all = told.map(({ statement }) => statement).join('\n');
  for (const text of not) expect(all).not.toContain(text);
  for (const { evidence } of facts)
    for (const { path, line } of evidence) {
      const lines = readFileSync(join(root, path), 'utf8').split('\n').length;
      expect(line ?? 1, path).toBeLessThanOrEqual(lines);
    }
});
