import type { Tool } from '../../../llm/index.ts';

/** The tools of the loop. */
export type ToolName = 'list' | 'read' | 'search' | 'write' | 'edit' | 'run';

const text = (description: string) => ({ type: 'string', description });
const whole = (description: string) => ({ type: 'integer', minimum: 1, description });

function tool(
  name: ToolName,
  description: string,
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[],
): Tool & { readonly name: ToolName } {
  return {
    name,
    description,
    schema: { type: 'object', properties, required: [...required], additionalProperties: false },
  };
}

/** The tools as described to a model. Each argument is a text or a whole number, so that its check is simple. */
export const TOOLS: readonly (Tool & { readonly name: ToolName })[] = [
  tool(
    'list',
    'Lists the files below a folder of the working directory, without what git keeps for itself.',
    { path: text('The folder, relative to the working directory; left out: all of it.') },
    [],
  ),
  tool(
    'read',
    'Reads a text file. A long one is given in parts: `from` says at which line a part begins.',
    { path: text('The file.'), from: whole('The first line, counted from 1.'), lines: whole('How many.') },
    ['path'],
  ),
  tool(
    'search',
    'Finds the lines that contain a text, exactly as it is written, in the files below a folder.',
    { text: text('What to look for, in one line.'), path: text('A folder or a file; left out: everywhere.') },
    ['text'],
  ),
  tool(
    'write',
    'Writes a whole file, replacing its previous content. Only files that the phase declares can be written.',
    { path: text('The file.'), content: text('All of its new text.') },
    ['path', 'content'],
  ),
  tool(
    'edit',
    'Replaces one passage of a file. `old` has to occur in it exactly once, including its white space.',
    { path: text('The file.'), old: text('The passage as it is.'), new: text('What takes its place.') },
    ['path', 'old', 'new'],
  ),
  tool(
    'run',
    'Runs one of the approved commands in the working directory, and gives what it prints and its exit code.',
    { command: text('The command, exactly as it is listed.') },
    ['command'],
  ),
];
