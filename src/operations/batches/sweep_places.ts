import { type BatchState, openRepository, type Project } from '../../batch/index.ts';
import { batchSettings } from '../../config/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { createReadOnlyGit } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { catchRefusals } from './catch_refusals.ts';
import { withPlace } from './open_place.ts';

/** Removes leftovers of a finished batch's attempts at places, for example at one that could not be reached when they ended. */
export async function sweepPlacesOfBatch(
  context: OperationContext,
  { state, project }: { readonly state: BatchState; readonly project: Project },
): Promise<Problem<'place-not-tidied'>[]> {
  const left = new Map<string, string[]>();
  for (const { attempts } of state.phases)
    for (const { place, token, ended } of attempts)
      if (place !== undefined && ended !== undefined) left.set(place, [...(left.get(place) ?? []), token]);
  if (left.size === 0) return [];
  const repository = await catchRefusals(() => openRepository(createReadOnlyGit(context.env), project.root));
  if (!repository.ok) return [];
  const { places } = batchSettings({ env: context.env, userFolder: context.userFolder });
  const problems: Problem<'place-not-tidied'>[] = [];
  for (const [name, tokens] of left) {
    const settings = Object.hasOwn(places, name) ? places[name] : undefined;
    if (settings === undefined) continue;
    const place = { name, settings, repository: repository.value, project };
    const why = await withPlace(context, place, (placement) => placement.tidy(tokens));
    if (why === undefined) continue;
    const message = `Files of attempts at ${printableLine(name)} may still be there: ${printableLine(why)}`;
    const hint = 'The next run of the batch removes it.';
    problems.push({ severity: 'warning', code: 'place-not-tidied', message, hint });
  }
  return problems;
}
