import type { Parameter } from './failure.ts';

/** The way to phrase a request for this endpoint and model; they differ in the parameters they accept. */
export type Dialect = {
  /** Whether token usage can be requested. */
  readonly usage: boolean;
  readonly temperature: boolean;
  /** OpenAI's newer models accept only the second, most other servers only the first. */
  readonly maxTokens: 'max_tokens' | 'max_completion_tokens';
  /** Whether the answer can be streamed. */
  readonly stream: boolean;
  /** Whether a system message is accepted; otherwise its text is put before the first user message. */
  readonly system: boolean;
  /** Whether the model closes its thoughts without having opened them, so that no text before that is part of the answer. */
  readonly thinksUnmarked: boolean;
};

/** The dialect tried first. */
export const COMMON_DIALECT: Dialect = {
  stream: true,
  system: true,
  usage: true,
  temperature: true,
  maxTokens: 'max_tokens',
  thinksUnmarked: false,
};

/** The dialect without a parameter that was refused, or `undefined` if it was not in use. */
export function withoutParameter(dialect: Dialect, parameter: Parameter): Dialect | undefined {
  switch (parameter) {
    case 'stream_options':
      return dialect.usage ? { ...dialect, usage: false } : undefined;
    case 'temperature':
      return dialect.temperature ? { ...dialect, temperature: false } : undefined;
    case 'max_tokens':
      return dialect.maxTokens === 'max_tokens'
        ? { ...dialect, maxTokens: 'max_completion_tokens' }
        : undefined;
    case 'stream':
      return dialect.stream ? { ...dialect, stream: false } : undefined;
    case 'system':
      return dialect.system ? { ...dialect, system: false } : undefined;
    case 'response_format':
    case 'tools':
      // Only the caller that asked for the schema, or named the tools, can do without them.
      return undefined;
  }
}
