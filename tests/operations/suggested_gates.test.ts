import { expect, test } from 'vitest';
import { suggestGate } from '../../src/operations/orchestrate/suggest_gate.ts';
import { casesIn } from '../support/cases.ts';
import { contextIn } from '../support/front_end.ts';
import { emptyFolder } from '../support/program.ts';
import { putFiles } from '../support/repository.ts';

type GateCase = {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly gate: string | null;
};

test.each(casesIn<GateCase>('suggested_gates.yaml'))(
  'as a gate is suggested: $name',
  async ({ files, gate }) => {
    const cwd = emptyFolder();
    putFiles(cwd, files);
    expect((await suggestGate(contextIn(cwd)))?.command ?? null).toBe(gate);
  },
);
