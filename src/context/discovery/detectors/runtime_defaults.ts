import { firstFew } from '../../../lib/index.ts';
import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { filesPlaced, type PlacedFiles, placedFiles } from '../reading/placed_files.ts';
import type { Sources, SourceText } from '../sources.ts';

/**
 * Defaults of a program's settings: the values that its configuration files use unless the environment or the command line gives
 * others, and the addresses on which it is started.
 */
export const runtimeDefaults: Detector = {
  name: 'runtime-defaults',
  detect: (sources) => [...READERS.flatMap((reader) => defaultsIn(sources, reader)), ...launchFacts(sources)],
};

type Reader = {
  readonly files: PlacedFiles;
  /** Group 1 is the name, group 2 the default. */
  readonly pattern: RegExp;
  /** The source of any other value. */
  readonly by: string;
  readonly wanted?: RegExp;
  readonly most: number;
};

/** Settings that decide how a program runs, among the many that a framework declares. */
const TELLING =
  /^(?:DB_|DATABASE|REDIS|CACHE|QUEUE|SESSION_DRIVER|MAIL_(?:MAILER|DRIVER)|FILESYSTEM|BROADCAST|APP_(?:ENV|URL)|LOG_CHANNEL|\w*PORT$|\w*HOST$|\w*URL$|RAILS_MAX_THREADS|WEB_CONCURRENCY)/u;

const READERS: readonly Reader[] = [
  {
    files: placedFiles('yml rb', [/config\//u, /(?:database|puma|cable|storage|sidekiq|redis)\.(?:yml|rb)/u]),
    pattern:
      /\bENV(?:\.fetch\(\s*["']([A-Z][A-Z0-9_]{2,60})["'](?:\s*\)\s*\{\s*|\s*,\s*)|\[["']([A-Z][A-Z0-9_]{2,60})["']\]\s*\|\|\s*)["']?([\w./:@-]+)["']?/gu,
    by: 'the environment',
    most: 12,
  },
  {
    files: placedFiles('php', [
      /config\//u,
      /(?:app|database|cache|queue|session|mail|filesystems|broadcasting|logging)\.php/u,
    ]),
    pattern: /\benv\(\s*['"]([A-Z][A-Z0-9_]{2,60})['"]\s*,\s*()['"]?([\w./:@-]+)['"]?\s*\)/gu,
    by: 'the environment',
    wanted: TELLING,
    most: 6,
  },
  {
    files: placedFiles('py', [/(?:[\w-]+\/){0,3}/u, /(?:config|settings|conf|base|default)\.py/u]),
    pattern:
      /\b(?:environ\.get|getenv|env(?:\.\w+)?|config)\(\s*["']([A-Z][A-Z0-9_]{2,60})["']\s*,\s*()(?:default\s*=\s*)?["']?([\w./:@-]+)["']?\s*[,)]/gu,
    by: 'the environment',
    most: 12,
  },
  {
    files: placedFiles('js cjs mjs ts cts mts', [
      /(?:[\w-]+\/){0,3}/u,
      /(?:config|env|settings|environment|server|app|index|main)\.[cm]?[jt]s/u,
    ]),
    pattern:
      /\bprocess\.env(?:\.|\[["'])([A-Z][A-Z0-9_]{2,60})(?:["']\])?\s*(?:\?\?|\|\|)\s*()["']?([\w./:@-]+)["']?/gu,
    by: 'the environment',
    most: 12,
  },
  {
    files: placedFiles('exs', [/config\//u, /(?:runtime|dev|config|test)\.exs/u]),
    pattern: /\bSystem\.get_env\(\s*"([A-Z][A-Z0-9_]{2,60})"(?:\s*,\s*|\s*\)\s*\|\|\s*)()"?([\w./:@-]+)"?/gu,
    by: 'the environment',
    most: 12,
  },
  {
    files: placedFiles(
      'go',
      [/(?:cmd\/[\w-]+\/)?/u, /(?:main|config|flags|root|serve|server)\.go/u],
      [/(?:internal\/|pkg\/)?(?:config|cmd)\//u, /(?:config|flags|root|serve|server)\.go/u],
    ),
    pattern: /\b(?:kingpin|app|a)\.Flag\("([\w.-]+)",[^\n]{0,300}?\)\.Default\(()"([^"\s]{1,60})"\)/gu,
    by: 'the command line',
    most: 10,
  },
  {
    files: placedFiles('go', [/(?:cmd\/[\w-]+\/)?/u, /main\.go/u]),
    pattern: /\bflag\.(?:String|Int|Duration|Bool)\("([\w.-]+)",\s*()"?([\w./:@-]+)"?\s*,/gu,
    by: 'the command line',
    most: 10,
  },
  {
    files: placedFiles(
      'go',
      [/(?:cmd\/[\w-]+\/)?/u, /(?:main|config)\.go/u],
      [/(?:internal\/|pkg\/)?(?:config|cmd|conf)\//u, /\w+(?<!_test)\.go/u],
    ),
    pattern:
      /\bviper\.SetDefault\("([\w.-]+)",\s*()"?([\w./:@-]+)"?\s*\)|\b(?:env|envconfig):"([A-Z][A-Z0-9_]{2,60})[^`\n]{0,80}?(?:envDefault|default):"([^"\s]{1,60})"/gu,
    by: 'the configuration',
    most: 10,
  },
  {
    files: placedFiles('rs', [/(?:[\w-]+\/)?src\//u, /(?:args|cli|main|opts?|config|flags)\.rs/u]),
    pattern:
      /\benv\s*=\s*"([A-Z][A-Z0-9_]{2,60})"[^\n]{0,120}?\bdefault_value(?:_t)?\s*=\s*()"?([\w./:@-]+)"?/gu,
    by: 'the environment',
    most: 10,
  },
  {
    files: placedFiles('properties', [/(?:[\w-]+\/)?src\/main\/resources\//u, /application\.properties/u]),
    pattern:
      /^(server\.port|spring\.(?:datasource\.url|profiles\.active|jpa\.hibernate\.ddl-auto|application\.name)|management\.server\.port)\s*=\s*()(\S{1,100})\s*$/gu,
    by: 'the configuration',
    most: 8,
  },
];

/** Names whose values must not be passed on. */
const SECRET = /PASS|SECRET|TOKEN|KEY|CREDENTIAL/iu;
const MINOR = inFolders(
  ['thirdParty', 'fixtures', 'tests', 'examples', 'templates', 'docs', 'built'],
  ['website', 'www'],
);

function defaultsIn(sources: Sources, { files, pattern, by, wanted, most }: Reader): Fact[] {
  return filesPlaced(sources, files, MINOR)
    .filter((path) => path.length < 120)
    .slice(0, 8)
    .flatMap((path) => {
      const text = sources.read(path);
      const found =
        text === undefined ? [] : pairsIn(text, pattern).filter(({ name }) => wanted?.test(name) !== false);
      const [first] = found;
      if (first === undefined) return [];
      const pairs = firstFew(found, most, ({ name, value }) => `\`${plain(name, 60)}\` ${plain(value, 60)}`);
      return [
        makeFact({
          kind: 'convention',
          about: `defaults:${path}`,
          statement: `Unless ${by} says otherwise, \`${plain(path)}\` has ${pairs}`,
          values: {
            path,
            ...Object.fromEntries(found.slice(0, most).map(({ name, value }) => [name, value])),
          },
          evidence: found.slice(0, 3).map(({ line }) => ({ path, line })),
        }),
      ];
    });
}

type Default = { readonly name: string; readonly value: string; readonly line: number };

/** The names that have one default in a file. */
function pairsIn(text: SourceText, pattern: RegExp): Default[] {
  const found = new Map<string, Default>();
  const differing = new Set<string>();
  for (const [place, line] of text.lines.entries()) {
    if (/^\s*(?:#|\/\/|\*|--)/u.test(line)) continue;
    for (const match of line.slice(0, 500).matchAll(pattern)) {
      const name = match[1] || match[2] || match[4] || '';
      const value = match[3] || match[5] || '';
      // A word without quotes is a name whose value is not known here.
      const at = match[0].lastIndexOf(value);
      if (
        /^[A-Za-z]/u.test(value) &&
        !/["'>=]/u.test(match[0][at - 1] ?? '') &&
        !/^(?:true|false)$/u.test(value)
      )
        continue;
      if (
        name === '' ||
        value === '' ||
        SECRET.test(name) ||
        /^(?:nil|null|None|undefined|''|"")$/u.test(value)
      )
        continue;
      const before = found.get(name);
      if (before !== undefined && before.value !== value) differing.add(name);
      if (before === undefined) found.set(name, { name, value, line: place + 1 });
    }
  }
  return [...found.values()].filter(({ name }) => !differing.has(name));
}

/** The addresses on which .NET starts a program from the editor and with `dotnet run`. */
function launchFacts(sources: Sources): Fact[] {
  return sources
    .named('launchSettings.json')
    .filter((path) => depthOf(path) <= 5 && !MINOR.test(path))
    .slice(0, 6)
    .flatMap((path) => {
      const [profile] = (sources.json(path)?.entries('profiles') ?? []).filter(
        ({ key }) => sources.json(path)?.text('profiles', key, 'applicationUrl') !== undefined,
      );
      const url =
        profile === undefined
          ? undefined
          : sources.json(path)?.text('profiles', profile.key, 'applicationUrl');
      return url === undefined
        ? []
        : [
            makeFact({
              kind: 'service',
              about: `launch:${path}`,
              statement: `Started as \`${plain(path)}\` says, the program listens on ${plain(url.value, 100)}`,
              values: { path, address: url.value },
              evidence: [{ path, line: url.line }],
            }),
          ];
    });
}
