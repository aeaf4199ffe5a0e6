import { describe, expect, test } from 'vitest';
import { changedPrograms } from '../../src/batch/review/gate_programs/find_programs.ts';
import { programFindings } from '../../src/batch/review/gate_programs/program_findings.ts';
import { parseDiff } from '../../src/batch/review/index.ts';
import { casesIn } from '../support/cases.ts';
import { diffOf, type Sides } from '../support/review.ts';

type Case = Sides & {
  readonly name: string;
  readonly commands: readonly string[];
  readonly finds: readonly string[];
};

describe('what a phase has made of what its own gates run', () => {
  test.each(casesIn<Case>('review_gate_programs.yaml'))('$name', async ({ commands, finds, ...sides }) => {
    const diff = parseDiff(diffOf(sides));
    const programs = await changedPrograms(commands, {
      prefix: '',
      changed: new Set(diff.files.map(({ path }) => path)),
      read: async (side, path) => sides[side]?.[path],
    });
    const found = programFindings('1', programs, diff);
    expect(found.map(({ severity, file, line }) => `${severity} ${file}:${line}`).sort()).toEqual(finds);
    expect(found.every(({ quote }) => quote !== '')).toBe(true);
  });
});
