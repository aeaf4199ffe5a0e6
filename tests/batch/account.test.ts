import { expect, test } from 'vitest';
import { accountOf } from '../../src/batch/executors/index.ts';

test.each([
  [{ name: 'claude', argv: ['claude', '-p'] }, 'claude'],
  [{ name: 'mine', argv: ['/opt/bin/claude', '-p'] }, 'claude'],
  [{ name: 'acp:claude-agent-acp', argv: ['claude-agent-acp'], protocol: 'acp' as const }, 'claude'],
  [{ name: 'acp:codex-acp', argv: ['codex-acp'], protocol: 'acp' as const }, 'codex'],
  [{ name: 'acp:my-agent', argv: ['my-agent'], protocol: 'acp' as const }, 'acp:my-agent'],
  [{ name: 'acp:codex-acp', argv: ['codex-acp'], protocol: 'acp' as const, account: 'work' }, 'work'],
  [{ name: 'command', argv: ['sh', 'agent.sh'] }, 'command'],
])('%j waits with %s', (executor, account) => expect(accountOf(executor)).toBe(account));
