import { type Problem, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';
import { examine, type Finding } from './doctor.ts';

/** What is told of what works here. */
export type DoctorEvent = { readonly kind: 'examined'; readonly findings: readonly Finding[] };

/** What is to be looked at. */
export type DoctorRequest = {
  /** Leaves out the one request to the model's endpoint. */
  readonly offline?: boolean;
  /** As in `v20.19.0`. */
  readonly nodeVersion: string;
  /** Looks at this place of the user's, and at nothing else. */
  readonly place?: string;
};

/** Tells what works here, and what would mend what does not. */
export async function tellFindings(
  context: OperationContext,
  { offline = false, nodeVersion, place }: DoctorRequest,
  port: Port<DoctorEvent>,
): Promise<VerbResult<'orchestrator.doctor/1', 'interrupted'>> {
  const { signal } = port;
  const findings = await examine(context, {
    offline,
    nodeVersion,
    signal,
    ...(place !== undefined && { place }),
  });
  if (signal.aborted) return STOPPED;
  await port.show({ kind: 'examined', findings });
  const ok = findings.every(({ state }) => state !== 'problem');
  return success(
    makeDocument('orchestrator.doctor/1', { ok, findings, problems: findings.flatMap(problemOf) }),
  );
}

const STOPPED = interrupted('Stopped; nothing was changed.');

function problemOf({ what, state, found, remedy }: Finding): Problem[] {
  if (state !== 'problem') return [];
  const code = `doctor-${what.toLowerCase().replace(/\s+/gu, '-')}`;
  return [{ severity: 'error', code, message: found, ...(remedy === null ? {} : { hint: remedy }) }];
}
