import { projectRoot } from '../../context/index.ts';
import { type Failure, failure, type Problem } from '../../diagnostics/index.ts';
import { shellWord } from '../../lib/index.ts';
import {
  badValue,
  type Pattern,
  type PatternInput,
  type PatternValueCode,
  patternValues,
  valueWithoutInput,
} from '../../patterns/index.ts';
import type { OperationContext } from '../context.ts';
import { interrupted } from '../interrupted.ts';
import { suggestGate } from '../orchestrate/suggest_gate.ts';
import type { Port } from '../port.ts';
import { type ProjectInputs, readProjectManifest, type ValueSuggestion } from './project_manifest.ts';

/** Values from the project that replace the default of an input, or help the person who is asked for one. */
async function projectHere(context: OperationContext): Promise<ProjectInputs> {
  const declared = (await suggestGate(context))?.command;
  const here = readProjectManifest(projectRoot(context.cwd));
  return declared === undefined ? here : { ...here, known: { ...here.known, 'test-command': declared } };
}

/**
 * Collects the values of a pattern's inputs: the given ones, and for the others the answers of a person, if one can be asked, or
 * their defaults.
 *
 * @param given - as typed: `resource=orders`
 */
export async function gatherPatternInputs(
  context: OperationContext,
  pattern: Pattern,
  { given, port }: { readonly given: readonly string[]; readonly port: Pick<Port, 'canAsk' | 'text'> },
): Promise<ReadonlyMap<string, string> | Failure<PatternValueCode | 'bad-input' | 'interrupted'>> {
  const typed = readTyped(given);
  if ('cause' in typed) return typed;
  const here = await projectHere(context);
  const { known } = here;
  const first = patternValues(pattern, typed, known);
  if (first.problems.length > 0) return failure('usage', ...first.problems);
  const values = new Map(typed);
  const canAsk = first.missing.length > 0 && (await port.canAsk());
  if (canAsk) {
    for (const input of pattern.inputs ?? []) {
      if (values.has(input.name)) continue;
      const standing = valueWithoutInput(input, known);
      const answer = await port.text({
        message: standing === undefined ? questionFor(input, here) : `${input.describe} (${input.name})`,
        default: standing ?? '',
        ...(standing === undefined ? {} : { isSuggested: true }),
        check: (text) => {
          const bad = badValue(text.trim() === '' ? (standing ?? '') : text);
          return bad === undefined ? undefined : `It ${bad}.`;
        },
      });
      if (answer.kind !== 'answer') return interrupted('Stopped; no plan was written.');
      if (answer.value.trim() !== '') values.set(input.name, answer.value.trim());
    }
  }
  const whole = patternValues(pattern, values, known);
  const missing = whole.missing.map((input): Problem<'input-missing'> => {
    const { example = '…', note } = toType(input, here);
    const hint = `Give it with --input ${shellWord(`${input.name}=${example}`)}`;
    return {
      severity: 'error',
      code: 'input-missing',
      message: `The pattern needs "${input.name}": ${input.describe}.`,
      hint: note === undefined ? hint : `${hint}. ${note}`,
    };
  });
  const problems = [...whole.problems, ...missing];
  return problems.length > 0 ? failure('usage', ...problems) : whole.values;
}

function questionFor(input: PatternInput, here: ProjectInputs): string {
  const { example, note } = toType(input, here);
  const named = `${input.describe} (${input.name})`;
  if (note !== undefined) return `${named}. ${note}`;
  return example === undefined ? named : `${named}, e.g. ${example}`;
}

/** An example for another kind of project would be a wrong answer that looks right. */
function toType({ from, example }: PatternInput, { known, typed }: ProjectInputs): ValueSuggestion {
  if (from !== undefined && known[from] === null) return typed[from] ?? {};
  return example === undefined ? {} : { example };
}

function readTyped(given: readonly string[]): ReadonlyMap<string, string> | Failure<'bad-input'> {
  const values = new Map<string, string>();
  const problems: Problem<'bad-input'>[] = [];
  for (const text of given) {
    const at = text.indexOf('=');
    const name = text.slice(0, Math.max(at, 0)).trim();
    if (name === '')
      problems.push(bad(`--input "${text}" has no input name.`, 'For example: --input resource=orders.'));
    else if (values.has(name)) problems.push(bad(`"${name}" is given twice.`, 'Give each input once.'));
    else values.set(name, text.slice(at + 1).trim());
  }
  return problems.length > 0 ? failure('usage', ...problems) : values;
}

function bad(message: string, hint: string): Problem<'bad-input'> {
  return { severity: 'error', code: 'bad-input', message, hint };
}
