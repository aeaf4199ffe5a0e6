import type { SentRequest } from '../../llm/index.ts';

/** A request to a model as text for a person to read, line by line, which contains everything that is asked. */
export function requestText({
  model,
  dialect,
  messages,
  tools,
  maxTokens,
  isRestOfBudget,
  temperature,
  schema,
}: SentRequest): string {
  const put = Object.entries(dialect)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const parts = [
    `model: ${model}`,
    `put as: ${put.join(' ')}`,
    ...(maxTokens === undefined
      ? []
      : [`at most: ${isRestOfBudget ? 'what the budget has left' : `${maxTokens} tokens`}`]),
    ...(temperature === undefined ? [] : [`temperature: ${temperature}`]),
  ];
  const said = messages.map((message) => {
    const of = message.role === 'tool' ? ` to ${message.callId}` : '';
    const calls = 'calls' in message ? message.calls.map((call) => `\ncall ${JSON.stringify(call)}`) : [];
    return `\n--- ${message.role}${of}\n${message.content}${calls.join('')}`;
  });
  const asJson = (name: string, value: unknown) => `\n--- ${name}\n${JSON.stringify(value, null, 2)}`;
  return [
    parts.join('\n'),
    ...said,
    ...(tools === undefined ? [] : [asJson('tools', tools)]),
    ...(schema === undefined ? [] : [asJson('schema', schema)]),
    '',
  ].join('\n');
}
