import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { promoteStatus } from '../../src/operations/components/promote_status.ts';
import { type OperationContext, openWorkspace } from '../../src/operations/index.ts';
import { emptyFolder, ROOT } from '../support/program.ts';

test('a status is not raised over what somebody else has written meanwhile', async () => {
  const cwd = emptyFolder();
  const file = join(cwd, 'library/personas/mine.txt');
  mkdirSync(join(cwd, 'library/personas'), { recursive: true });
  writeFileSync(file, 'Text.\n');
  const context: OperationContext = {
    ...{ cwd, env: {}, userFolder: null, installation: ROOT, log: () => {}, hideInLog: () => {} },
    // Asked between reading and writing.
    today: () => {
      writeFileSync(file, 'Another text.\n');
      return '2026-11-21';
    },
  };
  const workspace = await openWorkspace(context, { library: 'library' });
  if (!workspace.ok) throw new Error('no workspace');
  const request = {
    wanted: 'mine',
    kind: undefined,
    dryRun: false,
    to: 'tested',
    by: 'Ada',
    why: 'x',
  } as const;
  const raised = await promoteStatus(context, workspace.value, request);
  expect(raised).toMatchObject({ ok: false, problems: [{ code: 'changed-meanwhile' }] });
  expect(readFileSync(file, 'utf8')).toBe('Another text.\n');
});
