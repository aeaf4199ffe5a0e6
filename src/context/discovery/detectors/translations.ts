import type { Detector } from '../detector.ts';
import { makeFact } from '../fact.ts';

/** The service that manages translations, so that nobody edits them by hand here. */
export const translations: Detector = {
  name: 'translations',
  detect: (sources) =>
    SERVICES.flatMap(([path, name]) =>
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
    ),
};

const SERVICES = [
  ['crowdin.yml', 'Crowdin'],
  ['crowdin.yaml', 'Crowdin'],
  ['.tx/config', 'Transifex'],
  ['.weblate', 'Weblate'],
  ['lokalise.yml', 'Lokalise'],
  ['.phrase.yml', 'Phrase'],
  ['lunaria.config.json', 'Lunaria'],
] as const;
