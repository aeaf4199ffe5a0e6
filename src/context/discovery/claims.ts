import type { Fact } from './fact.ts';

/** A line of the context text: one fact, or several of one sort that are told together. */
export type Claim = Pick<Fact, 'kind' | 'statement' | 'evidence' | 'certainty'> & {
  /** The facts that the statement contains. */
  readonly facts: readonly [Fact, ...Fact[]];
};

/** A sort of facts that say more in one line than in a line each. */
type Fold = {
  /** Whether and with which others a fact is told. */
  readonly keyOf: (fact: Fact) => string | undefined;
  /** From this many on, they are told together. */
  readonly least: number;
  readonly told: (items: string, facts: readonly [Fact, ...Fact[]], isOne: boolean) => string;
  /** A fact within the list. */
  readonly item: (fact: Fact) => string;
  /** Only where a list is shortened: with the whole budget each fact keeps its line. */
  readonly isForShort?: boolean;
};

/** The claims that tell some facts, in the order of their first facts. @param most - the longest list */
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
    statement: fold.told(
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
    told: (items) => `Folders at the root: ${items}`,
  },
  {
    keyOf: ofId(/^layout:crowd:/u),
    least: 2,
    item: ({ statement }) => statement.replace(/ holds (\d+ \S+) files$/u, ' ($1)'),
    told: (items) => `Most files of one kind are in ${items}`,
  },
  {
    keyOf: ofId(/^layout:package:/u),
    least: 3,
    item: ({ statement }) => statement.replace(/ is the package (`[^`]+`)$/u, ' ($1)'),
    told: (items) => `Packages: ${items}`,
  },
  { ...prefixed(/^ci:environment:/u, 'In CI, '), least: 2 },
  { ...prefixed(/^ci:systems/u, 'In CI, jobs run on '), least: 2 },
  { ...prefixed(/^convention:typescript:/u, 'In imports, '), least: 3 },
  { ...prefixed(/^convention:editorconfig:/u, ''), least: 3 },
  {
    keyOf: ofId(/^package-manager:tool-versions:/u),
    least: 2,
    item: ({ statement }) => statement.replace(/ is pinned$/u, ''),
    told: (items) => `Pinned: ${items}`,
  },
  {
    keyOf: ({ kind, statement }) => {
      const [, , what] =
        kind === 'generated' ? (/^(`[^`]+`) ((?:says that it )?is generated)$/u.exec(statement) ?? []) : [];
      return what;
    },
    least: 2,
    item: ({ statement }) => statement.replace(/ (?:says that it )?is generated$/u, ''),
    told: (items, [{ statement }]) =>
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
    told: (
      items,
      [
        {
          values: { folder },
        },
      ],
    ) => `Task: ${items}${folder === undefined ? '' : ` in \`${folder}\``}`,
  },
  {
    keyOf: ({ kind, values: { role, run, folder } }) =>
      kind === 'command' && folder !== undefined ? `${role}\n${run}` : undefined,
    least: 3,
    item: ({ values: { folder = '' } }) => `\`${folder}\``,
    told: (items, [{ statement }]) => `${/^[^:]*: `[^`]*`/u.exec(statement)?.[0] ?? statement} in ${items}`,
  },
  {
    keyOf: ({ kind, statement, evidence: [first] }) =>
      kind === 'framework' ? `${first?.path}\n${/ \(development\)/u.test(statement)}` : undefined,
    least: 2,
    isForShort: true,
    item: ({ statement }) => statement.replace(/ \(development\)| in `[^`]*`$/gu, ''),
    told: (
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

const PLATFORM =
  /(?:aix|android|darwin|freebsd|linux|macos|netbsd|openbsd|windows)[-_/](?:386|amd64|arm64|armv?\d|arm|mips\w*|ppc64\w*|riscv64|s390x|x64|x86(?:_64)?)/u;

function ofId(pattern: RegExp): Fold['keyOf'] {
  return ({ id }) => (pattern.test(id) ? '' : undefined);
}

/** Facts whose statements begin alike. */
function prefixed(pattern: RegExp, prefix: string): Omit<Fold, 'least'> {
  return {
    keyOf: ({ id, statement }) => (pattern.test(id) && statement.startsWith(prefix) ? '' : undefined),
    item: ({ statement }) => statement.slice(prefix.length),
    told: (items) => `${prefix}${items}`,
  };
}

/** Whether a claim helps somebody who is about to change code only after all others: names and counts that a look shows. */
export function isLate({ kind, facts: [{ id }], statement, evidence: [first] }: Claim): boolean {
  // A framework that only one part of the project uses is seldom what a change is about.
  const isOfPart = kind === 'framework' && first?.path.includes('/') === true;
  return isOfPart || LATE.test(id) || / is written by | \(development\)/u.test(statement);
}

const LATE =
  /^(?:language|layout:(?:folder|crowd|file|changes|package|vscode|devcontainer)|ci:(?:environment|systems|matrix|\.)|convention:(?:editorconfig|defaults|pull-request|tool)|service:launch|command:(?:task|release|clean)):?/u;
