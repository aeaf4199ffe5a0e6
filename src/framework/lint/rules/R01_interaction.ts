import { INTERACTIONS } from '../../composition/index.ts';
import type { ComponentRule, Hit } from '../lint_rule.ts';

export const R01: ComponentRule = {
  id: 'R01',
  title: 'one of the four interactions, the same everywhere',
  severity: 'error',
  applies: ['protocol'],
  reason: 'The start line is made from it, and a batch uses only protocols that need no person.',
  bad: '---\nid: example\nkind: protocol\ninteraction: turn_by_turn\n---\nINTERACTION: single pass. Do all of it.',
  good: '---\nid: example\nkind: protocol\ninteraction: turn_by_turn\n---\nOne question at the end of each message.',
  check: ({ text, metadata }) => {
    const { line, at, said } = interactionLine(text);
    const declared = metadata.interaction;
    const isKnown = INTERACTIONS.some((known) => known === declared);
    const hits: Hit[] = [];
    if (declared !== undefined && !isKnown) {
      const message = `Its interaction is not one of ${INTERACTIONS.join(', ')}.`;
      hits.push({ at: { key: 'interaction' }, message });
    }
    if (declared === undefined && line === undefined) hits.push(UNSAID);
    else if (line !== undefined && said === undefined) {
      const four = INTERACTIONS.map((known) => known.replaceAll('_', ' ')).join(', ');
      hits.push({ at, message: `Its line "INTERACTION:" begins with none of: ${four}.` });
    } else if (said !== undefined && isKnown && declared !== said) {
      hits.push({
        at,
        message: `Its line "INTERACTION:" says ${said}, its front matter ${String(declared)}.`,
      });
    }
    return hits;
  },
};

const UNSAID: Hit = {
  at: 0,
  severity: 'note',
  message: 'It does not declare its interaction, so the line that starts the work is a general one.',
};

function interactionLine(text: string): { line: string | undefined; at: number; said: string | undefined } {
  const match = /^[ \t]{0,8}(?:[-*#]{1,6}[ \t]{0,4})?INTERACTION:[ \t*]{0,8}([^\n]{0,200})/mu.exec(text);
  const line = match?.[1]?.toLowerCase().replace(/[_-]/gu, ' ');
  const said = INTERACTIONS.find((known) => line?.startsWith(known.replaceAll('_', ' ')));
  return { line, at: match?.index ?? 0, said };
}
