import { type Problem, sortProblems } from '../../diagnostics/index.ts';
import {
  type DocumentReading,
  type ImportedTasks,
  type LineRange,
  machineNeeds,
  type PlanAssessment,
  type SectionOutcome,
  stagesOf,
} from '../../plan/index.ts';

/** The report on a plan, in the form that commands and tools output. Phases are identified by their ids. */
export type PlanReport = {
  readonly plan: {
    readonly title: string;
    readonly phases: readonly PhaseReport[];
    /** Phases in a cycle, or behind one, are in no stage. */
    readonly stages: readonly (readonly string[])[];
    readonly criticalPath: { readonly phases: readonly string[]; readonly hours: number };
    /** Number of phases in the widest stage. */
    readonly maxParallel: number;
    /** Hours needed by one worker, and by as many as can be used. */
    readonly hours: { readonly total: number; readonly parallel: number };
  };
  readonly conflicts: readonly { readonly phases: readonly string[]; readonly files: readonly string[] }[];
  /** Each closes on its first. */
  readonly cycles: readonly (readonly string[])[];
  /** The phases without usable hours, and the hours assumed for each. */
  readonly assumed: { readonly phases: number; readonly hours: number };
  readonly problems: readonly Problem[];
  /** The way in which a document other than a plan was read; `null` for a plan. */
  readonly reading: ReadingReport | null;
};

/** The fields about a plan in documents. */
export function planPart({
  plan,
  conflicts,
  cycles,
}: PlanReport): Pick<PlanReport, 'plan' | 'conflicts' | 'cycles'> {
  return { plan, conflicts, cycles };
}

/** The way in which a document that is no plan became one. */
export type ReadingReport = {
  readonly from: { readonly format: string; readonly reason: string };
  readonly inferred: ImportedTasks['inferred'];
  /** The parts that are no phases because they contain no work. */
  readonly leftOut: ImportedTasks['leftOut'];
  /** The outcome of each section of the document. */
  readonly sections: readonly SectionOutcome[];
  /** The outcome of every line of the document, in order; empty for a file that is not Markdown. */
  readonly lines: readonly LineRange[];
};

/** A phase of a {@link PlanReport}. Values that the plan does not give are `null`. */
export type PhaseReport = {
  readonly id: string;
  readonly title: string;
  readonly goal: string | null;
  /** 1-based. */
  readonly stage: number | null;
  readonly dependencies: readonly string[];
  readonly hours: number | null;
  readonly complexity: string | null;
  readonly files: readonly string[];
  /** Whether the files are only expected, and limit no attempt. */
  readonly filesExpected: boolean;
  readonly gates: readonly {
    readonly text: string;
    readonly command: string | null;
    readonly checked: boolean;
  }[];
  readonly workflow: string | null;
  /** The resources it needs of a machine. */
  readonly needs: readonly string[];
  readonly line: number;
};

/** Turns an assessment into a report, including how the document was read. */
export function planReport(
  { plan, graph, order, cycles, conflicts, criticalPath, totals, unlimited, problems }: PlanAssessment,
  reading?: Pick<DocumentReading, 'imported' | 'problems'>,
): PlanReport {
  const idOf = (place: number) => graph.ids[place] ?? '';
  const { starts, targets } = graph.needs;
  const phases = plan.phases.map((phase, place): PhaseReport => {
    const stage = order.stageOf[place] ?? -1;
    return {
      id: phase.id,
      title: phase.title,
      goal: phase.goal?.value ?? null,
      stage: stage < 0 ? null : stage + 1,
      dependencies: [...targets.subarray(starts[place], starts[place + 1])].map(idOf),
      hours: phase.hours?.value ?? null,
      complexity: phase.complexity?.value ?? null,
      files: [...(graph.files[place] ?? [])],
      filesExpected: phase.files?.isExpected === true,
      gates: phase.gates.map(({ text, command, checked }) => ({
        text,
        command: command?.value ?? null,
        checked,
      })),
      workflow: phase.workflow?.value ?? null,
      needs: [...machineNeeds(phase).needs],
      line: phase.line,
    };
  });
  return {
    plan: {
      title: plan.title?.value ?? '',
      phases,
      stages: stagesOf(order).map((stage) => [...stage].map(idOf)),
      criticalPath: { phases: criticalPath.phases.map(idOf), hours: criticalPath.hours },
      maxParallel: totals.maxParallel,
      hours: { total: totals.hours.total, parallel: unlimited.hours },
    },
    conflicts: conflicts.map((conflict) => ({
      phases: conflict.phases.map(idOf),
      files: [...conflict.files],
    })),
    cycles: cycles.map(({ path }) => path.map(idOf)),
    assumed: totals.assumed,
    problems: reading === undefined ? problems : sortProblems([...problems, ...reading.problems]),
    reading: reading?.imported === undefined ? null : readingReport(reading.imported),
  };
}

function readingReport(imported: NonNullable<DocumentReading['imported']>): ReadingReport {
  const { format, reason, inferred, leftOut, sections, lines } = imported;
  return { from: { format, reason }, inferred, leftOut, sections, lines };
}
