import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CatalogSource,
  findEntry,
  indexSource,
  type ReadEntry,
  readCatalogSource,
  type SearchIndex,
  searchCatalog,
} from '../../src/patterns/index.ts';
import { marketplace } from '../support/marketplace.ts';
import { emptyFolder } from '../support/program.ts';
import { putFiles } from '../support/repository.ts';

const SOURCE: CatalogSource = {
  name: 'toolshed',
  description: '',
  folder: '/x',
  commit: null,
  read: '2026-11-29',
};

function read(folder: string) {
  const result = readCatalogSource(folder);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

function indexOf(entries: readonly Partial<ReadEntry>[], name = 'toolshed'): SearchIndex {
  const plain = {
    kind: 'agent',
    plugin: 'kit',
    description: '',
    category: '',
    keywords: [],
    path: 'a.md',
    origin: null,
    programs: [],
    text: '',
  } as const;
  const whole = entries.map((entry, place): ReadEntry => ({ ...plain, name: `entry-${place}`, ...entry }));
  return indexSource(
    { ...SOURCE, name },
    { name, description: '', entries: whole, renames: {}, problems: [] },
  );
}

describe('reading a marketplace', () => {
  const source = read(marketplace());
  const plugin = (name: string) =>
    source.entries.find((entry) => entry.kind === 'plugin' && entry.name === name);
  const partsOf = (name: string) =>
    source.entries
      .filter((entry) => entry.kind !== 'plugin' && entry.plugin === name)
      .map(({ kind, name: part }) => `${kind} ${part}`);

  test('its plugins and what they bring; only what a whole entry names', () => {
    expect(source).toMatchObject({
      name: 'toolshed',
      description: 'Tools for every day',
    });
    expect(source.renames).toEqual({ 'sql-kit': 'database-kit' });
    expect(source.problems).toContainEqual(expect.objectContaining({ code: 'catalog-rename-broken' }));
    expect(partsOf('database-kit')).toEqual(['agent query-tuner', 'agent table-designer', 'command migrate']);
    expect(partsOf('web-kit')).toEqual(['agent page-reader', 'skill contrast']);
    expect(partsOf('papers')).toEqual(['skill spread']);
  });

  test('what is kept elsewhere is told with how to get it, and nothing is fetched', () => {
    expect(plugin('far-away')?.origin).toEqual({
      kind: 'git-subdir',
      place: 'https://example.com/far.git in kit at abcdef012345',
      commands: [
        'git clone -- https://example.com/far.git far',
        'git -C far checkout abcdef0123456789',
        'orchestrator catalog add far/kit',
      ],
    });
    expect(plugin('short')?.origin?.place).toBe('https://github.com/some/short.git');
    expect(plugin('packaged')?.origin?.commands).toEqual([
      "npm pack --ignore-scripts -- '@some/packaged@^2'",
    ]);
    expect(plugin('strange')?.origin).toEqual({
      kind: 'unknown',
      place: 'a source of the kind "satellite"',
      commands: [],
    });
  });

  test.each([
    { source: 'url', url: 'git@host:a/--config=core.sshCommand=touch;false' },
    { source: 'url', url: 'ext::sh -c touch' },
    { source: 'github', repo: 'a/b', ref: '--upload-pack=touch' },
    { source: 'url', url: 'https://example.com/a.git', sha: '-b' },
    { source: 'npm', package: 'github:evil/pkg' },
    { source: 'npm', package: '--script-shell=x' },
    { source: 'npm', package: '../folder' },
    { source: 'npm', package: 'good', version: 'file:../x' },
  ])('no command that is shown runs what a list says: %j', (place) => {
    const folder = emptyFolder();
    const plugins = [
      { name: 'bad', source: place },
      { name: 'good', source: { source: 'github', repo: 'a/b' } },
    ];
    putFiles(folder, { 'marketplace.json': JSON.stringify({ name: 'm', plugins }) });
    const { entries } = read(folder);
    // `npm pack` runs what is in a folder or at an address, so such an entry is none.
    if (place.source === 'npm') expect(entries.map(({ name }) => name)).toEqual(['good']);
    const shown = entries.flatMap(({ origin }) => origin?.commands ?? []);
    for (const command of shown) {
      const [before = '', operands = ''] = command.split(' -- ');
      expect(before).not.toMatch(/touch|evil|--(?!ignore-scripts)/u);
      expect(operands).not.toMatch(/ '?-/u);
    }
  });

  test('what would be started is shown', () => {
    expect(plugin('database-kit')?.programs).toEqual([
      'hook: touch /tmp/hooked',
      'MCP server: db-server --port 1',
    ]);
    expect(plugin('plain-url')?.programs).toEqual(['language server: far-server --stdio']);
  });

  test('broken entries are told with their lines, and the others are read', () => {
    const told = source.problems.map(({ code, message, line }) => [
      code,
      message.split(/ (?:was|is) /u)[0],
      typeof line,
    ]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['catalog-entry-broken', 'Entry 9 (outside)', 'number'],
        ['catalog-entry-broken', 'Entry 10 (rooted)', 'number'],
        ['catalog-entry-broken', 'gone', 'number'],
        ['catalog-entry-broken', 'Entry 12 (option)', 'number'],
        ['catalog-entry-twice', 'web-kit', 'number'],
        ['catalog-entry-broken', 'Entry 14', 'number'],
        ['catalog-entry-broken', 'Entry 15', 'number'],
        ['catalog-front-matter', 'The front matter', 'number'],
      ]),
    );
    expect(source.problems.every(({ severity }) => severity === 'warning')).toBe(true);
    expect(source.entries.find(({ name }) => name === 'table-designer')?.description).toBe(
      'Designs tables: keys, constraints',
    );
  });

  test('a list of another tool is named where it is wrong', () => {
    const folder = emptyFolder();
    putFiles(folder, {
      '.cursor-plugin/marketplace.json':
        '{ "name": "m", "plugins": [\n{ "name": "a", "source": "./gone" },\n{ "name": "b", "source": "./b" }] }',
      'b/agents/x.md': 'x',
    });
    expect(read(folder).problems).toMatchObject([{ file: '.cursor-plugin/marketplace.json', line: 2 }]);
  });

  test.each([
    ['no JSON', '{ "plugins": [', 'catalog-list-broken'],
    ['no list', '{ "plugins": {} }', 'catalog-list-broken'],
    ['empty', '', 'catalog-list-broken'],
  ])('a list that is %s is refused, with its place', (_, text, code) => {
    const folder = emptyFolder();
    putFiles(folder, { '.claude-plugin/marketplace.json': text });
    expect(readCatalogSource(folder)).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([expect.objectContaining({ code })]),
    });
  });

  test('links are not followed, out of the folder least of all', () => {
    const [folder, outside] = [emptyFolder(), emptyFolder()];
    putFiles(outside, { 'agents/secret.md': '---\nname: secret\ndescription: x\n---\nx\n' });
    putFiles(folder, {
      '.claude-plugin/marketplace.json':
        '{ "name": "m", "plugins": [{ "name": "link", "source": "./link" }, { "name": "own", "source": "./own" }] }',
      'own/agents/mine.md': '---\nname: mine\n---\nx\n',
    });
    mkdirSync(join(folder, 'own/skills'));
    symlinkSync(outside, join(folder, 'link'));
    symlinkSync(outside, join(folder, 'own/skills/out'));
    expect(read(folder).entries.map(({ name }) => name)).toEqual(['own', 'mine']);
  });

  test.each([
    [
      'a plugin by itself',
      { '.claude-plugin/plugin.json': '{ "name": "solo" }', 'skills/a/SKILL.md': 'Do a.' },
      ['plugin solo', 'skill a'],
    ],
    [
      'plugins without a list',
      { 'plugins/p/agents/a.md': 'x', 'plugins/q/commands/b.md': 'y' },
      ['plugin p', 'agent a', 'plugin q', 'command b'],
    ],
    [
      'a list of something else',
      { '.claude-plugin/marketplace.json': '{ "agents": [{ "name": "a" }] }', 'agents/a.md': 'x' },
      ['plugin', 'agent a'],
    ],
    ['one skill', { 'SKILL.md': '---\nname: one\n---\nx' }, ['plugin', 'skill one']],
    [
      'the list of Codex',
      {
        '.agents/plugins/marketplace.json':
          '{ "name": "c", "plugins": [{ "name": "p", "source": { "source": "local", "path": "./p" } }] }',
        'p/skills/s/SKILL.md': 'x',
      },
      ['plugin p', 'skill s'],
    ],
  ])('%s', (_, files, expected) => {
    const folder = emptyFolder();
    putFiles(folder, files);
    const found = read(folder).entries.map(({ kind, name }) =>
      expected[0] === 'plugin' && kind === 'plugin' ? kind : `${kind} ${name}`,
    );
    expect(found).toEqual(expected);
  });
});

describe('finding by name', () => {
  const index = indexSource(SOURCE, read(marketplace()));
  test.each([
    ['database-kit', 'database-kit@toolshed'],
    ['database-kit@toolshed', 'database-kit@toolshed'],
    ['database-kit:query-tuner', 'database-kit:query-tuner@toolshed'],
    ['query-tuner', 'database-kit:query-tuner@toolshed'],
    ['agent database-kit:query-tuner@toolshed', 'database-kit:query-tuner@toolshed'],
    ['sql-kit', 'database-kit@toolshed'],
  ])('%s', (wanted, id) => {
    expect(findEntry([index], wanted)).toMatchObject({ kind: 'found', entry: { id } });
  });

  test('one of several is asked for, and a slip is guessed', () => {
    const twice = [
      index,
      indexOf([{ kind: 'plugin', plugin: 'database-kit', name: 'database-kit' }], 'other'),
    ];
    expect(findEntry(twice, 'database-kit')).toEqual({
      kind: 'several',
      ids: ['database-kit@other', 'database-kit@toolshed'],
    });
    expect(findEntry([index], 'query-tunr')).toEqual({ kind: 'none', nearest: 'query-tuner' });
  });

  test('an entry names those that its text names', () => {
    expect(index.entries.find(({ name }) => name === 'query-tuner')?.names).toEqual([
      'database-kit:table-designer@toolshed',
    ]);
  });
});

describe('searching', () => {
  const index = indexSource(SOURCE, read(marketplace()));
  const best = (query: string) => searchCatalog([index], query).hits[0]?.entry.name;

  test.each([
    ['make my slow query fast', 'query-tuner'],
    ['screen reader test of a page', 'page-reader'],
    ['is the contrast of these colours enough', 'contrast'],
    ['migration', 'migrate'],
    ['read a spreadsheet', 'spread'],
  ])('%s', (query, name) => expect(best(query)).toBe(name));

  test.each([
    'bake a cake with cherries',
    'walk the dog',
    'latest fashion from Paris',
    'slow but fast: cherries, honey and flour on Sunday',
    '',
  ])('nothing fits %j', (query) => {
    expect(searchCatalog([index], query).hits).toEqual([]);
  });

  test('few words of a query that only a long text has say little, unless it says all of them again and again', () => {
    const filler = Array.from({ length: 60 }, (_, at) => ({ name: `other-${at}`, text: `matter ${at}` }));
    const said = (one: Partial<ReadEntry>, query: string) =>
      searchCatalog([indexOf([{ name: 'one', ...one }, ...filler])], query).hits.length > 0;
    const text = 'hang heavy mirror mirror mirror wall';
    expect(said({ text }, 'hang a heavy mirror safely')).toBe(false);
    expect(said({ text, description: 'Things that hang' }, 'hang a heavy mirror safely')).toBe(true);
    expect(said({ text: 'asyncpg pool. asyncpg row. asyncpg type.' }, 'asyncpg')).toBe(true);
  });

  test('what several plugins bring is found once, with the names that it has besides', () => {
    const one = { kind: 'agent', name: 'tuner', description: 'Tunes slow queries' } as const;
    const other = { kind: 'agent', name: 'designer', description: 'Designs tables for queries' } as const;
    const filler = Array.from({ length: 20 }, (_, at) => ({ name: `other-${at}`, text: `matter ${at}` }));
    const copies = ['a', 'b', 'c'].map((plugin) => ({ ...one, plugin }));
    const { hits } = searchCatalog(
      [indexOf([...copies, { ...other, plugin: 'a' }, ...filler])],
      'slow queries',
      {
        most: 2,
      },
    );
    expect(hits.map(({ entry: { name }, copies: also }) => [name, also.length])).toEqual([
      ['tuner', 2],
      ['designer', 0],
    ]);
  });

  test('endings of one word are one word, and the query is told in its own words', () => {
    const filler = Array.from({ length: 20 }, (_, at) => ({ name: `other-${at}`, text: `matter ${at}` }));
    const matched = (description: string, query: string) =>
      searchCatalog([indexOf([{ name: 'one', description }, ...filler])], query).hits[0]?.matched;
    expect(matched('Write release notes', 'writing notes')).toEqual(['writing', 'notes']);
    expect(matched('Caching and planning', 'cache plans')).toEqual(['cache', 'plans']);
    expect(matched('Running a debugger', 'run debuggers')).toEqual(['run', 'debuggers']);
    expect(matched('Installs what passes', 'installed pass')).toEqual(['installed', 'pass']);
  });

  test('what a query says again and again counts more than what it says once', () => {
    const entries = [
      { name: 'one', description: 'Webhook delivery' },
      { name: 'two', description: 'Phrase delivery' },
      { name: 'three', text: 'gardening' },
    ];
    const first = (query: string) => searchCatalog([indexOf(entries)], query).hits[0]?.entry.name;
    expect(first('phrases: webhook, webhooks')).toBe('one');
    expect(first('phrase, phrases, webhook')).toBe('two');
  });

  test('words of grammar alone are no sign that something fits', () => {
    const text = 'Set up between two trees, once more after that. Set up between two trees.';
    const filler = Array.from({ length: 60 }, (_, at) => ({ name: `other-${at}`, text: `matter ${at}` }));
    const fits = (query: string) =>
      searchCatalog([indexOf([{ name: 'one', description: 'Between two trees', text }, ...filler])], query)
        .hits.length > 0;
    expect(fits('a hammock between two poles')).toBe(false);
    expect(fits('before and after')).toBe(false);
    expect(fits('between two trees')).toBe(true);
  });

  test('a word in the name of the plugin counts, and a kind is kept to', () => {
    expect(
      searchCatalog([index], 'sql', { kind: 'plugin' }).hits.every(({ entry }) => entry.kind === 'plugin'),
    ).toBe(true);
  });

  test('two sources rank as one: an entry is scored by its words, not by its neighbours in a file', () => {
    const entries = [
      { name: 'a-one', text: 'kubernetes manifests' },
      { name: 'b-two', text: 'kubernetes kubernetes and helm charts' },
      { name: 'c-three', text: 'sourdough' },
      { name: 'd-four', text: 'gardening' },
    ];
    const together = searchCatalog([indexOf(entries)], 'kubernetes helm').hits.map(({ entry, score }) => [
      entry.name,
      score,
    ]);
    const apart = searchCatalog(
      [indexOf(entries.slice(0, 2), 's'), indexOf(entries.slice(2), 't')],
      'kubernetes helm',
    );
    expect(apart.hits.map(({ entry, score }) => [entry.name, score])).toEqual(together);
  });

  test('words of any kind come back as they were: names of properties are words too', () => {
    const word = fc.oneof(
      fc.constantFrom('constructor', '__proto__', 'toString', 'valueOf'),
      fc.string({ minLength: 1, maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        const stored = JSON.parse(
          JSON.stringify(indexOf([{ text: words.join(' ') }, { text: 'gardening' }])),
        ) as SearchIndex;
        const { hits } = searchCatalog([stored], words.join(' '));
        for (const { share, score } of hits)
          expect(share > 0 && share <= 1 + 1e-9 && Number.isFinite(score)).toBe(true);
        const own = indexOf([{ text: words.join(' ') }, { text: 'gardening' }]);
        expect(hits).toEqual(searchCatalog([own], words.join(' ')).hits);
      }),
    );
  });
});
