import { failure } from '../../../diagnostics/index.ts';
import { foldLines, printableLine } from '../../../lib/index.ts';
import { examine, type Finding } from '../../../operations/index.ts';
import { jsonDocument, reportFailure } from '../../terminal/index.ts';
import { watchSignals } from '../../terminal/signals.ts';
import { columns } from '../../terminal/table.ts';
import { type CommonOptions, type Declare, withCommonOptions } from '../declare.ts';

const SCHEMA = 'orchestrator.doctor/1' as const;

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
        reportFailure(STOPPED, { terminal, json: json ?? false, schema: SCHEMA });
        return finish(interrupted);
      }
      const ok = findings.every(({ state }) => state !== 'problem');
      if (json) terminal.out(jsonDocument(SCHEMA, { ok, findings, problems: findings.flatMap(problemOf) }));
      else {
        const width = await terminal.dataColumns();
        for (const finding of findings) terminal.out(findingText(finding, width));
      }
      finish(ok ? 0 : 1);
    });
};

const STOPPED = failure('interrupted', {
  severity: 'note',
  code: 'interrupted',
  message: 'Stopped; nothing was changed.',
});

function findingText({ what, state, found, remedy }: Finding, width: number): string {
  const mark = { ok: 'ok      ', note: 'note    ', problem: 'PROBLEM ' }[state];
  const told = [found, ...(remedy === null ? [] : [remedy])].map(printableLine);
  if (width < NARROW)
    return foldLines(`${mark} ${what}\n${told.map((line) => `  ${line}\n`).join('')}`, width);
  const head = `${mark} ${what.padEnd(WIDEST)}`;
  const rows = told.map((line, place) => [place === 0 ? head : ' '.repeat(head.length), line]);
  return columns(rows, { width });
}

/** The longest name of what is looked at. */
const WIDEST = 'Control groups'.length;
/** Below this, what was found stands under its name. */
const NARROW = 60;

function problemOf({ what, state, found, remedy }: Finding) {
  if (state !== 'problem') return [];
  const problem = {
    severity: 'error',
    code: `doctor-${what.toLowerCase().replace(/\s+/gu, '-')}`,
    message: found,
  } as const;
  return [remedy === null ? problem : { ...problem, hint: remedy }];
}
