// The four wire formats that coding agents speak, limited to a model's part: the tools that a request offers, the number of
// results it returns, and how an answer, a tool call or an error is written. Each answer is a list of stream events.

const data = (value, event) =>
  `${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(value)}\n\n`;
const typed = (value) => data(value, value.type);
const TOKENS = { input: 1000, output: 50 };

/** Anthropic's Messages: claude, and opencode. */
const messages = {
  fits: (path) => path.endsWith('/messages'),
  tools: ({ tools = [] }) => tools.map(({ name }) => name),
  results: (body) =>
    body.messages
      .flatMap(({ content }) => (Array.isArray(content) ? content : []))
      .filter(({ type }) => type === 'tool_result').length,
  error: (status, message) => ({ type: 'error', error: { type: ERRORS[status] ?? 'api_error', message } }),
  answer(id, { text, call }, model) {
    const usage = {
      input_tokens: TOKENS.input,
      output_tokens: 1,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
    };
    const message = {
      id: `msg_${id}`,
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage,
    };
    const block = call
      ? { type: 'tool_use', id: `toolu_${id}`, name: call.tool, input: {} }
      : { type: 'text', text: '' };
    const delta = call
      ? { type: 'input_json_delta', partial_json: JSON.stringify(call.input) }
      : { type: 'text_delta', text };
    const stop = { stop_reason: call ? 'tool_use' : 'end_turn', stop_sequence: null };
    return [
      { type: 'message_start', message },
      { type: 'content_block_start', index: 0, content_block: block },
      { type: 'content_block_delta', index: 0, delta },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: stop, usage: { output_tokens: TOKENS.output } },
      { type: 'message_stop' },
    ].map(typed);
  },
};

const ERRORS = { 401: 'authentication_error', 429: 'rate_limit_error', 529: 'overloaded_error' };

/** OpenAI's Responses: codex, which may put its tools among the input, and in namespaces. */
const responses = {
  fits: (path) => path.endsWith('/responses'),
  tools: (body) => offered(body).map(({ name, type }) => name ?? type),
  results: ({ input }) =>
    (Array.isArray(input) ? input : []).filter(({ type = '' }) => type.endsWith('_call_output')).length,
  error: (status, message) => ({
    error: {
      message,
      type: status === 401 ? 'invalid_request_error' : 'server_error',
      code: null,
      param: null,
    },
  }),
  answer(id, { text, call }, model, body) {
    const tool = call && offered(body).find(({ name }) => name === call.tool);
    const space = tool?.namespace === undefined ? {} : { namespace: tool.namespace };
    const item =
      call === undefined
        ? {
            type: 'message',
            id: `m_${id}`,
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text, annotations: [] }],
          }
        : tool?.type === 'custom'
          ? {
              type: 'custom_tool_call',
              id: `c_${id}`,
              call_id: `call_${id}`,
              name: call.tool,
              ...space,
              input: call.input,
              status: 'completed',
            }
          : {
              type: 'function_call',
              id: `f_${id}`,
              call_id: `call_${id}`,
              name: call.tool,
              ...space,
              arguments: JSON.stringify(call.input),
              status: 'completed',
            };
    const response = {
      id: `resp_${id}`,
      object: 'response',
      created_at: 1,
      model,
      status: 'in_progress',
      output: [],
    };
    const usage = {
      input_tokens: TOKENS.input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: TOKENS.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: TOKENS.input + TOKENS.output,
    };
    return [
      { type: 'response.created', response },
      { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress' } },
      { type: 'response.output_item.done', output_index: 0, item },
      { type: 'response.completed', response: { ...response, status: 'completed', output: [item], usage } },
    ].map(typed);
  },
};

function offered({ tools = [], input }) {
  const added = (Array.isArray(input) ? input : [])
    .filter(({ type }) => type === 'additional_tools')
    .flatMap((item) => item.tools);
  return [...tools, ...added].flatMap((tool) =>
    tool.type === 'namespace' ? tool.tools.map((each) => ({ ...each, namespace: tool.name })) : [tool],
  );
}

/** OpenAI's chat completions: aider, and opencode with a custom endpoint. */
const chat = {
  fits: (path) => path.endsWith('/chat/completions'),
  tools: ({ tools = [] }) => tools.map((tool) => tool.function.name),
  results: (body) => body.messages.filter(({ role }) => role === 'tool').length,
  error: responses.error,
  answer(id, { text, call }, model) {
    const chunk = (delta, finish_reason, more) => ({
      ...{ id: `chat_${id}`, object: 'chat.completion.chunk', created: 1, model },
      choices: [{ index: 0, delta, finish_reason }],
      ...more,
    });
    const said = call
      ? {
          tool_calls: [
            {
              index: 0,
              id: `call_${id}`,
              type: 'function',
              function: { name: call.tool, arguments: JSON.stringify(call.input) },
            },
          ],
        }
      : { content: text };
    const usage = {
      prompt_tokens: TOKENS.input,
      completion_tokens: TOKENS.output,
      total_tokens: TOKENS.input + TOKENS.output,
    };
    return [
      data(chunk({ role: 'assistant', ...said }, null)),
      data(chunk({}, call ? 'tool_calls' : 'stop')),
      data(chunk({}, null, { choices: [], usage })),
      'data: [DONE]\n\n',
    ];
  },
};

/** Gemini's generateContent. */
const gemini = {
  fits: (path) => /:(?:stream)?generateContent$/iu.test(path),
  tools: ({ tools = [] }) =>
    tools.flatMap(({ functionDeclarations = [] }) => functionDeclarations).map(({ name }) => name),
  results: (body) =>
    body.contents.flatMap(({ parts = [] }) => parts).filter((part) => part.functionResponse).length,
  error: (code, message) => ({
    error: {
      code,
      message,
      status: code === 401 ? 'UNAUTHENTICATED' : code === 429 ? 'RESOURCE_EXHAUSTED' : 'INTERNAL',
    },
  }),
  answer(id, said) {
    return [data(this.whole(id, said))];
  },
  whole(id, { text, call }) {
    const part = call ? { functionCall: { name: call.tool, args: call.input, id: `c${id}` } } : { text };
    const usageMetadata = {
      promptTokenCount: TOKENS.input,
      candidatesTokenCount: TOKENS.output,
      totalTokenCount: TOKENS.input + TOKENS.output,
    };
    return {
      candidates: [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }],
      usageMetadata,
      modelVersion: 'script',
      responseId: `r${id}`,
    };
  },
};

export const FORMATS = { messages, responses, chat, gemini };
