import { basename, relative, resolve } from 'node:path';
import { type Failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { bundleFiles, type Input, type ValueFiles, type Values } from '../../framework/index.ts';
import {
  displayPath,
  isBelow,
  isWithin,
  readStandardInput,
  readText,
  remedyFor,
  type TextRead,
} from '../../platform/index.ts';

export type InputValueProblemCode =
  | 'bad-set'
  | 'input-given-twice'
  | 'input-unreadable'
  | 'input-not-text'
  | 'input-too-large';

/** The largest value accepted into a framework, in bytes. */
const LARGEST = 16 * 1024 * 1024;

/** The given values. */
export type GivenValues = {
  readonly values: Values;
  /** The names of the files that values were read from; typed values, and those made of several texts, have none. */
  readonly valueFiles: ValueFiles;
  /** The inputs that were given more than once; {@link severalProblems} decides which of them may be. */
  readonly several: readonly string[];
};

/** One value of an input. `path` is `null` if it was not read from a file. */
type Piece = { readonly path: string | null; readonly text: string };

/**
 * Reads values given as `name=value`, `name=@file`, `name=-` (standard input) or `name=@@text` (text that starts with
 * `@`). The text of a file or of standard input is used unchanged. An input that is given several times gets all texts, each
 * between two lines with its name.
 *
 * @param cwd - the folder that file names are relative to
 */
export function readInputValues(
  cwd: string,
  assignments: readonly string[],
): Result<GivenValues, InputValueProblemCode> {
  const pieces = new Map<string, Piece[]>();
  const problems: Problem<InputValueProblemCode>[] = [];
  let standardInputTaken = false;
  for (const assignment of assignments) {
    const [, name, value] = /^([^=]+)=(.*)$/su.exec(assignment) ?? [];
    if (name === undefined || value === undefined) {
      problems.push(badSet(assignment));
      continue;
    }
    if (value === '-' && standardInputTaken) {
      const message = `"${name}" reads standard input, which is already used.`;
      problems.push({ severity: 'error', code: 'input-given-twice', message });
      continue;
    }
    if (value === '-') standardInputTaken = true;
    const text = readValue(cwd, name, value);
    if (typeof text === 'string')
      pieces.set(name, [...(pieces.get(name) ?? []), { path: pathOf(cwd, value), text }]);
    else problems.push(text);
  }
  if (problems.length > 0) return { ok: false, cause: 'usage', problems };
  const values = Object.fromEntries([...pieces].map(([name, given]) => [name, wholeOf(given)]));
  const several = [...pieces].flatMap(([name, given]) => (given.length > 1 ? [name] : []));
  const valueFiles = Object.fromEntries(
    [...pieces].flatMap(([name, [only, ...more]]) =>
      only?.path == null || more.length > 0 ? [] : [[name, only.path]],
    ),
  );
  return success({ values, valueFiles, several });
}

/** The complete value of an input given several times: its pieces in order, each under its name. */
function wholeOf(pieces: readonly Piece[]): string {
  const [only] = pieces;
  if (pieces.length === 1 && only) return only.text;
  return bundleFiles(pieces.map(({ path, text }, place) => ({ path: path ?? `part ${place + 1}`, text })));
}

/** A file's path relative to the working directory; outside of it only the name, so that no path of this machine is included. */
function pathOf(cwd: string, value: string): string | null {
  if (!value.startsWith('@') || value.startsWith('@@')) return null;
  const path = resolve(cwd, value.slice(1));
  return isBelow(cwd, path) && isWithin(cwd, path) ? relative(cwd, path) : basename(path);
}

/** Problems with inputs given several times: a setting is one line, and the request is one text. */
export function severalProblems(
  inputs: readonly Pick<Input, 'name' | 'kind'>[],
  several: readonly string[],
): Problem<'input-given-twice'>[] {
  return inputs
    .filter(({ name, kind }) => several.includes(name) && (kind === 'setting' || kind === 'request'))
    .map(({ name, kind }) => ({
      severity: 'error',
      code: 'input-given-twice',
      message: `--set ${name}=… is given twice; ${kind === 'request' ? 'the request is one text' : `"${name}" is a setting of one line`}.`,
      hint: 'Remove one of them. Material and criteria can be given several times.',
    }));
}

function readValue(cwd: string, name: string, value: string): string | Problem<InputValueProblemCode> {
  if (value.startsWith('@@')) return value.slice(1);
  if (value === '-') return textOf(readStandardInput(LARGEST, 'keep'), name, 'standard input');
  if (!value.startsWith('@')) return value;
  const path = resolve(cwd, value.slice(1));
  return textOf(readText(path, LARGEST, 'keep'), name, displayPath(cwd, path));
}

function textOf(read: TextRead, name: string, file: string): string | Problem<InputValueProblemCode> {
  const problem = (code: InputValueProblemCode, message: string): Problem<InputValueProblemCode> => ({
    severity: 'error',
    code,
    message: `The value of "${name}" ${message}.`,
    file,
  });
  switch (read.kind) {
    case 'text':
      return read.text;
    case 'absent':
      return problem('input-unreadable', 'names a file that does not exist');
    case 'not-a-file':
      return problem('input-unreadable', 'names something that is not a file');
    case 'not-text':
      return { ...problem('input-not-text', `cannot be read as text: ${read.why}`), ...read.at };
    case 'too-large':
      return problem('input-too-large', `has at least ${read.bytes} bytes; at most ${read.limit} are taken`);
    case 'unreadable':
      return { ...problem('input-unreadable', `cannot be read: ${read.why}`), ...remedyFor(read.why) };
  }
}

function badSet(assignment: string): Problem<InputValueProblemCode> {
  return {
    severity: 'error',
    code: 'bad-set',
    message: `--set ${JSON.stringify(assignment.slice(0, 60))} is not of the form input=value.`,
    hint: 'Write --set input=value, --set input=@file, or --set input=- for standard input.',
  };
}

/** Reads a secret from standard input, without surrounding white space. */
export function readSecretInput(): string | Failure<InputValueProblemCode> {
  const text = textOf(readStandardInput(64 * 1024), 'the secret', 'standard input');
  return typeof text === 'string' ? text.trim() : { ok: false, cause: 'usage', problems: [text] };
}

/** Reads a secret from a file that the user names, or from standard input for `-`. */
export function readSecretFile(cwd: string, file: string): string | Failure<InputValueProblemCode> {
  if (file === '-') return readSecretInput();
  const path = resolve(cwd, file);
  const text = textOf(readText(path, 64 * 1024), 'the secret', displayPath(cwd, path));
  return typeof text === 'string' ? text.trim() : { ok: false, cause: 'usage', problems: [text] };
}
