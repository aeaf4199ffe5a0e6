import { expect, test } from 'vitest';
import { readDocument } from '../../src/plan/index.ts';
import { caseGroupsIn } from '../support/cases.ts';

const { person, agent } =
  caseGroupsIn<Readonly<Record<'person' | 'agent', readonly string[]>>>('person_work.yaml');

function needPerson(text: string) {
  const read = readDocument(text, 'plan.md', { title: 'Plan' });
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return read.value.problems.filter(({ code }) => code === 'needs-person');
}

function needForStep(step: string) {
  return needPerson(`# Plan\n\n## Phase 1: Work\n- ${step}\n- Write src/a.ts\n`);
}

test.each(person)('a person has to do it: %s', (step) => {
  expect(needForStep(step)).toHaveLength(1);
});

test.each(agent)('an agent can do it: %s', (step) => {
  expect(needForStep(step)).toEqual([]);
});

test('the note comes once, with the place of each part and what it says', () => {
  const text = [
    '# Plan',
    '## Phase 1: Base',
    '- Write src/a.ts',
    '## Phase 2: Mail',
    '- Sign up for Mailgun',
    '- Rotate the leaked API keys',
    '## Phase 3: Rest',
    '- Get legal sign-off',
    '',
  ].join('\n');
  const notes = needPerson(text);
  expect(notes.map(({ line }) => line)).toEqual([5]);
  expect(notes[0]?.message).toContain(
    '2 (line 5: “Sign up for Mailgun”, line 6: “Rotate the leaked API keys”), 3 (line 8: “legal sign-off”)',
  );
});

test('what is done already needs nobody', () => {
  expect(needPerson('# Plan\n\n## Phase 1: Base\n- [x] Sign up for Mailgun\n- [ ] Write src/a.ts\n')).toEqual(
    [],
  );
});
