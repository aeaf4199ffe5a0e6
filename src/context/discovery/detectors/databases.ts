import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, inFolder, plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { inFolders } from '../reading/minor_folders.ts';
import type { Sources } from '../sources.ts';

/** The database, according to the settings of the libraries that access it, and the location of its migrations. */
export const databases: Detector = {
  name: 'databases',
  detect: (sources) => [
    ...prismaFacts(sources),
    ...drizzleFacts(sources),
    ...alembicFacts(sources),
    ...migrationFacts(sources),
  ],
};

const MINOR = inFolders(['thirdParty', 'fixtures', 'tests', 'examples', 'templates']);

function near(path: string): boolean {
  return depthOf(path) <= 4 && !MINOR.test(path);
}

function serviceFact(about: string, statement: string, database: string, path: string, line: number): Fact {
  return makeFact({
    kind: 'service',
    about,
    statement,
    values: { database },
    evidence: [{ path, line }],
  });
}

function prismaFacts(sources: Sources): Fact[] {
  return sources
    .named('schema.prisma')
    .filter(near)
    .slice(0, 3)
    .flatMap((path) => {
      const text = sources.read(path);
      const from = text?.lineOf(/^datasource\s/u);
      const [found] = matchesIn(text, /^\s*provider\s*=\s*"(\w+)"/u).filter(
        ({ line }) => from !== undefined && line > from,
      );
      return found === undefined
        ? []
        : [
            serviceFact(
              `prisma:${path}`,
              `The Prisma schema is \`${plain(path)}\`; its database is ${found.groups[0] ?? ''}`,
              found.groups[0] ?? '',
              path,
              found.line,
            ),
          ];
    });
}

function drizzleFacts(sources: Sources): Fact[] {
  return ['drizzle.config.ts', 'drizzle.config.js'].flatMap((name) =>
    sources
      .named(name)
      .filter(near)
      .slice(0, 2)
      .flatMap((path) =>
        matchesIn(sources.read(path), /^\s*dialect:\s*["'](\w+)["']/u)
          .slice(0, 1)
          .map(({ groups: [dialect = ''], line }) =>
            serviceFact(`drizzle:${path}`, `Drizzle's database is ${dialect}`, dialect, path, line),
          ),
      ),
  );
}

function alembicFacts(sources: Sources): Fact[] {
  return sources
    .named('alembic.ini')
    .filter(near)
    .slice(0, 2)
    .flatMap((path) => {
      const [found] = matchesIn(sources.read(path), /^script_location\s*=\s*(\S+)\s*$/u);
      // It may be relative to the file; `pkg:folder` names a package.
      const location = (found?.groups[0] ?? '').replace(/^%\(here\)s\/|^\.\//u, '');
      const migrations = /[:%]|^\//u.test(location) ? location : inFolder(folderOf(path), location);
      return found === undefined
        ? []
        : [
            commandFact({
              role: 'setup',
              run: 'alembic upgrade head',
              folder: folderOf(path),
              evidence: [{ path, line: found.line }],
              certainty: 'inferred',
            }),
            makeFact({
              kind: 'layout',
              about: `alembic:${path}`,
              statement: `Database changes are Alembic migrations, in \`${plain(migrations, 60)}\``,
              values: { migrations },
              evidence: [{ path, line: found.line }],
            }),
          ];
    });
}

/** Migration folders that tools find by name, with the latest file. */
function migrationFacts(sources: Sources): Fact[] {
  const candidates = sources.where({
    folder: /migrat|changelog/iu,
    outside: inFolders(['thirdParty', 'fixtures', 'tests'], ['spec']),
  });
  return MIGRATIONS.flatMap(([name, pattern]) => {
    const found = candidates.filter((path) => pattern.test(path));
    const byFolder = new Map<string, string[]>();
    for (const path of found) {
      // These tools give each migration its own folder.
      const folder = /^(?:Prisma|Diesel)$/u.test(name) ? folderOf(folderOf(path)) : folderOf(path);
      const same = byFolder.get(folder);
      if (same === undefined) byFolder.set(folder, [path]);
      else same.push(path);
    }
    return [...byFolder]
      .filter(([, same]) => same.length > 1)
      .slice(0, 4)
      .map(([folder, same]) =>
        makeFact({
          kind: 'layout',
          about: `migrations:${name}:${folder}`,
          statement: `Database changes are ${pattern === UP_AND_DOWN && usesSqlx(sources, folder) ? 'SQLx' : name} migrations, in \`${plain(folder)}/\``,
          values: { migrations: folder },
          evidence: [same[0], same.at(-1)].flatMap((path) =>
            path === undefined ? [] : [{ path, line: null }],
          ),
          certainty: 'shown',
        }),
      );
  });
}

/** Whether the crate that a folder belongs to, or its workspace, has SQLx among its libraries. */
function usesSqlx(sources: Sources, folder: string): boolean {
  return [inFolder(folderOf(folder), 'Cargo.toml'), 'Cargo.toml'].some(
    (path) =>
      sources.has(path) &&
      sources.read(path)?.lineOf(/^sqlx\b|^\[(?:\w+\.)?dependencies\.sqlx\]/u) !== undefined,
  );
}

/** SQLx has the same names of files as golang-migrate. */
const UP_AND_DOWN = /(?:^|\/)migrations?\/\d+_[\w-]+\.up\.sql$/u;

const MIGRATIONS: readonly (readonly [string, RegExp])[] = [
  ['Rails', /^db\/migrate\/\d{14}_\w+\.rb$/u],
  ['Laravel', /^database\/migrations\/[\w-]+\.php$/u],
  ['Flyway', /(?:^|\/)db\/migration\/V[\d._]+__[\w-]+\.sql$/u],
  ['Liquibase', /(?:^|\/)db\/changelog\/[\w./-]+\.(?:xml|ya?ml|sql)$/u],
  ['Prisma', /(?:^|\/)prisma\/migrations\/\d+_\w+\/migration\.sql$/u],
  ['Doctrine', /^(?:src\/)?[Mm]igrations\/Version\d{14}\.php$/u],
  ['Entity Framework Core', /(?:^|\/)Migrations\/\d{14}_\w+(?<!\.Designer)\.cs$/u],
  ['golang-migrate', UP_AND_DOWN],
  ['Diesel', /(?:^|\/)migrations\/[\d-]+_\w+\/up\.sql$/u],
  ['Ecto', /(?:^|\/)priv\/repo\/migrations\/\d{14}_\w+\.exs$/u],
];
