import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** The service that manages translations, so that nobody edits them by hand here, and the folders that hold them. */
export const translations: Detector = {
  name: 'translations',
  detect: (sources) => [...serviceFacts(sources), ...catalogFacts(sources)],
};

function serviceFacts(sources: Sources): Fact[] {
  return SERVICES.flatMap(([path, name]) =>
    sources.has(path)
      ? [
          makeFact({
            kind: 'convention',
            about: `translations:${path}`,
            statement: `Translations go through ${name}, as set up in \`${path}\``,
            values: { tool: name, path },
            evidence: [{ path, line: null }],
            certainty: 'shown',
          }),
        ]
      : [],
  );
}

/** Files of one language each, in a folder for translations. */
function catalogFacts(sources: Sources): Fact[] {
  const byFolder = new Map<string, Map<string, string>>();
  for (const path of sources.where({ endings: ENDINGS, folder: FOLDERS, outside: MINOR })) {
    const [, folder, language] = GETTEXT.exec(path) ?? LISTED.exec(path) ?? [];
    if (folder === undefined || language === undefined) continue;
    const languages = byFolder.get(folder) ?? new Map<string, string>();
    byFolder.set(folder, languages);
    if (!languages.has(language)) languages.set(language, path);
  }
  return [...byFolder]
    .filter(([, languages]) => languages.size > 1 || GETTEXT.test([...languages.values()][0] ?? ''))
    .slice(0, 4)
    .map(([folder, languages]) => {
      const paths = [...languages.values()];
      return makeFact({
        kind: 'layout',
        about: `translations:${folder}`,
        statement: `Texts are translated in \`${plain(folder, 80)}/\`: ${listed([...languages.keys()], 20)}`,
        values: { folder, languages: [...languages.keys()].join(', ') },
        evidence: paths.slice(0, 2).map((path) => ({ path, line: null })),
        certainty: 'shown',
      });
    });
}

const GETTEXT = /^(.+)\/([a-z]{2,3}(?:[_-][A-Za-z]{2,4})?)\/LC_MESSAGES\/[^/]+\.po$/u;
const LISTED =
  /^((?:[^/]+\/)*(?:lang|langs|languages|locales?|i18n|translations|messages)(?:\/messages)?)\/([a-z]{2}(?:[_-][A-Z]{2})?)\.(?:json|ya?ml|toml|php|[cm]?[jt]s|properties|arb|ftl)$/u;
/** The endings and folders of both. */
const ENDINGS: ReadonlySet<string> = new Set(
  'po json yaml yml toml php js cjs mjs ts cts mts properties arb ftl'.split(' '),
);
const FOLDERS = /(?:lang|langs|languages|locales?|i18n|translations|messages|LC_MESSAGES)\/$/u;
const MINOR = inFolders(['thirdParty', 'fixtures', 'tests', 'examples'], ['spec']);

const SERVICES = [
  ['crowdin.yml', 'Crowdin'],
  ['crowdin.yaml', 'Crowdin'],
  ['.tx/config', 'Transifex'],
  ['.weblate', 'Weblate'],
  ['lokalise.yml', 'Lokalise'],
  ['.phrase.yml', 'Phrase'],
  ['lunaria.config.json', 'Lunaria'],
] as const;
