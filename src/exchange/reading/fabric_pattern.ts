import { folderOf } from './field_text.ts';
import { FABRIC_MARKS } from './marks.ts';
import type { PromptPart, ReadingFormat } from './reading_format.ts';

/** Patterns of Fabric, a folder with a `system.md` each: https://github.com/danielmiessler/Fabric */
export const fabricPattern: ReadingFormat = {
  name: 'fabric-pattern',
  called: 'a pattern of Fabric',
  marks: FABRIC_MARKS,
  recognise: ({ path, body }) =>
    /(?:^|\/)system\.md$/iu.test(path)
      ? 'it is called system.md'
      : /^#\s*IDENTITY(?: AND | and | & )PURPOSE\s*$/imu.test(body) && !/skill\.md$/iu.test(path)
        ? 'it has the heading IDENTITY and PURPOSE'
        : undefined,
  read({ path, body }) {
    return { name: folderOf(path), description: '', parts: partsOf(body), used: [], problems: [] };
  },
};

/** The section about identity is a persona, everything else the protocol. */
function partsOf(body: string): readonly PromptPart[] {
  const whole = { kind: 'protocol', text: body, reason: 'a pattern says how work is done' } as const;
  const heading = /^#+[ \t]*IDENTITY\b[^\n]*\r?\n/imu.exec(body);
  if (!heading || /[^\s#]/u.test(body.slice(0, heading.index))) return [whole];
  const rest = body.slice(heading.index + heading[0].length);
  const next = /^#+[ \t]+\S/mu.exec(rest);
  const identity = next ? rest.slice(0, next.index) : rest;
  const task = next ? rest.slice(next.index) : '';
  // If there is only one section, it is everything, and includes the task.
  if (identity.trim() === '' || task.trim() === '') return [whole];
  return [
    { kind: 'persona', text: identity, reason: 'it is the section about identity' },
    { ...whole, text: task, reason: 'it is everything after the identity' },
  ];
}
