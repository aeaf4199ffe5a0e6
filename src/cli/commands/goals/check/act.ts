import { countOf, printableLine } from '../../../../lib/index.ts';
import {
  type CheckedComposition,
  type GoalsCheckEvent,
  reportGoalsCheck,
  type WordShare,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting } from '../../declare.ts';
import { counted } from '../../problem_counts.ts';
import type { GoalsCheckFlags } from './flags.ts';

/** Carries the command out. */
export function checkAction(flags: GoalsCheckFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.goals-check/1', GoalsCheckEvent>(setting, {
    schema: 'orchestrator.goals-check/1',
    json: flags.json,
    asks: false,
    call: (port) => reportGoalsCheck(setting.context, flags, port),
    async show({ check: { compositions, problems } }, { print, inform, terminal }) {
      print(budgetTable(compositions, await terminal.dataColumns()));
      inform(problemsText(problems, terminal.colours));
      inform(`${countOf(compositions.length, 'composition')}: ${counted(problems)}.\n`);
    },
  });
}

/** Words of each composition against its budget, by source. */
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
