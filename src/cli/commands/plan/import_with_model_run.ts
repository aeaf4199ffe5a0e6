import { type Failure, failure } from '../../../diagnostics/index.ts';
import { printableLine, withThousands } from '../../../lib/index.ts';
import { importWithModel, prepareImportWithModel } from '../../../operations/index.ts';
import { EXIT_CODES, problemsText, reportFailure, showProgress } from '../../terminal/index.ts';
import type { CommandSetting } from '../declare.ts';
import type { PlanImportFlags } from './import_flags.ts';
import { reportImported, SCHEMA } from './import_run.ts';

/** Carries the command out where a model points out the work. */
export async function importWithModelAction(
  file: string,
  flags: PlanImportFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const { json = false, dryRun = false, out, keepDone } = flags;
  const fail = (failed: Failure) => reportFailure(failed, { terminal, json, schema: SCHEMA });
  const say = (text: string) => {
    if (terminal.interactive || !json) terminal.say(text);
  };
  const unused = unusedOption(flags);
  if (unused !== undefined) return finish(fail(unused));
  if (file === '-' && flags.apiKeyFile === '-') return finish(fail(INPUT_TWICE));
  const prepared = prepareImportWithModel(context, { file, out, dryRun, keepDone });
  if (!prepared.ok) return finish(fail(prepared));
  const { isSwitchedOn, openFlaggedModel, watchSignals } = await import('../../wizard/index.ts');
  const open = await openFlaggedModel(context, flags);
  if ('cause' in open) return finish(fail(open));
  if (open.kind === 'none') return finish(fail(noModel(open.reason, open.remedy)));
  say(problemsText(open.problems, terminal.colours));
  const name = printableLine(open.settings.model);
  const about = `about ${withThousands(prepared.value.tokens)} tokens`;
  const watch = watchSignals();
  try {
    const progress = await showProgress(
      { ...terminal, say },
      `Asking ${name} to point out the work (${about}) ...`,
      { spinner: isSwitchedOn(context, 'spinner') },
    );
    const imported = await importWithModel(context, prepared.value, {
      model: open,
      signal: watch.signal,
    }).finally(() => progress.stop());
    if (watch.signal.aborted && !imported.ok) {
      fail(INTERRUPTED);
      return finish(watch.endedBy() ?? EXIT_CODES.interrupted);
    }
    if (!imported.ok) return finish(fail(imported));
    const { model, usage } = imported.value;
    finish(await reportImported(imported.value, { file, json, terminal, more: { model, usage } }));
  } finally {
    watch.end();
  }
}

/** Options that tell the rules what the work is have no meaning where a model says it. */
function unusedOption({ from, section, tag, inOrder }: PlanImportFlags): Failure | undefined {
  const options = [
    ...(from === 'auto' ? [] : ['--from']),
    ...(section === undefined ? [] : ['--section']),
    ...(tag === undefined ? [] : ['--tag']),
    ...(inOrder ? ['--in-order'] : []),
  ];
  if (options.length === 0) return undefined;
  return failure('usage', {
    severity: 'error',
    code: 'option-unused',
    message: `With --with-model it is the model that says what the work is; ${options.join(' and ')} cannot be given besides.`,
    hint: `Leave ${options.length === 1 ? 'that' : 'them'} or --with-model out.`,
  });
}

function noModel(reason: string, hint: string): Failure {
  const message = `Nothing was sent: ${reason}.`;
  return failure('environment', { severity: 'error', code: 'no-model', message, hint });
}

const INPUT_TWICE = failure('usage', {
  severity: 'error',
  code: 'standard-input-twice',
  message: 'Standard input is asked for twice.',
  hint: 'Take one of the two from a file.',
});

const INTERRUPTED = failure('interrupted', {
  severity: 'note',
  code: 'interrupted',
  message: 'Stopped; no plan was written.',
});
