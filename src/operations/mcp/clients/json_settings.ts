import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { isRecord } from '../../../lib/index.ts';
import { type ClientFileCode, SERVER_NAME, type ServerCommand } from './client.ts';
import { putJson, repeatedKey } from './edit_json.ts';

/**
 * JSON settings that hold the server under a key. Only the server's entry changes: everything else stays, including comments,
 * blanks and the order.
 *
 * @param key - the key that holds the servers
 * @param more - fields of the entry in addition to command and arguments
 */
export function jsonSettings(
  key: string,
  more: Readonly<Record<string, string>> = {},
): (text: string, server: ServerCommand, file: string) => Result<string, ClientFileCode> {
  return (whole, { command, args }, file) => {
    // Editors on Windows may begin a file with a byte order mark.
    const mark = whole.startsWith('\uFEFF') ? '\uFEFF' : '';
    const text = whole.slice(mark.length);
    const errors: ParseError[] = [];
    const settings: unknown = text.trim() === '' ? {} : parse(text, errors, { allowTrailingComma: true });
    const [first] = errors;
    if (first) return broken(text, first, file);
    if (!isRecord(settings)) return unfit(file, 'Its settings are not an object.');
    const twice = repeatedKey(text, [key, SERVER_NAME]);
    if (twice !== undefined)
      return unfit(file, `It has "${twice}" more than once, and clients differ in which one counts.`);
    const servers = settings[key] ?? {};
    if (!isRecord(servers)) return unfit(file, `Its "${key}" is not an object.`);
    const entry = servers[SERVER_NAME] ?? {};
    if (!isRecord(entry)) return unfit(file, `Its "${key}" has something else under "${SERVER_NAME}".`);
    const wanted = { ...more, command, args: [...args] };
    if (Object.keys(entry).length === 0)
      return success(`${mark}${putJson(text, [key, SERVER_NAME], wanted)}`);
    const missing = Object.entries(wanted).filter(
      ([name, value]) => JSON.stringify(entry[name]) !== JSON.stringify(value),
    );
    const changed = missing.reduce(
      (before, [name, value]) => putJson(before, [key, SERVER_NAME, name], value),
      text,
    );
    return success(`${mark}${changed}`);
  };
}

function broken(text: string, { error, offset }: ParseError, file: string) {
  const before = text.slice(0, offset).split('\n');
  return failure('problems', {
    severity: 'error',
    code: 'client-file-broken',
    message: `The settings cannot be read: ${inWords(printParseErrorCode(error))}. They were left as they are.`,
    file,
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    hint: 'Fix the file first, or let the client fix it.',
  });
}

/** `CommaExpected` as `comma expected`. */
function inWords(code: string): string {
  return code.replace(/(?<!^)([A-Z])/gu, ' $1').toLowerCase();
}

function unfit(file: string, message: string) {
  return failure('problems', {
    severity: 'error',
    code: 'client-file-unfit',
    message: `${message} It was left as it is.`,
    file,
    hint: 'Check the file; you can write the entry by hand, in the form that --dry-run shows for another client.',
  });
}
