import type { Command } from 'commander';
import type { OperationContext, WorkspaceOptions } from '../../operations/index.ts';
import type { ServeMcp } from '../serve_mcp.ts';
import type { DocumentName, Terminal } from '../terminal/index.ts';

/** Declares a command's arguments, options and action, on a command that has its name and summary. */
export type Declare = (command: Command, setting: CommandSetting) => void;

/** A command's surroundings. */
export type CommandSetting = {
  readonly context: OperationContext;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  /** The whole program with every command declared, for code that has to inspect all of it. */
  readonly declareAll: () => Promise<Command>;
  /** Runs another command within this one, in another folder. Returns the exit code. */
  readonly callAgain: (
    argv: readonly string[],
    within: Pick<OperationContext, 'cwd' | 'userFolder'> & {
      readonly isQuiet: boolean;
      /** Receives the messages when quiet. */
      readonly hear?: (text: string) => void;
    },
  ) => Promise<number>;
  /** The other front end. */
  readonly serveMcp?: ServeMcp;
  /** Sets the exit code. */
  readonly finish: (exitCode: number) => void;
};

/** The options that every command has. */
export type CommonOptions = {
  readonly json?: boolean;
  readonly debug?: boolean;
  readonly record?: string;
  readonly replay?: string;
};

/** Adds the options that every command has, and its examples before its help. */
export function withCommonOptions(command: Command, examples: readonly string[]): Command {
  return command
    .option('--json', 'print one JSON document on standard output')
    .option('--no-input', 'never ask; report what is missing instead')
    .option('--no-color', 'print without colours')
    .option('--debug', 'log what happens on standard error, without keys')
    .option('--record <folder>', 'record requests to models and agents and their answers there, without keys')
    .option('--replay <folder>', 'replay from there: no model, agent, key or network is used')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('before', `Examples:\n${examples.map((example) => `  $ ${example}\n`).join('')}`);
}

/** Names the document that a command prints with `--json`, if other than that of its own name. */
export function withDocument(command: Command, document: DocumentName): Command {
  return Object.assign(command, { document });
}

/** Adds the option for the source of goals. */
export function withGoalMapOption(command: Command): Command {
  return command.option(
    '--goal-map <file>',
    'use this goal map (default: the nearest goal_map.json upward, else the built-in one)',
  );
}

/** Adds the options for the sources of goals and components. */
export function withWorkspaceOptions(command: Command): Command {
  return withGoalMapOption(command).option(
    '--library <folder>',
    'look for components here first, instead of in the project’s components/',
  );
}

/** Adds the options of a command that works with goals and components: the common ones, and the sources of these. */
export function withLibraryOptions(command: Command, examples: readonly string[]): Command {
  return withWorkspaceOptions(withCommonOptions(command, examples));
}

/** Flags added by {@link withLibraryOptions}. */
export type WorkspaceFlags = CommonOptions & { readonly goalMap?: string; readonly library?: string };

/** The flags as options of the operation. */
export function workspaceOptions({ goalMap, library }: WorkspaceFlags): WorkspaceOptions {
  return { ...(goalMap === undefined ? {} : { goalMap }), ...(library === undefined ? {} : { library }) };
}

/** Collects an option that can be repeated. Recognised by its mark: each of the built files has a copy of it. */
export const collect = Object.assign(
  (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value],
  { repeats: true },
);
