import { join, resolve } from 'node:path';
import { projectRoot } from '../../context/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { createFile, describeSystemError, displayPath, entryKind, isWithin } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

/** The file for a new plan; it did not exist when it was chosen. */
export type PlanFile = {
  /** Absolute. */
  readonly path: string;
  /** The path for messages. */
  readonly shown: string;
};

/** The destination of a new plan: the file that the user names, or one among the project's plans, named after its title. */
export type PlanPlace = {
  readonly title: string;
  /** Relative to the working directory. */
  readonly out?: string | undefined;
};

export type PlanFileProblemCode = 'plan-exists' | 'plan-outside-project' | 'cannot-write';

/**
 * Chooses the file for a new plan. One that the user names must not exist; in `.orchestrator/plans` a number is appended until
 * the name is free. Writes nothing.
 */
export function choosePlanFile(
  { cwd }: OperationContext,
  { title, out }: PlanPlace,
): Result<PlanFile, PlanFileProblemCode> {
  if (out !== undefined) {
    const path = resolve(cwd, out);
    const file = { path, shown: displayPath(cwd, path) };
    return isTaken(path) ? failure('usage', exists(file.shown)) : success(file);
  }
  const root = projectRoot(cwd);
  const folder = join(root, '.orchestrator', 'plans');
  if (!isWithin(root, folder)) return failure('problems', outside(displayPath(cwd, folder)));
  const slug = planSlug(title);
  for (let number = 1; ; number++) {
    const path = join(folder, `${slug}${number === 1 ? '' : `-${number}`}.md`);
    if (!isTaken(path)) return success({ path, shown: displayPath(cwd, path) });
  }
}

/**
 * Writes a new plan, all of it or nothing, and never over an existing file, even one created meanwhile.
 *
 * @returns the file that was written
 */
export async function writePlan(
  context: OperationContext,
  place: PlanPlace,
  text: string,
): Promise<Result<PlanFile, PlanFileProblemCode>> {
  for (;;) {
    const chosen = choosePlanFile(context, place);
    if (!chosen.ok) return chosen;
    try {
      if ((await createFile(chosen.value.path, text)) === 'created') return chosen;
    } catch (error) {
      return failure('environment', {
        severity: 'error',
        code: 'cannot-write',
        message: `The plan cannot be written: ${describeSystemError(error)}. Nothing was written.`,
        file: chosen.value.shown,
        hint: 'Make room or give permission there, or name another file with --out.',
      });
    }
  }
}

/** A title as a file name: lower-case letters and digits, joined by dashes. */
function planSlug(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/gu);
  const slug = (words ?? []).join('-').slice(0, LONGEST).replace(/-$/u, '');
  return slug === '' ? 'plan' : slug;
}

const LONGEST = 60;

/** Whether a path exists. One that cannot be examined counts as free: writing will report why it fails. */
function isTaken(path: string): boolean {
  const kind = entryKind(path);
  return kind !== 'absent' && kind !== 'unreadable';
}

function exists(file: string): Problem<PlanFileProblemCode> {
  return {
    severity: 'error',
    code: 'plan-exists',
    message: 'There is already a file of that name; it was left as it is.',
    file,
    hint: 'Name another one with --out, or remove --out to have a free name chosen.',
  };
}

function outside(file: string): Problem<PlanFileProblemCode> {
  return {
    severity: 'error',
    code: 'plan-outside-project',
    message: 'A link in the path leads out of the project; nothing was written.',
    file,
    hint: 'Remove the link, or name a file with --out.',
  };
}
