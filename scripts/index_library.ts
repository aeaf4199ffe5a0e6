import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../src/diagnostics/index.ts';
import { type BuiltInComponent, FOLDERS, findComponent, KINDS, readGoalMap } from '../src/framework/index.ts';

/**
 * The shipped goal map and library as JSON texts, by file name: an index to read at start, and each component.
 *
 * @param root - the repository, with a slash at the end
 * @throws when anything shipped has a problem: a build must not hide it
 */
export async function indexLibrary(root: string): Promise<ReadonlyMap<string, string>> {
  const problems: Problem[] = [];
  const goalMap = await readGoalMap(join(root, 'goal_map.json'), root);
  if (!goalMap.ok) problems.push(...goalMap.problems);
  const components: BuiltInComponent[] = [];
  const library = [{ name: 'project', folder: join(root, 'components') } as const];
  for (const kind of KINDS) {
    for (const file of readdirSync(join(root, 'components', FOLDERS[kind])).sort()) {
      const found = await findComponent(library, { kind, file }, root);
      if (!found.ok) problems.push(...found.problems);
      else if (found.value) {
        const { origin, text, sha256, metadata } = found.value;
        components.push({ kind, file, origin, text, sha256, metadata });
      }
    }
  }
  if (!goalMap.ok || problems.length > 0) throw new Error(JSON.stringify(problems, null, 2));
  const names = components.map(({ kind, file }) => ({ kind, file }));
  return new Map([
    ['index.json', JSON.stringify({ goals: goalMap.value.goals, components: names })],
    ...components.map((item) => [`${item.kind}-${item.file}.json`, JSON.stringify(item)] as const),
  ]);
}
