import { INTERACTIONS } from '../../composition/index.ts';
import type { ComponentRule, Hit, Subject } from '../types.ts';

export const R01: ComponentRule = {
  id: 'R01',
  title: 'one of the four interactions, and what it means',
  severity: 'error',
  applies: ['protocol'],
  reason:
    'Who speaks next has to be known before the first word; the same in the front matter as in the text.',
  bad: '---\nid: example\nkind: protocol\ninteraction: turn_by_turn\n---\nINTERACTION: single pass. Then wait for the user.',
  good: '---\nid: example\nkind: protocol\ninteraction: turn_by_turn\n---\nINTERACTION: turn by turn. One question per reply, then wait.',
  check: (subject) => {
    const { line, at, said } = interactionLine(subject.text);
    const declared = subject.metadata.interaction;
    const isKnown = INTERACTIONS.some((known) => known === declared);
    const hits: Hit[] = [];
    if (declared !== undefined && !isKnown) {
      const message = `Its interaction is none of ${INTERACTIONS.join(', ')}.`;
      hits.push({ at: { key: 'interaction' }, message });
    }
    if (line === undefined) hits.push({ at: 0, message: 'It has no line "INTERACTION:".' });
    else if (said === undefined) {
      const four = INTERACTIONS.map((known) => known.replaceAll('_', ' ')).join(', ');
      hits.push({ at, message: `Its line "INTERACTION:" begins with none of: ${four}.` });
    } else if (isKnown && declared !== said) {
      hits.push({ at, message: `Its line "INTERACTION:" says ${said}, its front matter ${declared}.` });
    }
    return [...hits, ...waitingHits(subject, said ?? declared)];
  },
};

function interactionLine(text: string): { line: string | undefined; at: number; said: string | undefined } {
  const match = /^[ \t]{0,8}(?:[-*#]{1,6}[ \t]{0,4})?INTERACTION:[ \t*]{0,8}([^\n]{0,200})/mu.exec(text);
  const line = match?.[1]?.toLowerCase().replace(/[_-]/gu, ' ');
  const said = INTERACTIONS.find((known) => line?.startsWith(known.replaceAll('_', ' ')));
  return { line, at: match?.index ?? 0, said };
}

function waitingHits({ text }: Subject, interaction: unknown): Hit[] {
  if (interaction === 'turn_by_turn' && !/\bwaits?\b/iu.test(text))
    return [{ at: 0, message: 'It goes turn by turn, but nowhere says to wait.' }];
  const waiting = interaction === 'single_pass' ? /\bwait for\b/iu.exec(text) : null;
  return waiting ? [{ at: waiting.index, message: 'It is a single pass, but says to wait.' }] : [];
}
