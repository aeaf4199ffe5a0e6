import { failure } from '../../../diagnostics/index.ts';
import { printable } from '../../../lib/index.ts';
import { examine, type Finding } from '../../../operations/index.ts';
import { jsonDocument, reportFailure } from '../../terminal/index.ts';
import { watchSignals } from '../../terminal/signals.ts';
import { type CommonOptions, type Declare, withCommonOptions } from '../declare.ts';

const SCHEMA = 'orchestrator.doctor/1';

/** `doctor`: what works here, and how to mend what does not. */
export const declare: Declare = (command, { context, terminal, finish }) => {
  withCommonOptions(command, ['orchestrator doctor', 'orchestrator doctor --offline --json'])
    .option('--offline', 'leave out the one request to the model’s endpoint')
    .action(async ({ offline = false, json }: CommonOptions & { readonly offline?: boolean }) => {
      const watch = watchSignals();
      const { signal } = watch;
      const findings = await examine(context, { offline, nodeVersion: process.version, signal });
      watch.end();
      const interrupted = watch.endedBy();
      if (interrupted !== undefined) {
        reportFailure(STOPPED, { terminal, json: json ?? false, schema: SCHEMA, empty: { findings: [] } });
        return finish(interrupted);
      }
      const ok = findings.every(({ state }) => state !== 'problem');
      if (json) terminal.out(jsonDocument(SCHEMA, { ok, findings, problems: findings.flatMap(problemOf) }));
      else for (const finding of findings) terminal.out(findingText(finding));
      finish(ok ? 0 : 1);
    });
};

const STOPPED = failure('interrupted', {
  severity: 'note',
  code: 'interrupted',
  message: 'Stopped; nothing was changed.',
});

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
