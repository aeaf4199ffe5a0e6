import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { folderOf, nameOf, plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Minified files that git keeps: nobody edits them, and searches should leave them out. */
export const minifiedFiles: Detector = {
  name: 'minified-files',
  detect(sources: Sources): Fact[] {
    const byFolder = new Map<string, string[]>();
    for (const path of sources.where({ name: /\.min\.(?:[cm]?js|css)$/u, outside: MINOR }))
      byFolder.set(folderOf(path), [...(byFolder.get(folderOf(path)) ?? []), path]);
    return [...byFolder].slice(0, MOST).map(([folder, paths]) =>
      makeFact({
        kind: 'generated',
        about: `minified:${folder}`,
        statement: `${folder === '.' ? 'The root' : `\`${plain(folder, 80)}/\``} holds minified files: ${listed(paths.map(nameOf), 60, 5)}`,
        values: { folder },
        evidence: paths.slice(0, 2).map((path) => ({ path, line: null })),
        certainty: 'shown',
      }),
    );
  },
};

const MOST = 4;

const MINOR = inFolders(['thirdParty', 'fixtures', 'tests', 'examples', 'built']);
