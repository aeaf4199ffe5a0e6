import { accountOf, executorNamed } from '../../batch/index.ts';
import { batchSettings } from '../../config/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import type { Phase, Quotas } from '../../plan/index.ts';
import { systemClock } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

/** A quota given by a person: for one executor or account, or for all without one of their own. */
export type GivenQuota = {
  /** As typed. */
  readonly text: string;
  readonly of: string | null;
  readonly seconds: number;
  readonly attempts: number;
};

/** Parses quotas, `5h:40` or `codex=5h:40`; reports all faults at once. */
export function parseQuotas(texts: readonly string[]): Result<readonly GivenQuota[], 'usage'> {
  const problems: Problem<'usage'>[] = [];
  const given = texts.flatMap((text): GivenQuota[] => {
    const [, of, length = '', unit = '', attempts = ''] = FORM.exec(text.trim()) ?? [];
    const quota = {
      text,
      of: of ?? null,
      seconds: Number(length) * (UNITS[unit] ?? 0),
      attempts: Number(attempts),
    };
    if (quota.seconds >= 1 && quota.attempts >= 1) return [quota];
    problems.push(
      wrong(
        `--quota ${printableLine(text)} is not a quota.`,
        'Give a window and how many attempts may start in it, as in --quota 5h:40 or --quota codex=7d:200; windows are in min, h or d.',
      ),
    );
    return [];
  });
  for (const [place, { of, text }] of given.entries()) {
    if (given.findIndex((other) => other.of === of) < place)
      problems.push(
        wrong(`--quota ${printableLine(text)} is a second quota for ${of ?? 'the same phases'}.`),
      );
  }
  return problems.length > 0 ? failure('usage', ...problems) : success(given);
}

const FORM = /^(?:([A-Za-z0-9][\w.@-]{0,99})=)?(\d{1,6}(?:\.\d{1,3})?)(min|h|d):(\d{1,6})$/u;
const UNITS: Readonly<Record<string, number>> = { min: 60, h: 3_600, d: 86_400 };

/** The quota of each phase of a plan, by the account of its executor; a quota that applies to no phase is rejected. */
export function quotasFor(
  { env, userFolder }: OperationContext,
  phases: readonly Phase[],
  given: readonly GivenQuota[],
): Result<Quotas, 'usage'> {
  const { wishes, executors } = batchSettings({ env, userFolder });
  const common = given.findIndex(({ of }) => of === null);
  const places = phases.map(({ executor }) => {
    const name = executor?.value ?? wishes.executor ?? '';
    const made = executorNamed(name, { executors, clock: systemClock });
    const account = made.ok ? accountOf(made.value) : name;
    const own = given.findIndex(({ of }) => of === name);
    const shared = own >= 0 ? own : given.findIndex(({ of }) => of === account);
    return shared >= 0 ? shared : common;
  });
  const idle = given.filter((_, place) => phases.length > 0 && !places.includes(place));
  if (idle.length > 0) {
    const who = [...new Set(phases.map(({ executor }) => executor?.value ?? wishes.executor ?? ''))].sort();
    const hint = `The phases are for: ${who.map(printableLine).join(', ')}.`;
    return failure(
      'usage',
      ...idle.map(({ text }) => wrong(`--quota ${printableLine(text)} is for no phase of the plan.`, hint)),
    );
  }
  return success({
    quotas: given.map(({ seconds, attempts }) => ({ seconds, starts: attempts })),
    quotaOf: (phase) => places[phase] ?? -1,
  });
}

function wrong(message: string, hint?: string): Problem<'usage'> {
  return { severity: 'error', code: 'usage', message, ...(hint === undefined ? {} : { hint }) };
}
