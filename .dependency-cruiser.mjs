// The layers of the house. Each rule says why it is there; `npm run layers` checks them.

const domains = '(framework|plan|evals|batch|context|patterns|exchange|llm|tape|config)';

/** A rule that forbids what stands in `from` to import what stands in `to`. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/**
 * The rooms of src/batch from the ground up: each may use those above it in this list, and none below. Those named with two folders
 * are parts of a room: what agents print is read by whoever watches them, so the readers are under the executors that start them.
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
      'A folder is imported only through its index.ts: what is behind it can change without asking anybody.',
      { path: '^src/([^/]+)/' },
      { path: '^src/[^/]+/.+', pathNot: ['^src/$1/', '^src/[^/]+/index[.]ts$'] },
    ),
    mayImport('lib', 'lib holds small things with no domain word in them; it needs nobody.', []),
    mayImport(
      'diagnostics',
      'Problems and results are what everybody shares, so they can depend on nobody.',
      ['lib'],
    ),
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
    mayImport(
      'evals',
      'What is judged knows how frameworks are composed and models asked; never a front end.',
      ['framework', 'llm', 'config', 'platform', 'diagnostics', 'lib'],
    ),
    mayImport('llm', 'The model port knows no domain that uses it.', [
      'config',
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport('context', 'What is found out about a project serves every domain and knows none of them.', [
      'llm',
      'config',
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport(
      'patterns',
      "Patterns and their outcomes are read and reckoned without knowing what a batch is; other tools' files are read by one reader.",
      ['exchange', 'llm', 'config', 'platform', 'diagnostics', 'lib'],
    ),
    mayImport('exchange', "Prompts in other tools' files are read and written without a front end.", [
      'framework',
      'config',
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport('tape', 'A tape keeps what was exchanged and knows nobody who exchanges.', [
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport('config', 'Settings are read by everybody and read nobody.', [
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport('operations', 'An operation joins domains; how it is asked for is none of its business.', [
      domains,
      'platform',
      'diagnostics',
      'lib',
    ]),
    mayImport('cli', 'A front end calls operations; going past them would make a second way to do a thing.', [
      'operations',
      'diagnostics',
      'lib',
    ]),
    mayImport('mcp', 'The other front end, for clients of agents: it knows no terminal.', [
      'operations',
      'diagnostics',
      'lib',
    ]),
    forbid(
      'commands-only-declare-call-and-print',
      'Whoever makes a Failure decides, and that is the operation: a command knows problems as types.',
      {
        path: '^src/cli/(commands/|run_verb[.]ts|screen[.]ts|terminal_port[.]ts|generation_text[.]ts)',
      },
      { path: '^src/diagnostics/', dependencyTypesNot: ['type-only'] },
    ),
    ...roomsOfBatch,
    forbid('nobody-imports-main', 'main is where it starts.', {}, { path: '^src/main[.]ts$' }),
    forbid(
      'only-main-and-runtime-compose',
      'The composition root is built once, by main.',
      { path: '^src/', pathNot: '^src/main[.]ts$' },
      { path: '^src/runtime[.]ts$' },
    ),
    forbid(
      'src-never-tests',
      'What ships does not know its tests.',
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
