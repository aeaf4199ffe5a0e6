import { CANARY } from '../support/model.ts';
import {
  apiError,
  endChunk,
  event,
  goodStream,
  json,
  type Reply,
  textChunk,
} from '../support/model_server.ts';

/** A fault of an endpoint, and what must come of it. */
export type Row = {
  readonly fault: string;
  /** What every request is answered with; or an address where there is no server of ours. */
  readonly reply: Reply | { readonly address: string } | ((stranger: string) => Reply);
  readonly requests: number;
  /** Bound on the whole call, in real milliseconds. Waits between tries take no time here. */
  readonly withinMs: number;
  readonly reason: string;
  readonly retryable: boolean;
  readonly message: string | RegExp;
  /** What the waits between tries must be, in milliseconds: each within these bounds. */
  readonly waits?: readonly [number, number];
  readonly timeoutMs?: number;
};

const QUICK = 2000;
/** The limit for silence in these calls, in milliseconds. */
export const IDLE = 300;
const OWN_429 = [500, 2000] as const;
const OWN_5XX = [500, 2000] as const;
const inAnHour = () => new Date(Date.now() + 3_600_000).toUTCString();
const stream = (pieces: readonly string[], after: 'end' | 'hang' | 'reset'): Reply => ({
  kind: 'pieces',
  pieces,
  after,
});
const page: Reply = {
  kind: 'body',
  status: 200,
  type: 'text/html',
  body: '<!doctype html><title>Log in</title>',
};
const choice = (message: unknown, finish_reason = 'stop') =>
  json(200, { choices: [{ message, finish_reason }] });

/** Fails at once, for good. */
function final(fault: string, reply: Row['reply'], reason: string, message: Row['message']): Row {
  return { fault, reply, requests: 1, withinMs: QUICK, reason, retryable: false, message };
}

/** Is tried as often as is allowed. */
function tried(
  fault: string,
  reply: Row['reply'],
  reason: string,
  message: Row['message'],
  rest: Partial<Row> = {},
): Row {
  return { fault, reply, requests: 3, withinMs: QUICK, reason, retryable: true, message, ...rest };
}

function limited(fault: string, retryAfter: string, waits: readonly [number, number]): Row {
  const reply = apiError(429, 'Slow down', {}, { 'retry-after': retryAfter });
  return tried(
    `429, Retry-After ${fault}`,
    reply,
    'rate-limited',
    'is receiving too many requests (429) and says: "Slow down"',
    { waits },
  );
}

const unauthorised = apiError(
  401,
  `Incorrect API key provided: ${CANARY.slice(0, 12)}*****${CANARY.slice(-4)}.`,
);
const half = [textChunk('The first '), textChunk('half')];

/** Every fault that is known, each with what must come of it. */
export const ROWS: readonly Row[] = [
  final('400', apiError(400, 'Bad thing'), 'bad-request', 'refused the request (400) and says: "Bad thing".'),
  final(
    '401',
    unauthorised,
    'authentication',
    'refused the key from environment variable TEST_KEY (401) and says: "Incorrect API key provided: [key removed]".',
  ),
  final(
    '403',
    apiError(403, `No access for ${CANARY}`),
    'authentication',
    'does not permit this with the key from environment variable TEST_KEY (403) and says: "No access for [key removed]".',
  ),
  final(
    'a proxy that nobody named, with a 407',
    { kind: 'body', status: 407, body: 'log in', headers: { 'proxy-authenticate': 'Basic' } },
    'unreachable',
    'A proxy that requires a login answers at',
  ),
  final('404', apiError(404, 'The model does not exist'), 'not-found', 'knows no model "test-model"'),
  tried('408', apiError(408, 'Too slow'), 'request-timeout', '(408)', { waits: OWN_5XX }),
  tried('409', apiError(409, 'Busy'), 'conflict', '(409)', { waits: OWN_5XX }),
  final('422', apiError(422, 'Unprocessable'), 'bad-request', 'refused the request (422)'),
  limited('2 seconds', '2', [2000, 2000]),
  tried(
    '429, Retry-After an HTTP date in an hour',
    () => apiError(429, 'Later', {}, { 'retry-after': inAnHour() }),
    'rate-limited',
    '(429)',
    { requests: 1 },
  ),
  limited('an HTTP date that is past', 'Wed, 21 Oct 2015 07:28:00 GMT', OWN_429),
  limited('0', '0', OWN_429),
  limited('negative', '-5', OWN_429),
  limited('junk', 'soon, or a little later', OWN_429),
  tried(
    '429, Retry-After a day',
    apiError(429, 'Later', {}, { 'retry-after': '86400' }),
    'rate-limited',
    '(429)',
    { requests: 1 },
  ),
  limited('overflow', '9'.repeat(400), OWN_429),
  tried(
    '429, wait past the deadline',
    apiError(429, 'Later', {}, { 'retry-after': '50' }),
    'rate-limited',
    '(429)',
    { requests: 1, timeoutMs: 20_000 },
  ),
  final(
    '429, no credit',
    apiError(429, 'You exceeded your quota', { code: 'insufficient_quota' }),
    'no-credit',
    'has no credit left',
  ),
  tried('500', apiError(500, 'Oh no'), 'overloaded', '(500)', { waits: OWN_5XX }),
  tried(
    '503',
    { kind: 'body', status: 503, type: 'text/html', body: '<html>' },
    'overloaded',
    'has a fault or is overloaded (503).',
    { waits: OWN_5XX },
  ),
  tried('529', apiError(529, 'Overloaded'), 'overloaded', '(529)', { waits: OWN_5XX }),
  tried('slow headers', { kind: 'silence' }, 'timed-out', 'did not answer in time', {
    requests: 1,
    timeoutMs: 400,
  }),
  tried(
    'stalled body',
    { kind: 'pieces', type: 'application/json', pieces: ['{"choices": [{"message"'], after: 'hang' },
    'stalled',
    'paused for 0.3 s',
    { withinMs: 3 * IDLE + 1000 },
  ),
  tried('stalled stream', stream(half, 'hang'), 'stalled', 'paused', { withinMs: 3 * IDLE + 1000 }),
  tried(
    'connection reset',
    { kind: 'reset' },
    'unreachable',
    /The connection to http:\/\/127.0.0.1:\d+ failed \((ECONNRESET|UND_ERR_SOCKET)\)/u,
  ),
  tried('reset mid-stream', stream(half, 'reset'), 'cut', 'ended before it was finished'),
  tried('clean cut mid-stream', stream(half, 'end'), 'cut', 'ended before it was finished'),
  tried(
    'cut within an event',
    stream([...half, 'data: {"choices": [{"del'], 'end'),
    'cut',
    'ended before it was finished',
  ),
  tried(
    '[DONE] and nothing else',
    stream([event('[DONE]')], 'end'),
    'malformed',
    'neither JSON nor a stream',
  ),
  tried(
    'malformed JSON',
    { kind: 'body', status: 200, body: '{"choices": [}' },
    'malformed',
    'it is not valid JSON',
  ),
  tried('malformed SSE', stream([...half, event('{not json')], 'end'), 'malformed', 'it is not valid JSON'),
  tried(
    'malformed SSE, no events',
    stream(['upstream connect error\n\n'], 'end'),
    'malformed',
    'neither JSON nor a stream of events',
  ),
  tried('empty body', { kind: 'pieces', pieces: [], after: 'end' }, 'cut', 'ended before it was finished'),
  final('204', { kind: 'body', status: 204, body: '' }, 'malformed', 'it has status 204'),
  final('empty choices', json(200, { choices: [] }), 'malformed', 'it has no choices'),
  final(
    'choices of another shape',
    choice('text'),
    'malformed',
    'the message of a choice in it is not an object',
  ),
  tried('empty content', choice({ content: '' }), 'empty', 'The answer is empty'),
  tried('empty stream content', goodStream(' ', '\n'), 'empty', 'The answer is empty'),
  tried(
    'error with 200',
    json(200, { error: { message: 'Boom' } }),
    'malformed',
    'it is an error that says "Boom"',
  ),
  tried(
    'error mid-stream',
    stream([...half, event({ error: { code: 502, message: 'Provider gone' } })], 'end'),
    'overloaded',
    '(502) and says: "Provider gone"',
  ),
  final('HTML with 200', page, 'malformed', 'it is a web page'),
  final(
    '50 MB',
    { kind: 'flood', piece: textChunk('x'.repeat(50_000)), bytes: 50_000_000 },
    'too-much',
    'larger than the 1000000 bytes',
  ),
  final(
    '50 MB in one event',
    { kind: 'flood', piece: 'x'.repeat(50_000), bytes: 50_000_000 },
    'too-much',
    'larger than',
  ),
  final(
    'refusal',
    choice({ content: null, refusal: 'I will not.' }),
    'refused',
    'refused to answer and says: "I will not."',
  ),
  final(
    'content filter',
    stream([...half, endChunk('content_filter')], 'end'),
    'refused',
    'refused to answer',
  ),
  final(
    'finish length',
    stream([...half, endChunk('length'), event('[DONE]')], 'end'),
    'truncated',
    'incomplete',
  ),
  final('finish tool_calls', stream([endChunk('tool_calls')], 'end'), 'malformed', 'the reason "tool_calls"'),
  final(
    'redirect to another origin',
    (stranger) => ({
      kind: 'body',
      status: 307,
      body: '',
      headers: { location: `${stranger}/v1/chat/completions` },
    }),
    'redirected',
    /redirects to http:\/\/127.0.0.1:\d+; the request was not forwarded/u,
  ),
  {
    ...final(
      'redirect in a circle',
      { kind: 'body', status: 308, body: '', headers: { location: '/v1/elsewhere' } },
      'redirected',
      'redirects again and again',
    ),
    requests: 4,
  },
  tried(
    'no DNS',
    { address: 'http://nowhere.invalid/v1' },
    'unreachable',
    'The host nowhere.invalid was not found',
    { requests: 0, withinMs: 20_000 },
  ),
  tried('nothing listening', { address: 'closed' }, 'unreachable', 'Nothing is listening at', {
    requests: 0,
  }),
];
