import { type Calibration, calibrationFor, type StatsDocument } from '../../batch/index.ts';
import type { UncheckedPlan } from '../../plan/index.ts';

/** The bias of estimates, as in `batch stats`. */
export type EstimateBias = StatsDocument['bias'];

/** The factors that the estimates of a plan were multiplied by, per complexity. */
export type PlanCalibration = {
  readonly factors: readonly (Calibration & { readonly complexity: string; readonly phases: number })[];
  /** Number of phases whose estimates are unchanged: too little is known about similar ones. */
  readonly uncalibrated: number;
};

/** Corrects the hours of a plan by the time that similar phases really took. */
export function calibratedPlan(
  plan: UncheckedPlan,
  bias: EstimateBias,
): { readonly plan: UncheckedPlan; readonly calibration: PlanCalibration } {
  const factors = new Map<string, Calibration & { readonly complexity: string; phases: number }>();
  let uncalibrated = 0;
  const phases = plan.phases.map((phase) => {
    const complexity = phase.complexity?.value;
    const found = calibrationFor(bias, complexity);
    if (found === undefined || phase.hours?.value === undefined) {
      uncalibrated += 1;
      return phase;
    }
    const name = complexity ?? 'none';
    const known = factors.get(name) ?? { ...found, complexity: name, phases: 0 };
    known.phases += 1;
    factors.set(name, known);
    return { ...phase, hours: { ...phase.hours, value: phase.hours.value * found.ratio } };
  });
  return { plan: { ...plan, phases }, calibration: { factors: [...factors.values()], uncalibrated } };
}
