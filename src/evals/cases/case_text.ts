import { join } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { PLACEHOLDER_MARK } from '../../framework/index.ts';
import { isWithin, readText } from '../../platform/index.ts';
import type { EvalProblemCode } from '../eval_problem.ts';

/** The largest text of a case that is read, in bytes. */
const LARGEST = 4 * 1024 * 1024;

/** A case's folder while it is read, and its problems so far. */
export type CaseFolder = {
  /** Absolute. */
  readonly path: string;
  /** The path of one of its files as shown to a person. */
  readonly shown: (name: string) => string;
  readonly problems: Problem<EvalProblemCode>[];
};

/**
 * A text of a case; `undefined` if it is absent or unusable, in which case a problem is recorded. Links that lead out of the case
 * are not followed.
 *
 * @param need - whether a missing file is a problem
 */
export function caseText(
  { path, shown, problems }: CaseFolder,
  name: string,
  need: 'required' | 'optional',
): string | undefined {
  const file = shown(name);
  const place = join(path, name);
  if (!isWithin(path, place)) {
    problems.push(unreadable(file, 'it is a link that leads out of the case'));
    return undefined;
  }
  const read = readText(place, LARGEST);
  switch (read.kind) {
    case 'absent':
      if (need === 'required') problems.push(missing(file));
      return undefined;
    case 'text':
      break;
    case 'not-text':
      problems.push({ ...unreadable(file, `it cannot be read as text: ${read.why}`), ...read.at });
      return undefined;
    case 'too-large':
      problems.push(unreadable(file, `it has more than ${read.limit} bytes`));
      return undefined;
    case 'not-a-file':
      problems.push(unreadable(file, 'it is not a file'));
      return undefined;
    case 'unreadable':
      problems.push(unreadable(file, read.why));
      return undefined;
  }
  if (read.text.trim() === '') {
    problems.push({ severity: 'error', code: 'case-empty', message: 'The file is empty.', file });
    return undefined;
  }
  for (const each of unfinishedIn(read.text, file)) problems.push(each);
  return read.text;
}

/** Finds placeholders that a scaffold left: a case with a placeholder in it would measure the placeholder. */
function unfinishedIn(text: string, file: string): Problem<EvalProblemCode>[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index): Problem<EvalProblemCode>[] => {
    const column = line.indexOf(PLACEHOLDER_MARK) + 1;
    if (column === 0) return [];
    const message = `This still has to be written: ${PLACEHOLDER_MARK}.`;
    const hint = 'Replace the mark and what follows it with the text of the case.';
    return [{ severity: 'error', code: 'case-unfinished', message, file, line: index + 1, column, hint }];
  });
}

function missing(file: string): Problem<EvalProblemCode> {
  return {
    severity: 'error',
    code: 'case-file-missing',
    message: 'The case has no such file.',
    file,
    hint: 'A case needs request.md, inputs.json and key.md; `orchestrator goals eval new` creates them.',
  };
}

function unreadable(file: string, why: string): Problem<EvalProblemCode> {
  return {
    severity: 'error',
    code: 'case-file-unreadable',
    message: `The file cannot be used: ${why}.`,
    file,
  };
}
