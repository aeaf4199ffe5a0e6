import type { Problem } from '../../diagnostics/index.ts';
import type { Case } from '../../evals/index.ts';
import { hiddenText } from '../../lib/index.ts';

/** What a case hides: models would read in it, and judges, what nobody sees who looks at its files. */
export function hiddenInCase({ request, person, materials, shown }: Case): Problem<'hidden-text'>[] {
  const texts = [
    { name: 'request.md', text: request },
    ...(person === null ? [] : [{ name: 'person.md', text: person }]),
    ...materials.map(({ name, text }) => ({ name: `materials/${name}`, text })),
  ];
  return texts.flatMap(({ name, text }) => {
    const [first, ...more] = hiddenText(text);
    if (first === undefined) return [];
    const others = more.length === 0 ? '' : `, and ${more.length} more`;
    return [
      {
        severity: 'warning',
        code: 'hidden-text',
        message: `Hidden text stands here: ${first.what}${others}. Models are sent it as it is.`,
        file: shown(name),
        line: first.line,
        column: first.column,
        hint: 'Take it out, if nobody meant it.',
      } as const,
    ];
  });
}
