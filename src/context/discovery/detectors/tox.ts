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
    return [...environments, ...defaultFacts(sources)];
  },
};

/** The environments that tox runs unless others are named, as the manifest lists them. */
function defaultFacts(sources: Sources): Fact[] {
  const path = 'pyproject.toml';
  const file = sources.has(path) ? sources.toml(path) : undefined;
  const names = ['env_list', 'envlist'].flatMap((key) => file?.texts('tool', 'tox', key) ?? []);
  const [first] = names;
  return first === undefined
    ? []
    : [
        makeFact({
          kind: 'convention',
          about: 'tox:default',
          statement: `tox runs by default ${listed(names.map(({ value }) => value))}`,
          values: { environments: names.map(({ value }) => value).join(', ') },
          evidence: [{ path, line: first.line }],
        }),
      ];
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
  return /^python3? -c\s/u.test(call) ? 'task' : (roleOfCall(call) ?? byName);
}

/** The first command of an environment, and its text if it is the only one and on the line of its key. */
function doneIn(lines: readonly string[], from: number): { readonly first?: string; readonly does?: string } {
  let end = from + 1;
  while (end < lines.length && lines[end]?.startsWith('[') !== true) end++;
  const own = lines.slice(from + 1, end);
  const at = own.findIndex((line) => /^commands\s*=/u.test(line));
  const call = /^commands\s*=\s*(\S.{0,200}?)\s*$/u.exec(own[at] ?? '')?.[1];
  if (call === undefined) return {};
  return /^\s+\S/u.test(own[at + 1] ?? '') || call.endsWith('\\')
    ? { first: call }
    : { first: call, does: plain(call, 100) };
}
