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
import type { ExchangeFile, NewExchange, TapeProblemCode } from './exchange.ts';
import type { TapedModel, TapeExchange, TapeFile } from './generated/tape.ts';
import { IndexFile } from './index_file.ts';
import { INDEX, LARGEST_FILE, LARGEST_INDEX, LARGEST_TAPE } from './layout.ts';
import type { Normalise } from './normalise.ts';
import type { Secrets } from './secrets.ts';

/** Keeps exchanges. */
export type Recorder = {
  /** Keeps an exchange; a failure to write is reported at the end, and stops nothing. */
  readonly keep: (exchange: NewExchange) => Promise<void>;
  /** Records the model to ask; the first one counts. */
  readonly asks: (model: TapedModel) => void;
  /** Records the other model of the same endpoint that judges its answers. */
  readonly judges: (model: string) => void;
  /** Records why something is not on the tape. */
  readonly leaveOut: (message: string) => void;
  readonly secrets: Secrets;
  /** Finishes the tape; returns the problems with it. */
  readonly close: () => Promise<readonly Problem<TapeProblemCode>[]>;
};

/** The options for recording a tape. */
export type RecorderOptions = {
  /** Absolute. */
  readonly folder: string;
  readonly cwd: string;
  readonly program: string;
  readonly command: readonly string[];
  readonly normalise: Normalise;
  readonly secrets: Secrets;
  /** The limits of a tape that can be played; in bytes. */
  readonly limits?: TapeLimits;
};

/** The largest size of one file of a tape, of its index, and of the whole tape, in bytes. */
export type TapeLimits = { readonly file: number; readonly index: number; readonly tape: number };

/** Starts a tape in a folder that is missing or empty. */
export async function startRecorder(options: RecorderOptions): Promise<Result<Recorder, TapeProblemCode>> {
  const { folder, cwd } = options;
  const file = displayPath(cwd, folder);
  const kind = entryKind(folder);
  if (kind !== 'absent' && (kind !== 'folder' || namesIn(folder).length > 0)) {
    return failure('usage', {
      severity: 'error',
      code: 'tape-there',
      message: 'Something already exists where the tape would be recorded. Nothing was done.',
      file,
      hint: 'Give a folder that does not exist yet or is empty.',
    });
  }
  const recording = new Recording(options);
  try {
    makePrivateFolder(folder);
    await recording.begin();
  } catch (error) {
    if (systemErrorCode(error) === '') throw error;
    return failure('environment', notWritten(file, error));
  }
  return success(recording);
}

class Recording implements Recorder {
  readonly #options: RecorderOptions;
  readonly #index: IndexFile;
  readonly #problems: Problem<TapeProblemCode>[] = [];
  #model: TapedModel | null = null;
  /** Number of exchanges received so far. */
  #count = 0;
  /** In bytes, of all files except the index. */
  #size = 0;
  /** Exchanges are written one after the other. */
  #writing: Promise<void> = Promise.resolve();
  #tooLarge = 0;

  constructor(options: RecorderOptions) {
    const { folder, program, command } = options;
    this.#options = options;
    const words = command.map((word) => this.secrets.clean(word));
    this.#index = new IndexFile(join(folder, INDEX), () => ({
      schema: 'orchestrator.tape/1',
      program,
      command: words,
      model: this.#model,
    }));
  }

  get secrets(): Secrets {
    return this.#options.secrets;
  }

  readonly asks = (model: TapedModel): void => {
    this.#model ??= { ...model, baseUrl: this.secrets.clean(model.baseUrl) };
  };

  readonly judges = (model: string): void => {
    if (this.#model !== null) this.#model = { ...this.#model, judge: model };
  };

  readonly leaveOut = (message: string): void => {
    this.#problems.push({ severity: 'warning', code: 'tape-left-out', message });
  };

  readonly begin = (): Promise<void> => this.#index.write();

  readonly keep = (exchange: NewExchange): Promise<void> => {
    this.#writing = this.#writing.then(() => this.#expecting(() => this.#write(this.#cleaned(exchange))));
    return this.#writing;
  };

  /** Returns an exchange as it will be on the tape. */
  #cleaned({ kind, title, request, facts, files }: NewExchange): CleanExchange {
    const { normalise } = this.#options;
    const { clean } = this.secrets;
    this.#count += 1;
    const number = String(this.#count).padStart(4, '0');
    const file = (name: string, ending: string, data: string | Uint8Array): CleanFile => {
      const bytes =
        typeof data === 'string'
          ? Buffer.from(clean(data), 'utf8')
          : Buffer.from(clean(Buffer.from(data).toString('latin1')), 'latin1');
      return {
        bytes,
        entry: { name: `${number}-${name}.${ending}`, sha256: sha256(bytes), bytes: bytes.length },
      };
    };
    const asked = file('request', 'txt', normalise(clean(request)));
    const kept = Object.entries(files).flatMap(([name, data]): [string, CleanFile][] => {
      if (data === undefined) return [];
      // A replay finds its own evidence, and derives nothing from the recorded one.
      const text = name === 'evidence' && typeof data === 'string' ? normalise(data) : data;
      return [[name, file(name, ENDINGS[name as ExchangeFile], text)]];
    });
    return {
      exchange: {
        kind,
        title: clean(title),
        request: asked.entry,
        facts: cleanValue(facts, clean),
        files: Object.fromEntries(kept.map(([name, { entry }]) => [name, entry])),
      },
      files: [asked, ...kept.map(([, each]) => each)],
    };
  }

  async #write({ exchange, files }: CleanExchange): Promise<void> {
    const { folder } = this.#options;
    const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const why = this.#tooMuch({ exchange, files }, size);
    if (why !== undefined) return this.#leaveOutLarge(exchange.title, why);
    for (const { bytes, entry } of files) await replaceFile(join(folder, entry.name), bytes, 0o600);
    await this.#index.add(exchange);
    this.#size += size;
  }

  /** Explains why a tape with this exchange on it could not be played. */
  #tooMuch({ exchange, files }: CleanExchange, size: number): string | undefined {
    const { file, index, tape } = this.#options.limits ?? LIMITS;
    const largest = files.find(({ bytes }) => bytes.length > file);
    if (largest !== undefined)
      return `${largest.entry.name} would have ${largest.bytes.length} bytes, more than the ${file} that one file may have`;
    if (this.#size + size > tape) return `the tape would have more than the ${tape} bytes that one may have`;
    if (this.#index.lengthWith(exchange) > index || this.#count > MAX_EXCHANGES)
      return `${INDEX} would have more than the ${index} bytes, or the ${MAX_EXCHANGES} exchanges, that one may have`;
    return undefined;
  }

  #leaveOutLarge(title: string, why: string): void {
    this.#tooLarge += 1;
    if (this.#tooLarge <= MAX_TOLD)
      this.leaveOut(`Not on the tape: ${title}: ${why}. On replay, the run departs there.`);
  }

  /** Reports a write failure once, and continues. */
  async #expecting(work: () => Promise<void>): Promise<void> {
    const { folder, cwd } = this.#options;
    try {
      await work();
    } catch (error) {
      if (systemErrorCode(error) === '') throw error;
      if (!this.#problems.some(({ code }) => code === 'tape-not-written'))
        this.#problems.push(notWritten(displayPath(cwd, folder), error));
    }
  }

  readonly close = async (): Promise<readonly Problem<TapeProblemCode>[]> => {
    const { folder, cwd } = this.#options;
    await this.#writing;
    // Written even after an earlier failure.
    await this.#expecting(() => this.#index.write());
    const more = this.#tooLarge - MAX_TOLD;
    if (more > 0) this.leaveOut(`Not on the tape, for reasons of size as well: ${more} more.`);
    const { count } = this.#index;
    const what = count === 0 ? 'nothing was' : count === 1 ? 'one exchange was' : `${count} exchanges were`;
    const message = `On the tape: ${what} recorded, without the keys that are known. Look through it before you give it away.`;
    const file = displayPath(cwd, folder);
    return [{ severity: 'note', code: 'tape-recorded', message, file }, ...this.#problems];
  };
}

/** Removes keys from all texts of a value. */
function cleanValue<Value>(value: Value, clean: (text: string) => string): Value {
  if (typeof value === 'string') return clean(value) as Value & string;
  if (Array.isArray(value)) return value.map((each: unknown) => cleanValue(each, clean)) as Value & unknown[];
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    ([name, each]) => [name, cleanValue<unknown>(each, clean)] as const,
  );
  return Object.fromEntries(entries) as Value & object;
}

/** A file of a tape, and its entry in the index. */
type CleanFile = { readonly bytes: Buffer; readonly entry: TapeFile };

/** An exchange without keys, with its files. */
type CleanExchange = { readonly exchange: TapeExchange; readonly files: readonly CleanFile[] };

const LIMITS: TapeLimits = { file: LARGEST_FILE, index: LARGEST_INDEX, tape: LARGEST_TAPE };
/** The names of its files have no more digits. */
const MAX_EXCHANGES = 999_999;
/** The limit for reported exchanges that are too large. */
const MAX_TOLD = 5;

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
    message: `The tape cannot be written: ${describeSystemError(error)}. The work is done, but the tape is incomplete.`,
    file,
    hint: 'Make room or give permission there, and record it again.',
  };
}
