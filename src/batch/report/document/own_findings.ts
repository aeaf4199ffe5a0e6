import { shortHash } from '../../../lib/index.ts';
import type { ReportFinding, ReportPhase, ReportRequirement } from './facts.ts';
import { FLAKY } from './statements.ts';

/**
 * The findings in a batch's own journal: failed phases, with the red gate; gates that prove little; lines of the requirement that
 * no phase serves. A finding about a phase is placed at the first of its files that it changed or declares by name.
 */
export function ownFindings(
  phases: readonly ReportPhase[],
  requirement: readonly ReportRequirement[],
): ReportFinding[] {
  return [
    ...phases.flatMap((phase) => [...failureOf(phase), ...weaknessesOf(phase)]),
    ...requirement.flatMap(({ number, text, standing }) =>
      standing === 'uncovered' ? [uncovered(number, text)] : [],
    ),
  ];
}

function failureOf(phase: ReportPhase): ReportFinding[] {
  if (phase.state !== 'failed') return [];
  const isFlaky = phase.statements.some(({ holds, why }) => holds === false && why === FLAKY);
  // The work may be innocent then, so this precedes text that may be too long to be shown completely.
  const flaky = isFlaky ? `, and a red gate of it ${FLAKY}` : '';
  const message = `Phase ${phase.id} failed${flaky}: ${phase.reason ?? 'no attempts are left'}`;
  const gates = redGatesBesides(phase);
  const said = gates.length === 0 ? message : `${message} (red: ${gates.join('; ')})`;
  return [finding({ kind: 'phase-failed', severity: 'high', message: said, phase })];
}

/** The commands of red gates that the phase's reason does not mention. Other failed checks are the reason itself. */
export function redGatesBesides({
  statements,
  reason,
}: Pick<ReportPhase, 'statements' | 'reason'>): string[] {
  return statements.flatMap(({ holds, evidence }) => {
    const command = holds === false ? evidence?.command : null;
    return command == null || reason?.includes(command) ? [] : [command];
  });
}

function weaknessesOf(phase: ReportPhase): ReportFinding[] {
  if (phase.state !== 'done') return [];
  return phase.statements.flatMap(({ text, proof, holds, why, evidence }) => {
    if (proof !== 'verified' || holds !== true || why === null) return [];
    const message = `Phase ${phase.id}: "${evidence?.command ?? text}" ${why}.`;
    return [finding({ kind: 'weak-gate', severity: 'low', message, phase })];
  });
}

function uncovered(number: number | null, text: string): ReportFinding {
  const message = `No phase serves line ${number} of the requirement: ${text}`;
  return finding({ kind: 'requirement-uncovered', severity: 'medium', message });
}

function finding({
  kind,
  severity,
  message,
  phase,
}: Pick<ReportFinding, 'kind' | 'severity' | 'message'> & { readonly phase?: ReportPhase }): ReportFinding {
  const said = phase && [...phase.declared, ...(phase.expected ?? [])];
  const named = said?.find((file) => !/[*?{[\]]|\/$/u.test(file));
  return {
    id: `${shortHash(`${kind} ${phase?.id ?? ''}`)}${shortHash(message).slice(0, 4)}`,
    kind,
    severity,
    file: phase?.changed[0] ?? named ?? null,
    line: null,
    endLine: null,
    message,
    quote: null,
    phase: phase?.id ?? null,
    proof: 'verified',
    by: 'batch',
  };
}
