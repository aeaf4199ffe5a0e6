import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  apiError,
  endChunk,
  event,
  type Received,
  type Reply,
  textChunk,
  toolStream,
} from '../support/model_server.ts';
import { messagesOf, ONCE, ONE, report, serverFor, withArgs, worked } from '../support/model_worker.ts';
import { asUser } from '../support/repository.ts';

/** Writes the file of phase 1, and is done. */
const writeOnce = (request: Received): Reply =>
  messagesOf(request).some(({ content }) => content?.includes('Written: src/1.txt'))
    ? report('done')
    : toolStream(['write', { path: 'src/1.txt', content: 'one' }]);

describe('the built-in executor, within its bounds,', () => {
  test('ends when it repeats itself', async () => {
    const server = await serverFor({ 1: [toolStream(['read', { path: 'README.md' }])] });
    const { ended, log, status } = await worked(server);
    expect(ended.code).toBe(1);
    expect(server.requests).toHaveLength(5);
    expect(log).toContain('note: You have made the same calls several times');
    expect(JSON.stringify(status)).toContain('It repeats itself');
  });

  test('ends when its budget of turns is used up', async () => {
    let turn = 0;
    const server = await serverFor({
      1: [() => toolStream(['write', { path: 'src/1.txt', content: `${++turn}` }])],
    });
    const { ended, status } = await worked(server, ONE, ONCE, withArgs('--turns', '4'));
    expect(ended.code).toBe(1);
    expect(server.requests).toHaveLength(4);
    expect(JSON.stringify(status)).toContain('its budget of 4 turns is used up');
  });

  test('is charged for answers that are cut short', async () => {
    const cut: Reply = {
      kind: 'pieces',
      pieces: [
        textChunk('I beg'),
        endChunk('length'),
        event({ choices: [], usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } }),
        event('[DONE]'),
      ],
      after: 'end',
    };
    const { status, log } = await worked(await serverFor({ 1: [cut] }));
    expect(status.phases[0].attempts[0].tokens).toMatchObject({ total: 480, source: 'the output of model' });
    expect(log).toContain('! The answer is incomplete: it reached the limit of tokens.');
  });

  test('keeps within the window of its model, and says what it dropped', async () => {
    const long = 'a line of words that is read\n'.repeat(200);
    const server = await serverFor({
      1: [
        ...Array.from({ length: 8 }, (_, at) => toolStream(['read', { path: 'long.txt', from: at + 1 }])),
        toolStream(['write', { path: 'src/1.txt', content: 'one' }]),
        report('done'),
      ],
    });
    const { ended, log } = await worked(server, ONE, ONCE, (project) => {
      withArgs('--window', '8000')(project);
      writeFileSync(join(project.folder, 'long.txt'), long);
      asUser(project.folder, 'add', 'long.txt');
      asUser(project.folder, 'commit', '-qm', 'long');
    });
    expect(ended.code).toBe(0);
    expect(log).toMatch(/dropped \d+ old results to stay within a window of 8000 tokens/u);
    expect(JSON.stringify(server.requests.at(-1)?.body)).toContain('[dropped to stay within the window');
    expect(server.complaints).toEqual([]);
  });

  test('goes on within a window that turns out to be smaller, also where the last results fill it', async () => {
    const tooLong = apiError(400, "This model's maximum context length is 5000 tokens.", {
      code: 'context_length_exceeded',
    });
    const within = (reply: Reply) => (request: Received) =>
      JSON.stringify(request.body).length > 30_000 ? tooLong : reply;
    let reads = 0;
    const server = await serverFor({
      1: [
        (request) => {
          if (reads >= 3) return within(writeOnce(request))(request);
          const reply = within(toolStream(['read', { path: `long.${reads + 1}.txt` }]))(request);
          if (reply !== tooLong) reads += 1;
          return reply;
        },
      ],
    });
    const { ended, log } = await worked(server, ONE, ONCE, (project) => {
      for (const at of [1, 2, 3])
        writeFileSync(join(project.folder, `long.${at}.txt`), 'a line of words that is read\n'.repeat(800));
      asUser(project.folder, 'add', '.');
      asUser(project.folder, 'commit', '-qm', 'long');
    });
    expect(ended.code).toBe(0);
    expect(log).toContain('dropped');
    expect(server.complaints).toEqual([]);
  });
});
