import { printableLine } from '../../../../lib/index.ts';
import {
  type CheckedComposition,
  checkGoals,
  openWorkspace,
  type WordShare,
} from '../../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import { type CommandSetting, workspaceOptions } from '../../declare.ts';
import { counted, countOf, isSound } from '../../judgement.ts';
import type { GoalsCheckFlags } from './flags.ts';

/** Carries the command out. */
export async function checkAction(
  flags: GoalsCheckFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const schema = 'orchestrator.goals-check/1' as const;
  const { json = false, strict = false } = flags;
  const workspace = await openWorkspace(context, workspaceOptions(flags));
  const check = workspace.ok ? await checkGoals(context, workspace.value) : workspace;
  if (!check.ok) return finish(reportFailure(check, { terminal, json, schema }));
  const { compositions, problems } = check.value;
  const ok = isSound(problems, strict);
  if (json) terminal.out(jsonDocument(schema, { ok, compositions, problems }));
  else {
    terminal.out(budgetTable(compositions, await terminal.dataColumns()));
    terminal.say(problemsText(problems, terminal.colours));
    terminal.say(`${countOf(compositions.length, 'composition')}: ${counted(problems)}.\n`);
  }
  finish(ok ? 0 : 1);
}

/** Words of each composition against its budget, and whose they are. */
function budgetTable(compositions: readonly CheckedComposition[], width: number): string {
  const head = ['goal', 'words', 'persona', 'protocol', 'constraints', 'frame', 'headings', 'when'];
  const rows = compositions.map((composition) => {
    const { goal, variant, when, words, budget } = composition;
    return [
      variant === null ? goal : `${goal}/${variant}`,
      `${words} of ${budget}`,
      ...KINDS_OF_SHARE.map((kind) => shareOf(composition, kind)),
      Object.entries(when)
        .map(([input, value]) => `${input}=${value}`)
        .join(', '),
    ].map(printableLine);
  });
  const shown = rows.map((row) => (row.at(-1) === '' ? row.slice(0, -1) : row));
  return columns(shown, { width, head });
}

const KINDS_OF_SHARE = ['persona', 'protocol', 'constraint', 'frame', 'labels'] as const;

function shareOf({ shares, words }: CheckedComposition, kind: WordShare['kind']): string {
  const own = shares.filter((share) => share.kind === kind).reduce((sum, share) => sum + share.words, 0);
  return `${own} (${Math.round((own * 100) / Math.max(1, words))} %)`;
}
