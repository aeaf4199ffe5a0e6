import { expect, test } from 'vitest';
import { sectionRole } from '../../src/plan/words/section_roles.ts';

test('the heading of a plan’s own format, which is known at once, is what the patterns say of it', () => {
  expect(sectionRole('Phases')).toEqual(sectionRole('phases'));
  expect(sectionRole('Phases')).toEqual({ role: 'work', why: 'work' });
});
