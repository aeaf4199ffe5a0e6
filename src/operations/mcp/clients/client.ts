import type { Result } from '../../../diagnostics/index.ts';

/** How a client starts the server. */
export type ServerCommand = { readonly command: string; readonly args: readonly string[] };

/** A client of the Model Context Protocol, and where it keeps which servers it starts. */
export type McpClient = {
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** Whether its file is the project's, and not the user's. */
  readonly isProjects: boolean;
  /** From the project's root, or from the user's home. */
  readonly file: string;
  /** The file with the server in it; the same text where nothing has to change. */
  readonly withServer: (text: string, server: ServerCommand, file: string) => Result<string, ClientFileCode>;
  /** What else has to be done, or known. */
  readonly note?: string;
};

export type ClientFileCode = 'client-file-broken' | 'client-file-unfit' | 'client-entry-by-hand';

/** The name that clients know the server by. */
export const SERVER_NAME = 'orchestrator';
