import { describe, expect, test } from 'vitest';
import { casesIn } from '../support/cases.ts';
import { diffOf, reviewOf, type Sides } from '../support/review.ts';

type Program = Sides & {
  readonly name: string;
  readonly class: string;
  readonly isSeen?: boolean;
  readonly defect?: { readonly file: string; readonly line: number };
};

const programs = casesIn<Program>('review_programs.yaml');
const clean = programs.filter((each) => each.class === 'clean');
const planted = programs.filter((each) => each.class !== 'clean');

describe('forty small changes', () => {
  test('are twenty with a defect and twenty without, each at a place that is there', () => {
    expect([clean.length, planted.length]).toEqual([20, 20]);
    for (const { after, defect } of planted) {
      const line = after[defect?.file ?? '']?.split('\n')[(defect?.line ?? 0) - 1];
      expect(line?.trim()).toBeTruthy();
    }
  });

  test.each(clean)('$name: nothing above low is found, and the risk is LOW', (program) => {
    const { findings, band } = reviewOf(diffOf(program));
    expect(findings.filter(({ severity }) => severity !== 'low')).toEqual([]);
    expect(band).toBe('LOW');
  });

  test.each(planted)(
    '$name ($class): the rules see it if they can, and nothing else above low',
    (program) => {
      const above = reviewOf(diffOf(program)).findings.filter(({ severity }) => severity !== 'low');
      const places = above.map(({ file, line }) => ({ file, line }));
      expect(places).toEqual(program.isSeen ? [program.defect] : []);
    },
  );

  test('hits and false alarms per class', () => {
    const rows = [...new Set(programs.map((each) => each.class))].map((name) => {
      const own = programs.filter((each) => each.class === name);
      const found = own.map((program) =>
        reviewOf(diffOf(program)).findings.filter(({ severity }) => severity !== 'low'),
      );
      const hits = own.filter(({ defect }, place) =>
        found[place]?.some(
          ({ line, file }) => defect !== undefined && file === defect.file && line === defect.line,
        ),
      );
      const alarms = found.flat().length - hits.length;
      return { class: name, programs: own.length, hits: hits.length, 'false alarms': alarms };
    });
    console.table(rows);
    expect(rows.reduce((sum, { hits }) => sum + hits, 0)).toBe(6);
    expect(rows.reduce((sum, row) => sum + row['false alarms'], 0)).toBe(0);
  });
});
