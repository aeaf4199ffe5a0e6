import { printableLine } from '../../../lib/index.ts';
import { type ListedFramework, listFrameworks, openWorkspace } from '../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../terminal/index.ts';
import { columns } from '../../terminal/table.ts';
import {
  type CommandSetting,
  type CommonOptions,
  type Declare,
  type WorkspaceFlags,
  withCommonOptions,
  withWorkspaceOptions,
  workspaceOptions,
} from '../declare.ts';

const SCHEMA = 'orchestrator.list/1' as const;

type Flags = CommonOptions & WorkspaceFlags & { readonly output?: string };

/** `list`: the frameworks here and their state. */
export const declare: Declare = (command, setting) => {
  withWorkspaceOptions(
    withCommonOptions(command, [
      'orchestrator list',
      'orchestrator list --output prompts',
      'orchestrator list --json',
    ]),
  )
    .option('--output <folder>', 'where frameworks are (default: ./output)')
    .action((flags: Flags) => list(flags, setting));
};

async function list(flags: Flags, { context, terminal, finish }: CommandSetting): Promise<void> {
  const { json = false, output } = flags;
  const workspace = await openWorkspace(context, workspaceOptions(flags));
  const listed = workspace.ok
    ? await listFrameworks(context, workspace.value, output === undefined ? {} : { output })
    : workspace;
  if (!listed.ok) return finish(reportFailure(listed, { terminal, json, schema: SCHEMA }));
  const problems = listed.value.flatMap((framework) => framework.problems);
  if (json) {
    const frameworks = listed.value.map(document);
    terminal.out(jsonDocument(SCHEMA, { ok: true, frameworks, problems }));
    return finish(0);
  }
  if (listed.value.length === 0)
    terminal.say('There are no frameworks here; make one with `orchestrator new`.\n');
  else terminal.out(columns(listed.value.map(row), { width: await terminal.dataColumns() }));
  terminal.say(problemsText(problems, terminal.colours));
  const open = listed.value.filter(({ status }) => status.includes('stale')).length;
  if (open > 0)
    terminal.say(`${open} stale; \`orchestrator update --all --dry-run\` shows what would change.\n`);
  finish(0);
}

function row({ place, goal, status, lastRun }: ListedFramework): string[] {
  const run =
    lastRun === null ? 'never run' : `run ${lastRun.at}${lastRun.outcome ? `, ${lastRun.outcome}` : ''}`;
  return [printableLine(place.name), printableLine(goal ?? '-'), status.join(', '), printableLine(run)];
}

function document({ place, goal, title, status, lastRun, problems }: ListedFramework) {
  return {
    name: place.name,
    directory: place.shown,
    ...{ goal, title, status, lastRun },
    reasons: problems.map(({ message }) => message),
  };
}
