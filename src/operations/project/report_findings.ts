import { type Problem, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';
import { examine, type Finding } from './doctor.ts';

/** Events of an examination. */
export type DoctorEvent = { readonly kind: 'examined'; readonly findings: readonly Finding[] };

/** Options of an examination. */
export type DoctorRequest = {
  /** Leaves out the one request to the model's endpoint. */
  readonly offline?: boolean;
  /** As in `v20.19.0`. */
  readonly nodeVersion: string;
  /** Examines only this one of the user's places. */
  readonly place?: string;
};

/** Reports which things work here, and how to fix those that do not. */
export async function reportFindings(
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
