import type { Fact } from './fact.ts';

/** A line of the context text: one fact, or several similar ones combined. */
export type Claim = Pick<Fact, 'kind' | 'statement' | 'evidence' | 'certainty'> & {
  /** The facts that the statement contains. */
  readonly facts: readonly [Fact, ...Fact[]];
};

/** A sort of facts that say more in one line than in a line each. */
type Fold = {
  /** The key of the facts that a fact is combined with; `undefined` if it stays by itself. */
  readonly keyOf: (fact: Fact) => string | undefined;
  /** The number of facts from which they are combined. */
  readonly least: number;
  readonly textOf: (items: string, facts: readonly [Fact, ...Fact[]], isOne: boolean) => string;
  /** A fact within the list. */
  readonly item: (fact: Fact) => string;
  /** Only where a list is shortened: with the whole budget each fact keeps its line. */
  readonly isForShort?: boolean;
};

/** The claims that state some facts, in the order of their first facts. @param most - the longest list */
export function claimsOf(facts: readonly Fact[], most: number): Claim[] {
  const groups = new Map<string, { readonly fold: Fold | undefined; readonly facts: [Fact, ...Fact[]] }>();
  for (const fact of facts) {
    const [key, fold] = keyOf(fact, most);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { fold, facts: [fact] });
    else group.facts.push(fact);
  }
  return [...groups.values()].flatMap(({ fold, facts: same }) =>
    fold === undefined || same.length < fold.least ? same.map(single) : [folded(fold, same, most)],
  );
}

function keyOf(fact: Fact, most: number): [string, Fold | undefined] {
  for (const [place, fold] of FOLDS.entries()) {
    if (fold.isForShort === true && !Number.isFinite(most)) continue;
    const key = fold.keyOf(fact);
    if (key !== undefined) return [`${place}\n${key}`, fold];
  }
  return [`\n${fact.id}`, undefined];
}

function single(fact: Fact): Claim {
  const { kind, statement, evidence, certainty } = fact;
  return { kind, statement, evidence, certainty, facts: [fact] };
}

function folded(fold: Fold, same: readonly [Fact, ...Fact[]], most: number): Claim {
  const [first, ...others] = same;
  const facts: [Fact, ...Fact[]] = [first, ...others.slice(0, most - 1)];
  const items = [...new Set(facts.map(fold.item))];
  const rest = same.length - facts.length;
  return {
    kind: first.kind,
    statement: fold.textOf(
      `${items.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`,
      same,
      items.length === 1,
    ),
    evidence: facts.flatMap(({ evidence }) => evidence.slice(0, 1)),
    certainty: facts.some(({ certainty }) => certainty === 'inferred') ? 'inferred' : first.certainty,
    facts,
  };
}

const FOLDS: readonly Fold[] = [
  {
    keyOf: ofId(/^layout:folder:/u),
    least: 2,
    item: ({ statement }) => {
      const [, folder, meaning, ending] =
        /^(`[^`]+`)(?:: ([^,]+))?(?:, mostly (\S+) files)?$/u.exec(statement) ?? [];
      const notes = [meaning, ending].filter((note) => note !== undefined);
      return folder === undefined
        ? statement
        : `${folder}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
    },
    textOf: (items) => `Folders at the root: ${items}`,
  },
  {
    keyOf: ofId(/^layout:crowd:/u),
    least: 2,
    item: ({ statement }) => statement.replace(/ holds (\d+ \S+) files$/u, ' ($1)'),
    textOf: (items) => `Most files of one kind are in ${items}`,
  },
  {
    keyOf: ofId(/^layout:package:/u),
    least: 3,
    item: ({ statement }) => statement.replace(/ is the package (`[^`]+`)$/u, ' ($1)'),
    textOf: (items) => `Packages: ${items}`,
  },
  { ...prefixed(/^ci:environment:/u, 'In CI, '), least: 2 },
  { ...prefixed(/^ci:systems/u, 'In CI, jobs run on '), least: 2 },
  { ...prefixed(/^convention:typescript:/u, 'In imports, '), least: 3 },
  { ...prefixed(/^convention:editorconfig:/u, ''), least: 3 },
  { ...prefixed(/^convention:pre-commit:/u, 'Before each commit, pre-commit runs '), least: 3 },
  {
    ...prefixed(/^service:/u, 'In CI, the service '),
    least: 2,
    item: ({ statement }) => statement.replace(/^In CI, the service (`[^`]+`) is started/u, '$1'),
    textOf: (items) => `In CI, services are started: ${items}`,
  },
  {
    keyOf: ofId(/^layout:crate:/u),
    least: 3,
    item: ({ statement }) =>
      statement
        .replace(/^`(?:[^`]*\/)?([^`]+)` is the crate `\1`/u, '`$1`')
        .replace(/ is the crate (`[^`]+`)/u, ' ($1)'),
    textOf: (items) => `Crates: ${items}`,
  },
  {
    keyOf: ({ kind, statement }) => {
      const [, tool, , place = ''] =
        kind === 'convention' || kind === 'package-manager' ? (SETTING.exec(statement) ?? []) : [];
      return tool === undefined ? undefined : `${tool}\n${place}`;
    },
    least: 2,
    item: ({ statement }) => SETTING.exec(statement)?.[2] ?? statement,
    textOf: (items, [{ statement }]) => {
      const [, tool = '', , place = ''] = SETTING.exec(statement) ?? [];
      return `${tool} sets ${items}${place}`;
    },
  },
  {
    keyOf: ofId(/^package-manager:tool-versions:/u),
    least: 2,
    item: ({ statement }) => statement.replace(/ is pinned$/u, ''),
    textOf: (items) => `Pinned: ${items}`,
  },
  {
    keyOf: ({ kind, statement }) => {
      const [, , what] =
        kind === 'generated' ? (/^(`[^`]+`) ((?:says that it )?is generated)$/u.exec(statement) ?? []) : [];
      return what;
    },
    least: 2,
    item: ({ statement }) => statement.replace(/ (?:says that it )?is generated$/u, ''),
    textOf: (items, [{ statement }]) =>
      `${items} ${/says/u.test(statement) ? 'say that they are generated' : 'are generated'}`,
  },
  {
    // Targets of one makefile that differ by system and processor.
    keyOf: ({ kind, values: { role, run = '', folder = '' } }) =>
      kind === 'command' && role === 'task' && PLATFORM.test(run)
        ? `${folder}\n${run.replace(PLATFORM, '*')}`
        : undefined,
    least: 3,
    item: ({ values: { run = '' } }) => `\`${run}\``,
    textOf: (
      items,
      [
        {
          values: { folder },
        },
      ],
    ) => `Task: ${items}${folder === undefined ? '' : ` in \`${folder}\``}`,
  },
  {
    // Environments that one section of tox declares.
    keyOf: ({ kind, values: { role, run = '', folder }, evidence: [first], statement }) =>
      kind === 'command' &&
      folder === undefined &&
      /^tox -e \S+$/u.test(run) &&
      statement.endsWith(`\`${run}\``)
        ? `${role}\n${first?.path}:${first?.line}`
        : undefined,
    least: 2,
    item: ({ values: { run = '' } }) => `\`${run}\``,
    textOf: (items, [{ statement }]) => `${/^[^:]*/u.exec(statement)?.[0] ?? ''}: ${items}`,
  },
  {
    keyOf: ({ kind, values: { role, run, folder } }) =>
      kind === 'command' && folder !== undefined ? `${role}\n${run}` : undefined,
    least: 3,
    item: ({ values: { folder = '' } }) => `\`${folder}\``,
    textOf: (items, [{ statement }]) => `${/^[^:]*: `[^`]*`/u.exec(statement)?.[0] ?? statement} in ${items}`,
  },
  {
    keyOf: ({ kind, statement, evidence: [first] }) =>
      kind === 'framework' ? `${first?.path}\n${/ \(development\)/u.test(statement)}` : undefined,
    least: 2,
    isForShort: true,
    item: ({ statement }) => statement.replace(/ \(development\)| in `[^`]*`$/gu, ''),
    textOf: (
      items,
      [
        {
          statement,
          evidence: [first],
        },
      ],
    ) => `\`${first?.path}\` requires ${items}${/ \(development\)/u.test(statement) ? ' (development)' : ''}`,
  },
];

/** A setting of a tool: the tool, what it sets, and where. */
const SETTING = /^([\w.`-]+(?: \w+)?) sets (`[^`]+` to \S+)( in `[^`]+`)?$/u;

const PLATFORM =
  /(?:aix|android|darwin|freebsd|linux|macos|netbsd|openbsd|windows)[-_/](?:386|amd64|arm64|armv?\d|arm|mips\w*|ppc64\w*|riscv64|s390x|x64|x86(?:_64)?)/u;

function ofId(pattern: RegExp): Fold['keyOf'] {
  return ({ id }) => (pattern.test(id) ? '' : undefined);
}

/** Facts whose statements have the same beginning. */
function prefixed(pattern: RegExp, prefix: string): Omit<Fold, 'least'> {
  return {
    keyOf: ({ id, statement }) => (pattern.test(id) && statement.startsWith(prefix) ? '' : undefined),
    item: ({ statement }) => statement.slice(prefix.length),
    textOf: (items) => `${prefix}${items}`,
  };
}

/** Whether a claim is of least use to somebody about to change code: names and counts that anyone sees at a glance. */
export function isLate(claim: Claim, all: readonly Fact[]): boolean {
  const {
    kind,
    facts: [{ id }],
    statement,
    evidence: [first],
  } = claim;
  // A change rarely concerns the libraries of a single part, and the first names of a long list say little.
  const isOfPart =
    kind === 'framework' && (first?.path.includes('/') === true || / and \d+ more/u.test(statement));
  return (
    isOfPart ||
    LATE.test(id) ||
    DEMANDED.test(id) ||
    / is written by | \(development\)/u.test(statement) ||
    isImplied(claim, all)
  );
}

/** Whether a command is only what a tool offers, where the project declares one for the same purpose in the same folder. */
function isImplied({ kind, certainty, facts: [fact] }: Claim, all: readonly Fact[]): boolean {
  const { role, folder } = fact.values;
  return (
    kind === 'command' &&
    certainty === 'inferred' &&
    role !== 'test-one' &&
    (/^(?:\.|examples?\b|samples?\b|demos?\b)/u.test(folder ?? '') ||
      all.some(
        (other) =>
          other.kind === 'command' &&
          other.certainty !== 'inferred' &&
          other.values.role === role &&
          other.values.folder === folder,
      ))
  );
}

/** Conventions that a framework or a language demands of everybody who uses it. */
const DEMANDED =
  /^convention:(?:api:(?:Rails Action Controller|Laravel controllers)|orm:(?:Active Record|Eloquent|Django models)|validation:(?:Active Model validations|Rails strong parameters)|tests:(?:\*_test\.go|\*_spec\.rb|\*_test\.exs))$/u;

const LATE =
  /^(?:language|layout:(?:folder|crowd|file|changes|package|vscode|devcontainer|site:Jekyll)|ci:(?:environment|systems|matrix|\.)|convention:(?:editorconfig|defaults|line-ends|pre-commit|pull-request|tool)|service:launch|command:(?:task|release|clean)):?/u;
