import { isAbsolute, join } from 'node:path';
import { projectRoot } from '../../context/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { nearest, printableLine, unifiedDiff } from '../../lib/index.ts';
import {
  describeSystemError,
  displayPath,
  fileMode,
  findProgram,
  isWithin,
  readText,
  realPath,
  remedyFor,
  replaceFile,
} from '../../platform/index.ts';
import { confirmChange, type NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import type { ClientFileCode, McpClient, ServerCommand } from './clients/client.ts';
import { mcpClients } from './clients/index.ts';

/** The client to configure. */
export type InstallRequest = {
  readonly client: string;
  /** Whether to write without asking. */
  readonly yes?: boolean;
  readonly dryRun?: boolean;
};

/** Events of {@link installMcp}. */
export type InstallEvent =
  /** The change that would be made. */
  | { readonly kind: 'change'; readonly file: string; readonly diff: string }
  | {
      readonly kind: 'installed';
      readonly title: string;
      readonly file: string;
      readonly outcome: 'written' | 'unchanged' | 'previewed';
      readonly note: string | undefined;
      readonly problems: readonly Problem[];
    };

/** The largest settings that are read, in bytes. */
const LARGEST = 4 * 1024 * 1024;

type InstallMcpCode =
  | ClientFileCode
  | NotConfirmedCode
  | 'cannot-write'
  | 'client-file-changed'
  | 'client-file-outside'
  | 'client-file-unreadable'
  | 'no-home'
  | 'unknown-client';

/** Adds the command that starts the server to a client's settings, and changes nothing else there. */
export async function installMcp(
  context: OperationContext,
  { client: wanted, yes = false, dryRun = false }: InstallRequest,
  port: Port<InstallEvent>,
): Promise<VerbResult<'orchestrator.mcp-install/1', InstallMcpCode>> {
  const client = mcpClients.find(({ name }) => name === wanted);
  if (client === undefined) return unknownClient(wanted);
  const known = { client: client.name, dryRun };
  const place = placeOf(context, client);
  if (!place.ok) return { ...place, known };
  const { path, shown } = place.value;
  const before = readSettings(path, shown);
  if (!before.ok) return { ...before, known };
  const server = serverCommand(context, client);
  const after = client.withServer(before.value ?? '', server, shown);
  if (!after.ok) return { ...after, known: { ...known, file: shown } };
  const diff = unifiedDiff(before.value, after.value, shown);
  const isSame = before.value !== undefined && diff === '';
  const { title, note } = client;
  let outcome: 'written' | 'unchanged' | 'previewed' = isSame ? 'unchanged' : 'previewed';
  if (!isSame) {
    await port.show({ kind: 'change', file: shown, diff });
    if (!dryRun) {
      const refused = yes ? undefined : await confirmChange(port, `Write this to ${shown}?`);
      if (refused) return { ...refused, known: { ...known, file: shown, diff } };
      const again = readSettings(path, shown);
      if (!again.ok) return { ...again, known };
      if (again.value !== before.value) return { ...failure('problems', changed(shown)), known };
      const written = await writeSettings(path, shown, after.value);
      if (!written.ok) return { ...written, known };
      outcome = 'written';
    }
  }
  const problems = client.isProjects && !isOnPath(context) ? [notOnPath(title)] : [];
  await port.show({ kind: 'installed', title, file: shown, outcome, note, problems });
  return success(
    makeDocument('orchestrator.mcp-install/1', {
      ...{ ok: true, client: client.name, file: shown, outcome, dryRun },
      ...{ command: [server.command, ...server.args], diff: isSame ? null : diff, problems },
    }),
  );
}

/** The file of a client's settings. A project's must not lead out of it; a user's may be a link to anywhere. */
function placeOf(
  { cwd, env }: OperationContext,
  { isProjects, file, name }: McpClient,
): Result<{ readonly path: string; readonly shown: string }, 'client-file-outside' | 'no-home'> {
  if (isProjects) {
    const root = projectRoot(cwd);
    const path = join(root, file);
    const shown = displayPath(cwd, path);
    return isWithin(root, path)
      ? success({ path: realPath(path), shown })
      : failure('problems', outside(shown));
  }
  const own = name === 'codex' ? env.CODEX_HOME : env.XDG_CONFIG_HOME;
  const home = env.HOME;
  const path =
    own && isAbsolute(own)
      ? join(own, file.replace(/^\.(?:codex|config)\//u, ''))
      : home && isAbsolute(home)
        ? join(home, file)
        : undefined;
  return path === undefined
    ? failure('environment', NO_HOME)
    : success({ path: realPath(path), shown: displayPath(cwd, path) });
}

/** The command with which clients start the server: its name if a shell would find it, else the file that is running now. */
function serverCommand(context: OperationContext, { isProjects }: McpClient): ServerCommand {
  // A file shared with others must not name a path of this machine.
  if (isProjects || isOnPath(context)) return { command: 'orchestrator', args: ['mcp'] };
  return { command: 'node', args: [join(context.installation, 'dist/main.js'), 'mcp'] };
}

function isOnPath({ env }: OperationContext): boolean {
  return findProgram('orchestrator', env.PATH ?? '') !== undefined;
}

function notOnPath(title: string): Problem<'program-not-on-path'> {
  return {
    severity: 'warning',
    code: 'program-not-on-path',
    message: `There is no \`orchestrator\` on your PATH, so ${title} cannot start it.`,
    hint: 'Install it for all projects, as the README shows: npm install --global ./orchestrator-*.tgz',
  };
}

function readSettings(path: string, file: string): Result<string | undefined, 'client-file-unreadable'> {
  const read = readText(path, LARGEST, 'keep');
  if (read.kind === 'text') return success(read.text);
  if (read.kind === 'absent') return success(undefined);
  const why = {
    'not-a-file': 'it is not a file',
    'not-text': 'it is not text',
    'too-large': 'it is too large',
    unreadable: 'it cannot be read',
  }[read.kind];
  return failure('problems', {
    severity: 'error',
    code: 'client-file-unreadable',
    message: `The settings were left as they are: ${why}.`,
    file,
  });
}

async function writeSettings(
  path: string,
  file: string,
  text: string,
): Promise<Result<'written', 'cannot-write'>> {
  try {
    await replaceFile(path, text, fileMode(path));
    return success('written');
  } catch (error) {
    const why = describeSystemError(error);
    return failure('environment', {
      severity: 'error',
      code: 'cannot-write',
      message: `The settings cannot be written: ${why}. They are as they were.`,
      file,
      ...remedyFor(why),
    });
  }
}

function unknownClient(wanted: string) {
  const names = mcpClients.map(({ name }) => name);
  const likely = nearest(wanted, names);
  return failure('usage', {
    severity: 'error',
    code: 'unknown-client',
    message: `The client "${printableLine(wanted.slice(0, 60))}" is not known.`,
    hint: `${likely === undefined ? '' : `Did you mean ${likely}? `}The clients are ${names.join(', ')}. For any other client, configure it to start \`orchestrator mcp\`.`,
  });
}

function outside(file: string): Problem<'client-file-outside'> {
  return {
    severity: 'error',
    code: 'client-file-outside',
    message: 'A link in the path leads out of the project; nothing was written.',
    file,
    hint: 'Remove the link, or write the entry by hand.',
  };
}

function changed(file: string): Problem<'client-file-changed'> {
  return {
    severity: 'error',
    code: 'client-file-changed',
    message: 'The settings have changed since they were shown; nothing was written.',
    file,
    hint: 'Run it again.',
  };
}

const NO_HOME: Problem<'no-home'> = {
  severity: 'error',
  code: 'no-home',
  message: 'The environment names no home folder, where these settings are stored.',
  hint: 'Set HOME.',
};
