import { describe, expect, test } from 'vitest';
import { estimateTokens } from '../../src/lib/index.ts';
import { toolList } from '../../src/mcp/server.ts';
import { tools } from '../../src/mcp/tools/index.ts';
import { agentPrompts } from '../../src/operations/index.ts';

describe('what a client is offered', () => {
  test('[promise:mcp-size] is at most 20 tools, whose names, descriptions and schemas have at most 6,000 tokens', () => {
    expect(tools.length).toBeGreaterThan(14);
    expect(tools.length).toBeLessThanOrEqual(20);
    expect(estimateTokens(JSON.stringify(toolList))).toBeLessThanOrEqual(6_000);
  });

  test('has names that every client takes, each once', () => {
    const names = tools.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z][a-z_]{1,40}$/u.test(name))).toEqual([]);
    expect(agentPrompts.map(({ name }) => name)).toEqual([
      'orchestrate',
      'execute-task',
      'status',
      'review',
      'learn',
      'discover-context',
      'document-feature',
      'interpret-state',
      'research',
    ]);
  });

  test('says of each tool what it does to the project', () => {
    const hints = toolList.map(({ name, annotations: { readOnlyHint, destructiveHint } }) => [
      name,
      readOnlyHint ? 'reads' : destructiveHint ? 'destroys' : 'adds',
    ]);
    const of = (kind: string) => hints.filter(([, does]) => does === kind).map(([name]) => name);
    expect(of('destroys')).toEqual(['batch_run_request']);
    expect(of('adds').sort()).toEqual(
      tools
        .filter(({ effect }) => effect === 'adds')
        .map(({ name }) => name)
        .sort(),
    );
    expect(of('reads')).toContain('plan_check');
  });

  test('every argument says what it is', () => {
    const silent = tools.flatMap(({ name, input }) =>
      Object.entries(input)
        .filter(([, { schema }]) => schema.description.trim() === '')
        .map(([argument]) => `${name}.${argument}`),
    );
    expect(silent).toEqual([]);
  });
});

describe('a prompt', () => {
  test('names only tools and arguments that there are, whatever it was given', () => {
    const names = new Set(tools.flatMap(({ name, input }) => [name, ...Object.keys(input)]));
    const unknown = agentPrompts.flatMap(({ name, text }) =>
      ['', 'Add', 'Add a login page'].flatMap((argument) =>
        [...text(argument).matchAll(/`([a-z]+(?:_[a-z]+)*)`/gu)]
          .map(([, word = '']) => word)
          .filter((word) => word !== 'orchestrator' && !names.has(word))
          .map((word) => `${name}: ${word}`),
      ),
    );
    expect(unknown).toEqual([]);
  });

  test('asks for what it was not given, doubts a lone word, and takes whole sentences', () => {
    for (const { name, text } of agentPrompts) {
      const [nothing, blank, word, sentence] = ['', ' \n', 'Add', 'Add a login page'].map(text);
      expect([name, nothing]).toEqual([name, blank]);
      expect(nothing).not.toMatch(/undefined|\$ARGUMENTS|:\s*$/u);
      expect(word).toContain('Add');
      expect(sentence).toContain('Add a login page');
      expect(sentence).not.toContain('one word');
    }
    const needing = agentPrompts.filter(({ text }) => /Ask the user for it/u.test(text('')));
    expect(needing.map(({ name }) => name)).toEqual([
      'orchestrate',
      'execute-task',
      'learn',
      'document-feature',
      'research',
    ]);
    expect(needing.filter(({ text }) => !text('Add').includes('one word'))).toEqual([]);
  });
});
