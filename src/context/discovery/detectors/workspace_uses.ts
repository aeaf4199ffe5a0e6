import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';

/** Which packages of a JavaScript workspace use another one of it. */
export const workspaceUses: Detector = {
  name: 'workspace-uses',
  detect(sources): Fact[] {
    const manifests = sources
      .named('package.json')
      .filter((path) => !MINOR.test(path))
      .slice(0, MAX_READ);
    const named = manifests.flatMap((path) => {
      const name = sources.json(path)?.text('name')?.value;
      return name === undefined || path === 'package.json' ? [] : [{ path, name }];
    });
    const own = new Set(named.map(({ name }) => name));
    const users = new Map<string, { readonly by: string; readonly path: string; readonly line: number }[]>();
    for (const { path, name: by } of named)
      for (const { key, value, line } of sources.json(path)?.entries('dependencies') ?? [])
        if (own.has(key) && key !== by && typeof value === 'string')
          users.set(key, [...(users.get(key) ?? []), { by, path, line }]);
    return [...users]
      .filter(([, found]) => found.length > 1)
      .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
      .slice(0, MOST)
      .map(([name, found]) =>
        makeFact({
          kind: 'layout',
          about: `workspace-use:${name}`,
          statement: `\`${plain(name, 60)}\` is used by the packages ${listed(found.map(({ by }) => by))} of the workspace`,
          values: { package: name, by: found.map(({ by }) => by).join(', ') },
          evidence: found.slice(0, 3).map(({ path, line }) => ({ path, line })),
        }),
      );
  },
};

const MOST = 6;
const MAX_READ = 60;
const MINOR = inFolders(
  ['thirdParty', 'fixtures', 'tests', 'examples', 'templates', 'docs'],
  ['e2e', 'demos?', 'playgrounds?', 'sites?', 'website', 'benchmarks?'],
);
