import { posix } from 'node:path';
import type { ErrorObject } from 'ajv';
import type { Position, Problem } from '../../diagnostics/index.ts';
import { type BundledFile, bundleFiles, type ValueFiles, type Values } from '../../framework/index.ts';
import { isRecord, ownValue } from '../../lib/index.ts';
import type { EvalProblemCode } from '../eval_problem.ts';
import type { EvalInputs } from '../generated/eval.inputs.ts';
import { validateEvalInputs } from '../generated/validators.js';
import { type CaseFolder, caseText } from './case_text.ts';
import { readPlacedJson } from './json_place.ts';

/** The values of a case's inputs, and the position of each in `inputs.json`. */
export type CaseInputs = {
  readonly values: Values;
  /** The names of the files whose text is a value, as the plain request shows them. */
  readonly valueFiles: ValueFiles;
  /**
   * The parts of each value: one text, or several, each named after its file as the plain request shows it, or with a name of its
   * own.
   */
  readonly parts: Readonly<Record<string, readonly BundledFile[]>>;
  readonly at: (input: string) => Position;
};

/** The file in which a case gives the values of the goal's inputs. */
export const INPUTS_FILE = 'inputs.json';

/** Reads a case's inputs; problems are added to the folder's. */
export function readInputs(folder: CaseFolder): CaseInputs | undefined {
  const text = caseText(folder, INPUTS_FILE, 'required');
  if (text === undefined) return undefined;
  const file = folder.shown(INPUTS_FILE);
  const { value, at, problems: unread } = readPlacedJson(text, file);
  folder.problems.push(...unread);
  if (value === undefined) return undefined;
  if (!validateEvalInputs(value)) {
    const errors = toldErrors(validateEvalInputs.errors ?? []);
    const problems = errors.map((error) => formProblem(error, file, at));
    folder.problems.push(...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values());
    // Missing files are reported here as well, so that everything can be fixed in one go.
    for (const [name, given] of isRecord(value) ? Object.entries(value) : [])
      for (const one of [given].flat())
        if (typeof one === 'string') readOne(folder, one, at(pointerTo(name)));
    return undefined;
  }
  const values: [string, string][] = [];
  const files: [string, string][] = [];
  const parts: [string, readonly BundledFile[]][] = [];
  for (const [name, given] of Object.entries(value as EvalInputs)) {
    if (name === '$schema') continue;
    const pointer = pointerTo(name);
    const read = readParts(folder, name, typeof given === 'string' ? [given] : given, at(pointer));
    if (read === undefined) continue;
    parts.push([name, read]);
    if (typeof given === 'string') {
      values.push([name, read[0]?.text ?? '']);
      if (isFile(given)) files.push([name, shownName(given.slice(1))]);
    } else values.push([name, bundleFiles(read)]);
  }
  return {
    values: Object.fromEntries(values),
    valueFiles: Object.fromEntries(files),
    parts: Object.fromEntries(parts),
    at: (input) => at(pointerTo(input)),
  };
}

/** Reports each fault once: a list with an invalid part is not a text either, but only the part is reported. */
function toldErrors(errors: readonly ErrorObject[]): ErrorObject[] {
  const parents = new Set(errors.map(({ instancePath }) => posix.dirname(instancePath)));
  const empty = new Set(
    errors.filter(({ keyword }) => keyword in EMPTY).map(({ instancePath }) => instancePath),
  );
  const isSaid = (path: string) => path !== '' && (parents.has(path) || empty.has(path));
  return errors.filter(
    ({ keyword, instancePath }) => keyword !== 'anyOf' && !(keyword === 'type' && isSaid(instancePath)),
  );
}

function pointerTo(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** A material's name as the plain request has it, so that every arm uses the same name. */
function shownName(path: string): string {
  return posix.normalize(path).replace(/^materials\//u, '');
}

function isFile(given: string): boolean {
  return given.startsWith('@') && !given.startsWith('@@');
}

function readOne(folder: CaseFolder, given: string, at: Position): string | undefined {
  if (given.startsWith('@@')) return given.slice(1);
  if (!given.startsWith('@')) return given;
  return fileOf(folder, given.slice(1), at);
}

/** Each file of an input under its name, each text under its number if there are several. */
function readParts(
  folder: CaseFolder,
  name: string,
  given: readonly string[],
  at: Position,
): readonly BundledFile[] | undefined {
  const files = given.map((one, index): BundledFile | undefined => {
    const text = readOne(folder, one, at);
    const ownName = given.length > 1 ? `part ${index + 1}` : name;
    return text === undefined ? undefined : { path: isFile(one) ? shownName(one.slice(1)) : ownName, text };
  });
  const whole = files.filter((file) => file !== undefined);
  return whole.length === files.length ? whole : undefined;
}

function fileOf(folder: CaseFolder, name: string, at: Position): string | undefined {
  const problem = (code: EvalProblemCode, message: string, hint?: string): undefined => {
    const base = { severity: 'error', code, message, file: folder.shown(INPUTS_FILE), ...at } as const;
    folder.problems.push(hint === undefined ? base : { ...base, hint });
  };
  const parts = name.split('/');
  if (
    name === '' ||
    name.startsWith('/') ||
    name.includes('\\') ||
    name.includes('\0') ||
    parts.includes('..')
  ) {
    const hint =
      'Name a file of the case: "@materials/report.md"; a text that begins with @ is written "@@…".';
    return problem('inputs-outside-case', `"@${name.slice(0, 100)}" is not a file inside the case.`, hint);
  }
  const inner: Problem<EvalProblemCode>[] = [];
  const text = caseText({ ...folder, problems: inner }, name, 'optional');
  if (text === undefined && inner.length === 0)
    return problem('inputs-file-missing', `The case has no file ${name.slice(0, 100)}.`);
  folder.problems.push(...inner);
  return text;
}

/** The fault of an empty value, by schema keyword. */
const EMPTY: Readonly<Record<string, string>> = { minLength: 'is empty', minItems: 'is an empty list' };

function formProblem(
  { instancePath, keyword, message, propertyName, params }: ErrorObject,
  file: string,
  at: (pointer: string) => Position,
): Problem<EvalProblemCode> {
  const name = propertyName ?? (keyword === 'propertyNames' ? String(params.propertyName) : undefined);
  // A value that is neither a text nor a list fails both; one sentence covers both.
  const value = instancePath === '' ? 'The file' : `The value of "${instancePath.slice(1)}"`;
  const type = instancePath === '' ? 'is not an object' : 'is neither a text nor a list of texts';
  const fault = keyword === 'type' ? type : (ownValue(EMPTY, keyword) ?? message ?? 'is wrong');
  const what = name === undefined ? `${value} ${fault}` : `"${name}" is not the name of an input`;
  return {
    severity: 'error',
    code: 'inputs-form',
    message: `${what}.`,
    file,
    ...at(name === undefined ? instancePath : pointerTo(name)),
    hint: 'It must be one object: the name of each input with a text, "@materials/…" or a list of these.',
  };
}
