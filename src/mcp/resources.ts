import { ResourceNotFoundError } from '@modelcontextprotocol/server';
import { type AnyCode, failure, type Problem, type Result, success } from '../diagnostics/index.ts';
import type { OperationContext } from '../operations/index.ts';
import { operations } from './operations.ts';
import { problemsIn } from './results.ts';
import { lines } from './text_lines.ts';
import { recallTool } from './tools/recall.ts';
import { statusTool } from './tools/status.ts';

const SCHEME = 'orchestrator://';

/** A resource that a client can read; its content is read on request. */
type ResourceEntry = {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: 'text/markdown' | 'text/plain';
  readonly read: (context: OperationContext) => Promise<Result<string, AnyCode>>;
};

const RESOURCES: readonly ResourceEntry[] = [
  {
    uri: `${SCHEME}context`,
    name: 'context',
    title: 'What the project is',
    description: 'What was discovered about the project, with evidence.',
    mimeType: 'text/markdown',
    read: async (context) =>
      (await operations()).readProjectText(context, '.orchestrator/context.md', {
        remedy: 'Call the tool discover, or run `orchestrator discover`.',
      }),
  },
  {
    uri: `${SCHEME}status`,
    name: 'status',
    title: 'The state of the project',
    description: 'Plans, batches, memory and frameworks, as the tool status reports them.',
    mimeType: 'text/plain',
    async read(context) {
      const { neverAsks, reportStatus } = await operations();
      const report = await reportStatus(context, {}, neverAsks());
      return report.ok ? success(statusTool.text(report.value, {})) : report;
    },
  },
  {
    uri: `${SCHEME}memory`,
    name: 'memory',
    title: 'What was learned',
    description: 'The facts saved about the project that still hold, with their sources.',
    mimeType: 'text/plain',
    async read(context) {
      const { listMemory, neverAsks } = await operations();
      const report = await listMemory(context, { isForModel: true }, neverAsks());
      if (!report.ok) return report;
      const { problems } = report.value;
      return success(
        lines([recallTool.text(report.value, {}), problemsIn(problems as readonly Problem[], recallTool)]),
      );
    },
  },
  {
    uri: `${SCHEME}plans`,
    name: 'plans',
    title: 'Plans',
    description: 'The plans of the project, and where to read each.',
    mimeType: 'text/plain',
    async read(context) {
      const plans = (await operations()).listPlans(context);
      return success(
        plans.length === 0
          ? 'There are no plans in .orchestrator/plans.'
          : lines(plans.map((file) => `${file}: ${SCHEME}plans/${encodeURIComponent(nameOf(file))}`)),
      );
    },
  },
  {
    uri: `${SCHEME}frameworks`,
    name: 'frameworks',
    title: 'Frameworks',
    description: 'The frameworks in the output folder, and where to read each.',
    mimeType: 'text/plain',
    async read(context) {
      const { neverAsks, reportFrameworks } = await operations();
      const report = await reportFrameworks(context, {}, neverAsks());
      if (!report.ok) return report;
      const { frameworks } = report.value;
      return success(
        frameworks.length === 0
          ? 'There are no frameworks yet.'
          : lines(
              frameworks.map(
                ({ name, goal, status }) =>
                  `${name} (${goal ?? 'no goal'}): ${status.join(', ')}; ${SCHEME}frameworks/${encodeURIComponent(name)}`,
              ),
            ),
      );
    },
  },
];

/** The resources that a client can read by name. */
export const resourceTemplates = [
  {
    uriTemplate: `${SCHEME}plans/{name}`,
    name: 'plan',
    title: 'A plan',
    description: 'The text of a plan in .orchestrator/plans.',
    mimeType: 'text/markdown',
  },
  {
    uriTemplate: `${SCHEME}frameworks/{name}`,
    name: 'framework',
    title: 'A framework',
    description: 'The persona and the template of a framework, its slots as they are.',
    mimeType: 'text/markdown',
  },
];

/** Lists the resources as the protocol requires. Reads nothing but the names of plans. */
export async function listResources(context: OperationContext) {
  const { listPlans } = await operations();
  const plans = listPlans(context).map((file) => ({
    uri: `${SCHEME}plans/${encodeURIComponent(nameOf(file))}`,
    name: nameOf(file),
    description: `The plan ${file}`,
    mimeType: 'text/markdown',
  }));
  return { resources: [...RESOURCES.map(({ read: _, ...listed }) => listed), ...plans] };
}

/** The largest text that is returned, in characters. */
const LONGEST = 200_000;

/** Reads a resource; a missing one is an error that says how to get it. */
export async function readResource(context: OperationContext, uri: string) {
  const known = RESOURCES.find((each) => each.uri === uri);
  const read = known ? await known.read(context) : await readNamed(context, uri);
  if (!read.ok) {
    const [{ message, hint } = { message: 'It cannot be read.' }] = read.problems;
    throw new ResourceNotFoundError(uri, hint === undefined ? message : `${message} ${hint}`);
  }
  const isWhole = read.value.length <= LONGEST;
  const text = isWhole ? read.value : `${read.value.slice(0, LONGEST)}\n[cut]`;
  return { contents: [{ uri, mimeType: known?.mimeType ?? 'text/markdown', text }] };
}

async function readNamed(
  context: OperationContext,
  uri: string,
): Promise<Result<string, AnyCode | 'path-outside-root'>> {
  const [, kind, encoded = ''] = /^orchestrator:\/\/(plans|frameworks)\/([^/?#]+)$/u.exec(uri) ?? [];
  const name = decoded(encoded);
  if (kind === undefined || name === undefined || /[\\/]/u.test(name)) return unknown(uri);
  const { confinePath, readProjectText } = await operations();
  const confined = confinePath(context.cwd, name);
  if (!confined.ok) return confined;
  if (kind === 'plans')
    return readProjectText(context, `.orchestrator/plans/${name}`, {
      remedy: `${SCHEME}plans lists the existing ones.`,
    });
  return readFrameworkText(context, name);
}

/** The two files of a framework, unchanged. */
async function readFrameworkText(context: OperationContext, name: string): Promise<Result<string, AnyCode>> {
  const { neverAsks, readProjectText, reportFrameworks } = await operations();
  const report = await reportFrameworks(context, {}, neverAsks());
  if (!report.ok) return report;
  const found = report.value.frameworks.find((each) => each.name === name);
  if (found === undefined) return unknown(`${SCHEME}frameworks/${name}`);
  const texts = ['00_PERSONA.md', '01_PROMPT_TEMPLATE.md'].map((file) =>
    readProjectText(context, `${found.directory}/${file}`, {
      remedy: `Create it again with the tool new.`,
    }),
  );
  const missing = texts.find((text) => !text.ok);
  if (missing) return missing;
  return success(texts.map((text) => (text.ok ? text.value : '')).join('\n\n'));
}

function unknown(uri: string): Result<never, 'no-such-resource'> {
  return failure('usage', {
    severity: 'error',
    code: 'no-such-resource',
    message: `There is no resource ${JSON.stringify(uri.slice(0, 200))}.`,
    hint: 'resources/list names the existing ones.',
  });
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
