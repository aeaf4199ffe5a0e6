import { LatePattern } from '../../lib/index.ts';
import type { RoleFound } from '../words/section_roles.ts';
import type { Section } from './outline.ts';

/** The role of a list that says when the work is done. */
export const DEFINES_DONE: RoleFound = { role: 'check', why: 'how to tell that it is done' };

/** Whether the line right below a heading calls its list a definition of done: "We are done when all of these hold:". */
export function definesDone({ blocks }: Section): boolean {
  const [first, next] = blocks;
  if (first?.kind !== 'text' || first.isItem || next?.kind !== 'text' || !next.isItem) return false;
  const said = first.lines.map(({ text }) => text.replace(/[*_]/gu, '')).join(' ');
  return said.length <= LONGEST && SAYS_WHEN.test(said);
}

const LONGEST = 240;

const SAYS_WHEN = new LatePattern(
  () =>
    String.raw`(?<!\p{L})(?:${[
      'definition of done|(?:we are|it is|the (?:project|work|plan|sprint|release|migration|whole) is|everything is|is considered|considered) (?:done|finished|complete|ready)(?: only)? (?:when|once|if)|done means',
      '(?:lista|definição|definición) de (?:pronto|feito|hecho|terminado|listo)|(?:está|se considera|considera-se) (?:pronto|terminad[oa]|list[oa]|hech[oa]|concluíd[oa]) (?:quando|cuando|se)',
      'définition (?:de|du) (?:fini|terminé)|(?:est|considéré comme) (?:terminée?|finie?) (?:quand|lorsque?|si)|(?:è|si considera) (?:completo|finito|pronto) quando',
      '(?:ist|gilt als|sind wir) fertig,? (?:wenn|sobald)|(?:ist|gilt als) (?:abgeschlossen|erledigt),? (?:wenn|sobald)',
      '(?:готов[оаы]?|завершён|завершен[оаы]?|закончен[оаы]?|считается (?:готовым|завершённым|завершенным)),? (?:когда|если)',
    ].join(
      '|',
    )})(?!\p{L})|(?:满足|符合)[^。]{0,20}(?:才算|即为|视为)完成|完成の?定義|(?:満たせば|満たしたら)完了|완료(?:된)? ?(?:정의|로 간주)`,
  'iu',
);
