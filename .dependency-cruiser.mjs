// The layers of the house. Each rule says why it is there; `npm run layers` checks them.

const domains = '(framework|plan|evals|batch|context|patterns|exchange|llm|tape|config)';

/** A rule that forbids modules in `from` to import modules in `to`. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/**
 * The rooms of src/batch from the ground up: each may use those before it in this list, and none after it. Those with two folders
 * are parts of a room: the watchers read what agents print, so the readers are below the executors that start agents.
 */
const ROOMS = [
  ['store', 'store/'],
  ['git', 'git/'],
  ['sandbox', 'safety/sandbox/'],
  ['safety', 'safety/'],
  ['verify', 'verify/'],
  ['scheduling', 'scheduling/'],
  ['remote', 'remote/'],
  ['agents', 'executors/agents/'],
  ['watching', 'executors/(watching/|executor[.]ts)'],
  ['executors', 'executors/'],
  ['prompts', 'prompts/'],
  ['run', 'run/'],
  ['review', 'review/'],
  ['report', 'report/'],
];

/** The rooms of src/batch/run in the same order; what joins them, and nothing else, is in the folder itself. */
const ROOMS_OF_RUN = [
  'parts',
  'worktrees',
  'keeping',
  'gates',
  'merging',
  'attempts',
  'recovery',
  '[^/]+[.]ts',
];

/** No arrow upward between rooms: each pair is a name and the paths under a folder. `index.ts` and what is generated are no rooms. */
const looksDown = (folder, name, rooms) =>
  rooms.slice(0, -1).map(([room, path], place) =>
    forbid(
      `${name}-${room}-looks-down`,
      'An arrow upward makes a cycle of rooms, and none of them can be read alone.',
      {
        path: `^${folder}/${path}`,
        pathNot: rooms.slice(0, place).map(([, lower]) => `^${folder}/${lower}`),
      },
      {
        path: rooms.slice(place + 1).map(([, upper]) => `^${folder}/${upper}`),
        pathNot: rooms.slice(0, place + 1).map(([, lower]) => `^${folder}/${lower}`),
      },
    ),
  );

const roomsOfBatch = [
  ...looksDown('src/batch', 'batch', ROOMS),
  ...looksDown(
    'src/batch/run',
    'run',
    ROOMS_OF_RUN.map((room) => [room, room]),
  ),
];

/** A folder under src/ may import from those named, from itself, and from packages. */
const mayImport = (folder, comment, allowed) =>
  forbid(
    `${folder}-imports`,
    comment,
    { path: `^src/${folder}/` },
    { path: '^src/', pathNot: [`^src/${folder}/`, ...allowed.map((name) => `^src/${name}/`)] },
  );

export default {
  forbidden: [
    forbid(
      'no-cycle',
      'A cycle cannot be read top-down, and loads in an order that nobody chose.',
      {},
      { circular: true },
    ),
    forbid(
      'only-through-the-index',
      'A folder is imported only through its index.ts, so that what is behind it can change freely.',
      { path: '^src/([^/]+)/' },
      { path: '^src/[^/]+/.+', pathNot: ['^src/$1/', '^src/[^/]+/index[.]ts$'] },
    ),
    mayImport('lib', 'lib holds small things with no domain word in them; it needs nothing else.', []),
    mayImport('diagnostics', 'Problems and results are shared by all, so they depend on nothing but lib.', [
      'lib',
    ]),
    mayImport('platform', 'The only code that touches the system knows nothing of what it is used for.', [
      'diagnostics',
      'lib',
    ]),
    mayImport(
      'framework',
      'A domain reaches the model, the system and the shared words; never a front end.',
      ['llm', 'config', 'platform', 'diagnostics', 'lib'],
    ),
    mayImport('plan', 'A plan is read, judged and drawn without a front end, and without running it.', [
      'context',
      'patterns',
      'framework',
      'llm',
      'config',
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport('batch', 'A batch is generated, run and proven without a front end.', [
      'framework',
      'plan',
      'context',
      'patterns',
      'llm',
      'tape',
      'config',
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport('evals', 'Evals compose frameworks and ask models; they know no front end.', [
      'framework',
      'llm',
      'config',
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport('llm', 'The model port knows no domain that uses it.', [
      'config',
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport('context', 'Discovered facts serve every domain and know none of them.', [
      'llm',
      'config',
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport(
      'patterns',
      "Patterns and their outcomes are read and evaluated without knowing what a batch is; one reader reads other tools' files.",
      ['exchange', 'llm', 'config', 'platform', 'diagnostics', 'lib'],
    ),
    mayImport('exchange', "Prompts in other tools' files are read and written without a front end.", [
      'framework',
      'config',
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport('tape', 'A tape keeps what was exchanged and does not know who exchanges it.', [
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport('config', 'Settings are read by every domain and know none.', [
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport('operations', 'An operation joins domains, and does not know which front end calls it.', [
      domains,
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport(
      'cli',
      'A front end calls operations; bypassing them would create a second way to do the same thing.',
      ['operations', 'diagnostics', 'lib'],
    ),
    mayImport('mcp', 'The other front end, for clients of agents: it knows no terminal.', [
      'operations',
      'diagnostics',
      'lib',
    ]),
    forbid(
      'commands-only-declare-call-and-print',
      'Creating a Failure is a decision, and decisions belong to operations: a command knows problems only as types.',
      {
        path: '^src/cli/(commands/|run_verb[.]ts|screen[.]ts|terminal_port[.]ts|generation_text[.]ts)',
      },
      { path: '^src/diagnostics/', dependencyTypesNot: ['type-only'] },
    ),
    ...roomsOfBatch,
    forbid('nothing-imports-main', 'main is the entry point.', {}, { path: '^src/main[.]ts$' }),
    forbid(
      'only-main-and-runtime-compose',
      'The composition root is built once, by main.',
      { path: '^src/', pathNot: '^src/main[.]ts$' },
      { path: '^src/runtime[.]ts$' },
    ),
    forbid(
      'src-never-tests',
      'Shipped code does not know its tests.',
      { path: '^src/' },
      { path: '^(tests|bench|scripts)/' },
    ),
    forbid(
      'files-only-in-platform',
      'One place touches files, processes and the clock, so one place has their traps.',
      { path: `^src/(${domains}|operations|lib|diagnostics)/` },
      { path: '^(node:)?(fs|fs/promises|child_process|os|net|http|https)$' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node'],
    },
  },
};
