import { shellWord } from '../../../lib/index.ts';
import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact, roleOf } from '../fact.ts';
import { plain } from '../plain_text.ts';
import type { LocatedEntry } from '../reading/located_value.ts';
import { listed } from '../reading/rule_facts.ts';
import type { TomlSource } from '../reading/toml.ts';
import type { Sources } from '../sources.ts';

/** The groups and extras of a Python project at the root, and the scripts of Hatch's environments. */
export const pythonGroups: Detector = {
  name: 'python-groups',
  detect(sources) {
    const path = 'pyproject.toml';
    const file = sources.has(path) ? sources.toml(path) : undefined;
    return file === undefined
      ? []
      : [...groupFacts(file, path), ...extraFacts(file, path), ...hatchFacts(sources, file, path)];
  },
};

function namesFact(about: string, what: string, entries: readonly LocatedEntry[], path: string): Fact[] {
  const [first] = entries;
  if (first === undefined) return [];
  const names = entries.map(({ key }) => key);
  return [
    makeFact({
      kind: 'package-manager',
      about,
      statement: `${what}: ${listed(names, 40, 16)}`,
      values: { names: names.join(', ') },
      evidence: [{ path, line: first.line }],
    }),
  ];
}

function groupFacts(file: TomlSource, path: string): Fact[] {
  return namesFact(
    'python-groups',
    'Groups of dependencies',
    [...file.entries('dependency-groups'), ...file.entries('tool', 'poetry', 'group')],
    path,
  );
}

function extraFacts(file: TomlSource, path: string): Fact[] {
  return namesFact(
    'python-extras',
    'Optional extras',
    [...file.entries('project', 'optional-dependencies'), ...file.entries('tool', 'poetry', 'extras')],
    path,
  );
}

function hatchFacts(sources: Sources, file: TomlSource, path: string): Fact[] {
  const own = sources.has('hatch.toml') ? sources.toml('hatch.toml') : undefined;
  const places = [
    { from: file, at: path, way: ['tool', 'hatch', 'envs'] },
    ...(own === undefined ? [] : [{ from: own, at: 'hatch.toml', way: ['envs'] }]),
  ];
  return places.flatMap(({ from, at, way }) =>
    from.entries(...way).flatMap(({ key: environment }) =>
      from.entries(...way, environment, 'scripts').map(({ key, value, line }) =>
        commandFact({
          role: roleOf(key),
          run:
            environment === 'default'
              ? `hatch run ${shellWord(plain(key, 40))}`
              : `hatch run ${shellWord(`${plain(environment, 30)}:${plain(key, 40)}`)}`,
          folder: '.',
          evidence: [{ path: at, line }],
          ...(typeof value === 'string' ? { does: plain(value, 70) } : {}),
        }),
      ),
    ),
  );
}
