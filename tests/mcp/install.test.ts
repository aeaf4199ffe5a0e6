import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse as parseJson } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { documentOf, emptyFolder, run } from '../support/program.ts';

type Place = { readonly cwd: string; readonly home: string; readonly env: Record<string, string> };

/** A project and a home, with the program on the path. */
function place(files: Readonly<Record<string, string>> = {}): Place {
  const [cwd, home] = [emptyFolder(), emptyFolder()];
  mkdirSync(join(cwd, '.git'));
  mkdirSync(join(home, 'bin'));
  writeFileSync(join(home, 'bin/orchestrator'), '#!/bin/sh\n');
  chmodSync(join(home, 'bin/orchestrator'), 0o755);
  for (const [file, text] of Object.entries(files)) {
    const path = file.startsWith('~/') ? join(home, file.slice(2)) : join(cwd, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return { cwd, home, env: { HOME: home, PATH: `${join(home, 'bin')}:${process.env.PATH ?? ''}` } };
}

const install = ({ cwd, env }: Place, ...args: readonly string[]) =>
  run(['mcp', 'install', '--client', ...args], { cwd, env });

const FILES = {
  claude: '.mcp.json',
  cursor: '.cursor/mcp.json',
  vscode: '.vscode/mcp.json',
  gemini: '.gemini/settings.json',
  codex: '~/.codex/config.toml',
  zed: '~/.config/zed/settings.json',
} as const;

const ENTRIES = {
  claude: { mcpServers: { orchestrator: { command: 'orchestrator', args: ['mcp'] } } },
  cursor: { mcpServers: { orchestrator: { command: 'orchestrator', args: ['mcp'] } } },
  vscode: { servers: { orchestrator: { type: 'stdio', command: 'orchestrator', args: ['mcp'] } } },
  gemini: { mcpServers: { orchestrator: { command: 'orchestrator', args: ['mcp'] } } },
  codex: { mcp_servers: { orchestrator: { command: 'orchestrator', args: ['mcp'] } } },
  zed: { context_servers: { orchestrator: { command: 'orchestrator', args: ['mcp'] } } },
} as const;

const pathOf = ({ cwd, home }: Place, client: keyof typeof FILES) =>
  FILES[client].startsWith('~/') ? join(home, FILES[client].slice(2)) : join(cwd, FILES[client]);

const read = (where: Place, client: keyof typeof FILES) => readFileSync(pathOf(where, client), 'utf8');

const clients = Object.keys(FILES) as (keyof typeof FILES)[];

describe('mcp install', () => {
  test.each(clients)(
    '[promise:mcp-install] tells %s, after showing the change, and has nothing to do again',
    async (client) => {
      const where = place();
      const looked = await install(where, client, '--dry-run');
      expect([looked.code, existsSync(pathOf(where, client))]).toEqual([0, false]);
      expect(looked.out).toMatch(/^\+.*orchestrator/mu);
      const done = await install(where, client, '--yes');
      expect([done.code, done.out]).toEqual([0, looked.out]);
      const parse = client === 'codex' ? parseToml : parseJson;
      expect(parse(read(where, client))).toEqual(ENTRIES[client]);
      const before = read(where, client);
      const again = await install(where, client, '--yes');
      expect([again.code, again.out]).toEqual([0, '']);
      expect(again.err).toContain('Nothing to do');
      expect(read(where, client)).toBe(before);
    },
  );

  test('says so if the client would not find the program, also where nothing has to be written', async () => {
    const { cwd, home } = place();
    const bare = { cwd, home, env: { HOME: home, PATH: '/usr/bin:/bin' } };
    for (const outcome of ['written', 'unchanged']) {
      const ran = await install(bare, 'claude', '--yes', '--json');
      expect(documentOf(ran)).toMatchObject({
        ...{ ok: true, outcome },
        problems: [{ severity: 'warning', code: 'program-not-on-path' }],
      });
    }
    const said = await install(bare, 'cursor', '--yes');
    expect(said.err).toContain('no `orchestrator` on your PATH, so Cursor cannot start it');
    expect(said.err).not.toContain('from now on');
  });

  test('asks first, and writes nothing where nobody can be asked', async () => {
    const where = place();
    const ran = await install(where, 'claude', '--json');
    expect([ran.code, existsSync(pathOf(where, 'claude'))]).toEqual([2, false]);
    expect(documentOf(ran)).toMatchObject({
      ok: false,
      file: './.mcp.json',
      problems: [{ code: 'not-confirmed', hint: expect.stringContaining('--yes') }],
    });
  });

  test('keeps whatever else stands in JSON: comments, order, indentation, other servers, and what a hand added', async () => {
    const text =
      '// mine\n{\n\t"theme": "x", // keep\n\t"context_servers": {\n\t\t"other": { "command": "o" },\n\t\t"orchestrator": {\n\t\t\t"command": "old", /* why */\n\t\t\t"env": { "A": "b" },\n\t\t},\n\t},\n\t"last": [1,2]\n}\n';
    const where = place({ [FILES.zed]: text });
    expect((await install(where, 'zed', '--yes')).code).toBe(0);
    const after = read(where, 'zed');
    for (const kept of [
      '// mine',
      '"theme": "x", // keep',
      '/* why */',
      '"env": { "A": "b" }',
      '"last": [1,2]',
    ])
      expect(after).toContain(kept);
    expect(parseJson(after)).toEqual({
      theme: 'x',
      context_servers: {
        other: { command: 'o' },
        orchestrator: { command: 'orchestrator', args: ['mcp'], env: { A: 'b' } },
      },
      last: [1, 2],
    });
    expect((await install(where, 'zed', '--yes')).err).toContain('Nothing to do');
  });

  test.each([
    ['{}', '{\n  "servers": {\n    "orchestrator": E\n  }\n}'],
    ['{"a":1}', '{"a":1,\n  "servers": {\n    "orchestrator": E\n  }\n}'],
    [
      '{\n  "a": 1 // last\n  // end\n}\n',
      '{\n  "a": 1, // last\n  // end\n  "servers": {\n    "orchestrator": E\n  }\n}\n',
    ],
    ['{\n "servers": {\n  "o": {},\n },\n}', '{\n "servers": {\n  "o": {},\n  "orchestrator": E\n },\n}'],
    ['{\r\n  "servers": {}\r\n}\r\n', '{\r\n  "servers": {\r\n    "orchestrator": E\r\n  }\r\n}\r\n'],
    ['', '{\n  "servers": {\n    "orchestrator": E\n  }\n}\n'],
  ])('adds to %j and nothing else', async (text, wanted) => {
    const where = place({ [FILES.vscode]: text });
    await install(where, 'vscode', '--yes');
    const after = read(where, 'vscode');
    const entry = /\{\s*"type": "stdio",\s*"command": "orchestrator",\s*"args": \[\s*"mcp"\s*\]\s*\}/u;
    expect(after.replace(entry, 'E')).toBe(wanted);
    expect(after.includes('\r\n')).toBe(text.includes('\r\n'));
    expect(/(?<!\r)\n/u.test(after)).toBe(!text.includes('\r\n'));
  });

  test('keeps a byte order mark', async () => {
    const where = place({ [FILES.vscode]: '\uFEFF{}' });
    expect((await install(where, 'vscode', '--yes')).code).toBe(0);
    expect(read(where, 'vscode')).toMatch(/^\uFEFF\{\n/u);
  });

  test.each([
    '{"servers":{},"servers":{"o":{"command":"x"}}}',
    '{"servers":{"orchestrator":{"command":"a"},"orchestrator":{"command":"b"}}}',
  ])('leaves %s, of which clients read one part or the other', async (text) => {
    const where = place({ [FILES.vscode]: text });
    const ran = await install(where, 'vscode', '--yes');
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('more than once');
    expect(read(where, 'vscode')).toBe(text);
  });

  test('keeps whatever else stands in TOML, and changes only what is between its marks', async () => {
    const text = 'model = "x" # mine\n\n[mcp_servers.other]\ncommand = "o"\n';
    const where = place({ [FILES.codex]: text });
    await install(where, 'codex', '--yes');
    const after = read(where, 'codex');
    expect(after.startsWith(text)).toBe(true);
    writeFileSync(
      pathOf(where, 'codex'),
      `${after.replace('"orchestrator"\nargs', '"old"\nargs')}\n[tui]\na = 1\n`,
    );
    await install(where, 'codex', '--yes');
    expect(read(where, 'codex')).toBe(`${after}\n[tui]\na = 1\n`);
  });

  test('leaves an entry that a hand wrote in TOML to it, and says where it is', async () => {
    for (const text of [
      'a = 1\n[mcp_servers.orchestrator]\ncommand = "mine"\n',
      'a = 1\nmcp_servers = { other = { command = "o" } }\n',
    ]) {
      const where = place({ [FILES.codex]: text });
      const ran = await install(where, 'codex', '--yes', '--json');
      expect(documentOf(ran)).toMatchObject({
        ok: false,
        problems: [{ code: 'client-entry-by-hand', line: 2 }],
      });
      expect(read(where, 'codex')).toBe(text);
    }
  });

  test.each([
    ['claude', '{\n  "mcpServers": {\n  "a" 1 }\n', 'client-file-broken', 3],
    ['gemini', '[]', 'client-file-unfit', null],
    ['cursor', '{"mcpServers": []}', 'client-file-unfit', null],
    ['vscode', '{"servers": {"orchestrator": 1}}', 'client-file-unfit', null],
    ['codex', 'a = 1\nb = = 2\n', 'client-file-broken', 2],
  ] as const)('of %s with %j is a located error, and the file stays', async (client, text, code, line) => {
    const where = place({ [FILES[client]]: text });
    const ran = await install(where, client, '--yes', '--json');
    expect(ran.code).toBe(1);
    expect(documentOf(ran)).toMatchObject({ problems: [{ code, line }] });
    expect(read(where, client)).toBe(text);
  });

  test('writes through a link of the user’s own, but not out of the project', async () => {
    const where = place({ '~/dotfiles/codex.toml': 'a = 1\n' });
    mkdirSync(join(where.home, '.codex'));
    symlinkSync(join(where.home, 'dotfiles/codex.toml'), pathOf(where, 'codex'));
    await install(where, 'codex', '--yes');
    expect(readFileSync(join(where.home, 'dotfiles/codex.toml'), 'utf8')).toContain(
      '[mcp_servers.orchestrator]',
    );
    symlinkSync(where.home, join(where.cwd, '.cursor'));
    const refused = await install(where, 'cursor', '--yes', '--json');
    expect(documentOf(refused)).toMatchObject({ ok: false, problems: [{ code: 'client-file-outside' }] });
    expect(existsSync(join(where.home, 'mcp.json'))).toBe(false);
  });

  test('names a client that it does not know, with those that it does', async () => {
    const ran = await install(place(), 'curser');
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/Did you mean cursor\?/u);
  });
});
