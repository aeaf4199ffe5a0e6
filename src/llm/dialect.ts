import type { Parameter } from './failure.ts';

/** How a request is put to this endpoint and model; they do not all take the same words. */
export type Dialect = {
  /** Whether the usage of tokens can be asked for. */
  readonly usage: boolean;
  readonly temperature: boolean;
  /** OpenAI's newer models take the second only, most other servers the first only. */
  readonly maxTokens: 'max_tokens' | 'max_completion_tokens';
  /** Whether an answer can come in pieces. */
  readonly stream: boolean;
  /** Whether there can be a message of the system's; else its words stand before the user's first. */
  readonly system: boolean;
  /** Whether the model ends its thoughts without having begun them, so that nothing is an answer before that end. */
  readonly thinksUnmarked: boolean;
};

/** What is tried first. */
export const COMMON_DIALECT: Dialect = {
  stream: true,
  system: true,
  usage: true,
  temperature: true,
  maxTokens: 'max_tokens',
  thinksUnmarked: false,
};

/** The dialect without a parameter that was refused, or `undefined` when that was not in use. */
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
      // Only who asked for the schema, or named the tools, can say what to do without.
      return undefined;
  }
}
