import { failure, type Problem } from '../../../../diagnostics/index.ts';
import { inSentence, printable, printableLine } from '../../../../lib/index.ts';
import {
  type GoalWish,
  openWorkspace,
  type PlannedGoal,
  planGoal,
  tidyGoalPlaces,
  type Workspace,
  writeGoal,
} from '../../../../operations/index.ts';
import { EXIT_CODES, jsonDocument, reportFailure } from '../../../terminal/index.ts';
import { type CommandSetting, workspaceOptions } from '../../declare.ts';
import type { GoalsNewFlags } from './flags.ts';

const SCHEMA = 'orchestrator.goals-new/1';

/** Puts a goal into the project's goal map; what no flag says is asked for in a terminal. */
export async function newGoalAction(
  name: string | undefined,
  flags: GoalsNewFlags,
  setting: CommandSetting,
): Promise<void> {
  const { context, terminal, finish } = setting;
  const { json = false, dryRun = false } = flags;
  const report = { terminal, json, schema: SCHEMA } as const;
  const workspace = await openWorkspace(context, workspaceOptions(flags));
  if (!workspace.ok) return finish(reportFailure(workspace, report));
  const wish = await wishOf(name, flags, workspace.value, setting);
  if (typeof wish === 'number') return finish(wish);
  if ('problems' in wish) return finish(reportFailure(wish, report));
  if (!dryRun) tidyGoalPlaces(workspace.value);
  const planned = await planGoal(context, workspace.value, wish);
  if (!planned.ok) return finish(reportFailure(planned, report));
  const written = dryRun ? undefined : await writeGoal(planned.value);
  if (written?.ok === false) return finish(reportFailure(written, report));
  if (json) terminal.out(goalDocument(planned.value, dryRun));
  else {
    terminal.out(
      dryRun ? dryRunText(planned.value) : `${filesOf(planned.value).map(printableLine).join('\n')}\n`,
    );
    terminal.say(doneText(planned.value, dryRun));
  }
  finish(0);
}

/** What the flags say and what is asked for; what is wrong; or the exit code when the person ended it. */
async function wishOf(
  name: string | undefined,
  flags: GoalsNewFlags,
  workspace: Workspace,
  { context, terminal }: CommandSetting,
): Promise<GoalWish | ReturnType<typeof failure> | number> {
  const { description, category, persona, protocol, constraint, keyword = [], yes } = flags;
  const { isSwitchedOn, startConversation } = await import('../../../wizard/index.ts');
  const isAsked = terminal.interactive && isSwitchedOn(context, 'prompts') && workspace.goalMap.path !== null;
  const fallback: GoalWish = {
    ...{ name: name ?? '', description: description ?? '', persona, protocol },
    category: category ?? workspace.goalMap.goals.at(-1)?.category ?? 'My goals',
    ...{ constraints: constraint ?? [], keywords: keyword },
  };
  const needed = [
    ...(name === undefined ? [NEEDED.name] : []),
    ...(description === undefined ? [NEEDED.description] : []),
  ];
  if (!isAsked) return needed.length > 0 ? failure('usage', ...needed) : fallback;
  const optional = { category, persona, protocol, constraints: constraint } as const;
  const open = [
    ...(name === undefined ? ['name' as const] : []),
    ...(description === undefined ? ['description' as const] : []),
    ...OPTIONAL.filter((field) => !yes && optional[field] === undefined),
  ];
  if (open.length === 0) return fallback;
  const { askGoal } = await import('./questions.ts');
  const conversation = await startConversation(terminal);
  try {
    const answers = await askGoal(fallback, open, { ask: conversation.ask, workspace, cwd: context.cwd });
    if (answers !== undefined) return { ...fallback, ...answers };
    terminal.say('\nStopped; nothing was written.\n');
    return conversation.endedBy() ?? EXIT_CODES.interrupted;
  } finally {
    conversation.end();
  }
}

const OPTIONAL = ['category', 'persona', 'protocol', 'constraints'] as const;

const NEEDED: Readonly<Record<'name' | 'description', Problem>> = {
  name: {
    severity: 'error',
    code: 'missing-name',
    message: 'The goal needs a name, and nobody can be asked here.',
    hint: 'Give it as an argument: orchestrator goals new TRIAGE_BUG',
  },
  description: {
    severity: 'error',
    code: 'missing-description',
    message: 'The goal needs a description, and nobody can be asked here.',
    hint: 'Say in one line what it is for: --description "To decide what happens to a bug report."',
  },
};

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
  const use = `\`orchestrator new --goal ${name}\` makes a framework of it.\n`;
  if (stubs.length === 0) return `${done}Next: ${use}`;
  const files = inSentence(stubs.map(({ shown }) => printableLine(shown)));
  return `${done}Next: replace every TODO(orchestrator) in ${files}; then ${use}`;
}

function goalDocument(planned: PlannedGoal, dryRun: boolean): string {
  const { name, number, category, entry, goalMap, stubs } = planned;
  return jsonDocument(SCHEMA, {
    ...{ ok: true, dryRun, goal: { number, name, category, ...entry } },
    files: [
      { file: goalMap.shown, status: dryRun ? ('would-change' as const) : ('changed' as const) },
      ...stubs.map(({ shown }) => ({
        file: shown,
        status: dryRun ? ('would-be-created' as const) : ('created' as const),
      })),
    ],
    problems: [],
  });
}
