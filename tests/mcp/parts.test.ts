import { describe, expect, test } from 'vitest';
import { catchErrors } from '../../src/mcp/catch_errors.ts';
import { Conversation } from '../../src/mcp/conversation.ts';
import { contextIn } from '../support/front_end.ts';
import { emptyFolder } from '../support/program.ts';

const NEVER = new AbortController().signal;
const COLOURS = {
  message: 'Which colour?',
  choices: ['red', 'blue'].map((value) => ({ value, label: value, description: `It is ${value}.` })),
};

/** What was said, as it comes back with the next call. */
const answered = (conversation: Conversation, answer: string | boolean | null) => {
  const { said, about } = conversation.state();
  return new Conversation([...said, { about, answer }]);
};

describe('a conversation', () => {
  test('asks one thing at a time, and has the answers when it begins again', () => {
    const first = new Conversation([]);
    expect(first.choice(COLOURS)).toEqual({ kind: 'closed' });
    expect(first.text({ message: 'Why?', default: '', check: () => undefined })).toEqual({ kind: 'closed' });
    expect(first.open).toMatchObject({
      message: 'Which colour?',
      requestedSchema: { properties: { answer: { enum: ['red', 'blue'] } } },
    });
    const second = answered(first, 'blue');
    expect(second.choice(COLOURS)).toEqual({ kind: 'answer', value: 'blue' });
    expect(second.confirm({ message: 'Sure?' })).toEqual({ kind: 'closed' });
    const third = answered(second, true);
    expect(third.choice(COLOURS)).toEqual({ kind: 'answer', value: 'blue' });
    expect(third.confirm({ message: 'Sure?' })).toEqual({ kind: 'answer', value: true });
    expect(third.open).toBeUndefined();
  });

  test('takes no answer to one question for an answer to another', () => {
    const first = new Conversation([]);
    first.confirm({ message: 'Run `ls`?' });
    const second = answered(first, true);
    expect(second.confirm({ message: 'Run `rm -rf .`?' })).toEqual({ kind: 'closed' });
    expect(second.open?.message).toBe('Run `rm -rf .`?');
    expect(second.state().said).toEqual([]);
  });

  test('takes only what was offered, and no word for a no', () => {
    const first = new Conversation([]);
    first.choice(COLOURS);
    for (const answer of ['green', true, null])
      expect([answer, answered(first, answer).choice(COLOURS)]).toEqual([answer, { kind: 'closed' }]);
  });

  test('says what is wrong with a text and asks again, three times at most', () => {
    const question = {
      message: 'How many?',
      default: '',
      check: (text: string) => (/^\d$/u.test(text) ? undefined : 'A digit.'),
    };
    let conversation = new Conversation([]);
    for (const place of [0, 1, 2]) {
      expect(conversation.text(question)).toEqual({ kind: 'closed' });
      expect(conversation.open?.message).toBe(place === 0 ? 'How many?' : 'A digit.\nHow many?');
      if (place < 2) conversation = answered(conversation, 'many');
    }
    expect(answered(conversation, '7').text(question)).toEqual({ kind: 'answer', value: '7' });
    const given = new Conversation([]);
    given.text({ ...question, default: '5' });
    expect(answered(given, '').text({ ...question, default: '5' })).toEqual({ kind: 'answer', value: '5' });
  });
});

test('what is thrown is told without what it says, and the log has it', async () => {
  const log: string[] = [];
  const context = { ...contextIn(emptyFolder()), log: (line: string) => log.push(line) };
  const thrown = (error: unknown, signal = NEVER) =>
    catchErrors(() => Promise.reject(error), { context, signal });
  const bug = await thrown(new Error('the key is sk-1'));
  expect(JSON.stringify(bug)).toMatch(/internal/u);
  expect(JSON.stringify(bug)).not.toContain('sk-1');
  expect(log.join('\n')).toContain('sk-1');
  const full = await thrown(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
  expect(full).toMatchObject({ cause: 'environment', problems: [{ code: 'machine-refused' }] });
  await expect(thrown(new Error('aborted'), AbortSignal.abort())).rejects.toThrow('aborted');
});
