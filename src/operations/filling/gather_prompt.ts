import {
  type AnyCode,
  type Failure,
  failure,
  type Problem,
  type Result,
  success,
} from '../../diagnostics/index.ts';
import type { FillProblemCode, ValueFiles, Values } from '../../framework/index.ts';
import { ownValue, printableLine } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import type { OpenProblemCode } from '../frameworks/open_framework.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';
import {
  type FillableFramework,
  type FillableProblemCode,
  type FilledPrompt,
  fillFramework,
  missingFor,
  openFillable,
  type Part,
  withinTokens,
} from './fill_framework.ts';
import { type FolderValueProblemCode, readFolderValues } from './folder_values.ts';
import { type InputValueProblemCode, readInputValues, severalProblems } from './input_values.ts';

/** The values for a framework's slots. */
export type FillingRequest = {
  /** `name=value` or `name=@file`, for one input each. */
  readonly set?: readonly string[];
  /** `name=folder`: its text files, for one input each. */
  readonly setDir?: readonly string[];
  /** Selects files of such a folder. */
  readonly glob?: readonly string[];
  /** Includes files of such a folder that look like keys or passwords. */
  readonly includeSecrets?: boolean;
  /** Refuses a prompt estimated to be longer; a whole number. */
  readonly maxTokens?: number | string;
};

/** Events while asking for inputs. */
export type GatherEvent = {
  /** The editor returned nothing; the input is asked for again. */
  readonly kind: 'not-written';
  readonly why: string;
};

/** The parts of a front end that gathering requires. */
type GatherPort = Pick<Port<GatherEvent>, 'canAsk' | 'choice' | 'text' | 'edit' | 'show'>;

/** A prompt that is ready to be sent, with its framework. */
export type GatheredPrompt = { readonly fillable: FillableFramework; readonly prompt: FilledPrompt };

/** Values, with the names of the files that they were read from. */
type NamedValues = { readonly values: Values; readonly valueFiles: ValueFiles };
type MissingInput = ReturnType<typeof missingFor>[number];

/** Error codes of {@link gatherPrompt}. */
export type GatherPromptCode =
  | FillProblemCode
  | FillableProblemCode
  | GivenValuesCode
  | OpenProblemCode
  | 'bad-max-tokens'
  | 'conflicts-remain'
  | 'interrupted';

/** Fills a framework with the given values, and asks for missing ones if a person can be asked. */
export async function gatherPrompt(
  context: OperationContext,
  { framework, part, ...request }: FillingRequest & { readonly framework: string; readonly part: Part },
  port: GatherPort,
): Promise<Result<GatheredPrompt, GatherPromptCode>> {
  const limit = tokenLimit(request.maxTokens);
  if (typeof limit === 'object') return limit;
  const opened = await openFillable(context, framework);
  if (!opened.ok) return opened;
  const given = await givenValues(context, request, opened.value);
  if (!given.ok) return given;
  const { values, valueFiles, notes } = given.value;
  const first = fillFramework(opened.value, values, valueFiles);
  const isOnlyMissing = !first.ok && first.problems.every(({ code }) => code === 'input-missing');
  if (!first.ok && !(isOnlyMissing && (await port.canAsk())))
    return { ...first, problems: [...notes, ...first.problems] };
  const asked = first.ok ? success(NOTHING) : await askFor(context, missingFor(opened.value, values), port);
  if (!asked.ok) return asked;
  const filled = first.ok
    ? first
    : fillFramework(
        opened.value,
        { ...values, ...asked.value.values },
        { ...valueFiles, ...asked.value.valueFiles },
      );
  if (!filled.ok) return filled;
  const within = withinTokens(filled.value.tokens[part], limit);
  if (!within.ok) return within;
  const prompt = { ...filled.value, problems: [...notes, ...filled.value.problems] };
  return success({ fillable: opened.value, prompt });
}

function tokenLimit(wanted: number | string | undefined): number | Failure<'bad-max-tokens'> {
  if (wanted === undefined) return Number.POSITIVE_INFINITY;
  const given = String(wanted);
  if (/^[1-9]\d{0,8}$/u.test(given)) return Number(given);
  return failure('usage', {
    severity: 'error',
    code: 'bad-max-tokens',
    message: `--max-tokens ${JSON.stringify(given.slice(0, 40))} is not a whole number above 0.`,
    hint: 'For example: --max-tokens 100000',
  });
}

type GivenValuesCode = FolderValueProblemCode | InputValueProblemCode | 'glob-alone';

/** Parses the flags; reports all problems with them together. */
async function givenValues(
  context: OperationContext,
  { set = [], setDir = [], glob = [], includeSecrets }: FillingRequest,
  { survey }: FillableFramework,
): Promise<
  Result<NamedValues & { readonly notes: readonly Problem<FolderValueProblemCode>[] }, GivenValuesCode>
> {
  const single = readInputValues(context.cwd, set);
  const folders = await readFolderValues(context, setDir, {
    globs: glob,
    includeSecrets: includeSecrets ?? false,
  });
  const problems: Problem<GivenValuesCode>[] = [
    ...(single.ok
      ? severalProblems(
          survey.slots.map(({ input }) => input),
          single.value.several,
        )
      : single.problems),
    ...(folders.ok ? [] : folders.problems),
  ];
  if (setDir.length === 0 && glob.length > 0) problems.push(GLOB_ALONE);
  if (!single.ok || !folders.ok || problems.length > 0) return failure('usage', ...problems);
  const twice = Object.keys(folders.value.values).filter((name) => Object.hasOwn(single.value.values, name));
  if (twice.length > 0) return failure('usage', ...twice.map(setTwice));
  const { values, notes } = folders.value;
  const { valueFiles } = single.value;
  return success({ values: { ...single.value.values, ...values }, valueFiles, notes });
}

const GLOB_ALONE: Problem<'glob-alone'> = {
  severity: 'error',
  code: 'glob-alone',
  message: '--glob selects files of a folder, but no folder is given.',
  hint: "For example: --set-dir material=src --glob '**/*.ts'",
};

function setTwice(name: string): Problem<'input-given-twice'> {
  return { severity: 'error', code: 'input-given-twice', message: `"${name}" is set twice.` };
}

async function askFor(
  context: OperationContext,
  missing: readonly MissingInput[],
  port: GatherPort,
): Promise<Result<NamedValues, InputValueProblemCode | 'input-empty' | 'interrupted'>> {
  const answers = new Map<string, TypedValue>();
  for (let place = 0; place < missing.length; ) {
    const input = missing[place];
    if (input === undefined) break;
    const answer = await askOne(context, input, port);
    if (answer !== undefined && 'cause' in answer) return answer;
    if (answer === undefined) place = Math.max(0, place - 1);
    else {
      answers.set(input.name, answer);
      place += 1;
    }
  }
  return success({
    values: Object.fromEntries([...answers].map(([name, { text }]) => [name, text])),
    valueFiles: Object.fromEntries([...answers].flatMap(([name, { file }]) => (file ? [[name, file]] : []))),
  });
}

/** A typed or edited text, or the text of a named file. */
type TypedValue = { readonly text: string; readonly file?: string | undefined };

/** Asks for one input's value; `undefined` for a step back. */
async function askOne(
  context: OperationContext,
  input: MissingInput,
  port: GatherPort,
): Promise<TypedValue | undefined | Failure<InputValueProblemCode | 'input-empty' | 'interrupted'>> {
  const what = printableLine(`${input.name} (${input.kind}): ${input.describe}`);
  const way =
    input.kind === 'setting'
      ? 'line'
      : await port.choice({ message: what, choices: waysOf(port), harmlessFirst: true });
  if (typeof way === 'object' && way.kind !== 'answer') return way.kind === 'back' ? undefined : STOPPED;
  const chosen = typeof way === 'string' ? way : way.value;
  if (chosen === 'editor') return inEditor(input, port);
  const answer = await port.text({
    message: chosen === 'file' ? `The file for ${input.name}:` : `${what}:`,
    default: '',
    severalLines: chosen === 'line' && input.kind !== 'setting',
    check: (text) => faultOf(typedValue(context, { name: input.name, way: chosen, text })),
  });
  if (answer.kind === 'closed') return STOPPED;
  if (answer.kind === 'back') return undefined;
  const value = typedValue(context, { name: input.name, way: chosen, text: answer.value });
  return value.ok ? value.value : value;
}

/** The ways to enter a value; the editor only if there is one. */
function waysOf({ edit }: GatherPort) {
  return WAYS.filter(({ value }) => value !== 'editor' || edit !== undefined);
}

const WAYS = [
  { value: 'editor', label: 'editor', description: 'Write or paste it in your editor.' },
  { value: 'file', label: 'file', description: 'Name a file that holds it.' },
  { value: 'line', label: 'line', description: 'Type it here in one line, or paste it.' },
];

async function inEditor({ name }: MissingInput, { edit, show }: GatherPort): Promise<TypedValue | undefined> {
  const edited = await edit?.('', `${name.replace(/\W/gu, '_')}.txt`);
  if (edited?.ok && edited.value.trim() !== '') return { text: edited.value };
  const why = edited === undefined || edited.ok ? 'Nothing was written.' : edited.problems[0]?.message;
  await show({ kind: 'not-written', why: why ?? '' });
  return undefined;
}

function typedValue(
  { cwd }: OperationContext,
  { name, way, text }: { readonly name: string; readonly way: string; readonly text: string },
): Result<TypedValue, InputValueProblemCode | 'input-empty'> {
  if (text.trim() === '') {
    return failure('usage', { severity: 'error', code: 'input-empty', message: 'Something is needed here.' });
  }
  if (way === 'line') return success({ text });
  const read = readInputValues(cwd, [`${name}=@${text}`]);
  if (!read.ok) return read;
  const { values, valueFiles } = read.value;
  return success({ text: ownValue(values, name) ?? '', file: ownValue(valueFiles, name) });
}

function faultOf(result: Result<TypedValue, AnyCode>): string | undefined {
  return result.ok ? undefined : result.problems[0]?.message;
}

const NOTHING: NamedValues = { values: {}, valueFiles: {} };

const STOPPED = interrupted('Stopped; nothing was printed or sent.');
