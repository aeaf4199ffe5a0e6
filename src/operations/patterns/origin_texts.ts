import { filledPhases, type PatternFile, type PatternPhase } from '../../patterns/index.ts';

type Gate = PatternPhase['gates'][number];

/** Looks up the pattern's original text by the text with inputs filled in. */
export type OriginTexts = {
  readonly text: (filled: string) => string | undefined;
  readonly gate: (command: string) => Gate | undefined;
  /** The id of the phase with that title. */
  readonly id: (title: string) => string | undefined;
};

/** Finds the texts of a plan in the pattern that it came from: unchanged texts are restored, including their inputs. */
export function originTexts(
  origin: PatternFile | undefined,
  values: ReadonlyMap<string, string> | undefined,
): OriginTexts {
  const texts = new Map<string, string>();
  const gates = new Map<string, Gate>();
  const ids = new Map<string, string>();
  if (origin !== undefined && values !== undefined) {
    const filled = filledPhases(origin, values);
    for (const [at, phase] of origin.phases.entries()) {
      const made = filled[at];
      if (made === undefined) continue;
      ids.set(made.title, phase.id);
      const pairs = [
        [made.title, phase.title],
        [made.goal, phase.goal],
        [made.alternative, phase.alternative],
        [made.question?.text, phase.question?.text],
        [made.question?.default, phase.question?.default],
        ...made.steps.map((step, place) => [step, phase.steps[place]]),
        ...made.gates.map(({ text }, place) => [text, phase.gates[place]?.text]),
      ];
      for (const [said, raw] of pairs) if (said !== undefined && raw !== undefined) texts.set(said, raw);
      for (const [place, { command }] of made.gates.entries()) {
        const gate = phase.gates[place];
        if (gate !== undefined) gates.set(command, gate);
      }
    }
  }
  return {
    text: (said) => texts.get(said),
    gate: (command) => gates.get(command),
    id: (title) => ids.get(title),
  };
}
