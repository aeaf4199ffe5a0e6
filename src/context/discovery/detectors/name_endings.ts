import type { Detector } from '../detector.ts';
import { evenSample } from '../even_sample.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';

/** The last word that nearly all names in a folder share: `*_service.rb`, `*.controller.ts`, `*Handler.java`. */
export const nameEndings: Detector = {
  name: 'name-endings',
  detect({ folders }): Fact[] {
    return folders()
      .flatMap(({ folder, names, paths }) => {
        if (names.length < LEAST || folder === '' || MINOR.test(folder)) return [];
        // An ending that nearly all names share is the most common one in a sample.
        const seen = evenSample(names, SAMPLE).map(endingOf);
        const ending = seen.find((each) => seen.filter((other) => other === each).length * 2 > SAMPLE);
        if (ending === undefined || NOT_TOLD.test(ending)) return [];
        const kind = ending.slice(ending.lastIndexOf('.'));
        const same = paths.filter((path) => path.endsWith(ending));
        const alike = names.filter((name) => name.endsWith(kind)).length;
        return same.length < LEAST || same.length * 10 < alike * 8 ? [] : [{ folder, ending, paths: same }];
      })
      .sort((a, b) => b.paths.length - a.paths.length || (a.folder < b.folder ? -1 : 1))
      .slice(0, MOST)
      .map(({ folder, ending, paths }) =>
        makeFact({
          kind: 'convention',
          about: `name-endings:${folder}`,
          statement: `Files in \`${plain(folder)}\` are named \`*${plain(ending, 60)}\``,
          values: { folder, names: `*${ending}` },
          evidence: paths.slice(0, 2).map((path) => ({ path, line: null })),
          certainty: 'shown',
        }),
      );
  },
};

const LEAST = 8;
const SAMPLE = 5;
const MOST = 6;

/** The last word of a name with its ending, if there is a word before it. */
function endingOf(name: string): string | undefined {
  const [, separated, capital] = ENDING.exec(name) ?? [];
  return separated ?? capital;
}

const ENDING =
  /^[\w-]*[A-Za-z0-9](?:([._-][a-z]{3,20}\.(?:[cm]?[jt]sx?|py|rb|go|java|kt|cs|php|ex|vue))|(?<=[a-z0-9])([A-Z][a-z]{2,20}\.(?:[jt]sx?|java|kt|cs|php|swift)))$/u;

/** Names of tests have conventions of their own, generated code has none, and others are what a framework demands. */
const NOT_TOLD =
  /^[._-]?(?:tests?|specs?|cy|stories|story|snap|gen|generated|pb|min|config|d|blade)\.|IT\.|_(?:controller|helper|mailer|job|channel)\.|Controller\.php$/iu;
const MINOR = inFolders(
  ['thirdParty', 'fixtures', 'tests', 'examples', 'templates', 'built'],
  ['\\..*', '__tests__', 'specs?', 'e2e', 'migrations?', 'migrate', 'locales?', 'generated', 'gen'],
);
