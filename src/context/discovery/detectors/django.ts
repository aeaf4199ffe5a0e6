import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, inFolder, plain } from '../plain_text.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Django: calls of its `manage.py`, its settings, its apps and their migrations. */
export const django: Detector = {
  name: 'django',
  detect: (sources) =>
    sources
      .named('manage.py')
      .filter((path) => depthOf(path) <= 2)
      .slice(0, 5)
      .flatMap((path) => siteFacts(sources, path)),
};

/** Files that can configure pytest, with the header of its section; `null` for files that serve nothing else. */
const PYTEST_FILES: readonly (readonly [string, RegExp | null])[] = [
  ['pytest.ini', null],
  ['conftest.py', null],
  ['pyproject.toml', /^\s*\[tool\.pytest\b/u],
  ['setup.cfg', /^\[tool:pytest\]/u],
  ['tox.ini', /^\[pytest\]/u],
];

function setsUpPytest(sources: Sources, folder: string): boolean {
  return PYTEST_FILES.some(([name, head]) => {
    const path = inFolder(folder, name);
    if (!sources.has(path)) return false;
    return head === null || sources.read(path)?.lineOf(head) !== undefined;
  });
}

function siteFacts(sources: Sources, path: string): Fact[] {
  const text = sources.read(path);
  const line = text?.lineOf(SETTINGS);
  if (text === undefined || line === undefined) return [];
  const settings = SETTINGS.exec(text.lines[line - 1] ?? '')?.[1] ?? '';
  const folder = folderOf(path);
  const inPlace = folder === '.' ? {} : { folder };
  const place = folder === '.' ? '' : ` in \`${folder}\``;
  const own = sources.paths.filter((each) => folder === '.' || each.startsWith(`${folder}/`));
  const evidence = [{ path, line }];
  const call = (role: 'run' | 'test' | 'task', words: string) =>
    commandFact({ role, run: `python manage.py ${words}`, folder, evidence, certainty: 'inferred' });
  const facts = [
    call('run', 'runserver'),
    makeFact({
      kind: 'convention',
      about: `django-settings:${folder}`,
      statement: `Django takes its settings from \`${plain(settings, 60)}\`${place}`,
      values: { settings, ...inPlace },
      evidence,
    }),
  ];
  const modules = settings.split('.');
  const kept = inFolder(folder, modules.slice(0, -1).join('/'));
  const others = own.filter((each) => folderOf(each) === kept && /\/(?!__init__)\w+\.py$/u.test(each));
  if (modules.length > 2 && others.length > 1)
    facts.push(
      makeFact({
        kind: 'layout',
        about: `django-settings-modules:${folder}`,
        statement: `Django settings: ${others
          .slice(0, 8)
          .map((each) => `\`${plain(each)}\``)
          .join(', ')}`,
        values: { settings: others.join(', ') },
        evidence: others.slice(0, 2).map((each) => ({ path: each, line: null })),
        certainty: 'shown',
      }),
    );
  // If pytest is configured, it runs them.
  const hasPytest = [...new Set([folder, ''])].some((place) => setsUpPytest(sources, place));
  if (!hasPytest && own.some((each) => /(?:^|\/)(?:tests?\.py|test_\w+\.py)$/u.test(each)))
    facts.push(call('test', 'test'));
  const marks = own.filter((each) => /\/(?:apps|migrations\/__init__)\.py$/u.test(each));
  const apps = [...new Set(marks.map((each) => each.replace(/\/(?:apps|migrations\/__init__)\.py$/u, '')))];
  const [app] = apps;
  if (app !== undefined)
    facts.push(
      makeFact({
        kind: 'layout',
        about: `django-apps:${folder}`,
        statement: `Django apps: ${listed(apps, 60, 20)}`,
        values: { apps: apps.join(', ') },
        evidence: marks.slice(0, 2).map((each) => ({ path: each, line: null })),
        certainty: 'shown',
      }),
    );
  const migrations = own.filter((each) => /\/migrations\/\d{4}_\w+\.py$/u.test(each));
  const [first] = migrations;
  if (first !== undefined) {
    facts.push(call('task', 'migrate'));
    const elsewhere = migrations.find((each) => folderOf(each) !== folderOf(first));
    facts.push(
      makeFact({
        kind: 'convention',
        about: `django-migrations:${folder}`,
        statement: `Database changes are Django migrations, in \`migrations/\` of each app${place}`,
        values: { migrations: 'migrations/', ...inPlace },
        evidence: [first, ...(elsewhere === undefined ? [] : [elsewhere])].map((each) => ({
          path: each,
          line: null,
        })),
        certainty: 'shown',
      }),
    );
  }
  return facts;
}

const SETTINGS = /^[^#]*setdefault\(\s*["']DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]+)["']/u;
