import { foldLines, inTitleCase, printableLine } from '../../../../lib/index.ts';
import { type GoalReport, type GoalsEvent, reportGoal } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting, WorkspaceFlags } from '../../declare.ts';

/** Carries the command out. */
export function showAction(goal: string, flags: WorkspaceFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.goals-show/1', GoalsEvent>(setting, {
    schema: 'orchestrator.goals-show/1',
    json: flags.json,
    asks: false,
    call: (port) => reportGoal(setting.context, { ...flags, goal }, port),
    async show({ goals, problems }, { print, inform, terminal }) {
      const width = await terminal.dataColumns();
      for (const report of goals) print(goalText(report, width));
      inform(problemsText(problems, terminal.colours));
    },
  });
}

function goalText({ goal, missing }: GoalReport, columnsWide: number): string {
  const absent = new Set(missing.map(({ kind, file }) => `${kind}/${file}`));
  const file = (kind: string, name: string) => (absent.has(`${kind}/${name}`) ? `${name} (missing)` : name);
  const constraint = ({ file: name, when }: (typeof goal.constraints)[number]) =>
    `${file('constraint', name)}${when.map(({ input, values }) => ` when ${input} is ${values.join(' or ')}`).join(' and')}`;
  const rows = [
    ['Category', goal.category],
    ['Persona', `${file('persona', goal.persona)} (${inTitleCase(goal.persona.replace(/\.\w+$/u, ''))})`],
    ['Protocol', file('protocol', goal.protocol)],
    ...goal.constraints.map((use) => ['Constraint', constraint(use)]),
    ...goal.variants.map((variant) => [
      `Variant ${variant.name}`,
      `${variant.description} [${variant.protocol}]`,
    ]),
    ...goal.inputs.map((input) => [
      `Input ${input.name}`,
      `${input.kind}, ${input.required ? 'required' : input.default === null ? 'optional' : `default ${input.default}`}: ${input.describe}`,
    ]),
    ...(goal.keywords.length > 0 ? [['Keywords', goal.keywords.join(', ')]] : []),
  ];
  const head = foldLines(
    `[${goal.number}] ${goal.name}\n${printableLine(goal.description)}\n\n`,
    columnsWide,
  );
  return (
    head +
    columns(
      rows.map((row) => row.map(printableLine)),
      { width: columnsWide },
    )
  );
}
