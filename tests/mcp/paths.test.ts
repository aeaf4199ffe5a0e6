import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { call, greet, type RawServer, startServer } from '../support/mcp_server.ts';
import { emptyFolder } from '../support/program.ts';

const running: RawServer[] = [];
afterEach(() => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
});

/** A root with a plan in it, and a folder beside it with a plan that is nobody's business. */
async function place(): Promise<{ root: string; outside: string; server: RawServer }> {
  const [root, outside] = [emptyFolder(), emptyFolder()];
  for (const folder of [root, outside]) writeFileSync(join(folder, 'plan.md'), PLAN);
  symlinkSync(outside, join(root, 'way'));
  symlinkSync(join(outside, 'plan.md'), join(root, 'link.md'));
  mkdirSync(join(root, 'inner'));
  symlinkSync(join(root, 'inner'), join(root, 'within'));
  writeFileSync(join(root, 'inner/plan.md'), PLAN);
  const server = startServer(root);
  running.push(server);
  await greet(server);
  return { root, outside, server };
}

const PLAN = `# Secret plan

## Phase 1: One
**Goal**: It works.
**Estimated Hours**: 1
**Files Modified**: a.txt
**Dependencies**: None
- [ ] There: \`test -f a.txt\`
`;

describe('a path', () => {
  test('[promise:mcp-root] that leads out of the root is refused, whichever way it takes', async () => {
    const { outside, server } = await place();
    const ways = [
      '../plan.md',
      'inner/../../plan.md',
      join(outside, 'plan.md'),
      'way/plan.md',
      'link.md',
      '-',
      '@plan.md',
      '~/plan.md',
      'C:\\plan.md',
      '..\\plan.md',
      '',
    ];
    for (const tool of ['plan_check', 'plan_import', 'batch_generate'])
      for (const file of ways) {
        const { isError, text } = await call(server, tool, { file });
        expect([tool, file, isError, text]).toEqual([tool, file, true, expect.stringContaining('root')]);
        expect(text).not.toContain('Secret');
      }
    for (const file of ['plan.md', './plan.md', 'within/plan.md'])
      expect([file, (await call(server, 'plan_check', { file })).isError]).toEqual([file, false]);
  });

  test('to write to is confined in the same way, and nothing is written beside the root', async () => {
    const { root, outside, server } = await place();
    const before = readdirSync(outside);
    const tries = [
      call(server, 'new', { name: 'Fw', goal: '3', title: 'T', output: '../out' }),
      call(server, 'new', { name: 'Fw', goal: '3', title: 'T', output: 'way' }),
      call(server, 'plan_import', { file: 'plan.md', out: 'way/new.md' }),
      call(server, 'plan_draft', { requirement: 'Add a page', skeleton: true, out: join(outside, 'x.md') }),
    ];
    expect((await Promise.all(tries)).map(({ isError }) => isError)).toEqual([true, true, true, true]);
    expect(readdirSync(outside)).toEqual(before);
    expect(existsSync(join(root, 'output'))).toBe(false);
  });

  test('in a value is text, and no file is read for it', async () => {
    const { server } = await place();
    await call(server, 'new', { name: 'Fw', goal: 'REVIEW_AGAINST_STANDARDS', title: 'T' });
    const { text, isError } = await call(server, 'fill', {
      framework: 'Fw',
      set: { artifact: '@plan.md', standards: '-' },
    });
    expect(isError).toBe(false);
    expect(text).toContain('@plan.md');
    expect(text).not.toContain('Secret plan');
    const missing = await call(server, 'fill', { framework: 'Fw' });
    expect([missing.isError, missing.text]).toEqual([true, expect.stringContaining('artifact')]);
  });

  test('of a resource is a name, and nothing else', async () => {
    const { server } = await place();
    for (const uri of [
      'orchestrator://plans/..%2F..%2Fplan.md',
      'orchestrator://plans/%2e%2e',
      'orchestrator://frameworks/..',
      'file:///etc/passwd',
      'orchestrator://plans/%E0%A4%A',
    ])
      expect([uri, (await server.ask('resources/read', { uri })).result]).toEqual([uri, undefined]);
  });
});
