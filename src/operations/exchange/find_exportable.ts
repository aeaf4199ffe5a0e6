import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { Exportable, ExportableGroup } from '../../exchange/index.ts';
import { chooseGoal, componentNames, type FrameworkLock, findComponent } from '../../framework/index.ts';
import { nearest } from '../../lib/index.ts';
import { namedComponents } from '../components/components.ts';
import { type FindNamedCode, findNamedComponent } from '../components/named_component.ts';
import type { OperationContext } from '../context.ts';
import { type PrepareFrameworkCode, prepareFramework } from '../create/prepare_framework.ts';
import { locateFramework } from '../frameworks/locate_framework.ts';
import { type OpenProblemCode, openFramework } from '../frameworks/open_framework.ts';
import { agentPrompts } from '../prompts/index.ts';
import type { Workspace } from '../workspace.ts';

/** Something to export, with its name for people and the reference by which it is found again. */
export type FoundExportable = Exportable & { readonly shown: string; readonly wanted: string };

/** The codes with which {@link findExportables} can fail. */
export type FindExportablesCode =
  | FindNamedCode
  | OpenProblemCode
  | PrepareFrameworkCode
  | 'export-incomplete'
  | 'export-unknown'
  | 'export-unresolved';

/** Finds everything that a name refers to: all prompts made for MCP, or one thing. */
export async function findExportables(
  context: OperationContext,
  workspace: Workspace,
  wanted: string,
): Promise<Result<readonly FoundExportable[], FindExportablesCode>> {
  if (wanted === PROMPTS) return success(agentPrompts.map(promptExportable));
  const prompt = agentPrompts.find(({ name }) => wanted === `${PROMPTS}/${name}`);
  if (prompt) return success([promptExportable(prompt)]);
  const found = await findExportable(context, workspace, wanted);
  return found.ok ? success([found.value]) : found;
}

const PROMPTS = 'mcp-prompts';

/** Everything that a name refers to, as one thing, in forms that can hold it; `undefined` if it is one thing anyway. */
export function exportableGroup(wanted: string): ExportableGroup | undefined {
  if (wanted !== PROMPTS) return undefined;
  const members = agentPrompts.map((prompt) => ({ ...promptExportable(prompt), name: prompt.name }));
  const description =
    'Plans, runs and reviews work on a project with orchestrator, and remembers what was learned.';
  return { name: 'orchestrator', description, members };
}

/** A prompt of this program's own, under a name that no client uses for a command. */
function promptExportable({
  name,
  description,
  argument,
  text,
}: (typeof agentPrompts)[number]): FoundExportable {
  const slot = `<<FILL ${argument.name}: ${argument.description}>>`;
  return {
    ...{ name: `orchestrator-${name}`, description, useWhen: undefined, persona: '', prompt: text(slot) },
    inputs: [{ name: argument.name, kind: 'request', required: false, describe: argument.description, slot }],
    ...{ source: `prompt ${name}`, shown: `${PROMPTS}/${name}`, wanted: `${PROMPTS}/${name}` },
  };
}

/** A component by itself. */
async function componentExportable(
  context: OperationContext,
  workspace: Workspace,
  wanted: string,
): Promise<Result<FoundExportable, FindNamedCode>> {
  const found = await findNamedComponent(context, workspace, { wanted, kind: undefined });
  if (!found.ok) return found;
  const { kind, file, text, metadata } = found.value;
  const { summary, use_when: useWhen, license } = metadata;
  const name = file.replace(/\.(?:txt|md)$/u, '');
  return success({
    ...{ name, persona: kind === 'persona' ? text : '', prompt: kind === 'persona' ? '' : text, inputs: [] },
    description: typeof summary === 'string' ? summary : name,
    useWhen: typeof useWhen === 'string' ? useWhen : undefined,
    component: { kind, license: typeof license === 'string' ? license : undefined },
    ...{ source: `component ${kind} ${file}`, shown: file, wanted },
  });
}

/**
 * Finds the framework of that name, as its files are on disk; else the goal of that name or number, as it would be rendered; else
 * the component of that name.
 */
async function findExportable(
  context: OperationContext,
  workspace: Workspace,
  wanted: string,
): Promise<Result<FoundExportable, FindExportablesCode>> {
  const place = locateFramework(context, wanted);
  if (place.ok) {
    const opened = await openFramework(context, wanted);
    if (!opened.ok) return opened;
    const { lock, files, state } = opened.value;
    if (state === 'unresolved') return failure('problems', unresolved(place.value.shown));
    const source = { source: `framework ${lock.name}`, shown: place.value.shown, wanted };
    return success(await exportable(context, workspace, { lock, files, ...source }));
  }
  const goal = chooseGoal(workspace.goalMap, wanted);
  if (!goal.ok)
    return namedComponents(workspace.library, wanted, undefined).length > 0
      ? componentExportable(context, workspace, wanted)
      : failure('usage', unknown(workspace, wanted));
  const { name } = goal.value;
  const prepared = await prepareFramework(context, workspace, { name, goal: name, choice: {}, values: {} });
  if (!prepared.ok) return prepared;
  const { lock, composed } = prepared.value;
  const { todos } = lock;
  if (todos.length > 0)
    return failure(
      'problems',
      incomplete(
        name,
        todos.map(({ file }) => file),
      ),
    );
  return success(
    await exportable(context, workspace, {
      ...{ lock, files: composed.files, source: `goal ${name}`, shown: `goal ${name}`, wanted: name },
    }),
  );
}

async function exportable(
  { cwd }: OperationContext,
  { goalMap, library }: Workspace,
  given: {
    readonly lock: FrameworkLock;
    readonly files: readonly { readonly file: string; readonly text: string }[];
    readonly source: string;
    readonly shown: string;
    readonly wanted: string;
  },
): Promise<FoundExportable> {
  const { lock, files, source, shown, wanted } = given;
  const goal = goalMap.goals.find(({ name }) => name === lock.goal);
  const persona = lock.components.find(({ kind }) => kind === 'persona');
  const found = persona && (await findComponent(library, persona, cwd));
  const when = found?.ok ? found.value?.metadata.use_when : undefined;
  const text = (isPersona: boolean) =>
    files
      .filter(({ file }) => file.endsWith('.md') && (file === PERSONA) === isPersona)
      .map((file) => file.text.replace(/\r\n/gu, '\n'))
      .join('\n');
  return {
    ...{ name: lock.name, source, shown, wanted, inputs: lock.inputs },
    description: goal?.description ?? lock.title,
    useWhen: typeof when === 'string' ? when : undefined,
    ...{ persona: text(true), prompt: text(false) },
  };
}

/** The file that describes the role; the other one describes the task. */
const PERSONA = '00_PERSONA.md';

function unknown({ goalMap, library }: Workspace, wanted: string): Problem<'export-unknown'> {
  const components = componentNames(library).map(({ file }) => file.replace(/\.(?:txt|md)$/u, ''));
  const meant = nearest(wanted, [PROMPTS, ...goalMap.goals.map(({ name }) => name), ...components]);
  return {
    severity: 'error',
    code: 'export-unknown',
    message: `There is no framework, no goal and no component ${JSON.stringify(wanted.slice(0, 100))}.`,
    hint:
      meant === undefined
        ? '`orchestrator list` shows the frameworks here, `orchestrator goals list` the goals, `orchestrator components list` the components.'
        : `Did you mean ${meant}?`,
  };
}

function unresolved(file: string): Problem<'export-unresolved'> {
  return {
    severity: 'error',
    code: 'export-unresolved',
    message: 'It has unresolved conflicts from an update.',
    file,
    hint: 'Resolve them, then export it.',
  };
}

function incomplete(goal: string, files: readonly string[]): Problem<'export-incomplete'> {
  return {
    severity: 'error',
    code: 'export-incomplete',
    message: `No layer of the library has ${files.join(', ')}, so ${goal} cannot be exported completely.`,
    hint: `orchestrator goals show ${goal} says what is missing; orchestrator components new creates one.`,
  };
}
