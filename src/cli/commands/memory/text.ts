import { countOf, durationInWords, printable, printableLine } from '../../../lib/index.ts';
import { type FactReport, type MemoryEvent, printableCommand } from '../../../operations/index.ts';
import type { Screen } from '../../screen.ts';
import { problemsText } from '../../terminal/index.ts';

/** Shows the events of memory commands. */
export function showMemory(event: MemoryEvent, { printText, inform, say, terminal }: Screen): void {
  switch (event.kind) {
    case 'learned':
      printText(`${event.isNew ? 'Kept' : 'Known already'}: ${printableLine(event.facts[0]?.file ?? '')}\n`);
      inform(problemsText(event.problems, terminal.colours));
      return;
    case 'forgotten':
      printText(`Moved to ${printableLine(event.movedTo)}\n`);
      return;
    case 'to-forget':
      say(event.facts.map(whole).join(''));
      return;
    case 'proofs':
      say(proofsText(event));
      return;
    case 'proving':
      inform(`Proving: ${printableLine(printableCommand(event.command))}\n`);
      return;
    case 'shown':
      printText(event.facts.map(whole).join('\n'));
      return;
  }
  printText(event.facts.map(line).join(''));
  if (event.facts.length === 0 && event.problems.length === 0)
    inform(
      event.kind === 'found'
        ? 'No fact has these words; `orchestrator memory list` shows all.\n'
        : 'No facts; keep one with `orchestrator learn "..."`.\n',
    );
  if (event.kind === 'checked') {
    if (event.proven.length > 0) inform(provenText(event.proven));
    printText(
      event.contradictions
        .map(
          ({ facts, kind }) =>
            `${{ opposite: 'say the opposite', 'same-lines': 'cite the same lines', 'same-subject': 'decide on the same subject' }[kind]}: ${facts.map(printableLine).join(' and ')}\n`,
        )
        .join(''),
    );
  }
  inform(problemsText(event.problems, terminal.colours));
}

function proofsText({ commands, limitSeconds }: Extract<MemoryEvent, { kind: 'proofs' }>): string {
  const texts = commands.map(
    ({ shell, ...command }) =>
      `  + proof of a fact${shell === undefined ? '' : ` (in a shell: ${printableLine(shell)})`}\n      ${printableCommand({ ...command, shell }).replaceAll('\n', '\n      ')}\n`,
  );
  return `These commands prove facts, and nobody has approved them in this project yet:\n\n${texts.join('')}\nThey run here, without your keys, for at most ${limitSeconds / 60} min each. They can read and write whatever you can.\n`;
}

function provenText(proven: Extract<MemoryEvent, { kind: 'checked' }>['proven']): string {
  const failed = proven.filter(({ held }) => !held).length;
  const seconds = proven.reduce((sum, one) => sum + one.seconds, 0);
  return `${countOf(proven.length, 'proof')} in ${durationInWords(seconds * 1000)}: ${failed === 0 ? 'all hold' : `${failed} failed`}.\n`;
}

function line({ id, kind, text, standing, why, forgotten }: FactReport): string {
  const stands = forgotten ? 'forgotten' : standing;
  return `${printableLine(id)}  ${kind}, ${stands}${text === '' ? '' : `: ${printableLine(text)}`}${why === '' ? '' : ` (${printableLine(why)})`}\n`;
}

function whole(fact: FactReport): string {
  const { text, cites, source, prove, created } = fact;
  const about = [
    ...cites.map(({ path, from, to }) => `cites: ${path}:${from}-${to}`),
    source && `source: ${source}`,
    prove && `prove: ${prove}`,
    created && `created: ${created}`,
  ];
  return `${line({ ...fact, text: '' }).trimEnd()}\n${about
    .filter((one) => typeof one === 'string')
    .map((one) => `  ${printableLine(one)}\n`)
    .join('')}\n${printable(text)}\n`;
}
