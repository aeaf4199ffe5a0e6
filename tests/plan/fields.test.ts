import { expect, test } from 'vitest';
import { readBlocks } from '../../src/plan/document/blocks.ts';
import { FieldCollector } from '../../src/plan/document/fields.ts';
import { casesIn } from '../support/cases.ts';

type FieldCase = { readonly name: string; readonly text: string; readonly fields: readonly string[] };

/**
 * The fields of a text: `line:column name in N lists`, with a question mark behind a name that is not known, and for
 * each item how many lists it stands in, and its lines.
 */
function fieldsIn(text: string): string[] {
  const collector = new FieldCollector();
  readBlocks(text, 0, (block) => {
    if (block.kind === 'heading') collector.addHeading(block.text);
    else if (block.kind === 'text') collector.addText(block);
  });
  return collector.fields.map(({ line, column, name, key, depth, items }) =>
    [
      `${line}:${column} ${name}${key === undefined ? '?' : ''} in ${depth}`,
      ...items.map((item) => `${item.depth} ${item.lines.map((each) => each.text).join(' / ')}`),
    ].join(' | '),
  );
}

test.each(casesIn<FieldCase>('plan_fields.yaml').map((each) => [each.name, each] as const))(
  'fields: %s',
  (_, { text, fields }) => {
    expect(fieldsIn(text)).toEqual(fields);
  },
);
