import { printableLine } from '../../../../lib/index.ts';
import {
  type GoalTest,
  type GoalTestEvent,
  reportGoalTest,
  type SnapshotChange,
  type SnapshotReport,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { type Palette, problemsText } from '../../../terminal/index.ts';
import { changeText } from '../../change_text.ts';
import type { CommandSetting } from '../../declare.ts';
import type { GoalsTestFlags } from './flags.ts';

/** Compares the goals with their snapshots and reports the result. */
export function testAction(flags: GoalsTestFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.goals-test/1', GoalTestEvent>(setting, {
    schema: 'orchestrator.goals-test/1',
    json: flags.json,
    asks: false,
    call: (port) => reportGoalTest(setting.context, flags, port),
    show({ test, problems, isDryRun }, { print, inform, terminal }) {
      const shown = test.snapshots.filter(({ status }) => status === 'changed' || status === 'written');
      for (const snapshot of shown) print(diffText(test.folder, snapshot));
      inform(problemsText(problems, terminal.colours));
      inform(summary(test, isDryRun, terminal.colours));
    },
  });
}

/** A unified diff with the source of each changed line. */
function diffText(folder: string, { file, changes }: SnapshotReport): string {
  if (changes.length === 0) return '';
  const head = `--- ${printableLine(folder)}${file}\n+++ ${file.replace(/\.md$/u, '')} as it renders now\n`;
  return head + changes.map(snapshotText).join('');
}

function snapshotText(change: SnapshotChange): string {
  const { case: name, repeats } = change;
  const more = repeats === 0 ? '' : `, and the same in ${repeats} more`;
  return changeText(change, {
    label: `${name === '' ? 'head' : `case: ${name}`}${more}`,
    unknown: 'snapshot',
  });
}

function summary({ snapshots, cases, folder }: GoalTest, dryRun: boolean, colours: Palette): string {
  const count = (status: SnapshotReport['status']) =>
    snapshots.filter((snapshot) => snapshot.status === status).length;
  const [written, removed] = [count('written'), count('removed')];
  const counts = [
    ...(written > 0 ? [`${dryRun ? 'Would write' : 'Wrote'} ${written}`] : []),
    ...(removed > 0 ? [`${dryRun ? 'Would remove' : 'Removed'} ${removed}`] : []),
  ];
  const place = printableLine(folder);
  if (counts.length > 0) return `${counts.join('; ')} in ${place}\n`;
  const same = count('same');
  const all = snapshots.length;
  const mark = same === all ? colours.good('OK:') : colours.bad('NOT OK:');
  return `${mark} ${same} of ${all} snapshots in ${place} match, in ${cases} cases.\n`;
}
