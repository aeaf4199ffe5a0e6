import type { Detector } from '../detector.ts';
import { type CommandRole, commandFact, type Fact, makeFact, roleOfEnvironment } from '../fact.ts';
import { LONGEST_LINE, plain } from '../plain_text.ts';
import { roleOfCall } from '../reading/ci_calls.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** The environments of tox in its own file. */
export const tox: Detector = {
  name: 'tox',
  detect(sources: Sources): Fact[] {
    const lines = sources.read('tox.ini')?.lines ?? [];
    const environments = lines.flatMap((line, place) => {
      const named = /^\[testenv:([\w.{},-]+)\]/u.exec(line.slice(0, LONGEST_LINE))?.[1];
      if (named === undefined) return [];
      const { first, does } = doneIn(lines, place);
      return expanded(named)
        .filter((name) => name === named || !NUMBERED.test(name))
        .slice(0, MOST)
        .map((name) =>
          commandFact({
            role: roleOf(name, first),
            run: `tox -e ${name}`,
            folder: '.',
            evidence: [{ path: 'tox.ini', line: place + 1 }],
            ...(does === undefined ? {} : { does }),
          }),
        );
    });
    return [...environments, ...baseFacts(lines), ...listedFacts(sources), ...defaultFacts(sources)];
  },
};

/** What every environment without commands of its own does: tests, unless the project only has others. */
function baseFacts(lines: readonly string[]): Fact[] {
  const place = lines.findIndex((line) => /^\[testenv\]\s*$/u.test(line));
  const { first, does, line } = place < 0 ? {} : doneIn(lines, place);
  if (first === undefined || does === undefined || line === undefined) return [];
  const role = roleOf('', first.replace(/^\{envpython\}\s+(?:-[bBI]+\s+)*-m\s+/u, ''));
  if (role !== 'test') return [];
  const evidence = [{ path: 'tox.ini', line }];
  return [
    commandFact({ role, run: 'tox', folder: '.', evidence, does }),
    ...(/\{posargs(?::[^}]*)?\}/u.test(does) && /\b(?:pytest|unittest|stestr|nose2?)\b/u.test(does)
      ? [commandFact({ role: 'test-one', run: 'tox -e ENVIRONMENT -- FILE', folder: '.', evidence, does })]
      : []),
  ];
}

/** The environments that tox runs unless others are named, as its own file lists them. */
function listedFacts(sources: Sources): Fact[] {
  const path = 'tox.ini';
  const lines = sources.read(path)?.lines ?? [];
  const place = lines.findIndex((line) => /^env_?list\s*=/u.test(line));
  if (place < 0) return [];
  const [own = '', ...rest] = lines.slice(place, place + LONGEST_LIST);
  const end = rest.findIndex((line) => !/^\s+\S/u.test(line));
  const names = [own.replace(/^env_?list\s*=/u, ''), ...rest.slice(0, end < 0 ? rest.length : end)]
    .map((line) => line.slice(0, LONGEST_LINE).replace(/(?:^|\s)[#;].*$/u, ''))
    .join(',')
    .split(/,(?![^{]*\})|\s+/u)
    .map((name) => name.trim())
    .filter(Boolean);
  return names.length === 0 ? [] : [defaultFact(names, path, place + 1)];
}

const LONGEST_LIST = 40;

/** The environments that tox runs unless others are named, as the manifest lists them. */
function defaultFacts(sources: Sources): Fact[] {
  const path = 'pyproject.toml';
  const file = sources.has(path) ? sources.toml(path) : undefined;
  const names = ['env_list', 'envlist'].flatMap((key) => file?.texts('tool', 'tox', key) ?? []);
  const [first] = names;
  return first === undefined
    ? []
    : [
        defaultFact(
          names.map(({ value }) => value),
          path,
          first.line,
        ),
      ];
}

function defaultFact(names: readonly string[], path: string, line: number): Fact {
  return makeFact({
    kind: 'convention',
    about: 'tox:default',
    statement: `tox runs by default ${listed(names)}`,
    values: { environments: names.join(', ') },
    evidence: [{ path, line }],
  });
}

/** Maximum number of environments reported for one section. */
const MOST = 6;

/** Environments for one version of Python among many. */
const NUMBERED = /^(?:py(?:py)?)?-?\d/u;

/** Expands the braces of a name such as `docs-{build,check}`. */
function expanded(name: string): string[] {
  let names = [''];
  for (const part of name.split(/(\{[^{}]*\})/u)) {
    const choices = /^\{.*\}$/u.test(part) ? part.slice(1, -1).split(',') : [part];
    names = names.flatMap((before) => choices.map((choice) => `${before}${choice}`)).slice(0, MAX_NAMES);
  }
  return names.filter((each) => !/[{}]/u.test(each));
}

/** Factors multiply: at each of them, only so many names are kept. */
const MAX_NAMES = 30;

/** The purpose of an environment: by its name if that says one, else by its command, and testing if neither does. */
function roleOf(name: string, call: string | undefined): CommandRole {
  const byName = roleOfEnvironment(name);
  if (byName !== 'test' || call === undefined) return byName;
  if (/^(?:prek|pre-commit) run\b/u.test(call)) return 'lint';
  return /^(?:\S*python3?\S* -c|pip3? wheel|(?:\S*python3?\S* -m )?(?:build|twine)|check-manifest|pyroma)(?:\s|$)/u.test(
    call,
  )
    ? 'task'
    : (roleOfCall(call) ?? byName);
}

type Done = { readonly first?: string; readonly does?: string; readonly line?: number };

/** The first command of an environment, and the text of all, if they are few. */
function doneIn(lines: readonly string[], from: number): Done {
  let end = from + 1;
  while (end < lines.length && lines[end]?.startsWith('[') !== true) end++;
  const own = lines.slice(from + 1, end);
  const at = own.findIndex((line) => /^commands\s*=/u.test(line));
  if (at < 0) return {};
  const after = own.slice(at + 1);
  const length = after.findIndex((line) => /^\S/u.test(line) && !line.startsWith('#'));
  const calls = [
    own[at]?.replace(/^commands\s*=/u, '') ?? '',
    ...after.slice(0, length < 0 ? after.length : length),
  ]
    .map((line) => line.slice(0, LONGEST_LINE).trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [first] = calls;
  if (first === undefined || first.length > LONGEST_CALL) return {};
  // What holds for some factors only, or goes on in the next line, is not told in part.
  const isWhole = calls.length <= MOST_CALLS && calls.every((call) => !/\\$|^[\w!,.-]+:\s/u.test(call));
  return { first, line: from + 2 + at, ...(isWhole ? { does: plain(calls.join(' && '), 200) } : {}) };
}

const LONGEST_CALL = 200;
const MOST_CALLS = 4;
