import { parse, TomlError } from 'smol-toml';
import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { type ClientFileCode, SERVER_NAME, type ServerCommand } from './client.ts';

const BEGIN = '# orchestrator mcp install: begin';
const END = '# orchestrator mcp install: end';
const BLOCK = new RegExp(`^${BEGIN}\\r?\\n[\\s\\S]*?^${END}(?:\\r?\\n|$)`, 'mu');

/**
 * TOML settings that hold the server in a table of its own, between two marks; only text between them is ever replaced. An entry
 * written by hand is left alone.
 */
export function tomlSettings(
  text: string,
  { command, args }: ServerCommand,
  file: string,
): Result<string, ClientFileCode> {
  const read = readToml(text, file);
  if (!read.ok) return read;
  const entry = entryIn(read.value);
  const isSame =
    entry !== undefined && JSON.stringify([entry.command, entry.args]) === JSON.stringify([command, args]);
  if (isSame) return success(text);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const block = `${[BEGIN, `[mcp_servers.${SERVER_NAME}]`, `command = ${JSON.stringify(command)}`, `args = ${JSON.stringify(args)}`, END].join(eol)}${eol}`;
  if (entry !== undefined && !BLOCK.test(text)) return byHand(text, file);
  const gap = text === '' ? '' : text.endsWith('\n') ? eol : `${eol}${eol}`;
  const changed = BLOCK.test(text) ? text.replace(BLOCK, () => block) : `${text}${gap}${block}`;
  const checked = readToml(changed, file);
  const isIn = checked.ok && entryIn(checked.value)?.command === command;
  return isIn ? success(changed) : byHand(text, file);
}

type Table = Readonly<Record<string, unknown>>;

function readToml(text: string, file: string): Result<Table, ClientFileCode> {
  try {
    return success(parse(text) as Table);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return failure('problems', {
      severity: 'error',
      code: 'client-file-broken',
      message: `The settings cannot be read: ${(error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /u, '')}. They were left as they are.`,
      file,
      line: error.line,
      column: error.column,
      hint: 'Fix the file first, or let the client fix it.',
    });
  }
}

function entryIn(whole: Table): Table | undefined {
  const servers = whole.mcp_servers;
  const entry = isTable(servers) ? servers[SERVER_NAME] : undefined;
  return isTable(entry) ? entry : undefined;
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byHand(text: string, file: string) {
  const lines = text.split('\n');
  const place = lines.findIndex((line) => /^\s*(?:\[\s*)?mcp_servers\b/u.test(line));
  return failure('problems', {
    severity: 'error',
    code: 'client-entry-by-hand',
    message: `The entries under mcp_servers were written by hand, and nothing can be added without changing them. They were left as they are.`,
    file,
    ...(place === -1 ? {} : { line: place + 1 }),
    hint: `Change the table [mcp_servers.${SERVER_NAME}] there, or remove it and run this again.`,
  });
}
