import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { draftPlace } from '../support/draft.ts';
import { modelServer } from '../support/generation.ts';
import { CANARY } from '../support/model.ts';
import { documentOf, run } from '../support/program.ts';

const PLAN = `# Greet

## Phases

### Phase 1: Greet
**Goal**: There is a greeting.
**Workflow**: GREET
**Estimated Hours**: 1
**Files Modified**: hello.txt
**Dependencies**: None
**Implementation Steps**:
1. Write it.
**Validation Gates**:
- [ ] It is there: \`test -s hello.txt\`
`;

const GOALS = {
  Work: { GREET: { description: 'To greet.', persona: 'host.txt', protocol: 'hello.txt', constraints: [] } },
};

test('a batch does not go on where --plan-only says that a plan is all that is wanted', async () => {
  const place = draftPlace(null);
  const refused = await run(['orchestrate', '--resume', '--plan-only', '--json'], place);
  expect(refused.code).toBe(2);
  expect(documentOf(refused, 'orchestrator.orchestrate/1').problems).toMatchObject([
    { code: 'flag-without-effect', message: expect.stringContaining('--plan-only would have no effect') },
  ]);
});

test('no model is asked for the components of a saved plan where --no-model says so', async () => {
  const server = await modelServer(CANARY, []);
  const place = draftPlace(server.baseUrl);
  rmSync(join(place.cwd, '.git'), { recursive: true });
  writeFileSync(join(place.cwd, 'plan.md'), PLAN);
  writeFileSync(join(place.cwd, 'goal_map.json'), JSON.stringify(GOALS));
  const flags = ['--no-model', '--in-place', '--yes', '--executor-command', 'true', '--json'];
  const ran = await run(['orchestrate', '--execute', 'plan.md', ...flags], place);
  const { batch, problems } = documentOf(ran, 'orchestrator.orchestrate/1');
  expect(batch).not.toBeNull();
  expect(problems).toContainEqual(
    expect.objectContaining({
      code: 'component-missing',
      hint: expect.stringContaining('--no-model was given'),
    }),
  );
  expect(server.requests).toEqual([]);
});
