import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Builds of Google Cloud Build under other names than its own, with their steps. */
export const cloudBuild: Detector = {
  name: 'cloud-build',
  detect: (sources) =>
    sources
      .where({ name: /^(?:[\w-]+\.)?cloudbuild[\w.-]*\.ya?ml$/u, outside: MINOR })
      .filter((path) => depthOf(path) <= 2)
      .slice(0, 6)
      .flatMap((path) => factsIn(sources, path)),
};

const MINOR = inFolders(['thirdParty', 'fixtures', 'tests', 'examples', 'templates']);

function factsIn(sources: Sources, path: string): Fact[] {
  const steps = sources.yaml(path)?.root.key('steps');
  const items = steps?.items() ?? [];
  const names = items.flatMap((step) => step.key('id')?.scalar ?? []);
  return items.length === 0
    ? []
    : [
        makeFact({
          kind: 'ci',
          about: `cloud-build:${path}`,
          statement: `Google Cloud Build does ${items.length} step${items.length === 1 ? '' : 's'} in \`${plain(path, 80)}\`${names.length === 0 ? '' : `: ${listed(names)}`}`,
          values: { path },
          evidence: [{ path, line: items[0]?.line ?? 1 }],
        }),
      ];
}
