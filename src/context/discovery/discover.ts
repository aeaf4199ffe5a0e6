import { join } from 'node:path';
import { type Problem, sortProblems } from '../../diagnostics/index.ts';
import { printableLine, revealHidden } from '../../lib/index.ts';
import { entryKind, isWithin, namesIn } from '../../platform/index.ts';
import type { Finding, ProjectContext } from '../generated/context.ts';
import { filesNotListed, readTree } from '../tree.ts';
import { DETECTORS } from './detectors.ts';
import { COMMAND_ROLES, type Fact, roleOf } from './fact.ts';
import { foldersHash } from './layout_hash.ts';
import { indexPaths } from './path_index.ts';
import { depthOf } from './plain_text.ts';
import { REVISION } from './revision.ts';
import { type ContextProblem, openSources } from './sources.ts';
import { withStatingFiles } from './stating_files.ts';
import { instructionIn, mayInstruct, suspicionsIn } from './suspicions.ts';

/** Discovers facts about a project from the files that git lists. Runs nothing but `git ls-files`. */
export async function discover(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ProjectContext> {
  const { files, source, refused } = await readTree(root, env);
  const found = discoverIn(root, [...files, ...plansAndMemoryFiles(root)], source);
  return refused === undefined
    ? found
    : { ...found, problems: [findingOf(filesNotListed(refused)), ...found.problems] };
}

/** Like {@link discover}, with the files already listed. */
export function discoverIn(
  root: string,
  paths: readonly string[],
  listedBy: ProjectContext['listedBy'],
): ProjectContext {
  const index = indexPaths(paths);
  const { sources, finish } = openSources(root, paths, index);
  const found = DETECTORS.flatMap(({ detect }) => detect(sources));
  const combined = withStatingFiles(sameCalls(merged(found)), sources);
  const read = finish();
  const withheld: ContextProblem[] = [];
  const facts = combined.filter((fact) => {
    // Most values are part of the statement.
    const values = Object.values(fact.values).filter((value) => !fact.statement.includes(value));
    const texts = [fact.statement, ...values].map(withoutHidden);
    // Most texts contain no word of an order, and need no closer look.
    if (!texts.some(mayInstruct) || !texts.some((text) => instructionIn(text) !== undefined)) return true;
    const [{ path, line }] = fact.evidence as [Fact['evidence'][number]];
    withheld.push({
      severity: 'warning',
      code: 'context-withheld',
      message: 'This reads like an instruction to a model, so it is not reported as a fact.',
      file: path,
      ...(line === null ? {} : { line }),
      hint: 'Read it, and decide whether it belongs there.',
    });
    return false;
  });
  const problems = [...read.problems, ...withheld, ...read.texts.flatMap(suspicionsIn)];
  return {
    schema: 'orchestrator.context/1',
    revision: REVISION,
    listedBy,
    folders: foldersHash(index),
    read: Object.fromEntries([...read.hashes].sort(([a], [b]) => (a < b ? -1 : 1))),
    unread: [...read.unread],
    facts: inOrder(facts),
    problems: sortProblems(problems).map(findingOf),
  };
}

/** A text without hidden characters, written out or not: they do not break a word for a model. */
function withoutHidden(text: string): string {
  if (PRINTABLE.test(text) && !text.includes('\\u{')) return text;
  return revealHidden(text).replace(/\\u\{[0-9a-f]+\}/gu, '');
}

const PRINTABLE = /^[ -~]*$/u;

function findingOf({ severity, code, message, file, line, column, hint }: Problem): Finding {
  return {
    severity,
    code,
    message: revealHidden(printableLine(message)),
    file: file ?? null,
    line: line ?? null,
    column: column ?? null,
    hint: hint ?? null,
  };
}

/** Merges facts that several detectors found into one with all their places. */
function merged(facts: readonly Fact[]): Fact[] {
  const byId = new Map<string, Fact>();
  for (const fact of facts) {
    const before = byId.get(fact.id);
    if (before === undefined) byId.set(fact.id, fact);
    else {
      // A declared fact takes precedence over an inferred one, and a file of the project's own over CI.
      const isBetter =
        (before.certainty !== 'declared' && fact.certainty === 'declared') ||
        (fact.kind === 'command' && isOfCi(before) && !isOfCi(fact) && fact.certainty === 'declared');
      const [first, second] = isBetter ? [fact, before] : [before, fact];
      before.statement = first.statement;
      before.evidence = unique([...first.evidence, ...second.evidence]).slice(0, MAX_EVIDENCE);
      before.certainty = first.certainty;
    }
  }
  return [...byId.values()];
}

const MAX_EVIDENCE = 4;

/**
 * Merges the facts of one call from several files, such as a target that CI calls or a guide shows: into that of the file which
 * declares it, with the purpose from the others if that file does not show it.
 */
function sameCalls(facts: readonly Fact[]): Fact[] {
  const byCall = new Map<string, Fact[]>();
  const others: Fact[] = [];
  for (const fact of facts) {
    const { run, folder = '.' } = fact.values;
    if (fact.kind !== 'command' || run === undefined) {
      others.push(fact);
      continue;
    }
    const key = `${folder}\n${run.replace(/^(pnpm|yarn|composer) (?:run|run-script) /u, '$1 ')}`;
    const same = byCall.get(key);
    if (same === undefined) byCall.set(key, [fact]);
    else same.push(fact);
  }
  const calls = [...byCall.values()].flatMap((same) => {
    const own = same.filter((fact) => !isOfCi(fact));
    // A page only shows what another file declares.
    const first = own.find((fact) => !isOfPage(fact));
    if (first === undefined || same.length === 1) return same;
    const seen = same.filter((fact) => isOfCi(fact) || isOfPage(fact));
    if (seen.length === 0) return same;
    const isNamed = roleOf(first.values.run?.split(' ').at(-1) ?? '') !== 'task';
    // A name that suggests a wrong purpose here would be misread on a page as well, so only CI counts then.
    const role =
      first.values.role === 'task'
        ? seen.find((fact) => fact.values.role !== 'task' && !(isNamed && isOfPage(fact)))
        : undefined;
    const joined = role === undefined ? first : withRoleOf(first, role);
    joined.evidence = unique([first, ...seen].flatMap(({ evidence }) => evidence)).slice(0, MAX_EVIDENCE);
    return [joined, ...own.filter((fact) => fact !== first && !isOfPage(fact))];
  });
  return [...others, ...calls];
}

/** A command with the role that another file reveals. */
function withRoleOf(fact: Fact, { id, statement, values }: Fact): Fact {
  const [as = ''] = statement.split(':', 1);
  return {
    ...fact,
    id,
    statement: fact.statement.replace(/^[^:]*/u, () => as),
    values: { ...fact.values, role: values.role ?? 'task' },
  };
}

/** Whether only CI files show a fact. */
function isOfCi({ evidence }: Fact): boolean {
  return evidence.every(({ path }) => OF_CI.test(path));
}

/** Whether only pages for people and agents show a fact. */
function isOfPage({ evidence }: Fact): boolean {
  return evidence.every(({ path }) => /\.(?:mdx?|rst|adoc|txt)$|(?:^|\/)[A-Z]+$/u.test(path));
}

const OF_CI =
  /^\.(?:github|gitlab|circleci|travis|azure|appveyor|buildkite|drone|woodpecker|cirrus|semaphore)|^(?:azure|bitbucket)-pipelines|^appveyor\.yml$/u;

function unique(evidence: Fact['evidence']): Fact['evidence'] {
  const seen = new Set<string>();
  return evidence.filter(({ path, line }) => {
    const key = `${path}:${line}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The facts in display order. The sort keys are computed once for each. */
function inOrder(facts: readonly Fact[]): Fact[] {
  return facts
    .map((fact) => ({ fact, kind: KINDS.indexOf(fact.kind), rank: rankOf(fact), depth: depthOfFact(fact) }))
    .sort(
      (a, b) =>
        a.kind - b.kind ||
        a.rank - b.rank ||
        a.depth - b.depth ||
        (a.fact.id < b.fact.id ? -1 : a.fact.id > b.fact.id ? 1 : 0),
    )
    .map(({ fact }) => fact);
}

/** The rank within a kind: commands by purpose, everything else by certainty. */
function rankOf({ kind, values, certainty, evidence }: Fact): number {
  if (kind === 'command') return (COMMAND_ROLES as readonly string[]).indexOf(values.role ?? 'task');
  // Conventions with examples come before the settings of tools.
  if (kind === 'convention') return evidence.length > 1 ? 0 : 1;
  return certainty === 'inferred' ? 1 : 0;
}

function depthOfFact({ evidence: [first], values }: Fact): number {
  return values.folder === undefined
    ? first === undefined
      ? 0
      : depthOf(first.path)
    : depthOf(`${values.folder}/x`);
}

const KINDS: readonly Fact['kind'][] = [
  'contradiction',
  'command',
  'generated',
  'convention',
  'package-manager',
  'framework',
  'layout',
  'service',
  'ci',
  'instruction-file',
  'language',
  'plan',
  'memory',
];

/** The project's own plans and memory: the only files in the program's folder that say something about the project. */
function plansAndMemoryFiles(root: string): string[] {
  return FOLDERS.flatMap((folder) => {
    const whole = join(root, folder);
    if (entryKind(whole) !== 'folder' || !isWithin(root, whole)) return [];
    return namesIn(whole)
      .filter((name) => name.endsWith('.md') && entryKind(join(whole, name)) === 'file')
      .map((name) => `${folder}/${name}`);
  });
}

const FOLDERS = ['.orchestrator/memory', '.orchestrator/plans'] as const;
