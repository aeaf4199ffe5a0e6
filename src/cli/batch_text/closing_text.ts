import {
  countOf,
  durationInWords,
  printableLine,
  widestWidth,
  withThousands,
  wrapText,
} from '../../lib/index.ts';
import {
  type AttemptFacts,
  type ClosingReport,
  type DonePhase,
  type FailedPhase,
  type NextStep,
  remedyWords,
  type UnprovenCheck,
} from '../../operations/index.ts';
import type { Palette } from '../terminal/palette.ts';
import { usedText } from './summary_text.ts';

/** Layout of the report. */
export type ClosingOptions = {
  /** Available columns; unlimited for a file or a pipe. */
  readonly width: number;
  readonly paint: Palette;
  /** The next commands, if other than those that follow from the batch's state. */
  readonly next?: readonly NextCommand[];
};

/** A command, and what it does. */
export type NextCommand = readonly [command: string, what: string];

/**
 * The report at the end of `batch run`: the work done and how well it is proven, failures with their cause and log, blocked
 * phases, and the next step. The last line is the outcome of the batch.
 */
export function closingText(report: ClosingReport, options: ClosingOptions): string {
  const { batch, title, done, failed, blocked, stillRunning } = report;
  const out = new Lines(options);
  out.line(0, options.paint.bold(`Batch ${batch}: ${printableLine(title) || '(no title)'}`));
  out.heading('Done', done.length);
  for (const phase of done.slice(0, MAX_DONE)) doneLines(out, phase);
  if (done.length > MAX_DONE) out.text(2, `and ${done.length - MAX_DONE} more`);
  out.heading('Failed', failed.length);
  for (const phase of failed) failedLines(out, phase);
  out.heading('Blocked', blocked.length);
  for (const { prp, title: what, by } of blocked.slice(0, MAX_DONE))
    out.text(2, `${prp} ${what}: needs ${by}`);
  if (blocked.length > MAX_DONE) out.text(2, `and ${blocked.length - MAX_DONE} more`);
  out.heading('Still running', stillRunning.length);
  for (const left of stillRunning) out.text(2, `${left.prp} ${left.title}: ${left.what}`);
  const next = options.next ?? report.next.map((step) => nextCommand(step, batch));
  out.heading('Next', next.length);
  for (const [command, what] of next) {
    out.text(2, command);
    out.text(4, what);
  }
  out.blank();
  const { text, paint } = keyLine(report, options.paint);
  out.text(0, text, paint);
  return out.whole();
}

/** Limit for successes: a long list would bury the rest. */
const MAX_DONE = 30;

/** Lines that are wrapped under their own indentation. */
class Lines {
  readonly #lines: string[] = [];
  readonly #options: ClosingOptions;

  constructor(options: ClosingOptions) {
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

function doneLines(out: Lines, phase: DonePhase): void {
  const { prp, title, attempts, files, commit, unproven } = phase;
  const facts = [
    countOf(attempts, 'attempt'),
    countOf(files, 'file'),
    `merged as ${commit.slice(0, 12)}`,
    ...tokenFacts(phase),
  ];
  out.text(2, `${prp} ${title}: ${facts.join(', ')}`);
  deniedLines(out, phase);
  refusedLines(out, phase);
  for (const check of unproven) out.text(4, unprovenText(check));
}

function failedLines(out: Lines, phase: FailedPhase): void {
  out.text(2, `${phase.prp} ${phase.title}`);
  out.text(4, phase.reason);
  for (const fact of tokenFacts(phase)) out.text(4, `used: ${fact}`);
  deniedLines(out, phase);
  refusedLines(out, phase);
  for (const { check, isFlaky } of phase.red)
    out.text(4, `red: ${check}${isFlaky ? ' (flaky: green before on the same files)' : ''}`);
  // A path is not cut: it is there to be copied.
  if (phase.log !== undefined) out.line(4, `log: ${printableLine(phase.log)}`);
}

function unprovenText(check: UnprovenCheck): string {
  return check.kind === 'to-judge' ? `${check.gate}: for a person to judge` : `${check.check}: ${check.why}`;
}

/** The number of tokens used, and the source of the figure. */
function tokenFacts({ tokens }: AttemptFacts): string[] {
  return tokens === undefined
    ? []
    : [`${withThousands(tokens.total)} tokens by ${tokens.sources.join(' and ')}`];
}

function deniedLines(out: Lines, { denied }: AttemptFacts): void {
  const shown = denied.first.slice(0, MAX_DENIED);
  for (const wish of shown) out.text(4, `denied: ${printableLine(wish)}`);
  const more = denied.count - shown.length;
  if (more > 0) out.text(4, `denied: ${more} more`);
}

function refusedLines(out: Lines, { refused }: AttemptFacts): void {
  const shown = refused.slice(0, MAX_DENIED);
  for (const { by, host } of shown) out.text(4, `kept from ${host} by its sandbox: ${by}`);
  const more = refused.length - shown.length;
  if (more > 0) out.text(4, `kept from ${more} more`);
  // A command is not cut: it is there to be copied.
  for (const remedy of remedyWords(refused)) out.line(6, printableLine(remedy));
}

/** Maximum number of denied wishes shown of one phase. */
const MAX_DENIED = 3;

function nextCommand(step: NextStep, batch: number): NextCommand {
  switch (step) {
    case 'decide':
      return [`orchestrator batch decisions ${batch}`, 'what is waiting for you, with the evidence'];
    case 'run':
      return [
        `orchestrator batch run ${batch}`,
        'continues from here, with the settings and the flags that you give again',
      ];
    case 'merge':
      // The branch is not named: it may no longer exist, or could not be moved.
      return [`orchestrator batch merge ${batch}`, 'merges its work into your branch'];
  }
}

function keyLine(
  report: ClosingReport,
  paint: Palette,
): { readonly text: string; readonly paint: (line: string) => string } {
  const name = `Batch ${report.batch}`;
  const facts = `${report.counts}, in ${durationInWords(report.elapsedMs)}${usedText(report.used)}.`;
  switch (report.standing) {
    case 'done':
      return { text: `${name} is done: ${facts}`, paint: paint.good };
    case 'partial':
      return { text: `${name} is partly done: ${facts}`, paint: paint.warn };
    case 'failed':
      return { text: `${name} failed: ${facts}`, paint: paint.bad };
    case 'stopped':
      return { text: `${name} was stopped: ${facts}`, paint: paint.warn };
    case 'running':
      return { text: `${name} is running: ${facts}`, paint: paint.bold };
    case 'generated':
      return { text: `${name} has not been run yet: ${report.counts}.`, paint: paint.bold };
  }
}
