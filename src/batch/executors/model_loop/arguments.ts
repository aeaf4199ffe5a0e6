import { printableLine } from '../../../lib/index.ts';

/** The minimum of each budget, by the option that sets it. */
const MIN: Readonly<Record<string, number>> = { turns: 1, tokens: 1, output: 1, seconds: 1, window: 2_000 };

/** The executor's other options, and whether a value follows each. */
const OTHERS: Readonly<Record<string, boolean>> = {
  allow: true,
  fenced: false,
};

/** Options that the program sets itself, so that giving them again is an error. */
const GIVEN = new Set(['job', 'model', 'base-url']);

/** The error in a budget's number; `undefined` where it is valid. @param name - the option without its dashes */
export function budgetFault(name: string, text: string): string | undefined {
  const least = MIN[name] ?? 1;
  return /^\d{1,9}$/u.test(text) && Number(text) >= least
    ? undefined
    : `--${name} is a whole number from ${least}.`;
}

/** Everything the built-in executor would refuse in the arguments from a user's settings: one sentence each. */
export function argumentFaults(args: readonly string[]): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    const [, name = '', equal] = /^--([a-z-]+)(?:=(.*))?$/su.exec(word) ?? [];
    const isGiven = GIVEN.has(name);
    const takes =
      isGiven || Object.hasOwn(MIN, name) || (Object.hasOwn(OTHERS, name) ? OTHERS[name] : undefined);
    if (takes === undefined || (!takes && equal !== undefined)) {
      faults.push(`There is no ${printableLine(word).slice(0, 80)}.`);
      continue;
    }
    if (!takes) continue;
    const value = equal ?? args[++at];
    if (isGiven)
      faults.push(
        `--${name} is given by the program${name === 'model' ? '; executors.model.model names another model' : ''}.`,
      );
    else if (name !== 'allow' && seen.has(name)) faults.push(`--${name} is given twice.`);
    seen.add(name);
    if (isGiven) continue;
    const fault =
      value === undefined
        ? `--${name} needs a value.`
        : Object.hasOwn(MIN, name)
          ? budgetFault(name, value)
          : undefined;
    if (fault !== undefined) faults.push(fault);
  }
  return faults;
}
