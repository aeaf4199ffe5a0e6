import type { ProjectProblemCode } from '../../batch/index.ts';
import { failure, type Problem, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import { countBatches } from '../reports/count_batches.ts';
import type { PlanSourceCode } from './plan_source.ts';
import { readOrAsk } from './read_or_ask.ts';
import { type PlanSimulation, schedulePlan } from './schedule_plan.ts';

/** A plan to simulate. */
export type SimulateRequest = {
  /** `-` is standard input. */
  readonly file: string;
  readonly section?: string;
  /** Numbers of phases that run at the same time: whole numbers. */
  readonly concurrency: readonly (number | string)[];
  /** Limits on the attempts that may start in a window, as `5h:40`, each for all or for one executor. */
  readonly quotas?: readonly string[];
  /** Whether to multiply estimates by the factors learned from phases of earlier batches. */
  readonly calibrated?: boolean;
};

/** Events of a simulation. */
export type SimulateEvent = { readonly kind: 'simulated'; readonly simulation: PlanSimulation };

/** More workers than anyone has, and few enough rows to list. */
const MAX = { workers: 100_000, rows: 64 };

type SimulatePlanCode = PlanSourceCode | ProjectProblemCode | 'interrupted' | 'usage';

/** Simulates a plan with different numbers of phases at a time. */
export async function simulatePlan(
  context: OperationContext,
  { file, section, concurrency, quotas = [], calibrated = false }: SimulateRequest,
  port: Port<SimulateEvent>,
): Promise<VerbResult<'orchestrator.plan-simulate/1', SimulatePlanCode>> {
  const wrong = concurrency.find((each) => !/^[1-9]\d{0,5}$/u.test(`${each}`) || Number(each) > MAX.workers);
  if (wrong !== undefined || concurrency.length > MAX.rows) return failure('usage', badConcurrency(wrong));
  const counted = calibrated ? await countBatches(context) : undefined;
  if (counted?.ok === false) return counted;
  const bias = counted?.value.bias;
  const simulated = await readOrAsk(context, { file, section }, port, (chosen) =>
    schedulePlan(context, {
      file,
      concurrency: concurrency.map(Number),
      quotas,
      reading: chosen === undefined ? {} : { section: chosen },
      ...(bias === undefined ? {} : { bias }),
    }),
  );
  if (!simulated.ok) return simulated;
  await port.show({ kind: 'simulated', simulation: simulated.value });
  const ok = isSound(simulated.value.problems, false);
  return success(makeDocument('orchestrator.plan-simulate/1', { ok, ...simulated.value }));
}

function badConcurrency(wrong: number | string | undefined): Problem<'usage'> {
  return {
    severity: 'error',
    code: 'usage',
    message:
      wrong === undefined
        ? `--concurrency takes at most ${MAX.rows} numbers.`
        : `"${printableLine(`${wrong}`)}" is not a number of phases that could run at the same time.`,
    hint: `Give whole numbers from 1 to ${MAX.workers}, as in --concurrency 1,2,4,8.`,
  };
}
