import { type Problem, sortProblems } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import type { BatchEvent } from '../../generated/batch.event.ts';
import type { BatchReport } from '../../generated/batch.report.ts';
import { visibleBranch } from '../../store/refs.ts';
import { batchStatusName, countPhases } from '../status/index.ts';
import type { ReportDocument, ReportFacts, ReportPhase } from './facts.ts';
import { ownFindings } from './own_findings.ts';
import { plannedSpans } from './planned_spans.ts';
import { reportPhase } from './report_phase.ts';
import { requirementLines } from './requirement_lines.ts';
import { runClock } from './run_clock.ts';
import { estimatesOf, failuresOf, MAX_OVERLAPS, overlapsOf, usageOf } from './sums.ts';

/** Severities, the worst first. */
const SEVERITIES = ['critical', 'high', 'medium', 'low'];

/** The result of a batch: everything that all forms of its report are made from. Pure. */
export function batchReport(facts: ReportFacts): ReportDocument {
  const { manifest, events, state, isHeld, folder, plan } = facts;
  const first = events.find((event) => event.event === 'run-started');
  const concurrency = first?.event === 'run-started' ? first.options.concurrency : undefined;
  const clock = runClock(events);
  const planned = plannedSpans(manifest, concurrency ?? 1);
  const context = {
    clock,
    planned: concurrency === undefined ? undefined : planned,
    reopened: reopenedIn(events),
  };
  const phases = state.phases.map((record) => reportPhase(record, facts, context));
  const requirement = requirementLines(plan, phases);
  const own = ownFindings(phases, requirement);
  const { findings: reviewed, ...review } = facts.review;
  const isReviewed = review.standing === 'current';
  const failed = new Set(own.flatMap(({ kind, phase }) => (kind === 'phase-failed' ? [phase] : [])));
  // Findings of both are reported once: a review says more about gates, the batch more about failed phases.
  const kept = isReviewed ? own.filter(({ kind }) => kind !== 'weak-gate') : own;
  const others = reviewed.filter(({ kind, phase }) => kind !== 'phase-not-done' || !failed.has(phase));
  const overlaps = overlapsOf(phases);
  const standing = batchStatusName(state, isHeld);
  const last = clock.runs.at(-1);
  return {
    ok: facts.problems.every(({ severity }) => severity !== 'error'),
    batch: manifest.batch,
    title: manifest.title,
    state: standing,
    asOf: events.at(-1)?.at ?? null,
    folder,
    git: gitOf(facts, phases),
    counts: countPhases(state.phases),
    proofs: proofsOf(phases),
    requirement,
    phases,
    timeline:
      concurrency === undefined || last === undefined
        ? null
        : {
            concurrency,
            plannedHours: planned.hours,
            seconds: last.start + last.seconds,
            runs: [...clock.runs],
          },
    criticalPath: [...planned.criticalPath],
    overlaps,
    failures: failuresOf(state.phases),
    estimates: estimatesOf(phases),
    usage: usageOf(phases, state.phases),
    review,
    findings: [...others, ...kept].sort(
      (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
    ),
    problems: sortProblems([...facts.problems, ...questionNotes(facts), ...notes(standing, overlaps.length)]),
  };
}

function reopenedIn(
  events: readonly BatchEvent[],
): ReadonlyMap<string, Extract<BatchEvent, { event: 'phase-reopened' }>> {
  const last = new Map<string, Extract<BatchEvent, { event: 'phase-reopened' }>>();
  for (const event of events) if (event.event === 'phase-reopened') last.set(event.phase, event);
  return last;
}

function gitOf(
  { state, git, manifest }: ReportFacts,
  phases: readonly ReportPhase[],
): NonNullable<BatchReport['git']> {
  const { base = null, head = null } = state;
  const branch = visibleBranch(manifest.batch);
  // A head that nothing was merged into is where the batch began.
  const hasWork = phases.some(({ state: standing }) => standing === 'done');
  const missing = phases.flatMap(({ id, commit }) =>
    commit !== null && git.missing.has(commit) ? [id] : [],
  );
  return { base, head, branch, standing: hasWork ? standingInGit(head, git) : 'not-run', missing };
}

function standingInGit(
  head: string | null,
  { isKnown, missing, isDelivered }: ReportFacts['git'],
): NonNullable<BatchReport['git']>['standing'] {
  if (head === null) return 'not-run';
  if (!isKnown) return 'unknown';
  if (missing.has(head)) return 'gone';
  return isDelivered ? 'delivered' : 'kept';
}

function proofsOf(phases: readonly ReportPhase[]): BatchReport['proofs'] {
  const proofs = { verified: 0, claimed: 0, unverifiable: 0, refuted: 0 };
  for (const { statements } of phases)
    for (const { proof, holds } of statements) {
      proofs[proof] += 1;
      if (proof === 'verified' && holds === false) proofs.refuted += 1;
    }
  return proofs;
}

/** A reader of a report does not see the terminal in which somebody is being asked. */
function questionNotes({ manifest, state, isHeld }: ReportFacts): Problem<'question-waits'>[] {
  return state.phases.flatMap(({ phase, asked }) =>
    asked === undefined || !isHeld
      ? []
      : [
          {
            severity: 'warning',
            code: 'question-waits',
            message: `Phase ${printableLine(phase.id)} waits for your answer: ${printableLine(asked.reason)}`,
            hint: `To see where it is asked: orchestrator batch decisions ${manifest.batch}`,
          },
        ],
  );
}

function notes(
  standing: ReportDocument['state'],
  overlaps: number,
): Problem<'batch-running' | 'overlaps-cut'>[] {
  const found: Problem<'batch-running' | 'overlaps-cut'>[] = [];
  if (standing === 'running')
    found.push({
      severity: 'note',
      code: 'batch-running',
      message: 'The batch is still running; this is its current state.',
      hint: 'To keep the report up to date: orchestrator batch watch',
    });
  if (overlaps >= MAX_OVERLAPS)
    found.push({
      severity: 'note',
      code: 'overlaps-cut',
      message: `Only the first ${MAX_OVERLAPS} files that several phases changed are listed.`,
    });
  return found;
}
