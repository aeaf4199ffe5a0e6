import { sha256 } from '../../platform/index.ts';
import type {
  ComponentChoice,
  RenderedFile,
  ResolvedComponent,
  Slot,
  Templates,
  Values,
} from '../composition/index.ts';
import { placeholderTodo } from '../composition/index.ts';
import type {
  FrameworkLock,
  LockedAnswers,
  LockedComponent,
  LockedMerge,
  LockedTodo,
} from '../generated/framework.lock.ts';

/** The proof that a framework is complete, which is the file written last. */
export const LOCK_FILE = 'framework.lock.json';

/** The parts that a framework was made from, as its lock file records them. It contains no time, no path and no layer. */
export function makeLock(options: {
  readonly name: string;
  readonly title: string;
  readonly goal: string;
  readonly variant: string | undefined;
  readonly choice: ComponentChoice;
  readonly values: Values;
  readonly components: readonly ResolvedComponent[];
  readonly slots: readonly Slot[];
  readonly templates: Templates;
  readonly files: readonly RenderedFile[];
  /** The files that a merge leaves with conflicts. */
  readonly unresolved?: readonly LockedMerge[];
}): FrameworkLock {
  const { name, title, goal, variant, components, slots, templates, files, unresolved = [] } = options;
  return {
    schema: 'orchestrator.framework-lock/2',
    name,
    title,
    goal,
    variant: variant ?? null,
    answers: answersOf(options.choice, options.values, slots),
    components: components.map(lockedComponent),
    inputs: slots.map(({ input, slot, boundary }) => ({
      name: input.name,
      kind: input.kind,
      required: input.required,
      describe: input.describe,
      default: input.default,
      slot,
      open: boundary?.open ?? null,
      close: boundary?.close ?? null,
    })),
    templates: templates.hashes.map((template) => ({ ...template })),
    files: files.map(({ file, text }) => ({ file, text, sha256: sha256(text) })),
    unresolved: unresolved.map((merge) => ({ ...merge })),
    todos: todosOf(components),
  };
}

/** A lock file's text. */
export function printLock(lock: FrameworkLock): string {
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** The remaining tasks before a framework is complete: one for each placeholder in it. */
export function todosOf(components: readonly ResolvedComponent[]): LockedTodo[] {
  return components
    .filter((resolved) => resolved.component === undefined)
    .map(({ kind, file }) => ({ kind, file, message: placeholderTodo({ kind, file }) }));
}

function answersOf(choice: ComponentChoice, values: Values, slots: readonly Slot[]): LockedAnswers {
  const files = slots.flatMap(({ input, file }) => (file === undefined ? [] : [[input.name, file]]));
  return {
    ...(choice.persona === undefined ? {} : { persona: choice.persona }),
    ...(choice.protocol === undefined ? {} : { protocol: choice.protocol }),
    ...(choice.constraints === undefined ? {} : { constraints: [...choice.constraints] }),
    ...(choice.addConstraints === undefined ? {} : { addConstraints: [...choice.addConstraints] }),
    values: { ...values },
    ...(files.length === 0 ? {} : { valueFiles: Object.fromEntries(files) }),
  };
}

function lockedComponent(resolved: ResolvedComponent): LockedComponent {
  const { kind, file, component } = resolved;
  return component
    ? {
        kind,
        file,
        status: component.origin === 'generated' ? 'generated' : 'used',
        origin: component.origin,
        sha256: component.sha256,
      }
    : { kind, file, status: 'placeholder', origin: null, sha256: null };
}
