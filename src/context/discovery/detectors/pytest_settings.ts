import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import type { LocatedValue } from '../reading/located_value.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Settings of pytest at the root that affect tests, in any of its files. */
export const pytestSettings: Detector = {
  name: 'pytest-settings',
  detect: (sources) => {
    const settings = settingsOf(sources);
    return settings === undefined ? [] : factsOf(settings);
  },
};

/** The settings, each with its line; lists as their items. */
type Settings = {
  readonly path: string;
  readonly texts: (key: string) => readonly LocatedValue<string>[];
};

function settingsOf(sources: Sources): Settings | undefined {
  // In pytest's order: only the first one counts.
  return iniSettings(sources, INI.slice(0, 2)) ?? tomlSettings(sources) ?? iniSettings(sources, INI.slice(2));
}

function iniSettings(sources: Sources, files: typeof INI): Settings | undefined {
  for (const [path, section] of files) {
    const text = sources.has(path) ? sources.read(path) : undefined;
    const from = text?.lineOf(section);
    if (text === undefined || from === undefined) continue;
    return { path, texts: (key) => iniTexts(text.lines, from, key) };
  }
  return undefined;
}

function tomlSettings(sources: Sources): Settings | undefined {
  const path = 'pyproject.toml';
  const file = sources.has(path) ? sources.toml(path) : undefined;
  // Since pytest 9, its own table holds TOML lists and booleans.
  const way = [['tool', 'pytest', 'ini_options'] as const, ['tool', 'pytest'] as const].find(
    (each) => file?.at(...each) !== undefined,
  );
  if (file === undefined || way === undefined) return undefined;
  return {
    path,
    texts: (key) => {
      const at = file.at(...way, key);
      if (at === undefined) return [];
      if (Array.isArray(at.value)) return file.texts(...way, key);
      const said = String(at.value);
      return key === 'addopts' || key === 'testpaths'
        ? said.split(/\s+/u).map((value) => ({ value, line: at.line }))
        : said.split('\n').map((value) => ({ value: value.trim(), line: at.line }));
    },
  };
}

const INI: readonly (readonly [string, RegExp])[] = [
  ['pytest.ini', /^\[pytest\]/u],
  ['.pytest.ini', /^\[pytest\]/u],
  ['tox.ini', /^\[pytest\]/u],
  ['setup.cfg', /^\[tool:pytest\]/u],
];

/** The value of a key in a section, with its continuation lines. */
function iniTexts(lines: readonly string[], from: number, key: string): LocatedValue<string>[] {
  const found: LocatedValue<string>[] = [];
  let isInside = false;
  for (let place = from; place < lines.length; place++) {
    const line = lines[place] ?? '';
    if (line.startsWith('[')) break;
    const [, name, rest = ''] = /^([\w-]+)\s*[=:](.*)$/u.exec(line) ?? [];
    if (name !== undefined) isInside = name === key;
    else if (!/^\s+\S/u.test(line)) continue;
    const value = (name === undefined ? line : rest).trim();
    if (!isInside || value === '' || /^[#;]/u.test(value)) continue;
    for (const each of key === 'addopts' || key === 'testpaths' ? value.split(/\s+/u) : [value])
      found.push({ value: each, line: place + 1 });
  }
  return found;
}

function factsOf({ path, texts }: Settings): Fact[] {
  const fact = (about: string, statement: string, line: number): Fact =>
    makeFact({
      kind: 'convention',
      about: `pytest:${about}`,
      statement,
      values: { tool: 'pytest', setting: about },
      evidence: [{ path, line }],
    });
  const error = texts('filterwarnings').find(({ value }) => value === 'error');
  const set = ['asyncio_mode', 'anyio_mode', 'timeout'].flatMap((key) =>
    texts(key)
      .slice(0, 1)
      .map((each) => ({ key, ...each })),
  );
  const xfail = [...texts('xfail_strict'), ...texts('strict_xfail')].find(({ value }) => value === 'true');
  const options = texts('addopts').filter(({ value }) => value !== '');
  const markers = texts('markers').map(({ value, line }) => ({
    value: (value.split(/[:(]/u, 1)[0] ?? '').trim(),
    line,
  }));
  const folders = texts('testpaths');
  const isOn = (option: string, setting: string) =>
    options.find(({ value }) => value === option) ?? texts(setting).find(({ value }) => value === 'true');
  const strict = isOn('--strict-markers', 'strict_markers');
  const called = options.filter(({ value }) => value !== '--strict-markers');
  return [
    ...(error === undefined ? [] : [fact('filterwarnings', 'pytest treats warnings as errors', error.line)]),
    ...set.map(({ key, value, line }) => fact(key, `pytest sets \`${key}\` to ${plain(value, 20)}`, line)),
    ...(xfail === undefined
      ? []
      : [
          fact(
            'xfail_strict',
            'A test that is expected to fail and passes is a failure (`xfail_strict`)',
            xfail.line,
          ),
        ]),
    ...(strict === undefined
      ? []
      : [fact('strict_markers', 'pytest accepts only declared markers', strict.line)]),
    ...(called[0] === undefined
      ? []
      : [
          fact(
            'addopts',
            `pytest is always called with \`${plain(called.map(({ value }) => value).join(' '), 120)}\``,
            called[0].line,
          ),
        ]),
    ...(markers[0] === undefined
      ? []
      : [
          fact(
            'markers',
            `pytest has the markers ${listed(
              markers.map(({ value }) => value),
              30,
            )}`,
            markers[0].line,
          ),
        ]),
    ...(folders[0] === undefined
      ? []
      : [
          fact(
            'testpaths',
            `pytest looks for tests in ${folders
              .slice(0, 6)
              .map(({ value }) => `\`${plain(value, 60)}\``)
              .join(', ')}`,
            folders[0].line,
          ),
        ]),
  ];
}
