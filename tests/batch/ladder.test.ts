import { describe, expect, test } from 'vitest';
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import type { ManifestPhase } from '../../src/batch/generated/batch.ts';
import { type LadderOptions, nextRung } from '../../src/batch/scheduling/index.ts';
import type { PhaseRecord } from '../../src/batch/store/batch_state.ts';
import { attemptEnded, attemptFailed, attemptStarted, fold, phaseFailed } from '../support/batch_events.ts';
import { manifestOf } from '../support/batch_manifest.ts';
import { casesIn } from '../support/cases.ts';
import { present } from '../support/present.ts';

/** One attempt in a few words: executor, what it came to (its fingerprint), its evidence, `+` and the issues it was told of; or `reopened`. */
type Case = {
  readonly name: string;
  readonly retries: number;
  readonly fallback?: string;
  readonly phase?: Partial<Pick<ManifestPhase, 'executor' | 'fallback' | 'issues'>>;
  readonly attempts: readonly string[];
  readonly next: string;
  /** The issues whose fix the attempt is told. */
  readonly fixes?: readonly string[];
  readonly why: string;
};

describe('the failure ladder', () => {
  test.each(casesIn<Case>('ladder.yaml'))(
    '$name',
    ({ retries, fallback, phase, attempts, next, fixes, why }) => {
      const options: LadderOptions = { retries, executor: 'agent', fallback };
      const rung = nextRung(recordOf(attempts, phase), options);
      expect(rung.rung === 'decide' ? rung.rung : `${rung.rung} ${rung.executor}`).toBe(next);
      expect(rung.rung === 'decide' ? rung.reason : rung.why).toBe(why);
      expect(rung.rung === 'decide' ? undefined : rung.fixes).toEqual(fixes);
    },
  );
});

function recordOf(attempts: Case['attempts'], phase: Case['phase']): PhaseRecord {
  const manifest = manifestOf({ ids: ['1'], dependencies: [[]], hours: [1], files: [[]] });
  const phases = manifest.phases.map((plain) => ({ ...plain, ...phase }));
  let number = 0;
  const events = attempts.flatMap((text): Partial<BatchEvent>[] => {
    if (text === 'reopened') return [phaseFailed('1'), { event: 'phase-reopened', phase: '1', why: 'retry' }];
    const [executor = '', what = '', evidence, told] = text.split(' ');
    number += 1;
    const how = what === 'not-started' ? 'not-started' : 'exited';
    const reason = what === 'interrupted' ? what : what === 'not-started' ? 'executor' : 'gate';
    return [
      { ...attemptStarted('1', number, executor), ...(told ? { fixes: told.slice(1).split(',') } : {}) },
      attemptEnded('1', number, how),
      attemptFailed('1', number, { reason, fingerprint: what, ...(evidence ? { evidence } : {}) }),
    ];
  });
  return present(fold({ ...manifest, phases }, events).phases[0]);
}
