import { type BatchManifest, type Executor, PRESETS, type RunRules } from '../../batch/index.ts';
import type { SubmitRequest } from './submit_flags.ts';

/** The environment variables that executors at the place may see, out of those that a command has there. */
export function remoteVariables(executors: ReadonlyMap<string, Executor>): string[] {
  const all = [...executors].flatMap(([name, { env, copies }]) => [
    ...env,
    ...Object.values(copies),
    ...copyableVariables(name),
  ]);
  return [...new Set(all)].sort();
}

/** Variables that an agent may get there under a name of its own. */
export function copyableVariables(name = ''): readonly string[] {
  return (Object.hasOwn(PRESETS, name) ? PRESETS[name]?.mayCopy : undefined) ?? [];
}

/** The flags for the run at the place: those requested here, and the executor for phases without one. */
export function remoteFlags(
  request: SubmitRequest,
  { part, rules }: { readonly part: BatchManifest; readonly rules: RunRules },
): string[] {
  const value = (name: string, given: string | number | undefined) =>
    given === undefined ? [] : [name, `${given}`];
  const isNeeded = part.phases.some(({ executor }) => executor === null);
  const who =
    request.executorCommand === undefined
      ? value('--executor', isNeeded ? rules.executor : undefined)
      : ['--executor-command', request.executorCommand];
  return [
    ...who,
    ...(request.executorEnv ?? []).flatMap((name) => ['--executor-env', name]),
    ...value('--fallback', rules.fallback),
    ...value('--concurrency', request.concurrency),
    ...value('--retries', request.retries),
    ...value('--on-failure', request.onFailure),
    ...(request.stages === true ? ['--stages'] : []),
    ...(request.resumeSessions === true ? ['--resume-sessions'] : []),
    ...value('--scope', request.scope),
    ...value('--isolate', request.isolate),
    ...value('--sandbox', request.sandbox ?? (rules.sandbox === 'none' ? undefined : rules.sandbox)),
    ...value('--setup', rules.setup),
    ...value('--gate-timeout', request.gateTimeout),
    ...value('--idle', request.idle),
    ...value('--soft', request.soft),
    ...value('--hard', request.hard),
    ...value('--budget-tokens', request.budgetTokens),
    ...value('--budget-cost', request.budgetCost),
  ];
}
