import { describe, expect, test } from 'vitest';
import type { AcpLine } from '../../src/batch/executors/acp/lines.ts';
import { createUpdates } from '../../src/batch/executors/acp/updates.ts';

const MB = 1024 * 1024;

describe('what is kept of tool calls', () => {
  test('is what was told of each, later words over earlier ones', () => {
    const updates = createUpdates(() => {});
    updates.take({
      sessionUpdate: 'tool_call',
      toolCallId: 'a',
      kind: 'edit',
      title: 'Edit',
      rawInput: { path: 'x' },
    });
    const call = updates.toolCall({ toolCallId: 'a', title: 'Edit x', kind: null, more: 1 });
    expect(call).toEqual({ kind: 'edit', title: 'Edit x', rawInput: { path: 'x' } });
  });

  test('is bounded however long they are: the oldest is forgotten, and asks for nothing that is known', () => {
    const updates = createUpdates(() => {});
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      const rawInput = { path: 'x', text: id.repeat(10 * MB) };
      updates.take({ sessionUpdate: 'tool_call', toolCallId: id, kind: 'edit', rawInput });
    }
    expect(updates.toolCall({ toolCallId: 'a' })).toEqual({});
    expect(updates.toolCall({ toolCallId: 'e' })).toMatchObject({ kind: 'edit', rawInput: { path: 'x' } });
  });

  test('counts a call once whose text comes again and again', () => {
    const updates = createUpdates(() => {});
    updates.take({ sessionUpdate: 'tool_call', toolCallId: 'a', kind: 'edit' });
    for (let at = 0; at < 10; at++)
      updates.take({ sessionUpdate: 'tool_call_update', toolCallId: 'b', rawInput: `${at}`.repeat(10 * MB) });
    expect(updates.toolCall({ toolCallId: 'a' })).toEqual({ kind: 'edit' });
  });

  test('keeps calls apart whose ids are long', () => {
    const updates = createUpdates(() => {});
    const id = (name: string) => `call_1__thought__${'A'.repeat(4_000)}${name}`;
    updates.take({
      sessionUpdate: 'tool_call',
      toolCallId: id('a'),
      kind: 'edit',
      rawInput: { path: '/etc/x' },
    });
    updates.take({ sessionUpdate: 'tool_call', toolCallId: id('b'), kind: 'read' });
    expect(updates.toolCall({ toolCallId: id('b') })).toEqual({ kind: 'read' });
  });

  test('counts their ids too', () => {
    const updates = createUpdates(() => {});
    updates.take({ sessionUpdate: 'tool_call', toolCallId: 'first', kind: 'edit' });
    for (const name of ['a', 'b', 'c'])
      updates.take({ sessionUpdate: 'tool_call', toolCallId: name.repeat(12 * MB), kind: 'read' });
    expect(updates.toolCall({ toolCallId: 'first' })).toEqual({});
  });

  test('takes no kind for one that is as long as a file', () => {
    const told: AcpLine[] = [];
    const updates = createUpdates((line) => told.push(line));
    updates.take({ sessionUpdate: 'x'.repeat(MB) });
    updates.take({ sessionUpdate: 'y'.repeat(MB) });
    expect(told).toEqual([
      { acp: 'note', text: 'it tells what this program does not know: an update of no kind' },
    ]);
  });
});
