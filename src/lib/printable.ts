/**
 * Text that is safe to show in a terminal: escape sequences, control characters and reordering marks are
 * removed. Line feeds and tabs stay.
 *
 * Sequences after ECMA-48 (CSI, OSC and the other string controls, two-character escapes) in their 7-bit and 8-bit
 * forms; bidirectional marks after Unicode Standard Annex 9.
 */
export function printable(text: string): string {
  return UNSAFE.test(text) ? text.replace(SEQUENCES, '').replace(CONTROLS, '') : text;
}

/** As {@link printable}, on one line: every run of white space becomes one space. */
export function printableLine(text: string): string {
  return printable(text).replace(/\s+/gu, ' ').trim();
}

/** Whether the text holds control or reordering characters other than tab, line feed and carriage return. */
export function hasControlCharacters(text: string): boolean {
  return CONTROL_CHARACTERS.test(text);
}

const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;
const CONTROL_CHARACTERS =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;
const SEQUENCES =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]P^_X]|[\u009d\u0090\u009e\u009f\u0098])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/gu;
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;
