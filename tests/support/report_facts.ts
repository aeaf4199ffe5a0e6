import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import type { BatchManifest } from '../../src/batch/generated/batch.ts';
import { batchReport, type ReportDocument, type ReportFacts } from '../../src/batch/report/document/index.ts';
import { fold, journalOf } from './batch_events.ts';
import { atMinute } from './batch_journal.ts';

/** The facts for a report on a batch with nothing but a manifest and a journal. */
export function factsOf(
  manifest: BatchManifest,
  events: readonly Partial<BatchEvent>[],
  more: Partial<ReportFacts> = {},
): ReportFacts {
  return {
    manifest,
    events: journalOf(events),
    state: fold(manifest, events),
    isHeld: false,
    folder: './.orchestrator/batches/7',
    plan: { complexity: new Map(), serves: new Map(), requirement: [] },
    git: { isKnown: true, missing: new Set(), isDelivered: false },
    logs: new Map(),
    review: { standing: 'none', score: null, band: null, dropped: 0, findings: [] },
    problems: [],
    ...more,
  };
}

/** A report made from them. */
export function reportOf(
  manifest: BatchManifest,
  events: readonly Partial<BatchEvent>[],
  more: Partial<ReportFacts> = {},
): ReportDocument {
  return batchReport(factsOf(manifest, events, more));
}

/** The events of an attempt that failed, some minutes after noon. */
export function attemptRed(
  phase: string,
  attempt: number,
  { from, executor = 'claude' }: { readonly from: number; readonly executor?: string },
): Partial<BatchEvent>[] {
  const of = { phase, attempt } as const;
  const [start, end] = [atMinute(from), atMinute(from + 1)];
  const begun = { executor, argv: [], worktree: '/w', base: 'b'.repeat(40), token: `${phase}-${attempt}` };
  const red = { where: 'attempt', gate: 0, text: 'Tests pass', command: 'npm test', result: 'red' } as const;
  return [
    { event: 'attempt-started', at: start, ...of, ...begun },
    { event: 'attempt-ended', at: end, ...of, how: 'exited', code: 0, signal: null, seconds: 60 },
    { event: 'attempt-pinned', at: end, ...of, commit: 'a'.repeat(40), files: ['src/a.ts'] },
    {
      event: 'gate-ended',
      at: end,
      ...of,
      ...red,
      baseline: 'red',
      seconds: 2,
      log: 'logs/x.log',
      flags: [],
    },
    { event: 'attempt-failed', at: end, ...of, reason: 'gate', evidence: 'red', fingerprint: `${attempt}` },
  ] as Partial<BatchEvent>[];
}

/** A green gate of an attempt. */
export function gateGreen(phase: string, attempt: number, more: object = {}): Partial<BatchEvent> {
  const gate = {
    where: 'merged',
    gate: 0,
    text: 'Tests pass',
    command: 'npm test',
    result: 'green',
  } as const;
  const rest = { baseline: 'red', seconds: 2, log: `logs/${phase}.log`, flags: [], ...gate, ...more };
  return { event: 'gate-ended', phase, attempt, ...rest } as Partial<BatchEvent>;
}

/** Every attack on a document, in one text. */
export const HOSTILE =
  '<script>alert(1)</script>"\'&]]><!--\u001b[31mred\u0007 \u202eevil\u202c | `x` ``` @you [a](http://evil.example) www.evil.example\n::error::x\r\n# heading %0A \ud800 \u0000 -->';
