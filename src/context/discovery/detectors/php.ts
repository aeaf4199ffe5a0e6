import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact, roleOf } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { composerBinaries } from '../reading/composer.ts';
import { libraryFact } from '../reading/library.ts';

/** PHP: Composer, its scripts, Laravel and the configured tools. */
export const php: Detector = {
  name: 'php',
  detect(sources) {
    const path = 'composer.json';
    const file = sources.has(path) ? sources.json(path) : undefined;
    if (file === undefined) return [];
    const lock = sources.has('composer.lock') ? sources.read('composer.lock') : undefined;
    const facts: Fact[] = [
      makeFact({
        kind: 'package-manager',
        about: 'composer',
        statement: 'PHP packages are managed with Composer',
        values: { manager: 'composer' },
        evidence: [{ path: lock === undefined ? path : 'composer.lock', line: null }],
        certainty: 'shown',
      }),
    ];
    for (const field of ['autoload', 'autoload-dev'])
      for (const { key, value, line } of file.entries(field, 'psr-4').slice(0, 10))
        if (typeof value === 'string')
          facts.push(
            makeFact({
              kind: 'layout',
              about: `namespace:${key}`,
              statement: `The namespace \`${plain(key, 60)}\` is in \`${plain(value, 60)}\``,
              values: { namespace: key, folder: value },
              evidence: [{ path, line }],
            }),
          );
    for (const field of ['require', 'require-dev'])
      for (const { key, value, line } of file.entries(field).slice(0, 100)) {
        if (typeof value !== 'string') continue;
        if (key === 'php')
          facts.push(
            makeFact({
              kind: 'package-manager',
              about: 'php',
              statement: `Needs PHP ${plain(value, 40)}`,
              values: { name: 'php', version: value },
              evidence: [{ path, line }],
            }),
          );
        else if (!key.startsWith('ext-')) {
          const named = lock?.lineOf(`            "name": "${key}",`);
          const version =
            named === undefined
              ? undefined
              : /^\s*"version": "v?([^"]+)"/u.exec(lock?.lines[named] ?? '')?.[1];
          facts.push(
            libraryFact({
              name: key,
              range: value,
              path,
              line,
              folder: '.',
              isForDevelopment: field === 'require-dev',
              lock,
              locked:
                named === undefined || version === undefined
                  ? undefined
                  : { value: version, line: named + 1 },
            }),
          );
        }
      }
    for (const { key, value, line } of file.entries('scripts'))
      if (!/^(?:pre|post)-/u.test(key) && /^[\w:.-]+$/u.test(key))
        facts.push(
          commandFact({
            role: roleOf(key),
            run: OWN_VERBS.has(key) ? `composer run-script ${key}` : `composer ${key}`,
            folder: '.',
            evidence: [{ path, line }],
            ...(typeof value === 'string' ? { does: plain(value, 70) } : {}),
          }),
        );
    const add = (
      role: 'test' | 'lint' | 'format' | 'typecheck' | 'run',
      run: string,
      needed: string,
      config: readonly string[],
    ) => {
      const at = config.find((each) => sources.has(each));
      const asked = [...file.entries('require'), ...file.entries('require-dev')].find(
        ({ key }) => key === needed,
      );
      if (asked === undefined || at === undefined) return;
      facts.push(
        commandFact({
          role,
          run,
          folder: '.',
          evidence: [
            { path, line: asked.line },
            { path: at, line: null },
          ],
          certainty: 'inferred',
        }),
      );
    };
    const binaries = composerBinaries(file);
    add('test', `${binaries}/phpunit`, 'phpunit/phpunit', ['phpunit.xml', 'phpunit.xml.dist']);
    add('test', `${binaries}/pest`, 'pestphp/pest', ['tests/Pest.php']);
    add('typecheck', `${binaries}/phpstan analyse`, 'phpstan/phpstan', ['phpstan.neon', 'phpstan.neon.dist']);
    add('typecheck', `${binaries}/phpstan analyse`, 'larastan/larastan', [
      'phpstan.neon',
      'phpstan.neon.dist',
    ]);
    add('format', `${binaries}/pint`, 'laravel/pint', ['pint.json']);
    add('run', 'php artisan serve', 'laravel/framework', ['artisan']);
    return facts;
  },
};

/** Words that are Composer's own commands. */
const OWN_VERBS: ReadonlySet<string> = new Set(
  'about archive audit browse bump config create-project depends diagnose exec fund global help home init install licenses list outdated prohibits reinstall remove require run-script search self-update show status suggests update validate'.split(
    ' ',
  ),
);
