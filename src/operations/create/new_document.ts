import type { Problem } from '../../diagnostics/index.ts';
import { makeDocument, type WholeDocument } from '../document.ts';
import {
  intendedComponent,
  missingRemedy,
  notFound,
  type UnmetComponent,
  unmetReason,
} from './missing_component.ts';
import {
  frameworkFiles,
  type IncompleteFramework,
  incompletePart,
  type PreparedFramework,
} from './prepare_framework.ts';
import type { Proposal } from './proposal.ts';
import type { WrittenFramework } from './write_framework.ts';

/** Data about a framework beside the framework itself. */
type Told = {
  readonly outcome: WrittenFramework['outcome'] | 'merged' | 'conflicts' | null;
  readonly dryRun: boolean;
  readonly strict: boolean;
  readonly unmet: readonly UnmetComponent[];
  readonly proposal: Proposal | null;
  /** Conflicts of a merge that are left to be resolved by hand. */
  readonly conflicts?: readonly Problem[];
};

/** The document of a framework that was made, or would be. */
export function newDocument(
  framework: PreparedFramework,
  { outcome, dryRun, strict, unmet, proposal, conflicts = [] }: Told,
): WholeDocument<'orchestrator.new/1'> {
  const { goal, target, composed, lock, unfinished } = framework;
  const { name, title, todos } = lock;
  const { components, slots } = composed;
  return makeDocument('orchestrator.new/1', {
    ok: conflicts.length === 0 && !(strict && todos.length > 0),
    dryRun,
    outcome,
    proposal: proposal && proposalPart(proposal),
    framework: {
      name,
      title,
      goal: goal.name,
      directory: target.shown,
      files: frameworkFiles(framework).map(({ file }) => file),
    },
    components: components.map(({ kind, file, component }) => ({
      kind,
      file,
      layer: component?.layer ?? null,
      origin: component?.origin ?? null,
      path: component?.path ?? null,
      status: component ? (component.origin === 'generated' ? 'generated' : 'used') : 'placeholder',
    })),
    inputs: slots.map(({ input, filled }) => ({
      name: input.name,
      kind: input.kind,
      required: input.required,
      filled,
    })),
    todos,
    problems: [
      ...conflicts,
      ...framework.unseen,
      ...unfinished,
      ...missingProblems(incompletePart(framework), unmet).map((problem) =>
        strict ? { ...problem, severity: 'error' as const } : problem,
      ),
    ],
  });
}

function proposalPart({ goal, variant, name, settings, by, reason, others }: Proposal) {
  return { goal: goal.name, variant, name, settings, by, reason, others };
}

function missingProblems(
  framework: IncompleteFramework,
  unmet: readonly UnmetComponent[],
): Problem<'component-missing'>[] {
  return framework.todos.map(({ kind, file }) => {
    const hint = `${unmetReason(unmet, { kind, file })}${missingRemedy({ kind, file, ...intendedComponent(framework, { kind, file }) })}`;
    return { severity: 'warning', code: 'component-missing', message: notFound(file), hint };
  });
}
