import type { ComponentRule, Hit } from '../lint_rule.ts';
import { type OutputContract, outputOf } from '../protocol_parts.ts';

export const R04: ComponentRule = {
  id: 'R04',
  title: 'an output contract, with the headings that its front matter names',
  severity: 'error',
  applies: ['protocol'],
  reason:
    'A reply without a fixed form looks different each time, and programs that look for a heading miss it.',
  bad: '---\nid: example\nkind: protocol\noutput_headings: [Verdict, Findings]\n---\nOUTPUT\n## Verdict   one word\n## Coverage   table',
  good: '---\nid: example\nkind: protocol\noutput_headings: [Verdict, Findings]\n---\nOUTPUT\n## Verdict   one word\n## Findings\nTwo lines each.',
  check: ({ text, metadata }) => {
    const output = outputOf(text);
    if (output === undefined) return [{ at: 0, message: 'It has no line "OUTPUT".', loadsWithout: true }];
    return headingHits(output, metadata.output_headings, LEFT_OUT.test(text));
  },
};

/** Words saying that some headings may be left out, so that an answer without them is complete. */
const LEFT_OUT = /\bleave out a heading\b|\bleft out (?:when|where|if)\b/iu;

/** @param someAreOptional - whether headings that the front matter does not list may be left out */
function headingHits({ headings: all }: OutputContract, declared: unknown, someAreOptional: boolean): Hit[] {
  if (!Array.isArray(declared)) return [];
  const wanted = declared.map(String);
  const headings = someAreOptional ? all.filter(({ text }) => wanted.includes(text)) : all;
  const place = Math.max(wanted.length, headings.length);
  for (let index = 0; index < place; index++) {
    const [written, listed] = [headings[index], wanted[index]];
    if (written?.text === listed) continue;
    const message =
      written === undefined
        ? `Its front matter lists the output heading "${listed}", which the text does not have.`
        : listed === undefined
          ? `Its output heading "${written.text}" is not among those in its front matter.`
          : `Its output heading "${written.text}" is where its front matter lists "${listed}".`;
    return [{ at: written?.offset ?? { key: 'output_headings' }, message }];
  }
  return [];
}
