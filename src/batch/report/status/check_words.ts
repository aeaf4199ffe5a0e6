import { gateInWords } from '../../scheduling/index.ts';
import type { Check } from './checks.ts';

/** A check's name for a person: a gate's command or words, or the finding of one of the program's own checks. */
export function checkInWords({ command, text, gate }: Pick<Check, 'command' | 'text' | 'gate'>): string {
  return (
    (command !== null ? gateInWords({ command, text }) : gate === null ? FOUND[text] : undefined) ?? text
  );
}

/** The program's own checks, by their findings where they are red, or green with a warning. */
const FOUND: Readonly<Record<string, string>> = {
  changed: 'nothing was changed',
  scope: 'files were changed that the phase does not declare',
  tampering: 'what checks the work was changed',
};
