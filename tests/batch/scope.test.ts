import { describe, expect, test } from 'vitest';
import {
  COMPANIONS,
  type CompanionRule,
  checkScope,
  type FileChange,
  testFilesTouched,
} from '../../src/batch/verify/index.ts';
import { casesIn } from '../support/cases.ts';

type ScopeCase = {
  readonly declared: readonly string[];
  readonly changed: readonly string[];
  readonly rules?: readonly CompanionRule[];
  readonly outside?: readonly string[];
  readonly companions?: readonly string[];
};

describe('the scope of a phase', () => {
  test.each(casesIn<ScopeCase>('batch/scope.yaml').map((one) => [one.declared, one.changed, one] as const))(
    'declared %j, changed %j',
    (declared, changed, { rules = COMPANIONS, outside = [], companions = [] }) => {
      const changes = changed.map((path) => ({ path, change: 'modified' as const }));
      expect(checkScope(changes, { declared, companions: rules })).toEqual({ outside, companions });
    },
  );
});

type FilesCase = {
  readonly gate: string | null;
  readonly changed: readonly string[];
  readonly declared?: readonly string[];
  readonly touched: readonly string[];
};

const SIGNS: Readonly<Record<string, FileChange['change']>> = { '-': 'deleted', '+': 'added' };

describe('the test files that a gate names and the attempt changed', () => {
  test.each(casesIn<FilesCase>('batch/test_files.yaml').map((one) => [one.gate, one.changed, one] as const))(
    '%j, %j',
    (gate, changed, { declared = [], touched }) => {
      const changes = changed.map((written) => {
        const change = SIGNS[written[0] ?? ''] ?? 'modified';
        return { path: change === 'modified' ? written : written.slice(1), change };
      });
      expect(testFilesTouched([{ command: gate }], changes, declared)).toEqual(touched);
    },
  );
});
