import type { AnyCode, Failure, Result } from '../../diagnostics/index.ts';
import { countOf, printableLine } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';
import { listsToChoose } from './possible_lists.ts';

/** A document in which one section may be the work. */
type Reading = {
  readonly file: string;
  /** The heading of that section, if given. */
  readonly section?: string | undefined;
};

/**
 * Reads a document. If the only problem is that the list with the work is ambiguous, asks a person, if possible, and reads it
 * again with the answer. Otherwise the failure names the lists and the flag.
 *
 * @param read - called with the given section, and again with the chosen one
 */
export async function readOrAsk<Read, Code extends string>(
  context: OperationContext,
  { file, section }: Reading,
  port: Port,
  read: (section: string | undefined) => Result<Read, Code> | Promise<Result<Read, Code>>,
): Promise<Result<Read, Code | 'interrupted'>> {
  const first = await read(section);
  if (first.ok || section !== undefined || !isUnclear(first)) return first;
  const chosen = await askSection(context, file, port);
  if (chosen.kind === 'answer') return read(chosen.value);
  return chosen.kind === 'closed' ? STOPPED : first;
}

function isUnclear({ problems }: Failure<AnyCode>): boolean {
  return problems.some(({ code, severity }) => code === 'work-unclear' && severity === 'error');
}

async function askSection(context: OperationContext, file: string, port: Port) {
  // Standard input has already been consumed.
  if (file === '-') return NOT_ASKED;
  const lists = listsToChoose(context, file);
  if (!lists.ok || lists.value.length === 0 || !(await port.canAsk())) return NOT_ASKED;
  return port.choice({
    message: 'Which of its lists is the work?',
    choices: lists.value.map(({ heading, line, count }) => ({
      value: heading,
      label: printableLine(heading),
      description: `Line ${line}, ${countOf(count, 'item')}.`,
    })),
  });
}

const NOT_ASKED = { kind: 'back' } as const;

const STOPPED = interrupted('Stopped; nothing was written.');
