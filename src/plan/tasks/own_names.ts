import { FIELD_NAMES } from '../document/field_names.ts';

/** Whether a document uses the very names of a plan's fields, so that a missing field was forgotten. */
export function hasOwnNames(source: string): boolean {
  const text = source.slice(0, LONGEST_LOOK);
  const used = OWN_NAMES.filter((name) => text.includes(`**${name}**`));
  return used.length >= 3 && /^#{1,6}[ \t]+Phases[ \t]*$/mu.test(text);
}

/** Whether a field of files is named as in the program's own form, where it is a limit. */
export function isLimitName(name: string): boolean {
  return name.replace(/[*_:]/gu, '').trim().toLowerCase() === FIELD_NAMES.files[0].toLowerCase();
}

const OWN_NAMES = [
  FIELD_NAMES.hours[0],
  FIELD_NAMES.files[0],
  FIELD_NAMES.expected[0],
  FIELD_NAMES.dependencies[0],
  FIELD_NAMES.steps[0],
  FIELD_NAMES.gates[0],
];

/** The number of characters at the beginning of a document that are searched. */
const LONGEST_LOOK = 100_000;
