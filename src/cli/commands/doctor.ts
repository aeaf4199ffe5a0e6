import { printable } from '../../lib/index.ts';
import { examine, type Finding } from '../../operations/index.ts';
import { jsonDocument } from '../terminal/index.ts';
import { type CommonOptions, type Declare, withCommonOptions } from './declare.ts';

/** `doctor`: what works here, and how to mend what does not. */
export const declare: Declare = (command, { context, terminal, finish }) => {
  withCommonOptions(command, ['orchestrator doctor', 'orchestrator doctor --offline --json'])
    .option('--offline', 'leave out the one request to the model’s endpoint')
    .action(async ({ offline = false, json }: CommonOptions & { readonly offline?: boolean }) => {
      const { signal } = new AbortController();
      const findings = await examine(context, { offline, nodeVersion: process.version, signal });
      const ok = findings.every(({ state }) => state !== 'problem');
      if (json)
        terminal.out(
          jsonDocument('orchestrator.doctor/1', { ok, findings, problems: findings.flatMap(problemOf) }),
        );
      else for (const finding of findings) terminal.out(findingText(finding));
      finish(ok ? 0 : 1);
    });
};

function findingText({ what, state, found, remedy }: Finding): string {
  const mark = { ok: 'ok      ', note: 'note    ', problem: 'PROBLEM ' }[state];
  const head = `${mark} ${what.padEnd(12)} ${printable(found).replace(/\s+/gu, ' ')}\n`;
  return remedy === null ? head : `${head}${' '.repeat(22)}${printable(remedy)}\n`;
}

function problemOf({ what, state, found, remedy }: Finding) {
  if (state !== 'problem') return [];
  const problem = {
    severity: 'error',
    code: `doctor-${what.toLowerCase().replace(/\s+/gu, '-')}`,
    message: found,
  } as const;
  return [remedy === null ? problem : { ...problem, hint: remedy }];
}
