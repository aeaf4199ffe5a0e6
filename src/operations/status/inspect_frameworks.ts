import type { Problem } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import type { DocumentOf } from '../document.ts';
import { type ListedFramework, stateOfFramework } from '../frameworks/list_frameworks.ts';
import { findFrameworks } from '../frameworks/locate_framework.ts';
import type { Workspace } from '../workspace.ts';

/** The frameworks of the output folder, as in `status`. */
export type FrameworksNow = {
  readonly frameworks: NonNullable<DocumentOf<'orchestrator.status/1'>['frameworks']>;
  readonly leftOut: number;
  readonly problems: readonly Problem[];
};

/** Examines the frameworks in the output folder. */
export async function inspectFrameworks(
  context: OperationContext,
  workspace: Workspace,
): Promise<FrameworksNow> {
  const places = findFrameworks(context);
  if (!places.ok) return { frameworks: NONE, leftOut: 0, problems: places.problems };
  const total = places.value.length;
  const frameworks: ListedFramework[] = [];
  for (const place of places.value.slice(0, MAX_FRAMEWORKS))
    frameworks.push(await stateOfFramework(context, workspace, place));
  const open = frameworks.flatMap(({ place, status }) =>
    status.some((each) => WANTS.has(each)) ? [{ name: place.name, status: [...status] }] : [],
  );
  const problems = frameworks
    .filter(({ status }) => status.includes('unreadable'))
    .flatMap((framework) => framework.problems);
  return { frameworks: { total, open }, leftOut: total - frameworks.length, problems };
}

const NONE: FrameworksNow['frameworks'] = { total: 0, open: [] };

const WANTS: ReadonlySet<string> = new Set([
  'unreadable',
  'untraceable',
  'conflicts',
  'stale',
  'placeholders',
]);

/** Each is rendered again to see whether it is out of date. */
const MAX_FRAMEWORKS = 20;
