import { describe, test } from 'vitest';
import { casesIn } from '../support/cases.ts';
import { DOCUMENT_FILES, type DocumentCase, expectReading } from '../support/document_cases.ts';

describe.each(DOCUMENT_FILES)('documents: %s', (file) => {
  const cases = casesIn<DocumentCase>(`documents/${file}.yaml`);
  test.each(cases.map((each) => [each.name, each] as const))('%s', (_, each) => {
    expectReading(each);
  });
});
