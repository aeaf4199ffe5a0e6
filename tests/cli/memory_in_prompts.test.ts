import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answeredPhase, answerOf, draftPlace } from '../support/draft.ts';
import { modelServer, wordsOf } from '../support/generation.ts';
import { CANARY } from '../support/model.ts';
import { goodStream } from '../support/model_server.ts';
import { run } from '../support/program.ts';

const APP = 'sums one\nsums two\nsums three\nsums four\n';

const ASKING = {
  'plan draft': {
    words: ['plan', 'draft', 'Add a page for the sums'],
    answer: answerOf([answeredPhase('1')]),
  },
  research: {
    words: ['research', 'How are sums kept?'],
    answer: goodStream('{"statements": [], "open": ["Nothing was found."]}'),
  },
};

/** A project whose facts cite `src/app.js`, with a model that is told about it. */
async function project(asking: keyof typeof ASKING) {
  const { words, answer } = ASKING[asking];
  const server = await modelServer(CANARY, [() => answer]);
  const place = draftPlace(server.baseUrl, { 'src/app.js': APP });
  return {
    edit: (from: string, to: string) => writeFileSync(join(place.cwd, 'src/app.js'), APP.replace(from, to)),
    run: async (...args: readonly string[]) => {
      const { out, err } = await run(args, place);
      return out + err;
    },
    /** The prompt that a model gets, and what the command says. */
    ask: async () => {
      const { out, err } = await run(words, place);
      const [last] = server.requests.slice(-1);
      expect(last).toBeDefined();
      return { prompt: last ? wordsOf(last) : '', said: out + err };
    },
  };
}

describe('what a model is told of the memory', () => {
  test.each(['plan draft', 'research'] as const)(
    'by %s has nothing of a fact whose lines have changed, not even the name of its file, nor the block that was published',
    async (asking) => {
      const it = await project(asking);
      await it.run('learn', 'Cents are rounded half to even', '--cite', 'src/app.js:2');
      expect(await it.run('memory', 'publish', '--yes')).toContain('Wrote AGENTS.md');
      if (asking === 'plan draft')
        expect((await it.ask()).prompt).toContain('Cents are rounded half to even');
      it.edit('sums two', 'sums TWO');
      expect((await it.ask()).prompt).not.toMatch(/cents.are.rounded/iu);
      const found = await it.run('discover', '--budget', 'full');
      expect(found).not.toMatch(/cents.are.rounded/iu);
      expect(found).toContain('1 fact learned: see `orchestrator memory list`');
    },
  );

  test('has neither of two facts that say the opposite, until one of them is stale', async () => {
    const it = await project('plan draft');
    await it.run('learn', 'Cents are always rounded up', '--cite', 'src/app.js:2');
    await it.run('learn', 'Cents are never rounded up', '--cite', 'src/app.js:4');
    await it.run('learn', 'Dates are kept as text');
    const both = await it.ask();
    expect(both.prompt).toContain('Dates are kept as text');
    expect(both.prompt).not.toContain('rounded up');
    expect(both.said.replace(/\s+/gu, ' ')).toContain('2 that contradict each other left out');
    expect(await it.run('memory', 'publish', '--dry-run')).not.toContain('rounded up');
    it.edit('sums two', 'sums TWO');
    const { prompt } = await it.ask();
    expect(prompt).toContain('Cents are never rounded up');
    expect(prompt).not.toContain('Cents are always rounded up');
    expect(await it.run('memory', 'publish', '--dry-run')).toContain('Cents are never rounded up');
  });
});
