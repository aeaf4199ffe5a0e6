import type { Problem } from '../../diagnostics/index.ts';
import {
  type ArmWish,
  type Case,
  type EvalMessage,
  type EvalProblemCode,
  INPUTS_FILE,
  isSaidIn,
  toldPrompt,
} from '../../evals/index.ts';
import { inSentence } from '../../lib/index.ts';
import type { Workspace } from '../workspace.ts';
import { type CaseValues, caseValues } from './case_values.ts';

/** Whether a framework is held against an arm that is not told what fills its inputs. */
export function isUneven(arms: readonly ArmWish[]): boolean {
  const has = (...kinds: readonly ArmWish['kind'][]) => arms.some(({ kind }) => kinds.includes(kind));
  return has('framework', 'revision') && has('plain', 'again', 'file');
}

/** The inputs of which a text stands neither in the request nor in the material. */
export function alsoTold(workspace: Workspace, testCase: Case): string[] {
  const given = caseValues(workspace, testCase);
  return given.ok ? [...new Set(untoldParts(given.value, testCase).map(({ name }) => name))] : [];
}

/** The plain request with settings and criteria as lines; whatever else only the framework would have goes with them. */
export function toldMessages(testCase: Case, given: CaseValues): EvalMessage[] {
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
  return toldPrompt(request, lines, [...materials, ...more]);
}

/** What the framework is given, part by part, and request and material do not say. */
function untoldParts({ values }: CaseValues, testCase: Case) {
  return Object.keys(values).flatMap((name) => {
    const parts = Object.hasOwn(testCase.inputs.parts, name) ? (testCase.inputs.parts[name] ?? []) : [];
    return parts.filter(({ text }) => !isSaidIn(text, testCase)).map((part) => ({ name, ...part }));
  });
}

/** One warning for a case in which a framework is told more than the plain arm: what it wins by may be that. */
export function notTold({ inputs, shown }: Case, names: readonly string[]): Problem<EvalProblemCode>[] {
  const [first] = names;
  if (first === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'input-not-told',
      message: `Only the framework is told ${inSentence(names)}: neither request.md nor materials/ says it.`,
      file: shown(INPUTS_FILE),
      ...inputs.at(first),
      hint: 'Say it in request.md, as the person would, or compare with --arm told, which has it too.',
    },
  ];
}
