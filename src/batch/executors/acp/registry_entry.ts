import { posix } from 'node:path';
import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import { type Json, objectOf, textOf } from '../agents/json_line.ts';
import type { ExecutorProblemCode } from '../executor_problem.ts';

/** The command that a registry entry (`agent.json`) means on a machine. */
export type EntryCommand = {
  readonly argv: readonly [string, ...string[]];
  /** Variables that it is started with, with their values. */
  readonly sets: Readonly<Record<string, string>>;
};

/** The facts about a machine that decide how an entry's agent is started. */
export type EntryContext = {
  /** As registries name it: `linux-x86_64`. */
  readonly platform: string;
  readonly hasProgram: (name: string) => boolean;
};

/**
 * Reads an entry of the agents' registry: the program that it names for this machine, where that is present, else the package
 * that `npx` or `uvx` fetches. Fetches nothing, and unpacks no archive.
 *
 * @param file - its origin, for messages
 */
export function readEntry(
  text: string,
  file: string,
  context: EntryContext,
): Result<EntryCommand, ExecutorProblemCode> {
  const bad = (what: string, hint?: string) =>
    failure('usage', {
      severity: 'error',
      code: 'bad-executor',
      message: `This is not a usable entry of an agent registry: ${what}.`,
      file,
      ...(hint === undefined ? {} : { hint }),
    } as const);
  const entry = parsed(text);
  if (entry === undefined) return bad('it is not a JSON object');
  const distribution = objectOf(entry.distribution);
  if (distribution === undefined) return bad('it has no `distribution`');
  const binary = objectOf(objectOf(distribution.binary)?.[context.platform]);
  const program = posix.basename(textOf(binary?.cmd));
  if (binary !== undefined && program !== '' && context.hasProgram(program))
    return commandOf([program], binary, bad);
  for (const runner of ['npx', 'uvx'] as const) {
    const packaged = objectOf(distribution[runner]);
    const name = textOf(packaged?.package);
    if (packaged === undefined || name === '') continue;
    if (!/^[@\w][\w./@=~^-]{0,200}$/u.test(name))
      return bad(`its package for ${runner} has a name that no package can have`);
    return commandOf(runner === 'npx' ? ['npx', '--yes', name] : ['uvx', name], packaged, bad);
  }
  if (binary !== undefined)
    return bad(
      `its program ${printableLine(program) || 'without a name'} is not on your PATH`,
      `Unpack ${printableLine(textOf(binary.archive)).slice(0, 300)} yourself, and put the program on your PATH.`,
    );
  return bad(`it has nothing for ${context.platform}, and no package for npx or uvx`);
}

/**
 * Variables that decide which program is started, where it is fetched from, and what is loaded into it: consent shows a command,
 * and that command must be the one that runs.
 */
const STEERS = new RegExp(
  `^(?:${[
    'GIT_\\w*|ORCHESTRATOR_\\w*|(?:LD|DYLD)_\\w*|PATH|SHELL|ENV|BASH_ENV',
    // Settings of the package fetchers, and the folders in which they look for them.
    '(?:NPM_CONFIG|UV|PIP|BUN)_\\w*|HOME|USERPROFILE|XDG_\\w*',
    'COREPACK_\\w*|VIRTUAL_ENV|CONDA_\\w*',
    // Trusted certificates, and what libraries load.
    '(?:REQUESTS|CURL)_CA_BUNDLE|SSL_CERT_(?:FILE|DIR)|OPENSSL_\\w*|GCONV_PATH',
    'NODE_(?:OPTIONS|PATH|COMPILE_CACHE|EXTRA_CA_CERTS|TLS_REJECT_UNAUTHORIZED)|(?:JAVA_TOOL|JDK_JAVA|_JAVA)_OPTIONS|CLASSPATH',
    'PYTHON(?!UNBUFFERED$|IOENCODING$|UTF8$|DONTWRITEBYTECODE$)\\w*|(?:PERL5|RUBY)(?:OPT|LIB)',
    'ZDOTDIR',
  ].join('|')})$`,
  'iu',
);

type Bad = (what: string, hint?: string) => Result<never, ExecutorProblemCode>;

function commandOf(
  start: readonly [string, ...string[]],
  { args = [], env = {} }: Json,
  bad: Bad,
): Result<EntryCommand, ExecutorProblemCode> {
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string'))
    return bad('its `args` are not a list of strings');
  const sets = objectOf(env);
  if (sets === undefined || !Object.values(sets).every((value) => typeof value === 'string'))
    return bad('its `env` are not texts by name');
  const odd = Object.keys(sets).find((name) => !/^[A-Za-z_]\w*$/u.test(name) || STEERS.test(name));
  if (odd !== undefined) return bad(`it may not set the variable ${printableLine(odd).slice(0, 60)}`);
  return success({ argv: [...start, ...args], sets: sets as Record<string, string> });
}

function parsed(text: string): Json | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}
