import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answeredPhase, answerOf, draftPlace } from './support/draft.ts';
import { modelServer, type Place } from './support/generation.ts';
import { runKilledAt, stepsOf } from './support/killed_program.ts';
import { documentOf, run } from './support/program.ts';

const WANT = 'Add a login page.';
const GATES = [{ text: 'It is there', command: 'test -s src/part_1.js' }];

/** A project under git with a model that drafts one phase, and an agent that does it. */
async function project(): Promise<{ place: Place; args: string[]; env: Record<string, string> }> {
  const server = await modelServer(null, [answerOf([answeredPhase('1', { gates: GATES })])]);
  const place = draftPlace(server.baseUrl);
  for (const args of [
    ['add', '-A'],
    ['commit', '-qm', 'Begin'],
  ])
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.c', ...args], { cwd: place.cwd });
  const script = join(place.root, 'agent.sh');
  writeFileSync(script, 'mkdir -p src; echo 1 > src/part_1.js\n');
  const args = ['orchestrate', WANT, '--execute', '--yes', '--no-generate', '--json'];
  return {
    place,
    args: [...args, '--executor-command', `sh ${script}`],
    env: place.env as Record<string, string>,
  };
}

/** Which step of the whole way a change of the file system belongs to. */
function stepOf(change: string): string {
  if (/context\.(?:json|md)|\.orchestrator$/u.test(change)) return 'discover';
  if (/\.orchestrator\/plans/u.test(change)) return 'draft';
  if (/journal\.ndjson|\.lock|worktrees|logs\/|attempts\//u.test(change)) return 'run';
  if (/\.orchestrator\/batches/u.test(change)) return 'generate';
  return 'other';
}

test('orchestrate that is killed at each step goes on with the same words, and nothing is there twice', async () => {
  const first = await project();
  const { ended, steps } = await stepsOf(first.args, first.place.cwd, first.env);
  expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 0 });
  const kinds = new Map<string, number[]>();
  steps.forEach((change, index) => {
    const kind = stepOf(change);
    if (kind !== 'other') kinds.set(kind, [...(kinds.get(kind) ?? []), index + 1]);
  });
  expect([...kinds.keys()]).toEqual(['discover', 'draft', 'generate', 'run']);
  // In the middle of each step: what it is to leave is half there.
  const places = [...kinds.values()].map((each) => each[each.length >> 1] ?? 1);
  await Promise.all(
    places.map(async (at) => {
      const { place, args, env } = await project();
      await runKilledAt(args, place.cwd, at, env);
      const again = await run(args, { cwd: place.cwd, env });
      const told = documentOf(again);
      expect({ at: steps[at - 1], code: again.code, told }).toMatchObject({
        code: 0,
        told: { ok: true, batch: 1, counts: { done: 1, total: 1 } },
      });
      expect(readdirSync(join(place.cwd, '.orchestrator/plans'))).toEqual(['login-page.md']);
      const batches = readdirSync(join(place.cwd, '.orchestrator/batches'));
      expect(batches.filter((name) => /^\d+$/u.test(name))).toEqual(['1']);
      const merged = await run(['batch', 'merge', '1', '--yes', '--json'], { cwd: place.cwd, env });
      expect(documentOf(merged)).toMatchObject({ ok: true });
      expect(readFileSync(join(place.cwd, 'src/part_1.js'), 'utf8')).toBe('1\n');
    }),
  );
}, 600_000);
