import type { Result } from '../../../diagnostics/index.ts';

/** The command with which a client starts the server. */
export type ServerCommand = { readonly command: string; readonly args: readonly string[] };

/** A client of the Model Context Protocol, and the file that lists the servers it starts. */
export type McpClient = {
  readonly name: string;
  /** The name that people use. */
  readonly title: string;
  /** Whether its file belongs to the project, and not to the user. */
  readonly isProjects: boolean;
  /** Relative to the project's root, or to the user's home. */
  readonly file: string;
  /** Returns the file with the server added; the same text if nothing has to change. */
  readonly withServer: (text: string, server: ServerCommand, file: string) => Result<string, ClientFileCode>;
  /** Anything else to be done, or known. */
  readonly note?: string;
};

export type ClientFileCode = 'client-file-broken' | 'client-file-unfit' | 'client-entry-by-hand';

/** The name that clients know the server by. */
export const SERVER_NAME = 'orchestrator';
