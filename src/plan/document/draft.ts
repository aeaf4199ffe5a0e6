import type { UncheckedPlan } from '../plan.ts';

/** A plan that the program writes: the contents of a document, without places. */
export type PlanDraft = {
  readonly title: string;
  /** Statements about the whole work, as Markdown of any form. */
  readonly context?: string;
  readonly phases: readonly PhaseDraft[];
};

/** A phase of a draft. Text is one line, except that steps and fields may have lines with a dash below them. */
export type PhaseDraft = {
  readonly id: string;
  readonly title: string;
  readonly goal?: string;
  readonly hours?: number;
  readonly complexity?: string;
  /** Left out where it is not known; empty for a phase that only verifies. */
  readonly files?: readonly { readonly path: string; readonly note?: string }[];
  /** Whether the files are those that will probably be touched, and others may be. */
  readonly filesExpected?: true;
  /** The ids of phases. */
  readonly dependencies: readonly { readonly id: string; readonly note?: string }[];
  readonly steps: readonly string[];
  readonly gates: readonly { readonly text: string; readonly checked: boolean }[];
  readonly workflow?: string;
  readonly executor?: string;
  readonly fallback?: string;
  readonly plugin?: string;
  readonly place?: string;
  readonly needs?: string;
  readonly requirement?: string;
  /** Fields that the program does not know. */
  readonly others: readonly { readonly name: string; readonly text: string }[];
};

/** Turns a plan into a draft that can be changed and printed. A reference to no phase is left out. */
export function draftOf(plan: UncheckedPlan): PlanDraft {
  const noted = (note: string | undefined) => (note === undefined ? {} : { note });
  return {
    title: plan.title?.value ?? '',
    ...(plan.context !== undefined && { context: plan.context.value }),
    phases: plan.phases.map((phase) => ({
      id: phase.id,
      title: phase.title,
      ...(phase.goal && { goal: phase.goal.value }),
      ...(phase.hours?.value !== undefined && { hours: phase.hours.value }),
      ...(phase.complexity && { complexity: phase.complexity.value }),
      ...(phase.files && { files: phase.files.entries.map(({ path, note }) => ({ path, ...noted(note) })) }),
      ...(phase.files?.isExpected && { filesExpected: true as const }),
      dependencies: (phase.dependencies?.references ?? []).flatMap(({ phases, note }) =>
        phases.map((place) => ({ id: plan.phases[place]?.id ?? '', ...noted(note) })),
      ),
      steps: phase.steps.map(({ value }) => value),
      gates: phase.gates.map(({ text, checked }) => ({ text, checked })),
      ...(phase.workflow && { workflow: phase.workflow.value }),
      ...(phase.executor && { executor: phase.executor.value }),
      ...(phase.fallback && { fallback: phase.fallback.value }),
      ...(phase.plugin && { plugin: phase.plugin.value }),
      ...(phase.place && { place: phase.place.value }),
      ...(phase.needs && { needs: phase.needs.value }),
      ...(phase.requirement && { requirement: phase.requirement.value }),
      others: [
        // An estimate that is no number of hours is kept as text.
        ...(phase.hours && phase.hours.value === undefined
          ? [{ name: 'Estimate', text: phase.hours.text }]
          : []),
        ...phase.others.map(({ name, text }) => ({ name, text })),
      ],
    })),
  };
}
