import { join } from 'node:path';
import { failure, type Problem, type Result, success } from '../diagnostics/index.ts';
import {
  describeSystemError,
  displayPath,
  entryKind,
  makePrivateFolder,
  namesIn,
  replaceFile,
  sha256,
  systemErrorCode,
} from '../platform/index.ts';
import type { Tape, TapedModel, TapeExchange, TapeFile } from './generated/tape.ts';
import { INDEX } from './layout.ts';
import type { Normalise } from './normalise.ts';
import type { Secrets } from './secrets.ts';
import type { ExchangeFile, NewExchange, TapeProblemCode } from './types.ts';

/** Keeps what is exchanged. */
export type Recorder = {
  /** Keeps an exchange; what can't be written is told in the end, and stops nobody. */
  readonly keep: (exchange: NewExchange) => Promise<void>;
  /** Says which model is asked; the first one counts. */
  readonly asks: (model: TapedModel) => void;
  /** Says why something is not on the tape. */
  readonly leaveOut: (message: string) => void;
  readonly secrets: Secrets;
  /** Finishes the tape: what there is to say about it. */
  readonly close: () => Promise<readonly Problem<TapeProblemCode>[]>;
};

/** What a tape is recorded with. */
export type RecorderOptions = {
  /** Absolute. */
  readonly folder: string;
  readonly cwd: string;
  readonly program: string;
  readonly command: readonly string[];
  readonly normalise: Normalise;
  readonly secrets: Secrets;
};

/** Begins a tape in a folder that is not there yet, or empty. */
export async function startRecorder(options: RecorderOptions): Promise<Result<Recorder, TapeProblemCode>> {
  const { folder, cwd } = options;
  const file = displayPath(cwd, folder);
  const kind = entryKind(folder);
  if (kind !== 'absent' && (kind !== 'folder' || namesIn(folder).length > 0)) {
    return failure('usage', {
      severity: 'error',
      code: 'tape-there',
      message: 'There is something at the place where the tape would be recorded. Nothing was done.',
      file,
      hint: 'Name a folder that is not there yet, or an empty one.',
    });
  }
  const recording = new Recording(options);
  try {
    makePrivateFolder(folder);
    await recording.writeIndex();
  } catch (error) {
    if (systemErrorCode(error) === '') throw error;
    return failure('environment', notWritten(file, error));
  }
  return success(recording);
}

class Recording implements Recorder {
  readonly #options: RecorderOptions;
  readonly #exchanges: TapeExchange[] = [];
  readonly #problems: Problem<TapeProblemCode>[] = [];
  #model: TapedModel | null = null;
  #count = 0;
  #writing: Promise<void> | undefined;
  #isStale = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  get secrets(): Secrets {
    return this.#options.secrets;
  }

  readonly asks = (model: TapedModel): void => {
    this.#model ??= { ...model, baseUrl: this.secrets.clean(model.baseUrl) };
  };

  readonly leaveOut = (message: string): void => {
    this.#problems.push({ severity: 'warning', code: 'tape-left-out', message });
  };

  readonly keep = async ({ kind, title, request, facts, files }: NewExchange): Promise<void> => {
    const { normalise, folder, cwd } = this.#options;
    this.#count += 1;
    const number = String(this.#count).padStart(4, '0');
    const write = async (name: string, ending: string, data: string | Uint8Array): Promise<TapeFile> => {
      const bytes =
        typeof data === 'string'
          ? Buffer.from(this.secrets.clean(data), 'utf8')
          : Buffer.from(this.secrets.clean(Buffer.from(data).toString('latin1')), 'latin1');
      const file = `${number}-${name}.${ending}`;
      await replaceFile(join(folder, file), bytes, 0o600);
      return { name: file, sha256: sha256(bytes), bytes: bytes.length };
    };
    try {
      const asked = await write('request', 'txt', normalise(this.secrets.clean(request)));
      const kept: [string, TapeFile][] = [];
      for (const [name, data] of Object.entries(files)) {
        if (data === undefined) continue;
        // Nothing is made of evidence in a replay, which finds its own.
        const text = name === 'evidence' && typeof data === 'string' ? normalise(data) : data;
        kept.push([name, await write(name, ENDINGS[name as ExchangeFile], text)]);
      }
      const cleaned = JSON.parse(this.secrets.clean(JSON.stringify(facts))) as TapeExchange['facts'];
      this.#exchanges.push({
        kind,
        title: this.secrets.clean(title),
        request: asked,
        facts: cleaned,
        files: Object.fromEntries(kept),
      });
      await this.writeIndex();
    } catch (error) {
      if (systemErrorCode(error) === '') throw error;
      if (!this.#problems.some(({ code }) => code === 'tape-not-written'))
        this.#problems.push(notWritten(displayPath(cwd, folder), error));
    }
  };

  /** Writes the index as it is by then; whoever comes meanwhile waits for the next one, which has all of theirs. */
  async writeIndex(): Promise<void> {
    this.#isStale = true;
    while (this.#isStale || this.#writing !== undefined) {
      if (this.#writing !== undefined) await this.#writing;
      else {
        this.#isStale = false;
        this.#writing = this.#replaceIndex().finally(() => {
          this.#writing = undefined;
        });
      }
    }
  }

  #replaceIndex(): Promise<void> {
    const { folder, program, command } = this.#options;
    const index: Tape = {
      schema: 'orchestrator.tape/1',
      program,
      command: command.map((word) => this.secrets.clean(word)),
      model: this.#model,
      exchanges: this.#exchanges,
    };
    return replaceFile(join(folder, INDEX), `${JSON.stringify(index, null, 2)}\n`, 0o600);
  }

  readonly close = async (): Promise<readonly Problem<TapeProblemCode>[]> => {
    const { folder, cwd } = this.#options;
    const file = displayPath(cwd, folder);
    try {
      await this.writeIndex();
    } catch (error) {
      if (systemErrorCode(error) === '') throw error;
      this.#problems.push(notWritten(file, error));
    }
    const count = this.#exchanges.length;
    const what = count === 0 ? 'nothing was' : count === 1 ? 'one exchange was' : `${count} exchanges were`;
    const message = `On the tape: ${what} recorded, without the keys that are known. Look through it before you give it away.`;
    return [{ severity: 'note', code: 'tape-recorded', message, file }, ...this.#problems];
  };
}

const ENDINGS: Readonly<Record<ExchangeFile, string>> = {
  answer: 'txt',
  evidence: 'txt',
  output: 'log',
  changes: 'patch',
  result: 'json',
};

function notWritten(file: string, error: unknown): Problem<'tape-not-written'> {
  return {
    severity: 'error',
    code: 'tape-not-written',
    message: `The tape cannot be written: ${describeSystemError(error)}. What was done is done; the tape is not whole.`,
    file,
    hint: 'Make room or give permission there, and record it again.',
  };
}
