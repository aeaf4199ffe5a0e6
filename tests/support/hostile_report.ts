import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import type { BatchManifest, ManifestPhase } from '../../src/batch/generated/batch.ts';
import type { ReportDocument } from '../../src/batch/report/document/index.ts';
import { phaseFailed } from './batch_events.ts';
import { phaseDone, runAtNoon } from './batch_journal.ts';
import { manifestOf } from './batch_manifest.ts';
import { attemptRed, gateGreen, HOSTILE, reportOf } from './report_facts.ts';

type Finding = ReportDocument['findings'][number];

/** A batch in which every text is hostile: one phase done, one failed, one waiting. */
export function hostileReport(more: Partial<ReportDocument> = {}): ReportDocument {
  const plain = manifestOf({
    ids: ['1', '2', '3'],
    dependencies: [[], [], [1]],
    hours: [1, 1, 1],
    files: [[HOSTILE], [HOSTILE], [HOSTILE]],
  });
  const gates = [{ text: HOSTILE, command: HOSTILE }];
  const phases = plain.phases.map(
    (phase): ManifestPhase => ({ ...phase, title: HOSTILE, goal: HOSTILE, gates }),
  );
  const manifest: BatchManifest = { ...plain, title: HOSTILE, phases };
  const gate = { text: HOSTILE, command: HOSTILE, log: HOSTILE, flags: ['flaky'] };
  const [start, end, pinned, ...rest] = phaseDone('1', {
    from: 0,
    minutes: 1,
    gates: [gateGreen('1', 1, gate)],
  });
  const claimed = {
    event: 'claimed',
    phase: '1',
    attempt: 1,
    status: HOSTILE,
    summary: HOSTILE,
    tokens: 1,
    problems: [HOSTILE],
  };
  const red = attemptRed('2', 1, { from: 0, executor: HOSTILE }).map((event) =>
    event.event === 'gate-ended'
      ? { ...event, ...gate, flags: [] }
      : event.event === 'attempt-failed'
        ? { ...event, evidence: HOSTILE }
        : event,
  );
  const events = [
    runAtNoon(),
    start,
    end,
    claimed,
    { ...pinned, files: [HOSTILE, `${HOSTILE}2`] },
    ...rest,
    ...red,
    { ...phaseFailed('2'), reason: HOSTILE },
  ] as Partial<BatchEvent>[];
  const report = reportOf(manifest, events, {
    folder: HOSTILE,
    plan: {
      complexity: new Map([['1', HOSTILE]]),
      serves: new Map([['1', '1']]),
      requirement: [
        { number: 1, text: HOSTILE },
        { number: 2, text: HOSTILE },
      ],
    },
    review: {
      standing: 'current',
      score: 50,
      band: HOSTILE,
      dropped: 2,
      findings: [
        finding({
          kind: HOSTILE,
          file: HOSTILE,
          line: 3,
          endLine: 4,
          message: HOSTILE,
          quote: HOSTILE,
          by: HOSTILE,
        }),
      ],
    },
    problems: [{ severity: 'warning', code: 'x', message: HOSTILE, file: HOSTILE, hint: HOSTILE }],
  });
  return { ...report, ...more };
}

/** A finding as in reports. */
export function finding(more: Partial<Finding> = {}): Finding {
  return {
    ...{
      id: 'aaaaaaaaaaaa',
      kind: 'todo',
      severity: 'high',
      file: 'src/a.ts',
      line: 1,
      endLine: null,
      message: 'Here.',
    },
    ...{ quote: null, phase: null, proof: 'verified', by: 'structural' },
    ...more,
  } as Finding;
}

/** Findings that differ in their number. */
export const findings = (count: number, more: Partial<Finding> = {}) =>
  Array.from({ length: count }, (_, place) =>
    finding({ id: `${place}`, message: `Number ${place}.`, ...more }),
  );

/** Matches terminal control characters, and those that reorder text. */
export const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/u;
