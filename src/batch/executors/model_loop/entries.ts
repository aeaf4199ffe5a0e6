import type { Message, ModelRequest, ToolCall } from '../../../llm/index.ts';
import { objectIn } from './read_call.ts';

/** An entry of a conversation, independent of the two forms in which models receive it. */
export type Entry =
  | { readonly kind: 'system' | 'prompt' | 'note'; readonly text: string }
  /** Replaces turns that were dropped whole. */
  | {
      readonly kind: 'gone';
      readonly turns: number;
      readonly about: readonly string[];
      readonly text: string;
    }
  | { readonly kind: 'answer'; readonly text: string; readonly calls: readonly ToolCall[] }
  | {
      readonly kind: 'result';
      readonly callId: string;
      /** The tool and its subject, in a few words. */
      readonly about: string;
      readonly text: string;
      readonly isDropped: boolean;
    };

/** The way a model calls tools: through the API, or by fenced blocks in its text. */
export type CallForm = 'api' | 'fenced';

/** A conversation as it is sent to the model. */
export function messagesOf(entries: readonly Entry[], form: CallForm): ModelRequest['messages'] {
  return form === 'api' ? entries.map(asCalls) : joined(entries.map(asText));
}

function asCalls(entry: Entry): ModelRequest['messages'][number] {
  switch (entry.kind) {
    case 'answer':
      return entry.calls.length === 0
        ? { role: 'assistant', content: entry.text }
        : { role: 'assistant', content: entry.text, calls: entry.calls.map(repeatable) };
    case 'result':
      return { role: 'tool', callId: entry.callId, content: entry.text };
    default:
      return asPlain(entry);
  }
}

/** Servers parse the arguments that they are sent back, and refuse the whole request if a model broke them. */
function repeatable(call: ToolCall): ToolCall {
  const isSound = call.arguments.trim() !== '' && objectIn(call.arguments) !== undefined;
  return { ...call, name: call.name || 'unknown', arguments: isSound ? call.arguments : '{}' };
}

function asText(entry: Entry): Message {
  switch (entry.kind) {
    case 'answer': {
      // Calls made through the API, before it turned out not to accept them.
      const blocks = entry.text.includes('```') ? [] : entry.calls.map(blockOf);
      return { role: 'assistant', content: [entry.text, ...blocks].filter(Boolean).join('\n\n') || '-' };
    }
    case 'result':
      return { role: 'user', content: `Result of ${entry.about}:\n${entry.text}` };
    default:
      return asPlain(entry);
  }
}

/** An entry that is the same in both forms. */
function asPlain({ kind, text }: Exclude<Entry, { kind: 'answer' | 'result' }>): Message {
  return { role: kind === 'system' ? 'system' : 'user', content: text };
}

function blockOf({ name, arguments: text }: ToolCall): string {
  return `\`\`\`tool\n${JSON.stringify({ tool: name, ...objectIn(text) })}\n\`\`\``;
}

/** Merges consecutive turns of one side: many chat templates want the two to alternate. */
function joined(messages: readonly Message[]): Message[] {
  const all: Message[] = [];
  for (const message of messages) {
    const last = all.at(-1);
    if (last === undefined || last.role !== message.role) all.push(message);
    else all[all.length - 1] = { role: last.role, content: `${last.content}\n\n${message.content}` };
  }
  return all;
}
