import type { PartNames } from '../sequence/part_names.ts';
import { STATUS_LINE } from '../words/done_marks.ts';
import {
  DETAILED_LATER,
  LEFT_TO_CHOICE,
  ONLY_IF_NEEDED,
  ONLY_SKETCHED,
  SAID_PUT_OFF,
} from '../words/later_words.ts';
import type { AccountedLine, Claim, ImportedDocument } from './imported_document.ts';

/**
 * Claims that work which was imported is put off, conditional, only sketched or optional: in its own words, or on a line beside the parts
 * that names one of them.
 */
export function laterWork(
  { phases, isOwn }: ImportedDocument,
  lines: readonly AccountedLine[],
  names: () => PartNames,
): Claim[] {
  if (isOwn) return [];
  return lines.flatMap(({ kind, fate, line, text, phase }): Claim[] => {
    if (kind === 'code' || kind === 'markup' || kind === 'ticked' || text.length > LONGEST) return [];
    if (phase !== undefined) {
      if (fate === 'done' || phases[phase] === undefined) return [];
      const isItem = kind === 'bullet' || kind === 'number' || kind === 'open-box';
      // A task that is an item itself has its own warning.
      if (isItem && fate === 'work' && phases[phase]?.line !== line && SAID_PUT_OFF.test(text))
        return [{ kind: 'not-now', line, text, phases: [phase] }];
      const isLater =
        (isItem && fate === 'work' && ONLY_IF_NEEDED.test(text)) ||
        (kind === 'heading' && ONLY_SKETCHED.test(text)) ||
        (!isItem && kind !== 'row' && DETAILED_LATER.test(text));
      return isLater ? [{ kind: 'later', line, text, phases: [phase] }] : [];
    }
    const isBeside = fate === 'beside' || fate === 'left-out' || fate === 'frame';
    if (!isBeside || kind === 'row' || STATUS_LINE.test(text) || !LEFT_TO_CHOICE.test(text)) return [];
    const meant = [
      ...new Set(
        names()
          .mentionsIn(text)
          .flatMap(({ parts }) => parts),
      ),
    ];
    const [part] = meant;
    return meant.length === 1 && part !== undefined && part < phases.length
      ? [{ kind: 'later', line, text, phases: [part] }]
      : [];
  });
}

/** A longer line is a paragraph about more than that. */
const LONGEST = 400;
