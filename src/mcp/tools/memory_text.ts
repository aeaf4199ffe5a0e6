import type { DocumentOf } from '../../operations/index.ts';
import { onOneLine } from '../text_lines.ts';

type ToldFact = DocumentOf<'orchestrator.memory-list/1'>['facts'][number];

/** A fact on one line: its text, its sources, and whether it still holds. */
export function factLine({ id, kind, text, standing, why, cites }: ToldFact): string {
  const places = cites
    .map(({ path, from, to }) => `${path}:${from === to ? from : `${from}-${to}`}`)
    .join(', ');
  const rests = places === '' ? '' : ` [${onOneLine(places)}]`;
  const doubt = standing === 'fresh' ? '' : `, ${standing}: ${onOneLine(why)}`;
  return `${kind} ${id}: ${onOneLine(text)}${rests}${doubt}`;
}
