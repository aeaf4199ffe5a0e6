import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, nameOf, plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import { objectsIn, type ScriptObject, valueUnder, writtenTexts } from '../reading/script_objects.ts';
import type { Sources } from '../sources.ts';

/** What tsup and tsdown make of a package: the forms of modules, and what the code has to run on. */
export const bundles: Detector = {
  name: 'bundles',
  detect: (sources) => {
    const found = sources
      .matching(/^ts(?:up|down)\.config\.[cm]?[jt]s$/u)
      .filter((path) => depthOf(path) <= 2 && !MINOR.test(path))
      .slice(0, MAX_FILES)
      .flatMap((path) => bundleIn(sources, path));
    const same = new Map<string, Bundle[]>();
    for (const each of found) same.set(each.says, [...(same.get(each.says) ?? []), each]);
    return [...same.values()].slice(0, MOST).map(factOf);
  },
};

const MINOR = inFolders(['thirdParty', 'fixtures', 'examples', 'templates', 'docs']);
const MAX_FILES = 12;
const MOST = 3;

type Bundle = { readonly says: string; readonly path: string; readonly line: number };

function bundleIn(sources: Sources, path: string): Bundle[] {
  const object = objectsIn(sources.read(path)).find((each) => textsAt(each, 'format').length > 0);
  if (object === undefined) return [];
  const targets = textsAt(object, 'target');
  const tool = /^ts(?:up|down)/u.exec(nameOf(path))?.[0] ?? '';
  return [
    {
      says: `${tool} builds ${listed(textsAt(object, 'format'))}${targets.length === 0 ? '' : ` for ${listed(targets)}`}`,
      path,
      line: valueUnder(object, 'format')?.line ?? object.line,
    },
  ];
}

function textsAt(object: ScriptObject, key: string): readonly string[] {
  return writtenTexts(valueUnder(object, key)) ?? [];
}

function factOf(same: readonly Bundle[]): Fact {
  const folders = same.map(({ path }) => folderOf(path));
  const where = folders.length === 1 && folders[0] === '.' ? '' : ` in ${listed(folders, 60, 8)}`;
  return makeFact({
    kind: 'convention',
    about: `bundle:${folders[0] ?? ''}`,
    statement: `${same[0]?.says ?? ''}${where}`,
    values: { folders: folders.map((folder) => plain(folder, 60)).join(', ') },
    evidence: same.slice(0, 3).map(({ path, line }) => ({ path, line })),
  });
}
