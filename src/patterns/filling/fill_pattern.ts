import type { Problem } from '../../diagnostics/index.ts';
import { hasControlCharacters, hiddenText, nearest } from '../../lib/index.ts';
import type { PatternPhase } from '../generated/pattern.ts';
import type { Pattern } from '../library/pattern.ts';
import { gateCommand } from './gate_command.ts';
import { withValues } from './placeholders.ts';

/** Problems with the values for a pattern. */
export type PatternValueCode = 'input-unknown' | 'input-missing' | 'input-bad';

/** The result of filling in a pattern's inputs. */
export type PatternValues = {
  readonly values: ReadonlyMap<string, string>;
  /** The inputs that have no value yet. */
  readonly missing: readonly PatternInput[];
  readonly problems: readonly Problem<PatternValueCode>[];
};

/** An input of a pattern. */
export type PatternInput = NonNullable<Pattern['inputs']>[number];

/** Known facts about the project, by the source that an input names; `null` where the pattern's default would be wrong for it. */
export type KnownValues = Readonly<Record<string, string | null | undefined>>;

/** The value of an input where none is given: the project's, or else the pattern's. */
export function valueWithoutInput(input: PatternInput, known: KnownValues = {}): string | undefined {
  const value = input.from === undefined ? undefined : known[input.from];
  return value === null ? undefined : (value ?? input.default);
}

/**
 * The value of each input.
 *
 * @param given - values by the names of inputs
 * @param known - known facts about the project, by the source that an input names
 */
export function patternValues(
  pattern: Pattern,
  given: ReadonlyMap<string, string>,
  known: KnownValues = {},
): PatternValues {
  const { inputs = [], id } = pattern;
  const names = inputs.map(({ name }) => name);
  const problems: Problem<PatternValueCode>[] = [];
  for (const [name, value] of given) {
    const bad = badValue(value);
    if (bad !== undefined)
      problems.push(error('input-bad', `The value of "${name}" ${bad}.`, 'Give one line of plain text.'));
    if (names.includes(name)) continue;
    const meant = nearest(name, names);
    const hint =
      meant !== undefined
        ? `Did you mean ${meant}?`
        : names.length === 0
          ? 'It takes no inputs.'
          : `It takes ${names.join(', ')}.`;
    problems.push(error('input-unknown', `"${name}" is not an input of ${id}.`, hint));
  }
  const values = new Map<string, string>();
  const missing: PatternInput[] = [];
  for (const input of inputs) {
    const value = given.get(input.name)?.trim() || valueWithoutInput(input, known);
    if (value === undefined) missing.push(input);
    else values.set(input.name, value);
    const place = value === undefined ? undefined : tornCommand(pattern, input.name, value);
    if (place === undefined) continue;
    const message = `The value of "${input.name}" cannot be used in the command of a gate: ${place}`;
    problems.push(error('input-bad', message, 'Letters, digits and . / - _ are allowed there.'));
  }
  return { values, missing, problems };
}

/** The first command that a value would take apart: in quotes it may hold no quote, elsewhere nothing that a shell reads. */
function tornCommand({ phases }: Pattern, name: string, value: string): string | undefined {
  const mark = `{{${name}}}`;
  return phases
    .flatMap(({ gates }) => gates.map(({ command }) => command))
    .find((command) => {
      // A value that is the whole command is what the user wants to run.
      if (command.trim() === mark) return false;
      const pieces = command.split(mark).slice(0, -1);
      let before = '';
      return pieces.some((piece) => {
        before += piece;
        const isQuoted = before.split("'").length % 2 === 0;
        return isQuoted ? value.includes("'") : !/^[\w./@:+%-]+$/u.test(value);
      });
    });
}

/** The fault in the value of an input: it becomes a part of file names, commands and code spans. */
export function badValue(value: string): string | undefined {
  if (value.trim() === '') return 'is empty';
  if (value.length > LONGEST_VALUE) return `has more than ${LONGEST_VALUE} characters`;
  if (/[\r\n]/u.test(value)) return 'has more than one line';
  if (hasControlCharacters(value) || hiddenText(value).length > 0) return 'contains invisible text';
  return value.includes('`') ? 'has a back tick' : undefined;
}

const LONGEST_VALUE = 300;

/** A phase of a pattern with the values of inputs in its texts. */
export type FilledPhase = PatternPhase & {
  /** Its number in the plan, from 1. */
  readonly number: number;
  readonly dependsOn: readonly number[];
};

/** The phases of a pattern as a plan has them. Every input needs a value. */
export function filledPhases(
  { phases }: Pick<Pattern, 'phases'>,
  values: ReadonlyMap<string, string>,
): FilledPhase[] {
  const say = (text: string) => withValues(text, values);
  const numbers = new Map(phases.map(({ id }, place) => [id, place + 1]));
  return phases.map((phase, place) => ({
    ...phase,
    number: place + 1,
    dependsOn: (phase.dependencies ?? []).flatMap((id) => numbers.get(id) ?? []),
    title: say(phase.title),
    goal: say(phase.goal),
    files: [...new Set(phase.files.map((file) => tidyPath(say(file))))],
    steps: phase.steps.map(say),
    gates: phase.gates.map(({ text, command, without, alone }) => ({
      text: say(text),
      command: gateCommand({
        command: say(command),
        ...(without !== undefined && { without: tidyPath(say(without)) }),
        ...(alone !== undefined && { alone: tidyPath(say(alone)) }),
      }),
    })),
    ...(phase.question === undefined
      ? {}
      : { question: { text: say(phase.question.text), default: say(phase.question.default) } }),
    ...(phase.executor === undefined ? {} : { executor: say(phase.executor) }),
    ...(phase.fallback === undefined ? {} : { fallback: say(phase.fallback) }),
    ...(phase.plugin === undefined ? {} : { plugin: say(phase.plugin) }),
    ...(phase.alternative === undefined ? {} : { alternative: say(phase.alternative) }),
  }));
}

/** `src//a`, as a folder with a slash at its end gives it, is `src/a`. */
function tidyPath(path: string): string {
  return path.replace(/\/{2,}/gu, '/').replace(/^(?:\.\/)+(?=.)/u, '');
}

function error(code: PatternValueCode, message: string, hint: string): Problem<PatternValueCode> {
  return { severity: 'error', code, message, hint };
}
