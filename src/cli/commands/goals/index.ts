import { foldLines, inTitleCase, printableLine } from '../../../lib/index.ts';
import {
  type GoalReport,
  listGoals,
  missingRemedy,
  openWorkspace,
  showGoal,
  type Workspace,
} from '../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../terminal/index.ts';
import { columns } from '../../terminal/table.ts';
import {
  type CommandSetting,
  type Declare,
  type WorkspaceFlags,
  withLibraryOptions,
  workspaceOptions,
} from '../declare.ts';
import { declareCheck } from './check/declare.ts';
import { declareEval } from './eval/declare.ts';
import { declareNew } from './new/declare.ts';
import { declareTest } from './test/declare.ts';

/** `goals list`, `show`, `new`, `check`, `test` and `eval`: what the goal map offers. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .addHelpText('before', 'Examples:\n  $ orchestrator goals list\n  $ orchestrator goals show 3\n');
  const list = command.command('list').description('every goal, by category');
  withLibraryOptions(list, ['orchestrator goals list', 'orchestrator goals list --json']).action(
    (flags: WorkspaceFlags) => listAction(flags, setting),
  );
  const show = command.command('show').description('one goal: its components, variants and inputs');
  withLibraryOptions(show, [
    'orchestrator goals show REVIEW_AGAINST_STANDARDS',
    'orchestrator goals show 3 --json',
  ])
    .argument('<goal>', 'name or number')
    .action((wanted: string, flags: WorkspaceFlags) => showAction(wanted, flags, setting));
  declareNew(command, setting);
  declareCheck(command, setting);
  declareTest(command, setting);
  declareEval(command, setting);
};

async function listAction(
  flags: WorkspaceFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const schema = 'orchestrator.goals-list/1' as const;
  const json = flags.json ?? false;
  const workspace = await openWorkspace(context, workspaceOptions(flags));
  if (!workspace.ok) return finish(reportFailure(workspace, { terminal, json, schema }));
  const reports = listGoals(workspace.value);
  const problems = reports.flatMap(missingProblems);
  if (json) {
    const goals = reports.map(goalDocument);
    terminal.out(jsonDocument(schema, { ok: true, goalMap: workspace.value.goalMap.path, goals, problems }));
    return finish(0);
  }
  terminal.out(listText(reports, await terminal.dataColumns()));
  terminal.say(problemsText(problems, terminal.colours));
  finish(0);
}

async function showAction(
  wanted: string,
  flags: WorkspaceFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const schema = 'orchestrator.goals-show/1' as const;
  const json = flags.json ?? false;
  const workspace = await openWorkspace(context, workspaceOptions(flags));
  const report = workspace.ok ? showGoal(workspace.value, wanted) : workspace;
  if (!report.ok) return finish(reportFailure(report, { terminal, json, schema }));
  const problems = missingProblems(report.value);
  if (json) terminal.out(jsonDocument(schema, { ok: true, goal: goalDocument(report.value), problems }));
  else {
    terminal.out(goalText(report.value, await terminal.dataColumns()));
    terminal.say(problemsText(problems, terminal.colours));
  }
  finish(0);
}

/** A goal as the JSON documents show it. */
function goalDocument({ goal, missing }: GoalReport) {
  const { number, name, category, description, persona, protocol, constraints, inputs, keywords, variants } =
    goal;
  return {
    number,
    name,
    category,
    description,
    persona,
    protocol,
    constraints: constraints.map(constraintDocument),
    variants: variants.map((variant) => ({
      name: variant.name,
      description: variant.description,
      persona: variant.persona,
      protocol: variant.protocol,
      constraints: variant.constraints.map(constraintDocument),
    })),
    inputs,
    keywords,
    missing: missing.map(({ kind, file }) => ({ kind, file })),
  };
}

function constraintDocument({ file, when }: Workspace['goalMap']['goals'][number]['constraints'][number]) {
  return { file, when: Object.fromEntries(when.map(({ input, values }) => [input, values])) };
}

function missingProblems({ goal, missing }: GoalReport) {
  return missing.map(
    ({ kind, file, similar }) =>
      ({
        severity: 'warning',
        code: 'component-missing',
        message: `${goal.name} names the ${kind} ${file}, which no layer of the library has.`,
        hint: missingRemedy({ kind, file, similar }),
      }) as const,
  );
}

function listText(reports: readonly GoalReport[], width: number): string {
  const categories = new Map<string, string[][]>();
  const longest = Math.max(0, ...reports.map((report) => labelOf(report).length));
  for (const report of reports) {
    const { category, description } = report.goal;
    const rows = categories.get(category) ?? [];
    const lacks = report.missing.length > 0 ? ` (${report.missing.length} missing)` : '';
    rows.push([labelOf(report).padEnd(longest), printableLine(description) + lacks]);
    categories.set(category, rows);
  }
  return [...categories]
    .map(
      ([category, rows]) =>
        foldLines(`--- ${printableLine(category)} ---\n`, width) + columns(rows, { width }),
    )
    .join('');
}

function labelOf({ goal }: GoalReport): string {
  return `  [${goal.number}] ${goal.name}`;
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
