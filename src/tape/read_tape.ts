import { join } from 'node:path';
import {
  type Failure,
  failure,
  type Problem,
  type Result,
  sortProblems,
  success,
} from '../diagnostics/index.ts';
import { parseJson, positionsIn, printableLine, readJsonText } from '../lib/index.ts';
import { displayPath, entryKind, readBytes, readText, sha256 } from '../platform/index.ts';
import type { ExchangeKind, Facts, TapeProblemCode } from './exchange.ts';
import type { Tape, TapeFile } from './generated/tape.ts';
import { validateTape } from './generated/validators.js';
import { INDEX, LARGEST_FILE, LARGEST_INDEX, LARGEST_TAPE } from './layout.ts';
import type { Secrets } from './secrets.ts';

/** A complete tape without keys. */
export type SoundTape = {
  /** Absolute. */
  readonly folder: string;
  /** Returns the name of one of its files for a message. */
  readonly shown: (name: string) => string;
  readonly index: Tape;
  /** Returns the checked content of one of its files. */
  readonly bytesOf: (file: TapeFile) => Buffer;
};

/** Reads a tape and checks all of it: format, version, every file's content, keys. All problems are reported at once. */
export function readTape(
  folder: string,
  { cwd, secrets }: { readonly cwd: string; readonly secrets: Secrets },
): Result<SoundTape, TapeProblemCode> {
  const shown = (name: string) => displayPath(cwd, join(folder, name));
  const read = readIndex(folder, shown);
  if (!read.ok) return read;
  const { index, text } = read.value;
  const files = index.exchanges.flatMap(({ request, files: more }) => [request, ...Object.values(more)]);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > LARGEST_TAPE)
    return refused(
      'tape-too-large',
      `The tape has ${total} bytes, more than the ${LARGEST_TAPE} that are read.`,
      {
        file: shown(INDEX),
      },
    );
  const problems: Problem<TapeProblemCode>[] = [];
  const found = new Map<string, Buffer>();
  const look = (name: string, text: string): void => {
    const at = secrets.find(text);
    if (at !== undefined) problems.push(hasKey(shown(name), positionsIn(text)(at)));
  };
  look(INDEX, text);
  for (const file of files) {
    const bytes = readWhole(folder, file);
    if (typeof bytes === 'string') {
      problems.push(damaged(bytes, { file: shown(file.name) }));
      continue;
    }
    found.set(file.name, bytes);
    look(file.name, bytes.toString('latin1'));
  }
  if (problems.length > 0) return { ok: false, cause: 'problems', problems: sortProblems(problems) };
  const bytesOf = ({ name }: TapeFile): Buffer => found.get(name) ?? Buffer.alloc(0);
  return success({ folder, shown, index, bytesOf });
}

function readIndex(
  folder: string,
  shown: (name: string) => string,
): Result<{ readonly index: Tape; readonly text: string }, TapeProblemCode> {
  const file = shown(INDEX);
  if (entryKind(folder) === 'absent')
    return refused('tape-absent', 'There is no such tape.', { file: shown('.') }, 'usage');
  if (entryKind(join(folder, INDEX)) === 'link')
    return refused('tape-damaged', 'The index of the tape is a link, and links are not followed.', { file });
  const read = readText(join(folder, INDEX), LARGEST_INDEX);
  if (read.kind === 'absent')
    return refused('tape-absent', 'This folder is not a tape: it has no index.', { file }, 'usage');
  if (read.kind !== 'text') {
    const why = 'why' in read ? read.why : read.kind.replaceAll('-', ' ');
    return refused('tape-damaged', `The index of the tape cannot be read: ${why}.`, { file });
  }
  const value = parseJson(read.text);
  if (value === undefined) {
    const json = readJsonText(read.text);
    const [fault] = 'root' in json ? [] : json;
    const place = { line: fault?.line ?? 1, column: fault?.column ?? 1 };
    return refused(
      'tape-damaged',
      `The index of the tape is not JSON: ${fault?.message ?? 'This is not JSON.'}`,
      {
        file,
        ...place,
      },
    );
  }
  const other = otherVersion(value);
  if (other !== undefined) return refused('tape-version', other, { file });
  if (isTape(value)) {
    const odd = value.exchanges.find(({ kind, facts }) => !OUTCOMES[kind].includes(facts.outcome));
    if (odd === undefined) return success({ index: value, text: read.text });
    const what = `${printableLine(odd.title)} has the data of something else`;
    return refused('tape-damaged', `The index of the tape does not have the right form: ${what}.`, { file });
  }
  const [first] = validateTape.errors ?? [];
  const place = first?.instancePath.slice(1).replaceAll('/', '.') || 'it';
  return refused(
    'tape-damaged',
    `The index of the tape does not have the right form: ${place} ${first?.message ?? 'is wrong'}.`,
    {
      file,
    },
  );
}

function isTape(value: unknown): value is Tape {
  return validateTape(value);
}

/** The possible outcomes of each kind of exchange. */
const OUTCOMES: Readonly<Record<ExchangeKind, readonly Facts['outcome'][]>> = {
  model: ['answer', 'failure'],
  models: ['list', 'failure'],
  attempt: ['attempt'],
};

/** Describes a tape written by another version. */
function otherVersion(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('schema' in value)) return undefined;
  const { schema } = value;
  if (typeof schema !== 'string' || schema === 'orchestrator.tape/1') return undefined;
  if (!/^orchestrator[.]tape\/\d+$/u.test(schema)) return undefined;
  const by =
    'program' in value && typeof value.program === 'string' ? ` (orchestrator ${value.program})` : '';
  return `The tape has the form ${printableLine(schema + by).slice(0, 100)}, but this version reads orchestrator.tape/1 only.`;
}

/** Returns a file of the tape, or the problem with it. */
function readWhole(folder: string, { name, sha256: hash, bytes }: TapeFile): Buffer | string {
  const path = join(folder, name);
  const kind = entryKind(path);
  if (kind === 'absent') return 'This file of the tape is missing.';
  if (kind !== 'file') return 'This file of the tape is not an ordinary file, so it was not read.';
  if (bytes > LARGEST_FILE)
    return `This file of the tape has more than the ${LARGEST_FILE} bytes that are read.`;
  const read = readBytes(path, LARGEST_FILE);
  if (read.kind === 'too-large')
    return `This file of the tape has ${read.bytes} bytes, more than the ${LARGEST_FILE} that are read.`;
  if (read.kind !== 'bytes') return 'This file of the tape cannot be read.';
  if (read.bytes.length !== bytes)
    return `This file of the tape has ${read.bytes.length} bytes, and ${bytes} were recorded.`;
  if (sha256(read.bytes) !== hash) return 'This file of the tape is not as it was recorded.';
  return read.bytes;
}

function hasKey(
  file: string,
  place: { readonly line: number; readonly column: number },
): Problem<'tape-has-key'> {
  return {
    severity: 'error',
    code: 'tape-has-key',
    message: 'There is a key here, or something that looks like one. A tape with a key in it is not played.',
    file,
    ...place,
    hint: 'If the key is real, replace it where it came from: anyone with the tape has it. Then record the tape again.',
  };
}

function damaged(message: string, place: Pick<Problem, 'file' | 'line' | 'column'>): Problem<'tape-damaged'> {
  return { severity: 'error', code: 'tape-damaged', message, ...place, hint: AGAIN };
}

const AGAIN = 'Copy the tape from its source again, or record it again with --record.';

function refused(
  code: TapeProblemCode,
  message: string,
  place: Pick<Problem, 'file' | 'line' | 'column'>,
  cause: 'problems' | 'usage' = 'problems',
): Failure<TapeProblemCode> {
  const hint =
    code === 'tape-absent' ? 'Give the folder that a tape was recorded into with --record.' : AGAIN;
  return failure(cause, { severity: 'error', code, message, ...place, hint });
}
