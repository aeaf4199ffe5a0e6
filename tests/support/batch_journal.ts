import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import { projectBefore44 } from './batch.ts';
import { journalOf, runStarted } from './batch_events.ts';
import { run } from './program.ts';

/** A project with batch 44: phases 1, then 2a and 2b, then 3. */
export async function projectWith44(): Promise<string> {
  const cwd = projectBefore44();
  const { code, err } = await run(['batch', 'generate', 'plan.md'], { cwd });
  if (code !== 0) throw new Error(err);
  return cwd;
}

/** A path in the folder of batch 44. */
export function in44(cwd: string, path: string): string {
  return join(cwd, '.orchestrator/batches/44', path);
}

/** Writes a file of batch 44, with its folders. */
export function write44(cwd: string, path: string, text: string | Buffer): void {
  mkdirSync(dirname(in44(cwd, path)), { recursive: true });
  writeFileSync(in44(cwd, path), text);
}

/** The lines of a journal with these events after a number of others. */
export function journalLines(events: readonly Partial<BatchEvent>[], behind = 0): string {
  return journalOf(events)
    .map((event, place) => `${JSON.stringify({ ...event, seq: behind + place + 1 })}\n`)
    .join('');
}

/** Writes the journal of batch 44. */
export function writeJournal44(cwd: string, events: readonly Partial<BatchEvent>[]): void {
  write44(cwd, 'journal.ndjson', journalLines(events));
}

/** Appends events to it that follow a number of others. */
export function growJournal44(cwd: string, behind: number, events: readonly Partial<BatchEvent>[]): void {
  appendFileSync(in44(cwd, 'journal.ndjson'), journalLines(events, behind));
}

/** The events of a phase that succeeds at the first try, some minutes after 12:00 UTC. */
export function phaseDone(
  phase: string,
  options: {
    readonly from: number;
    readonly minutes: number;
    readonly gates?: readonly Partial<BatchEvent>[];
  },
): Partial<BatchEvent>[] {
  const { from, minutes, gates = [] } = options;
  const of = { phase, attempt: 1 } as const;
  const commit = 'c'.repeat(40);
  const end = atMinute(from + minutes);
  return [
    {
      event: 'attempt-started',
      at: atMinute(from),
      ...of,
      executor: 'claude',
      argv: [],
      worktree: '/w',
      base: 'b'.repeat(40),
      token: `${phase}-1`,
    },
    { event: 'attempt-ended', at: end, ...of, how: 'exited', code: 0, signal: null, seconds: minutes * 60 },
    { event: 'attempt-pinned', at: end, ...of, commit: 'a'.repeat(40), files: ['src/a.ts', 'src/b.ts'] },
    ...gates.map((gate) => ({ at: end, ...gate })),
    { event: 'merge-ready', at: end, ...of, commit, parent: 'b'.repeat(40) },
    { event: 'merged', at: end, ...of, commit },
  ] as Partial<BatchEvent>[];
}

/** A number of minutes after noon of the first day of 2026, in the format of events. */
export function atMinute(minutes: number): string {
  return new Date(Date.UTC(2026, 0, 1, 12) + minutes * 60_000).toISOString();
}

/** A run that starts at noon. */
export function runAtNoon(run = 'r1'): Partial<BatchEvent> {
  return { ...runStarted(run), at: atMinute(0) } as Partial<BatchEvent>;
}
