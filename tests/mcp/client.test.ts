import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, describe, expect, test } from 'vitest';
import { agentPrompts } from '../../src/operations/index.ts';
import { planText } from '../support/batch_project.ts';
import { documentFaults } from '../support/documents.ts';
import { cleanEnvironment, emptyFolder, MAIN } from '../support/program.ts';
import { repositoryWith } from '../support/repository.ts';

const open: Client[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

/** The official client, connected to the built server. */
async function connected(cwd: string, mode: 'legacy' | 'auto' | { readonly pin: string }): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  open.push(client);
  await client.connect(
    new StdioClientTransport({
      ...{ command: process.execPath, args: [MAIN, 'mcp'], cwd },
      env: cleanEnvironment(emptyFolder()),
      stderr: 'ignore',
    }),
  );
  return client;
}

const project = () =>
  repositoryWith({ 'README.md': 'A project.\n', 'plan.md': planText([{}, { after: ['1'] }]) });

describe('the official client', () => {
  test.each([
    ['with the handshake of 2025', 'legacy', '2025-11-25'],
    ['with the discovery of 2026-07-28', { pin: '2026-07-28' }, '2026-07-28'],
    ['by itself', 'auto', '2026-07-28'],
  ] as const)('[promise:mcp-eras] %s lists and uses what there is', async (_, mode, version) => {
    const client = await connected(project(), mode);
    expect(client.getNegotiatedProtocolVersion()).toBe(version);
    expect(client.getServerVersion()?.name).toBe('orchestrator');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('plan_check');
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toContain('discover-context');
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain('orchestrator://plans');

    const checked = await client.callTool({ name: 'plan_check', arguments: { file: 'plan.md' } });
    expect(checked.isError ?? false).toBe(false);
    expect(documentFaults(checked.structuredContent)).toBe('');
    expect(checked.structuredContent).toMatchObject({ schema: 'orchestrator.plan-check/1', ok: true });

    const refused = await client.callTool({ name: 'plan_check', arguments: { file: 'none.md' } });
    expect(refused.isError).toBe(true);
    expect(documentFaults(refused.structuredContent)).toBe('');
    expect(JSON.stringify(refused.content)).toMatch(/plan-absent at \.\/none\.md.*remedy/u);

    const prompt = await client.getPrompt({ name: 'orchestrate', arguments: { requirement: 'Add' } });
    expect(JSON.stringify(prompt.messages)).toContain('Add');
    await expect(client.getPrompt({ name: 'none' })).rejects.toThrow(/prompts\/list/u);
    await expect(client.callTool({ name: 'none' })).rejects.toThrow(/tools\/list/u);
    await expect(client.readResource({ uri: 'orchestrator://context' })).rejects.toThrow(/discover/u);
    const plans = await client.readResource({ uri: 'orchestrator://plans' });
    expect(JSON.stringify(plans.contents)).toContain('no plans');

    const fact = { text: 'Plans have one phase.', kind: 'convention', cite: ['plan.md:1'] };
    await client.callTool({ name: 'learn', arguments: fact });
    const memory = await client.readResource({ uri: 'orchestrator://memory' });
    expect(JSON.stringify(memory.contents)).toMatch(/convention \S+: Plans have one phase\. \[plan\.md:1\]/u);
  });

  test.each(agentPrompts.map((prompt) => [prompt.name, prompt] as const))(
    'gets the whole prompt %s, whose first step calls a tool',
    async (name, { argument, text }) => {
      const client = await connected(project(), 'auto');
      const { tools } = await client.listTools();
      for (const said of ['', 'Add', 'Add a login page', 'Do this:\n1. Rename `old_name`.\n2. Test it.']) {
        const { messages } = await client.getPrompt({ name, arguments: { [argument.name]: said } });
        expect(messages).toEqual([{ role: 'user', content: { type: 'text', text: text(said) } }]);
      }
      const [, called] = /^1\. [^`]*`([a-z_]+)`/mu.exec(text('')) ?? [];
      expect(tools.map((tool) => tool.name)).toContain(called);
    },
  );
});
