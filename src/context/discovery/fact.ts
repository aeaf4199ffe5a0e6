import type { Fact } from '../generated/context.ts';
import { withoutCredentials } from './plain_text.ts';

export type { Fact };

/** The kind of a fact's subject. */
export type FactKind = Fact['kind'];

/** Evidence of a fact: a file and its line; no line if the file's existence is the evidence. */
export type Evidence = Fact['evidence'][number];

/** The certainty of a fact: a file declares it; the files show it; it is inferred from a file. */
export type Certainty = Fact['certainty'];

/** The purpose of a command. */
export type CommandRole = (typeof COMMAND_ROLES)[number];

/** The purposes of commands, in display order. */
export const COMMAND_ROLES = [
  'setup',
  'build',
  'test',
  'test-one',
  'lint',
  'typecheck',
  'format',
  'run',
  'generate',
  'check',
  'clean',
  'release',
  'task',
] as const;

/** A fact before it has an id. */
export type FactDraft = {
  readonly kind: FactKind;
  /** Its subject, unique within its kind. */
  readonly about: string;
  readonly statement: string;
  readonly values: Readonly<Record<string, string>>;
  readonly evidence: readonly Evidence[];
  /** `declared` unless given. */
  readonly certainty?: Certainty;
};

/**
 * Makes a fact. Text from a project's files is untrusted: it is put on one line, shortened, and passwords in addresses are
 * removed.
 */
export function makeFact({ kind, about, statement, values, evidence, certainty }: FactDraft): Fact {
  return {
    id: `${kind}:${about}`,
    kind,
    statement: withoutCredentials(statement),
    values: valuesOf(values),
    evidence: [...evidence],
    certainty: certainty ?? 'declared',
    saidIn: [],
  };
}

function valuesOf(values: FactDraft['values']): Record<string, string> {
  const safe: Record<string, string> = { ...values };
  for (const key in safe) safe[key] = withoutCredentials(safe[key] ?? '');
  return safe;
}

/** A maker of facts of one kind, each with one place: a line, or, without one, a file that is there. */
export function makerOf(
  kind: FactKind,
  prefix = '',
): (
  about: string,
  statement: string,
  values: Readonly<Record<string, string>>,
  path: string,
  line: number | null,
) => Fact {
  return (about, statement, values, path, line) =>
    makeFact({
      kind,
      about: `${prefix}${about}`,
      statement,
      values,
      evidence: [{ path, line }],
      certainty: line === null ? 'shown' : 'declared',
    });
}

/** A command that a file of the project declares. */
export type DeclaredCommand = {
  readonly role: CommandRole;
  readonly run: string;
  /** The folder that it is run in, from the root. */
  readonly folder: string;
  readonly evidence: readonly Evidence[];
  /** A description of its effect, if its name does not reveal it: the text of a script. */
  readonly does?: string;
  readonly certainty?: Certainty;
};

/** The fact that a command exists. */
export function commandFact({ role, run, folder, evidence, does, certainty }: DeclaredCommand): Fact {
  const place = folder === '.' ? '' : ` in \`${folder}\``;
  const meaning = does === undefined || does === run ? '' : `: \`${does}\``;
  return makeFact({
    kind: 'command',
    about: `${role}:${folder}:${run}`,
    statement: `${ROLE_TEXTS[role]}: \`${run}\`${place}${meaning}`,
    values: { role, run, ...(folder === '.' ? {} : { folder }) },
    evidence,
    ...(certainty === undefined ? {} : { certainty }),
  });
}

const ROLE_TEXTS: Readonly<Record<CommandRole, string>> = {
  setup: 'Set up',
  build: 'Build',
  test: 'Test',
  'test-one': 'Test one',
  lint: 'Lint',
  typecheck: 'Check types',
  format: 'Format',
  run: 'Run',
  generate: 'Generate',
  check: 'Check',
  clean: 'Clean',
  release: 'Release',
  task: 'Task',
};

/** The purpose of a script, target or task, by its name. */
export function roleOf(name: string): CommandRole {
  // Showing something about a tool is not using the tool, and preparing tests is not running them.
  if (
    /lint-staged|\bmod[-_:]tidy$|^(?:print|show|list|echo|view|open)[:_-]|[:_-](?:version|show|view|open|baseline|install|harness)$|[:_-]tests?[:_-](?:prepare|cleanup|clean|setup|teardown)$|^deploy[:_-](?:dev|local|test)(?:[:_-]|$)/u.test(
      name,
    ) ||
    /^(?:re(?:fresh|set|create|build)|create|drop|seed|prepare|start|stop|populate|load)[:_-](?:.*[:_-])?tests?[:_-]?/u.test(
      name,
    )
  )
    return 'task';
  // Starting something for tests tests nothing, and checking what is generated generates nothing.
  if (/^(?:dev|start|serve|preview)[:_-](?:e2e|tests?)$/u.test(name)) return 'run';
  if (/^(?:verify|check)[:_-](?:gen|generate|generated|codegen)$/u.test(name)) return 'lint';
  if (/^(?:dev|start|serve|server|run|up|preview)[:_-](?:.*[:_-])?(?:down|stop)$/u.test(name)) return 'task';
  if (/^run[:_-](?:all[:_-])?checks?$/u.test(name)) return 'check';
  if (/^dev[:_-](?:clean|reset)$/u.test(name)) return 'clean';
  // A release that is only tried out is not a release.
  if (/^preview[:_-]/u.test(name)) return 'task';
  // `build:tests` builds, and `test:smoke:tsc` tests: if several words match, the first is the best.
  const [first = ''] = name.split(':', 1);
  const parted =
    first === name || !/^(?:build|tests?)$/iu.test(first)
      ? /^dev:(?:build|prepare)$/u.test(name)
        ? name.slice('dev:'.length)
        : name
      : partedName(name);
  const found = ROLES_BY_NAME.find(([pattern]) => pattern.test(parted));
  return found?.[1] ?? 'task';
}

/** The purpose of a script or task, by its name and, if plainer, by its text or the remark on it. */
export function roleByNameOrText(name: string, does: string): CommandRole {
  const role = roleOf(name);
  if (role === 'typecheck' && /^(?:npx )?(?:oxlint|eslint)\b/u.test(does)) return 'lint';
  if (role === 'test' && /^(?:lerna|npm|pnpm) publish\b/u.test(does))
    // To a registry on this machine, publishing is only tried out.
    return /\slocalhost\b|\/\/localhost\b/u.test(does) ? 'task' : 'release';
  if (
    (role === 'lint' || role === 'test') &&
    /^(?:npx )?(?:vue-)?tsc\b[^&|;]*(?:&& (?:npx )?tsc\b[^&|;]*)*$|^(?:mypy|pyright|svelte-check|astro check|nuxt typecheck)\b[^&|;]*$/u.test(
      does,
    )
  )
    return 'typecheck';
  if (role === 'run' && /^(?:set ?up|install|configure)\b/iu.test(does)) return 'setup';
  return role === 'test' && /^(?:open|show|view|print|display)s?\b/iu.test(does) ? 'task' : role;
}

/** Removes from a name of several parts those that only say what is built or tested; `test:types` checks types. */
function partedName(name: string): string {
  const [first = '', ...others] = name.split(':');
  return others.length === 1 && first.startsWith('test') ? name : first;
}

/** The purpose of a tox environment, by its name: testing, unless it names something else. */
export function roleOfEnvironment(name: string): CommandRole {
  if (/lint|style|flake|pre-?commit/u.test(name)) return 'lint';
  if (/mypy|typ|pyright/u.test(name)) return 'typecheck';
  return /^(?:watch|serve|live|readme|packag|pypi|dist(?:ribution)?$|pkg)|descri|manifest|doc|update|release|build|change(?:log|s)|news|bench|codspeed|coverage[-_](?:combine|report|html|xml|erase|upload)/u.test(
    name,
  )
    ? 'task'
    : 'test';
}

const ROLES_BY_NAME: readonly (readonly [RegExp, CommandRole])[] = [
  // Setting up one more thing (`install-service`, `setup:cron`) does not set up the project.
  [
    /^(?:install|setup|bootstrap|deps|dependencies|init|prepare|sync|tools)(?:[:_-](?:dev(?:elop(?:ment)?)?[:_-](?:deps|dependencies|tools)|all|ci|dev|deps|dependencies|env|local|project|tools|venv))?$|^(?:workspace|project|env)[:_-]init$/iu,
    'setup',
  ],
  [
    /(?:^|[:_-])(?:type-?checks?|types?|tsc|mypy|pyright|phpstan|sorbet|check[:_-]types?)(?:[:_-]|$)/iu,
    'typecheck',
  ],
  [
    /(?:^|[:_-])(?:lint(?:er|ing|s)?|eslint|rubocop|clippy|vet|golangci|golangci-lint|flake8|phpcs|ktlint|detekt|stylelint|shellcheck)(?:[:_-]|$)/iu,
    'lint',
  ],
  [/(?:^|[:_-])(?:format(?:ting|s)?|fmt|prettier|black|tidy|cs-?fix|pint)(?:[:_-]|$)/iu, 'format'],
  [/^(?:gen|generate|codegen|proto|protos|mocks?)(?:[:_-]|$)|[:_-](?:gen|generate|codegen)$/iu, 'generate'],
  [
    /(?:^|[:_-])(?:tests?|spec|specs|unit|e2e|integration|integration-tests?|cover|coverage|vitest|jest|phpunit|pest|rspec|pytest)(?:[:_-]|$)/iu,
    'test',
  ],
  [/^(?:build|compile|bundle(?![:_-]size)|dist|assemble)(?:[:_-]|$)/iu, 'build'],
  [/^(?:dev[:_-]|docker[:_-])?images?$/iu, 'build'],
  [/^(?:dev|start|serve|server|run|up|watch|preview|storybook)(?:[:_-]|$)/iu, 'run'],
  // `check-logs` checks logs.
  [
    /^(?:check|checks|ci|verify|validate|precommit|pre-commit|pr)(?:[:_-](?:all|ci|everything|full))?$/iu,
    'check',
  ],
  [/^(?:clean|distclean|clobber|reset)(?:[:_-]|$)/iu, 'clean'],
  [/^(?:release|publish|version|prepublish\w*|deploy|changeset)(?:[:_-]|$)/iu, 'release'],
];
