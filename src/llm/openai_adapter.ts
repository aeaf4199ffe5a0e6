import type { OpenAI } from 'openai';
import { readAnswer } from './answer.ts';
import type { Dialect } from './dialect.ts';
import type { TryFailure } from './failure.ts';
import { type Guard, guardedFetch } from './guarded_fetch.ts';
import type { CallMessage, Message, ModelAnswer, ModelRequest, ResultMessage, Tool } from './port.ts';

/** One request to the endpoint. */
export type OneTry = {
  readonly request: ModelRequest;
  readonly dialect: Dialect;
  /** Called with every piece of text, in order; the text is void if the try then fails. */
  readonly onText: (text: string) => void;
  /** Called when all text of this try reported so far was not part of the answer. */
  readonly onVoid: () => void;
};

/**
 * Asks once, through the `openai` package, which formats the request. Everything else that it would do is disabled: retries,
 * timeouts, logs, environment settings, and the key, which it never sees.
 */
export async function tryOnce(
  guard: Guard,
  { request, dialect, onText, onVoid }: OneTry,
): Promise<Omit<ModelAnswer, 'tries'> | TryFailure> {
  const { endpoint, attempt } = guard;
  const client = await openClient(guard);
  let response: Response;
  try {
    response = await client.chat.completions
      .create(parametersOf(request, endpoint.settings.model, dialect))
      .asResponse();
  } catch (error) {
    const failure = attempt.failure();
    if (failure) return failure;
    throw error;
  }
  if (!response.body) throw new TypeError('A guarded fetch gave a response without a body.');
  const { thinksUnmarked } = dialect;
  return readAnswer(response.body, {
    endpoint,
    attempt,
    onText,
    onVoid,
    thinksUnmarked,
    takesCalls: guard.takesCalls,
  });
}

/** Sets every option that the package would otherwise take from the environment. */
async function openClient(guard: Guard): Promise<OpenAI> {
  const { OpenAI } = await import('openai');
  return new OpenAI({
    baseURL: guard.endpoint.baseUrl,
    ...(guard.endpoint.apiVersion === null
      ? {}
      : { defaultQuery: { 'api-version': guard.endpoint.apiVersion } }),
    apiKey: 'the real one is put in by the guarded fetch',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    fetch: guardedFetch(guard),
    maxRetries: 0,
    timeout: NEVER,
    logLevel: 'off',
  });
}

/** The longest timer that Node supports, in milliseconds: the attempt keeps the time. */
const NEVER = 2 ** 31 - 1;

function parametersOf(
  { messages, tools, maxTokens, temperature, schema }: ModelRequest,
  model: string,
  dialect: Dialect,
): OpenAI.ChatCompletionCreateParamsStreaming {
  return {
    model,
    messages: (dialect.system ? messages : folded(messages)).map(messageOf),
    // The body is read here, in either form.
    stream: dialect.stream as true,
    ...(dialect.usage && dialect.stream ? { stream_options: { include_usage: true } } : {}),
    ...(tools === undefined ? {} : { tools: tools.map(toolOf) }),
    ...(maxTokens === undefined ? {} : { [dialect.maxTokens]: maxTokens }),
    ...(temperature === undefined || !dialect.temperature ? {} : { temperature }),
    ...(schema === undefined ? {} : { response_format: responseFormat(schema) }),
  };
}

/** Puts the system message's text before the first user message. */
function folded(messages: ModelRequest['messages']): ModelRequest['messages'] {
  const rules = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const [first, ...rest] = messages.filter(({ role }) => role !== 'system');
  if (first?.role !== 'user')
    return [{ role: 'user', content: rules.join('\n\n') }, ...(first ? [first] : []), ...rest];
  return [{ role: 'user', content: [...rules, first.content].join('\n\n') }, ...rest];
}

function messageOf(message: Message | CallMessage | ResultMessage): OpenAI.ChatCompletionMessageParam {
  const { role, content } = message;
  if (role === 'tool') return { role, content, tool_call_id: message.callId };
  if (!('calls' in message)) return { role, content };
  const calls = message.calls.map(({ id, name, arguments: text }) => ({
    id,
    type: 'function' as const,
    function: { name, arguments: text },
  }));
  return { role: 'assistant', content: content === '' ? null : content, tool_calls: calls };
}

function toolOf({ name, description, schema }: Tool): OpenAI.ChatCompletionFunctionTool {
  return { type: 'function', function: { name, description, parameters: { ...schema } } };
}

function responseFormat({
  name,
  schema,
}: NonNullable<ModelRequest['schema']>): OpenAI.ResponseFormatJSONSchema {
  return { type: 'json_schema', json_schema: { name, schema: { ...schema } } };
}
