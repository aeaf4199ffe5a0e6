import { durationInWords, printableLine, widestWidth, withThousands, wrapText } from '../../../lib/index.ts';
import { tokensOf, tokensUsed } from '../../store/state/index.ts';
import type { AttemptRecord, PhaseRecord } from '../../types.ts';
import { lettingWords } from '../formats/index.ts';
import { checkInWords, checksOf, filesChanged, isFlaky, leftRunning, provesLittle } from '../status/index.ts';
import type { BatchView, Paint } from './batch_view.ts';
import { countsInWords, elapsedMs, standing, usedInWords } from './summary.ts';
import { decisiveLog } from './which_log.ts';

/** How the report is laid out. */
export type ReportOptions = {
  /** Columns that there are; without end for a file or a pipe. */
  readonly width: number;
  /** The wall clock, in milliseconds since 1970 UTC. */
  readonly now: number;
  readonly paint: Paint;
  /** What is to be done next, where that is not what follows from how the batch stands. */
  readonly next?: readonly NextCommand[];
};

/** A command, and what it does. */
export type NextCommand = readonly [command: string, what: string];

/**
 * What `batch run` says at its end: what was done and how much that proves, what failed, why and where its log is, what is
 * blocked, the branch, what to do next. The last line is the one that counts.
 */
export function finalReport(view: BatchView, options: ReportOptions): string {
  const { batch, title } = view.manifest;
  const { phases } = view.state;
  const of = (state: PhaseRecord['progress']['state']) =>
    phases.filter(({ progress }) => progress.state === state);
  const done = of('done');
  const told = done.slice(0, MOST_DONE);
  const out = new Lines(options);
  out.line(0, options.paint.bold(`Batch ${batch}: ${printableLine(title) || '(no title)'}`));
  out.heading('Done', done.length);
  for (const record of told) doneLines(out, record);
  if (done.length > told.length) out.text(2, `and ${done.length - told.length} more`);
  const failed = of('failed');
  out.heading('Failed', failed.length);
  for (const record of failed) failedLines(out, view, record);
  const blocked = of('blocked');
  out.heading('Blocked', blocked.length);
  for (const record of blocked.slice(0, MOST_DONE)) blockedLine(out, view, record);
  if (blocked.length > MOST_DONE) out.text(2, `and ${blocked.length - MOST_DONE} more`);
  const left = phases.flatMap((record) =>
    leftRunning(record).map((what) => `${record.phase.prp} ${record.phase.title}: ${what}`),
  );
  out.heading('Still running', left.length);
  for (const line of left) out.text(2, line);
  const next = options.next ?? nextCommands(view);
  out.heading('Next', next.length);
  for (const [command, what] of next) {
    out.text(2, command);
    out.text(4, what);
  }
  out.blank();
  const { text, paint } = keyLine(view, options);
  out.text(0, text, paint);
  return out.whole();
}

/** A long list of what went well would bury the rest. */
const MOST_DONE = 30;

/** Lines that are wrapped under their own indentation. */
class Lines {
  readonly #lines: string[] = [];
  readonly #options: ReportOptions;

  constructor(options: ReportOptions) {
    this.#options = options;
  }

  heading(name: string, count: number): void {
    if (count === 0) return;
    this.blank();
    this.line(0, this.#options.paint.bold(name));
  }

  blank(): void {
    this.#lines.push('');
  }

  /** As it is. */
  line(indent: number, text: string): void {
    this.#lines.push(`${' '.repeat(indent)}${text}`);
  }

  /** Made safe, wrapped, and painted line by line. */
  text(indent: number, text: string, paint: (line: string) => string = (line) => line): void {
    const room = Math.max(10, this.#options.width - indent);
    const safe = printableLine(text);
    const lines = widestWidth(safe) <= room ? [safe] : wrapText(safe, room);
    for (const line of lines) this.line(indent, paint(line));
  }

  whole(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }
}

function doneLines(out: Lines, record: PhaseRecord): void {
  const { phase, progress, attempts } = record;
  if (progress.state !== 'done') return;
  const files = filesChanged(record).length;
  const facts = [
    countOf(attempts.length, 'attempt'),
    countOf(files, 'file'),
    `merged as ${progress.mergedAs.slice(0, 12)}`,
    ...tokenFacts(attempts),
  ];
  out.text(2, `${phase.prp} ${phase.title}: ${facts.join(', ')}`);
  deniedLines(out, attempts);
  refusedLines(out, attempts);
  for (const check of checksOf(record)) {
    const why = provesLittle(check);
    if (why !== undefined) out.text(4, `${checkInWords(check)}: ${why}`);
    if (check.gate !== null && check.command === null && check.result === 'not-run')
      out.text(4, `${check.text}: for a person to judge`);
  }
}

/** What was used, and who says so. */
function tokenFacts(attempts: readonly AttemptRecord[]): string[] {
  const used = tokensUsed(attempts);
  if (used === undefined) return [];
  const sources = [...new Set(attempts.flatMap((attempt) => tokensOf(attempt)?.source ?? []))];
  return [`${withThousands(used)} tokens by ${sources.join(' and ')}`];
}

/** What an agent asked to be allowed and was denied, in its latest attempt that did. */
function deniedLines(out: Lines, attempts: readonly AttemptRecord[]): void {
  const denied = attempts.findLast(({ ended }) => ended?.agent?.denied)?.ended?.agent?.denied;
  if (denied === undefined) return;
  const shown = denied.first.slice(0, MOST_DENIED);
  for (const wish of shown) out.text(4, `denied: ${printableLine(wish)}`);
  const more = denied.count - shown.length;
  if (more > 0) out.text(4, `denied: ${more} more`);
}

/** What commands asked for of the network and were kept from, in the latest attempt that did, and how a person lets them. */
function refusedLines(out: Lines, attempts: readonly AttemptRecord[]): void {
  const { refused = [] } = attempts.findLast((attempt) => attempt.refused !== undefined) ?? {};
  const shown = refused.slice(0, MOST_DENIED);
  for (const { by, host } of shown) out.text(4, `kept from ${host} by its sandbox: ${by}`);
  const more = refused.length - shown.length;
  if (more > 0) out.text(4, `kept from ${more} more`);
  // A command is not cut: it is there to be copied.
  for (const remedy of lettingWords(refused)) out.line(6, printableLine(remedy));
}

/** Of wishes, for one phase. */
const MOST_DENIED = 3;

function failedLines(out: Lines, { folder, hasLog }: BatchView, record: PhaseRecord): void {
  const { phase, progress } = record;
  if (progress.state !== 'failed') return;
  out.text(2, `${phase.prp} ${phase.title}`);
  out.text(4, progress.reason);
  for (const fact of tokenFacts(record.attempts)) out.text(4, `used: ${fact}`);
  deniedLines(out, record.attempts);
  refusedLines(out, record.attempts);
  // What the program checks itself is the reason by its name.
  const reds = checksOf(record).filter(({ gate, result }) => gate !== null && result === 'red');
  for (const check of reds)
    out.text(
      4,
      `red: ${checkInWords(check)}${isFlaky(check) ? ' (flaky: green before on the same files)' : ''}`,
    );
  const log = decisiveLog(record);
  if (log === undefined || hasLog?.(log) === false) return;
  // A path is not cut: it is there to be copied.
  out.line(4, `log: ${printableLine(`${folder}/${log}`)}`);
}

function blockedLine(out: Lines, { state }: BatchView, { phase, progress }: PhaseRecord): void {
  if (progress.state !== 'blocked') return;
  const by = state.phases.find((other) => other.phase.id === progress.by)?.phase.prp ?? progress.by;
  out.text(2, `${phase.prp} ${phase.title}: needs ${by}`);
}

/** Whether the work is in the project's own files, and no branch has to be brought anywhere. */
function worksInPlace({ state }: BatchView): boolean {
  const worktrees = state.phases.flatMap(({ attempts }) => attempts.map(({ worktree }) => worktree));
  return worktrees.length > 0 && worktrees.every((path) => !path.includes('/.orchestrator/worktrees/'));
}

/** Commands, and what each does. */
function nextCommands(view: BatchView): NextCommand[] {
  const { batch } = view.manifest;
  const commands: NextCommand[] = [];
  const { phases, base, head, origins } = view.state;
  if (phases.some(({ progress }) => progress.state === 'failed'))
    commands.push([`orchestrator batch decisions ${batch}`, 'what waits for you, with the evidence']);
  if (standing(view) === 'stopped' || standing(view) === 'generated')
    commands.push([
      `orchestrator batch run ${batch}`,
      'goes on from here, by the settings and the flags that you give it again',
    ]);
  if (head !== undefined && head !== (origins.at(-1) ?? base) && !worksInPlace(view))
    commands.push([
      `orchestrator batch merge ${batch}`,
      // Which branch shows it is not said: there may be none any more, or one that could not be moved.
      'brings what it has done to your branch',
    ]);
  return commands;
}

function keyLine(
  view: BatchView,
  { now, paint }: ReportOptions,
): { readonly text: string; readonly paint: (line: string) => string } {
  const name = `Batch ${view.manifest.batch}`;
  const facts = `${countsInWords(view)}, in ${durationInWords(elapsedMs(view, now))}${usedInWords(view)}.`;
  switch (standing(view)) {
    case 'done':
      return { text: `${name} is done: ${facts}`, paint: paint.good };
    case 'partial':
      return { text: `${name} is done in part: ${facts}`, paint: paint.warn };
    case 'failed':
      return { text: `${name} failed: ${facts}`, paint: paint.bad };
    case 'stopped':
      return { text: `${name} was stopped: ${facts}`, paint: paint.warn };
    case 'running':
      return { text: `${name} is running: ${facts}`, paint: paint.bold };
    case 'generated':
      return { text: `${name} was not run yet: ${countsInWords(view)}.`, paint: paint.bold };
  }
}

function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
