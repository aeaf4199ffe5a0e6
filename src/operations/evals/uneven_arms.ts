import type { Problem } from '../../diagnostics/index.ts';
import {
  type ArmRequest,
  type Case,
  type EvalMessage,
  type EvalProblemCode,
  INPUTS_FILE,
  isStatedIn,
  statedPrompt,
} from '../../evals/index.ts';
import { inSentence } from '../../lib/index.ts';
import type { Workspace } from '../workspace.ts';
import { type CaseValues, caseValues } from './case_values.ts';

/** Whether a framework is compared with an arm that does not get the values of its inputs. */
export function isUneven(arms: readonly ArmRequest[]): boolean {
  const has = (...kinds: readonly ArmRequest['kind'][]) => arms.some(({ kind }) => kinds.includes(kind));
  return has('framework', 'revision') && has('plain', 'again', 'file');
}

/** The inputs with a text that neither the request nor the material contains. */
export function undisclosedInputs(workspace: Workspace, testCase: Case): string[] {
  const given = caseValues(workspace, testCase);
  return given.ok ? [...new Set(untoldParts(given.value, testCase).map(({ name }) => name))] : [];
}

/** The plain request with settings and criteria as lines, and everything else that only the framework would get. */
export function messagesWithInputs(testCase: Case, given: CaseValues): EvalMessage[] {
  const { request, materials } = testCase;
  const kindOf = (name: string) => given.parts.inputs.find((input) => input.name === name)?.kind;
  const untold = untoldParts(given, testCase);
  const lines = Object.entries(given.values).flatMap(([name, text]) => {
    const kind = kindOf(name);
    const isUntoldRequest = kind === 'request' && untold.some((part) => part.name === name);
    return kind === 'setting' || kind === 'criteria' || isUntoldRequest ? [{ name, text }] : [];
  });
  const more = untold
    .filter(({ name }) => kindOf(name) === 'material')
    .map(({ path, text }) => ({ name: path, text }));
  return statedPrompt(request, lines, [...materials, ...more]);
}

/** The parts of the framework's values that neither request nor material contain. */
function untoldParts({ values }: CaseValues, testCase: Case) {
  return Object.keys(values).flatMap((name) => {
    const parts = Object.hasOwn(testCase.inputs.parts, name) ? (testCase.inputs.parts[name] ?? []) : [];
    return parts.filter(({ text }) => !isStatedIn(text, testCase)).map((part) => ({ name, ...part }));
  });
}

/** Warns once for a case in which a framework gets more than the plain arm: it may win only because of that. */
export function unevenArmWarnings(
  { inputs, shown }: Case,
  names: readonly string[],
): Problem<EvalProblemCode>[] {
  const [first] = names;
  if (first === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'input-not-told',
      message: `Only the framework gets ${inSentence(names)}: neither request.md nor materials/ has it.`,
      file: shown(INPUTS_FILE),
      ...inputs.at(first),
      hint: "Add it to request.md in the person's words, or compare with --arm told, which has it too.",
    },
  ];
}
