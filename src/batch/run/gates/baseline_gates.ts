import { join } from 'node:path';
import { makeFolders } from '../../../platform/index.ts';
import { findTree } from '../../git/integration/index.ts';
import { logsFolder } from '../../store/folder/index.ts';
import { baselineKey } from '../../store/state/index.ts';
import { runGate } from '../../verify/index.ts';
import { type Attempt, markOf, tokenBefore } from '../parts/attempt.ts';
import type { RoomNeed } from '../parts/gate_room.ts';
import { processesLeft } from '../parts/processes_left.ts';
import { hearRefusals } from '../parts/refusals.ts';
import type { RunGating } from '../parts/run.ts';

/** Returns the result of a gate's command before the change; waits until it is known. */
export type BaselineRun = (command: string) => Promise<'green' | 'red' | 'not-run'>;

/**
 * Starts the gates of an attempt's phase on the tree it began at, while its executor works: a gate that is already green there
 * proves nothing new. A command is run once per tree, however many phases use it; the result is in the journal.
 *
 * If only one thing may run at a time, or if a gate needs a resource for itself, this waits for them here: the executor may well
 * run the same command.
 */
export async function runBaselineGates(
  run: RunGating,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<BaselineRun> {
  const commands = [...new Set(attempt.phase.gates.flatMap(({ command }) => command ?? []))];
  const known = new Map<string, 'green' | 'red'>();
  const over =
    commands.length === 0
      ? Promise.resolve()
      : run.baselineMutex(() => compareAll(run, attempt, commands, known, signal));
  // A caller waiting for a result gets the error; without one, nothing depends on it.
  over.catch(() => undefined);
  const needsAlone = attempt.phase.gates.some(({ exclusive = [] }) => exclusive.length > 0);
  if (run.rules.concurrency === 1 || needsAlone) await over;
  return async (command) => {
    await over;
    return known.get(command) ?? 'not-run';
  };
}

async function compareAll(
  run: RunGating,
  attempt: Attempt,
  commands: readonly string[],
  known: Map<string, 'green' | 'red'>,
  signal: AbortSignal,
): Promise<void> {
  const { git, repository, logbook, batch, env, rules, clock } = run;
  const { base } = attempt;
  const token = tokenBefore(attempt.token);
  const tree = await findTree({ git, repository, signal }, base);
  if (tree === undefined) return;
  const todo = commands.filter((command) => {
    const result = logbook.state().baselines.get(baselineKey(tree, command));
    if (result !== undefined) known.set(command, result);
    return result === undefined;
  });
  if (todo.length === 0 || signal.aborted) return;
  const logs = logsFolder(batch.folder);
  const mark = markOf(token);
  const refused = hearRefusals(run, { phase: attempt.phase.id, attempt: attempt.number });
  const place = await run.keptWorktrees.at({ place: 'baseline', commit: base, token, refused }, signal);
  if (!place.ok) {
    if (!signal.aborted)
      run.note({ ...(place.problems[0] as (typeof place.problems)[0]), severity: 'warning' });
    return;
  }
  makeFolders(logs);
  for (const command of todo) {
    const { value: gate } = await run.room.enter({ ...needOf(attempt, command), signal }, () =>
      runGate({
        command,
        cwd: place.value.project,
        env,
        mark,
        confine: (asked) => run.confiner.confine(asked, place.value, { by: 'gate', token, refused }),
        logFile: join(logs, 'baseline.log'),
        limitMs: rules.gateMs,
        signal,
        force: run.force,
        clock,
      }),
    );
    if (gate.result === 'interrupted') return;
    const { result, seconds, left } = gate;
    if (left > 0)
      run.note(processesLeft(`A gate's command, run on the tree before phase ${attempt.phase.id}`, left));
    if (!(await logbook.record({ event: 'baseline', command, tree, result, seconds }))) return;
    known.set(command, result);
  }
}

/** The requirements of a command of a phase: those of every gate that uses it. */
function needOf({ phase }: Attempt, command: string): RoomNeed {
  const gates = phase.gates.filter((gate) => gate.command === command);
  return { phase: phase.id, exclusive: gates.flatMap(({ exclusive = [] }) => exclusive) };
}
