import { countOf, printable, printableLine } from '../../../../lib/index.ts';
import {
  type ContextUpdate,
  type UpdateContextRequest,
  updateContext,
} from '../../../../operations/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { runChange } from '../run_change.ts';

/** Flags of `batch update-context`. */
export type UpdateContextFlags = CommonOptions & Omit<UpdateContextRequest, 'batch'>;

/** Carries the command out. */
export function updateContextAction(
  batch: string,
  flags: UpdateContextFlags,
  setting: CommandSetting,
): Promise<void> {
  return runChange(setting, {
    schema: 'orchestrator.batch-update-context/1',
    json: flags.json,
    call: (port) => updateContext(setting.context, { ...flags, batch }, port),
    planText: (update: ContextUpdate) => text(update, { isDone: false }),
    doneText: (update: ContextUpdate) => text(update, { isDone: true }),
  });
}

function text(
  { facts, context, tasks, diff }: ContextUpdate,
  { isDone }: { readonly isDone: boolean },
): string {
  const fresh = facts.filter(({ isNew }) => isNew);
  const learned = fresh.map(({ kind, text: said }) => `  ${kind}: ${printableLine(said)}\n`);
  const memory =
    fresh.length === 0
      ? 'Memory: nothing new.\n'
      : `Memory: ${countOf(fresh.length, 'fact')} ${isDone ? 'kept' : 'to keep'}\n${learned.join('')}`;
  const known = isDone
    ? `Context: ${context.written.length === 0 ? 'unchanged' : `written to ${context.written.map(printableLine).join(', ')}`}.\n`
    : `Context: ${context.isStale ? 'out of date, to be rediscovered' : 'up to date'}.\n`;
  if (tasks === null) return `${memory}${known}`;
  const { file, ticked, before, left } = tasks;
  const ticks = `Tasks in ${printableLine(file)}: ${ticked.length} ${isDone ? 'ticked' : 'to tick'}, ${before} ticked before, ${left.length} left.\n`;
  return `${memory}${known}${ticks}${printable(diff)}`;
}
