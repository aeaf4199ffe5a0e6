import { withoutThinking } from '../../../llm/index.ts';
import type { AskedCall } from './read_call.ts';
import { TOOLS } from './tools.ts';

/** The instructions for a model that cannot call tools through the API. */
export const FENCED_FORM = `To call a tool, write a fenced block with one JSON object, and nothing after it:

\`\`\`tool
{"tool": "read", "path": "src/a.ts"}
\`\`\`

The tools and their arguments, as JSON Schemas:

${TOOLS.map(({ name, description, schema }) => `- ${name}: ${description}\n  ${JSON.stringify(schema)}`).join('\n')}`;

/**
 * The calls in a model's answer: each fenced block that is one JSON object with a `tool`. A block marked as a call that is no
 * such object counts as a call with broken arguments, so that the model hears of it; any other block is text.
 */
export function fencedCalls(answer: string): AskedCall[] {
  const calls: AskedCall[] = [];
  const lines = withoutThinking(answer).split('\n');
  for (let at = 0; at < lines.length; at++) {
    const [, fence, info = ''] = /^\s{0,3}(`{3,}|~{3,})[ \t]*([\w-]*)[ \t]*\r?$/u.exec(lines[at] ?? '') ?? [];
    if (fence === undefined) continue;
    const end = endOfBlock(lines, at + 1, fence);
    const call = callIn(lines.slice(at + 1, end).join('\n'), info.toLowerCase());
    if (call !== undefined) calls.push(call);
    at = end;
  }
  return calls;
}

/** The line that closes a block, or the end of the text: models that are cut short, or forget it, leave it out. */
function endOfBlock(lines: readonly string[], from: number, fence: string): number {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at]?.trim() ?? '';
    if (line.length >= fence.length && line.split('').every((each) => each === fence[0])) return at;
  }
  return lines.length;
}

const CALL_MARKS: ReadonlySet<string> = new Set(['tool', 'tool_call', 'tool-call', 'call']);

function callIn(text: string, info: string): AskedCall | undefined {
  const value = objectOf(text);
  if (value === undefined) return CALL_MARKS.has(info) ? { name: nameIn(text), arguments: text } : undefined;
  const { tool, name, arguments: own, ...rest } = value;
  const called = typeof tool === 'string' ? tool : CALL_MARKS.has(info) ? name : undefined;
  if (typeof called !== 'string') return undefined;
  // Some models put the arguments in an object of their own, as in the API.
  const isApart = typeof own === 'object' && own !== null && Object.keys(rest).length === 0;
  return { name: called, arguments: JSON.stringify(isApart ? own : rest) };
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The tool that broken JSON was probably meant for. */
function nameIn(text: string): string {
  return /"tool"\s*:\s*"(\w{1,20})"/u.exec(text)?.[1] ?? TOOLS[0]?.name ?? '';
}
