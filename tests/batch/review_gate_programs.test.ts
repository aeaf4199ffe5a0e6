import { describe, expect, test } from 'vitest';
import { changedPrograms, searchIn } from '../../src/batch/review/gate_programs/find_programs.ts';
import { programFindings } from '../../src/batch/review/gate_programs/program_findings.ts';
import { parseDiff } from '../../src/batch/review/index.ts';
import { casesIn } from '../support/cases.ts';
import { diffOf, type Sides } from '../support/review.ts';

type Case = Sides & {
  readonly name: string;
  /** Of the gates of phase 1. */
  readonly commands: readonly string[];
  /** The phase that has made the change; 1 unless another is named. */
  readonly by?: string;
  /** What the plan does not let it change. */
  readonly undeclared?: readonly string[];
  readonly finds: readonly string[];
};

describe('what a phase has made of what its own gates run', () => {
  test.each(casesIn<Case>('review_gate_programs.yaml'))('$name', async (given) => {
    const { commands, by = '1', undeclared = [], finds, ...sides } = given;
    const diff = parseDiff(diffOf(sides));
    const gates = commands.map((command) => ({ command, phases: ['1'] }));
    const { programs } = await changedPrograms(gates, {
      ...searchIn(diff),
      prefix: '',
      read: async (side, path) => sides[side]?.[path],
    });
    const found = programFindings(
      { id: by, mayChange: (path) => !undeclared.includes(path) },
      programs,
      diff,
    );
    const lines = found.map(
      ({ severity, file, line, side }) =>
        `${severity} ${file}:${line}${side === undefined ? '' : ` ${side}`}`,
    );
    expect(lines.sort()).toEqual(finds);
    expect(found.every(({ quote }) => quote !== '')).toBe(true);
    expect(found.every(({ gateOf }) => gateOf?.join() === '1')).toBe(true);
  });
});
