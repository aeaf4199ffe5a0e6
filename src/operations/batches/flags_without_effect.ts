import { DRY_RUN, type Executor, LOCAL, type ManifestPhase, type RunRules } from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { ownValue, printableLine } from '../../lib/index.ts';
import type { Environment } from '../../platform/index.ts';
import type { Player } from '../../tape/index.ts';
import { placesOf } from './run_places.ts';

/** The flags of a run that may have no effect. */
export type RunFlags = {
  readonly executor?: string;
  readonly executorCommand?: string;
  readonly executorEnv: readonly string[];
  readonly fallback?: string;
  readonly concurrency?: number;
  readonly inPlace?: boolean;
  readonly setup?: string;
  readonly link?: readonly string[];
  readonly copy?: readonly string[];
  readonly resumeSessions?: boolean;
  readonly isolate?: RunRules['isolate'];
  /** This machine's environment; undefined if the executors run on another one. */
  readonly env?: Environment;
};

/** Rejects flags of a run that would change nothing, each with the reason, since they were given for a purpose. */
export function flagsWithoutEffect(
  phases: readonly ManifestPhase[],
  rules: RunRules,
  flags: RunFlags,
): Problem<'flag-without-effect'>[] {
  const { executorEnv, fallback, env } = flags;
  const problems: Problem<'flag-without-effect'>[] = [];
  const idle = (flag: string, why: string, hint?: string) =>
    problems.push({
      severity: 'error',
      code: 'flag-without-effect',
      message: `${flag} would have no effect: ${why}.`,
      ...(hint === undefined ? {} : { hint }),
    });
  const isUsed = phases.some(({ executor }) => (executor ?? rules.executor) === rules.executor);
  const isUsedAtAll = isUsed || phases.some((phase) => (phase.fallback ?? rules.fallback) === rules.executor);
  if (!isUsedAtAll) {
    const named = [...new Set(phases.flatMap(({ executor }) => executor ?? []))].sort();
    const why = `every phase of the plan names its own executor (${named.map(printableLine).join(', ')})`;
    if (flags.executor !== undefined) idle('--executor', why);
    if (flags.executorCommand !== undefined) idle('--executor-command', why);
    if (executorEnv.length > 0 && flags.executorCommand === undefined)
      idle(
        '--executor-env',
        why,
        'To set it permanently for one of them: orchestrator config set executors.NAME.env VARIABLE',
      );
  } else if (executorEnv.length > 0 && rules.executor === DRY_RUN) {
    idle('--executor-env', `${DRY_RUN} starts nothing`);
  }
  // A phase at a place gets the variables set there, not those set here.
  const isHere = env !== undefined && phases.some((phase) => placesOf(phase, rules).includes(LOCAL));
  for (const name of new Set(executorEnv)) {
    const flag = `--executor-env ${printableLine(name)}`;
    if (!/^[A-Za-z_]\w*$/u.test(name)) idle(flag, 'it is not the name of a variable');
    else if (isHere && ownValue(env, name) === undefined)
      idle(flag, `${name} is not set here`, `Set it first: export ${name}=…`);
  }
  if (fallback !== undefined && phases.every((phase) => hasNoUseFor(phase, fallback, rules)))
    idle('--fallback', 'the plan gives every phase its own fallback, or already runs it with this executor');
  if (flags.inPlace) {
    if ((flags.concurrency ?? 1) > 1)
      idle('--concurrency', 'with --in-place phases share one folder, so they run one at a time');
    const place = 'with --in-place there is no worktree to set up';
    if (flags.setup !== undefined) idle('--setup', place);
    if ((flags.link ?? []).length > 0) idle('--link', place);
    if ((flags.copy ?? []).length > 0) idle('--copy', place);
    if (flags.isolate !== undefined)
      idle('--isolate', 'with --in-place the only folder is the project itself');
    if (flags.resumeSessions) idle('--resume-sessions', 'with --in-place every attempt starts from scratch');
  }
  return problems;
}

/**
 * Rejects flags that choose executors when replaying a tape, which plays the recorded work regardless of them. Flags with the
 * recorded values are part of the same command, and are accepted.
 */
export function flagsWithoutReplay(
  flags: Pick<RunFlags, 'executor' | 'executorCommand' | 'executorEnv' | 'fallback' | 'resumeSessions'> & {
    readonly ignoreLimits?: boolean;
  },
  { command, secrets }: Pick<Player, 'command' | 'secrets'>,
): Problem<'flag-without-effect'>[] {
  const given: Readonly<Record<string, readonly string[]>> = {
    '--executor': flags.executor === undefined ? [] : [flags.executor],
    '--executor-command': flags.executorCommand === undefined ? [] : [flags.executorCommand],
    '--executor-env': flags.executorEnv,
    '--fallback': flags.fallback === undefined ? [] : [flags.fallback],
    '--resume-sessions': flags.resumeSessions === true ? [''] : [],
    '--ignore-limits': flags.ignoreLimits === true ? [''] : [],
  };
  return Object.entries(given).flatMap(([flag, values]): Problem<'flag-without-effect'>[] => {
    const recorded = valuesOf(flag, command, values.includes(''));
    // Flags may be repeated in another order, or be written in another form.
    const isAsRecorded = same(values.map(secrets.clean), recorded);
    if (values.length === 0 || isAsRecorded) return [];
    const was =
      recorded.length === 0
        ? `The recorded command has no ${flag}.`
        : `It was recorded with ${recorded.map((value) => `${flag} ${printableLine(value)}`.trim()).join(' ')}.`;
    return [
      {
        severity: 'error',
        code: 'flag-without-effect',
        message: `${flag} would have no effect: with --replay no agent is started; its work is read from the tape. ${was}`,
        hint: `Remove ${flag} or --replay.`,
      },
    ];
  });
}

/** The values of a flag in a command, or an empty one for a flag without a value. */
function valuesOf(flag: string, command: readonly string[], isBare: boolean): string[] {
  const end = command.indexOf('--');
  const words = end === -1 ? command : command.slice(0, end);
  return words.flatMap((word, at) => {
    if (word === flag) return [isBare ? '' : (words[at + 1] ?? '')];
    return word.startsWith(`${flag}=`) ? [word.slice(flag.length + 1)] : [];
  });
}

function same(some: readonly string[], others: readonly string[]): boolean {
  const [a, b] = [some, others].map((list) => JSON.stringify([...list].sort()));
  return a === b;
}

/** The problem when no executor can resume a session, although a flag requests it. Unusable executors are reported elsewhere. */
export function noSessionsToResume(
  executors: ReadonlyMap<string, Executor>,
): Problem<'flag-without-effect'> | undefined {
  if ([...executors.values()].some(({ resume }) => resume !== undefined)) return undefined;
  const names = [...executors.keys()].map(printableLine).join(', ');
  return {
    severity: 'error',
    code: 'flag-without-effect',
    message: `--resume-sessions would have no effect: ${names} cannot resume its own session.`,
  };
}

function hasNoUseFor({ executor, fallback }: ManifestPhase, given: string, rules: RunRules): boolean {
  return (fallback ?? undefined) !== undefined || (executor ?? rules.executor) === given;
}
