import type { EvalArm, EvalSetup } from '../generated/eval.setup.ts';
import type { CaseResult, PartEffect } from '../generated/eval.ts';
import { compareArms } from './comparison.ts';

/** The effect of a part of a framework: compares the whole with the framework without that part. */
export function partEffect(
  setup: EvalSetup,
  arm: EvalArm,
  cases: readonly CaseResult[],
): PartEffect | undefined {
  const { part } = arm;
  if (part === null) return undefined;
  const compared = compareArms(cases, setup.subject, arm.name);
  const { won, tied, lost, subject, other } = compared;
  const points = subject.points - other.points;
  const core = subject.core - other.core;
  // A case that lacks either result may be the one in which the part matters.
  const isOpen = compared.notCompared.length + compared.notJudged.length > 0 || compared.cases === 0;
  return {
    ...part,
    sha256: componentHash(setup, part),
    tokens: tokensOf(setup, arm.name),
    cases: compared.cases,
    won,
    tied,
    lost,
    points,
    core,
    effect: isOpen ? 'open' : effectOf({ preference: won - lost, points, core }),
  };
}

/**
 * Puts the figures into words. No effect means no difference in preference and core points, and less than one point in all
 * others; a mixed effect helps in one respect and harms in another.
 */
export function effectOf({
  preference,
  points,
  core,
}: {
  readonly preference: number;
  readonly points: number;
  readonly core: number;
}): 'helps' | 'harms' | 'none' | 'mixed' {
  const said = [preference, core, Math.abs(points) < 1 ? 0 : points].map(Math.sign);
  const [helps, harms] = [said.includes(1), said.includes(-1)];
  if (helps && harms) return 'mixed';
  if (helps) return 'helps';
  return harms ? 'harms' : 'none';
}

function componentHash(
  setup: EvalSetup,
  { kind, file }: { readonly kind: string; readonly file: string },
): string {
  const prompts = setup.cases
    .flatMap((testCase) => testCase.prompts)
    .filter(({ arm }) => arm === setup.subject);
  const components = prompts.flatMap((prompt) => prompt.components);
  return components.find((component) => component.kind === kind && component.file === file)?.sha256 ?? '';
}

/** Number of tokens that the part adds to a prompt, on average over the cases that have it. */
function tokensOf(setup: EvalSetup, arm: string): number {
  const differences = setup.cases.flatMap(({ prompts }) => {
    const whole = prompts.find((prompt) => prompt.arm === setup.subject);
    const without = prompts.find((prompt) => prompt.arm === arm);
    return whole && without ? [whole.tokens - without.tokens] : [];
  });
  if (differences.length === 0) return 0;
  return Math.round(differences.reduce((sum, one) => sum + one, 0) / differences.length);
}
