import { inSentence, printable, printableLine } from '../../../../lib/index.ts';
import {
  type NewGoalEvent,
  type NewGoalRequest,
  newGoal,
  type PlannedGoal,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `goals new`. */
export type GoalsNewFlags = CommonOptions &
  Omit<NewGoalRequest, 'name' | 'constraints' | 'keywords'> & {
    readonly constraint?: readonly string[];
    readonly keyword?: readonly string[];
  };

/** Carries the command out. */
export function newGoalAction(
  name: string | undefined,
  { constraint: constraints, keyword: keywords, ...flags }: GoalsNewFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.goals-new/1', NewGoalEvent>(setting, {
    schema: 'orchestrator.goals-new/1',
    json: flags.json,
    call: (port) => newGoal(setting.context, { ...flags, name, constraints, keywords }, port),
    show({ goal, isDryRun }, { print, inform }) {
      print(isDryRun ? dryRunText(goal) : `${filesOf(goal).map(printableLine).join('\n')}\n`);
      inform(doneText(goal, isDryRun));
    },
  });
}

function filesOf({ goalMap, stubs }: PlannedGoal): string[] {
  return [goalMap.shown, ...stubs.map(({ shown }) => shown)];
}

function dryRunText({ goalMap, stubs }: PlannedGoal): string {
  return printable(
    `${goalMap.diff}${stubs.map(({ shown, text }) => `==> ${shown} <==\n${text}\n`).join('')}`,
  );
}

function doneText({ name, number, category, stubs }: PlannedGoal, dryRun: boolean): string {
  const done = `${dryRun ? 'Would add' : 'Added'} goal [${number}] ${name} to "${printableLine(category)}".\n`;
  if (dryRun) return done;
  const use = `\`orchestrator new --goal ${name}\` creates a framework for it.\n`;
  if (stubs.length === 0) return `${done}Next: ${use}`;
  const files = inSentence(stubs.map(({ shown }) => printableLine(shown)));
  return `${done}Next: replace every TODO(orchestrator) in ${files}; then ${use}`;
}
