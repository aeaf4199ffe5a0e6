import type { Problem } from '../../diagnostics/index.ts';
import { PLACEHOLDER_MARK, type ResolvedComponent } from '../../framework/index.ts';
import { displayPath } from '../../platform/index.ts';

/** A warning for each component that is still a scaffold: it exists, but the part that decides how to work is not written. */
export function unfinishedComponents(
  components: readonly ResolvedComponent[],
  cwd: string,
): Problem<'component-unfinished'>[] {
  return components.flatMap(({ component }) => {
    if (component === undefined || !component.text.includes(PLACEHOLDER_MARK)) return [];
    const { kind, file, path } = component;
    return {
      severity: 'warning',
      code: 'component-unfinished',
      message: `The ${kind} ${file} is not written yet: it still holds ${PLACEHOLDER_MARK}.`,
      file: displayPath(cwd, path),
      hint: `Replace every ${PLACEHOLDER_MARK} in it, then create or update the framework again.`,
    };
  });
}
