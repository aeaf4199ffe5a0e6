import type { Problem } from '../../../../diagnostics/index.ts';
import { printableLine } from '../../../../lib/index.ts';
import {
  type GoalTest,
  openWorkspace,
  type SnapshotChange,
  type SnapshotReport,
  testGoals,
} from '../../../../operations/index.ts';
import { jsonDocument, type Palette, problemsText, reportFailure } from '../../../terminal/index.ts';
import { changeText } from '../../change_text.ts';
import { type CommandSetting, workspaceOptions } from '../../declare.ts';
import type { GoalsTestFlags } from './flags.ts';

const SCHEMA = 'orchestrator.goals-test/1' as const;

/** Compares the goals with their snapshots and tells what it came to. */
export async function testAction(
  flags: GoalsTestFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const { json = false, update = false, dryRun = false, dir } = flags;
  const workspace = await openWorkspace(context, workspaceOptions(flags));
  const options = { update, dryRun, ...(dir === undefined ? {} : { folder: dir }) };
  const tested = workspace.ok ? await testGoals(context, workspace.value, options) : workspace;
  if (!tested.ok) return finish(reportFailure(tested, { terminal, json, schema: SCHEMA, empty: { dryRun } }));
  const { folder, snapshots, cases } = tested.value;
  const problems = problemsOf(tested.value);
  const ok = problems.length === 0;
  if (json) {
    terminal.out(
      jsonDocument(SCHEMA, { ok, dryRun, folder, cases, snapshots: snapshots.map(document), problems }),
    );
    return finish(ok ? 0 : 1);
  }
  const shown = snapshots.filter(({ status }) => status === 'changed' || status === 'written');
  for (const snapshot of shown) terminal.out(diffText(folder, snapshot));
  terminal.say(problemsText(problems, terminal.colours));
  terminal.say(summary(tested.value, dryRun, terminal.colours));
  finish(ok ? 0 : 1);
}

function problemsOf({ folder, snapshots }: GoalTest): Problem[] {
  const hint = 'If that is right, accept it with `orchestrator goals test --update`.';
  const open = snapshots.filter(({ status }) => ['changed', 'missing', 'stale'].includes(status));
  if (
    open.length > 0 &&
    open.length === snapshots.length &&
    open.every(({ status }) => status === 'missing')
  ) {
    const message = 'There are no snapshots here yet, so nothing was compared.';
    const remedy = 'Make them with `orchestrator goals test --update`, and keep them in version control.';
    return [{ severity: 'error', code: 'no-snapshots', message, file: folder, hint: remedy }];
  }
  return open.map(({ file, status }) => {
    const [code, message] = PROBLEMS[status as keyof typeof PROBLEMS];
    return { severity: 'error', code, message, file: `${folder}${file}`, hint };
  });
}

const PROBLEMS = {
  changed: ['snapshot-changed', 'The goal renders otherwise than stored.'],
  missing: ['snapshot-missing', 'The goal has no snapshot.'],
  stale: ['snapshot-stale', 'No goal or variant renders to this snapshot any more.'],
} as const;

function document({ file, goal, variant, status, changes }: SnapshotReport) {
  return {
    ...{ file, goal, variant, status },
    changes: changes.map((change) => ({
      at: change.at,
      case: change.case,
      repeats: change.repeats,
      lines: change.lines.map(({ sign, text, sources }) => ({ sign, text, sources })),
    })),
  };
}

/** A unified diff in which each changed line says what is behind it. */
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
  const told = [
    ...(written > 0 ? [`${dryRun ? 'Would write' : 'Wrote'} ${written}`] : []),
    ...(removed > 0 ? [`${dryRun ? 'Would remove' : 'Removed'} ${removed}`] : []),
  ];
  const place = printableLine(folder);
  if (told.length > 0) return `${told.join('; ')} in ${place}\n`;
  const same = count('same');
  const all = snapshots.length;
  const mark = same === all ? colours.good('OK:') : colours.bad('NOT OK:');
  return `${mark} ${same} of ${all} snapshots in ${place} are as rendered now, in ${cases} cases.\n`;
}
