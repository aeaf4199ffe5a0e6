import type { ExecutorProblemCode } from '../../batch/index.ts';
import type { SettingProblemCode } from '../../config/index.ts';
import { type Failure, failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { type InputValueProblemCode, readSecretInput } from '../filling/input_values.ts';
import type { ModelRequestCode } from '../flagged_model.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';
import type { ChangedSetting } from './setting_report.ts';
import { changeSetting, getSetting, isSecretSetting } from './settings.ts';

/** Events of changing a setting. */
export type SettingChangeEvent = {
  readonly kind: 'kept' | 'removed';
  readonly changed: ChangedSetting;
};

/** A setting to save. */
export type SetRequest = {
  readonly name: string;
  /** `-` is standard input. A key is read from there, or asked for, and never taken from this field. */
  readonly value?: string | undefined;
};

type SetSettingCode = ExecutorProblemCode | ModelRequestCode | RefusedCode | 'interrupted';

/** Saves a setting. */
export async function setSetting(
  context: OperationContext,
  { name, value }: SetRequest,
  port: Port<SettingChangeEvent>,
): Promise<VerbResult<'orchestrator.config-set/1', SetSettingCode>> {
  const known = getSetting(context, name);
  if (!known.ok) return known;
  const text = await givenValue({ name, value }, port);
  const changed = text.ok ? await changeSetting(context, name, text.value) : text;
  if (!changed.ok) return changed;
  await port.show({ kind: 'kept', changed: changed.value });
  return success(makeDocument('orchestrator.config-set/1', { ok: true, ...changed.value, problems: [] }));
}

/** Removes a setting. */
export async function unsetSetting(
  context: OperationContext,
  { name }: { readonly name: string },
  port: Port<SettingChangeEvent>,
): Promise<VerbResult<'orchestrator.config-unset/1', ExecutorProblemCode | SettingProblemCode>> {
  const changed = await changeSetting(context, name, undefined);
  if (!changed.ok) return changed;
  await port.show({ kind: 'removed', changed: changed.value });
  return success(makeDocument('orchestrator.config-unset/1', { ok: true, ...changed.value, problems: [] }));
}

/** The value to save: as given, from standard input, or asked for. */
async function givenValue(
  { name, value }: SetRequest,
  { canAsk, secret }: Pick<Port, 'canAsk' | 'secret'>,
): Promise<Result<string, InputValueProblemCode | RefusedCode | 'interrupted'>> {
  const isSecret = isSecretSetting(name);
  if (value !== undefined && value !== '-') return isSecret ? refused(inArguments(name)) : success(value);
  if (value === undefined && !isSecret) {
    const shown = printableLine(name);
    return refused(missing(`${shown} needs a value.`, `orchestrator config set ${shown} VALUE`));
  }
  if (value === '-') {
    const read = readSecretInput();
    return typeof read === 'string' ? success(read) : read;
  }
  if (secret === undefined || !(await canAsk())) {
    const message = `${name} needs a value, and nobody can be asked here.`;
    return refused(missing(message, `orchestrator config set ${name} - < FILE`));
  }
  const answer = await secret({ message: `${name} (not shown):` });
  return answer.kind === 'answer' ? success(answer.value) : STOPPED;
}

const STOPPED = interrupted('Stopped; nothing was changed.');

type RefusedCode = 'secret-in-arguments' | 'missing-value';

function refused(problem: Problem<RefusedCode>): Failure<RefusedCode> {
  return failure('usage', problem);
}

function missing(message: string, hint: string): Problem<'missing-value'> {
  return { severity: 'error', code: 'missing-value', message, hint };
}

function inArguments(name: string): Problem<'secret-in-arguments'> {
  return {
    severity: 'error',
    code: 'secret-in-arguments',
    message: `${name} cannot be given as an argument: other users can see it, and the shell stores it. Nothing was changed.`,
    hint: `Run \`orchestrator config set ${name}\` and type it, or pass it on standard input: \`config set ${name} -\`. If it was a real key, replace it.`,
  };
}
