import { expect, test } from 'vitest';
import { readConstrainedRequirement } from '../../src/operations/plans/constrained_requirement.ts';

/** A requirement with that many constraints, each of its own. */
function requirement(count: number, one: (number: number) => string): string {
  return `${Array.from({ length: count }, (_, index) => one(index)).join(' ')} Add a page`;
}

test.each([
  ['avoid', (number: number) => `[avoid: p${number}]`],
  ['prefer', (number: number) => `[prefer: p${number % 7} ${number}]`],
  ['note', (number: number) => `[note: p${number}]`],
])('a requirement with more constraints than anybody gives is refused with their number: %s', (_key, one) => {
  expect(readConstrainedRequirement(requirement(500, one), {})).toMatchObject({ ok: true });
  expect(readConstrainedRequirement(requirement(15_000, one), { file: 'c.txt' })).toEqual({
    ok: false,
    cause: 'usage',
    problems: [
      {
        severity: 'error',
        code: 'too-many-constraints',
        message: 'A requirement may have 500 constraints; this one has 15000.',
        file: 'c.txt',
        hint: 'Say in one what several have in common, or split the requirement.',
      },
    ],
  });
  const flag = readConstrainedRequirement(requirement(500, one), { constraint: ['quality: high'] });
  expect(flag).toMatchObject({ ok: false, problems: [{ code: 'too-many-constraints' }] });
});

test('the same one again and again is one', () => {
  const read = readConstrainedRequirement(
    requirement(2000, (number) => (number % 2 > 0 ? '[avoid: OAuth]' : '[avoid: oauth]')),
    {},
  );
  expect(read).toMatchObject({ ok: true, value: { constraints: { avoid: ['oauth'] } } });
});

test.each(['JWT, cookies', 'cookies and JWTs', 'json-web tokens'])(
  'what is both preferred and to be avoided is refused, however it is written: %s',
  (wish) => {
    const refused = readConstrainedRequirement(`Add a login [prefer: x, ${wish}]`, {
      constraint: ['avoid: jwt, Json Web Token'],
    });
    expect(refused).toMatchObject({
      ok: false,
      cause: 'usage',
      problems: [{ severity: 'error', code: 'constraint-contradicts' }],
    });
  },
);

test.each([
  ['sessions over jwt', 'jwt'],
  ['react native', 'react'],
  ['JWT tokens', 'jwt'],
])('a wish that only names what is to be avoided can be met, and is told: %s', (wish, bar) => {
  expect(readConstrainedRequirement(`Add a login [prefer: ${wish}] [avoid: ${bar}]`, {})).toMatchObject({
    ok: true,
    value: {
      problems: [
        {
          severity: 'warning',
          code: 'constraint-contradicts',
          message: expect.stringContaining(`"${wish}"`),
        },
      ],
    },
  });
});

test.each([
  ['authlib', 'auth'],
  ['sessions without jwt', 'jwt'],
])('of a wish that names nothing to be avoided, nothing is told: %s', (wish, bar) => {
  expect(readConstrainedRequirement(`Add a login [prefer: ${wish}] [avoid: ${bar}]`, {})).toMatchObject({
    ok: true,
    value: { problems: [] },
  });
});

test('what is preferred or to be avoided is a list, each part of which counts for itself', () => {
  const wanted = readConstrainedRequirement(
    'Add a login [avoid: jwt, oauth; SAML, Jwt] [prefer: a cache (small, tested), redis]',
    {},
  );
  expect(wanted).toMatchObject({
    value: { constraints: { avoid: ['jwt', 'oauth', 'SAML'], prefer: ['a cache (small, tested)', 'redis'] } },
  });
});

test('of several spans of time the shortest counts, which is said; the same one again needs no word', () => {
  expect(
    readConstrainedRequirement('Add a page [max-time: 3h] [max-time: 2h]', {
      constraint: ['max-time: 1 day'],
    }),
  ).toMatchObject({
    ok: true,
    value: {
      constraints: { maxTime: { hours: 2 } },
      problems: [
        {
          severity: 'warning',
          code: 'constraint-twice',
          message: 'max-time is given more than once: 2h counts, the shortest, and not 3h, 1 day.',
        },
      ],
    },
  });
  expect(
    readConstrainedRequirement('Add a page [max-time: 2h]', { constraint: ['max-time: 120 minutes'] }),
  ).toMatchObject({
    ok: true,
    value: { problems: [] },
  });
});
