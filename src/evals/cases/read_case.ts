import { join } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { displayPath, entryKind, filesBelow, namesIn, sha256 } from '../../platform/index.ts';
import type { EvalProblemCode } from '../eval_problem.ts';
import type { EvalMaterial, KeyPoint } from '../generated/eval.setup.ts';
import { readKey } from './answer_key.ts';
import { type CaseFolder, caseText } from './case_text.ts';
import { type CaseInputs, readInputs } from './inputs.ts';

/** A task with a key, as read from its folder. */
export type Case = {
  readonly goal: string;
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** The path of one of its files as shown to a person. */
  readonly shown: (name: string) => string;
  readonly request: string;
  readonly materials: readonly EvalMaterial[];
  readonly inputs: CaseInputs;
  /** The text of `key.md`: its points, its notes, and the position of each. */
  readonly keyText: string;
  readonly points: readonly KeyPoint[];
  readonly notes: string;
  readonly person: string | null;
  readonly variant: string | null;
  /** The name of the program that checks an answer. */
  readonly check: string | null;
  /** A hash of the whole case. */
  readonly hash: string;
};

/** A case as far as it can be read, and everything that is wrong with its files. */
export type ReadCase = {
  /** Without problems, the whole case; with some, enough to check its values. `undefined` if its inputs cannot be read. */
  readonly testCase: Case | undefined;
  readonly problems: readonly Problem<EvalProblemCode>[];
};

/** Reads a case; reports everything that is wrong with it at once. */
export function readCase(
  place: { readonly goal: string; readonly name: string; readonly path: string },
  cwd: string,
): ReadCase {
  const problems: Problem<EvalProblemCode>[] = [];
  const shown = (name: string) => displayPath(cwd, join(place.path, name));
  const folder: CaseFolder = { path: place.path, shown, problems };
  const request = caseText(folder, 'request.md', 'required');
  const keyText = caseText(folder, 'key.md', 'required');
  const key = keyText === undefined ? undefined : readKey(keyText, shown('key.md'));
  problems.push(...(key?.problems ?? []));
  const before = problems.length;
  const inputs = readInputs(folder);
  const areInputsRead = inputs !== undefined && problems.length === before;
  const person = caseText(folder, 'person.md', 'optional') ?? null;
  const variant = caseText(folder, 'variant', 'optional')?.trim() ?? null;
  const materials = readMaterials(folder);
  const check = findCheck(folder);
  // A material that an input names is read twice, and would be reported twice.
  const unique = [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
  if (!areInputsRead) return { testCase: undefined, problems: unique };
  const { points, notes } = key?.key ?? { points: [], notes: '' };
  const said = { request, keyText, inputs: inputs.values, person, variant, materials };
  const testCase = {
    ...place,
    ...{
      shown,
      request: request ?? UNREAD_REQUEST,
      materials,
      inputs,
      keyText: keyText ?? '',
      points,
      notes,
    },
    ...{ person, variant, check, hash: sha256(JSON.stringify(said)) },
  };
  return { testCase, problems: unique };
}

/** Replaces a request that cannot be read, so that only that is reported about it. */
const UNREAD_REQUEST = '-';

function readMaterials(folder: CaseFolder): EvalMaterial[] {
  return filesBelow(join(folder.path, 'materials'))
    .sort()
    .flatMap((name) => {
      const text = caseText(folder, `materials/${name}`, 'optional');
      return text === undefined ? [] : [{ name, text }];
    });
}

/** The file `check.*` that is the program: `check.sh` if there are several, because the others are the ones that it calls. */
function findCheck({ path, shown, problems }: CaseFolder): string | null {
  const found = namesIn(path).filter(
    (name) => /^check\.[A-Za-z0-9]+$/u.test(name) && entryKind(join(path, name)) === 'file',
  );
  if (found.length <= 1) return found[0] ?? null;
  if (found.includes('check.sh')) return 'check.sh';
  problems.push({
    severity: 'error',
    code: 'check-ambiguous',
    message: `The case has several programs that could check an answer: ${found.join(', ')}.`,
    file: shown(found[0] ?? ''),
    hint: 'Rename the one to run to check.sh, or give the others different names.',
  });
  return null;
}
