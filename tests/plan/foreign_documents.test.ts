import { describe, test } from 'vitest';
import { casesIn } from '../support/cases.ts';
import { type DocumentCase, expectReading } from '../support/document_cases.ts';

const FILES = [
  'rounds',
  'rounds_later',
  'orders',
  'once_misread',
  'kinds',
  'tools',
  'languages',
  'marks',
  'blocks',
  'accounted',
];

describe.each(FILES)('documents: %s', (file) => {
  const cases = casesIn<DocumentCase>(`documents/${file}.yaml`);
  test.each(cases.map((each) => [each.name, each] as const))('%s', (_, each) => {
    expectReading(each);
  });
});
