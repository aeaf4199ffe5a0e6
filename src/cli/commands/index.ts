import type { Declare } from './declare.ts';

/** A command as the first page of help shows it, and how to load the rest of it. */
export type CommandEntry = {
  readonly name: string;
  readonly summary: string;
  readonly verbs?: readonly string[];
  /** Not shown in help: programs call it, not people. */
  readonly hidden?: true;
  readonly load: () => Promise<{ readonly declare: Declare }>;
};

/** The commands, in the order in which help shows them. Only the one that is run is loaded. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'new',
    summary: 'make a framework: asks for what the flags leave open',
    load: () => import('./new.ts'),
  },
  { name: 'init', summary: 'put an editable goal map into this project', load: () => import('./init.ts') },
  {
    name: 'goals',
    summary: 'what the goal map offers: list, show, test',
    verbs: ['list', 'show', 'test'],
    load: () => import('./goals.ts'),
  },
  {
    name: 'components',
    summary: 'personas, protocols and constraints: list, show, search, new, promote',
    verbs: ['list', 'show', 'search', 'new', 'promote'],
    load: () => import('./components.ts'),
  },
  {
    name: 'explain',
    summary: 'where the lines of a generated file came from',
    load: () => import('./explain.ts'),
  },
  {
    name: 'config',
    summary: 'settings: list, get, set, unset, path',
    verbs: ['list', 'get', 'set', 'unset', 'path'],
    load: () => import('./config.ts'),
  },
  {
    name: 'doctor',
    summary: 'what works here, and how to mend what does not',
    load: () => import('./doctor.ts'),
  },
  {
    name: 'completion',
    summary: 'completion for bash, zsh, fish and PowerShell',
    load: () => import('./completion.ts'),
  },
  { name: 'complete', summary: 'answers a shell', hidden: true, load: () => import('./complete.ts') },
];

/**
 * The command that arguments name. Without any, or with options only, it is `new`, the wizard; `undefined` means that
 * the program itself has to answer: with help, the version, or what is wrong with the name.
 */
export function findCommand(argv: readonly string[]): CommandEntry | undefined {
  const [first] = argv;
  const isPlain =
    first === undefined || (first.startsWith('-') && !['-h', '--help', '-V', '--version'].includes(first));
  const name = isPlain ? 'new' : first;
  return commands.find((command) => command.name === name);
}
