import {
  describeSystemError,
  fileMode,
  readText,
  replaceFile,
  systemErrorCode,
} from '../../../platform/index.ts';
import {
  bad,
  good,
  type Looking,
  listBelow,
  readPart,
  searchBelow,
  type ToolResult,
} from './look_at_files.ts';
import { placeToWrite } from './place.ts';
import type { SoundCall } from './read_call.ts';
import { replaceOnce } from './replace_once.ts';

/** The powers of the tools of one attempt. */
export type Workbench = Looking & {
  /** Whether the file with a path in the working directory may be written. */
  readonly isDeclared: (path: string) => boolean;
  /** The commands that may be run, exactly as written. */
  readonly commands: readonly string[];
  readonly run: (command: string) => Promise<ToolResult>;
};

/** Carries out a call. Disk errors become the result; it never throws because of a model's request. */
export async function doCall(bench: Workbench, { tool, given }: SoundCall): Promise<ToolResult> {
  const text = (key: string): string => String(given[key] ?? '');
  const count = (key: string): number | undefined =>
    typeof given[key] === 'number' ? Number(given[key]) : undefined;
  try {
    switch (tool) {
      case 'list':
        return await listBelow(bench, text('path'));
      case 'read':
        return readPart(bench, text('path'), { from: count('from'), lines: count('lines') });
      case 'search':
        return await searchBelow(bench, text('text'), text('path'));
      case 'write':
        return await write(bench, text('path'), text('content'));
      case 'edit':
        return await edit(bench, text('path'), text('old'), text('new'));
      case 'run':
        return await run(bench, text('command'));
    }
  } catch (error) {
    if (systemErrorCode(error) === '') throw error;
    return bad(`The system refused: ${describeSystemError(error)}.`);
  }
}

const MAX_BYTES = 4 * 1024 * 1024;

async function write({ root, isDeclared }: Workbench, written: string, content: string): Promise<ToolResult> {
  const place = placeToWrite(root, written, isDeclared);
  if (!place.ok) return bad(place.why);
  if (Buffer.byteLength(content) > MAX_BYTES) return bad(`That is more than ${MAX_BYTES} bytes.`);
  await replaceFile(place.file, content, fileMode(place.file));
  return good(`Written: ${place.path}, ${content.split('\n').length} lines.`);
}

async function edit(
  { root, isDeclared }: Workbench,
  written: string,
  old: string,
  put: string,
): Promise<ToolResult> {
  const place = placeToWrite(root, written, isDeclared);
  if (!place.ok) return bad(place.why);
  const read = readText(place.file, MAX_BYTES, 'keep');
  if (read.kind === 'absent') return bad('There is no such file: write it.');
  if (read.kind !== 'text') return bad('It is not a text file that can be edited.');
  const replaced = replaceOnce(read.text, old, put);
  if (!replaced.ok) return bad(`Nothing was changed: ${replaced.why}.`);
  await replaceFile(place.file, replaced.text, fileMode(place.file));
  return good(`Edited: ${place.path}, line ${replaced.line}.`);
}

async function run({ commands, run: start }: Workbench, written: string): Promise<ToolResult> {
  const command = commands.find((each) => each.trim() === written.trim());
  if (command !== undefined) return start(command);
  const list = commands.map((each) => `\n- ${each}`).join('');
  return bad(
    commands.length === 0
      ? 'Refused: no command is approved for this phase.'
      : `Refused: that command is not approved. Approved, exactly as written here:${list}`,
  );
}
