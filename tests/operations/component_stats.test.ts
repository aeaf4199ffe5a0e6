import { expect, test } from 'vitest';
import { type ComponentUse, countUses } from '../../src/operations/components/component_stats.ts';
import { casesIn } from '../support/cases.ts';

type Case = {
  readonly name: string;
  readonly uses: readonly string[];
  readonly records: Readonly<Record<string, string>>;
};

test.each(casesIn<Case>('component_stats.yaml'))('records of components: $name', ({ uses, records }) => {
  const found = countUses(uses.flatMap(usesOf));
  const told = found.map(
    ({ file, frameworks, placeholders, edits, done, runs, findings, reviewed, rank }) => [
      file,
      `${frameworks} ${placeholders} ${edits} ${done}/${runs} ${findings}/${reviewed} ${rank ?? '-'}`,
    ],
  );
  expect(told).toEqual(Object.entries(records));
});

function usesOf(text: string): ComponentUse[] {
  const [, count = '1', what = '', rest = ''] = /^(?:(\d+) )?(\w+) (.*)$/u.exec(text) ?? [];
  const words = rest.split(' ');
  const named = (file: string) => ({ kind: 'constraint', file }) as const;
  const use = (): ComponentUse => {
    if (what === 'framework') {
      const used = words.filter((word) => /^\w/u.test(word));
      return {
        in: 'framework',
        components: used.map((word) => ({
          ...named(word.replace('!', '')),
          isPlaceholder: word.endsWith('!'),
        })),
        edited: words.includes('?')
          ? null
          : words.filter((word) => word.startsWith('*')).map((word) => named(word.slice(1))),
      };
    }
    const [file = '', findings = '-'] = words;
    return {
      ...{ in: 'phase', components: [named(file)], isDone: what === 'done' },
      findings: findings === '-' ? null : Number(findings),
    };
  };
  return Array.from({ length: Number(count) }, use);
}
