import type { Attempt } from './attempt.ts';
import type { Endpoint } from './endpoint.ts';
import { CHECK_ADDRESS, localFailure, malformed, type TryFailure } from './failure.ts';
import { networkFailure } from './network_failure.ts';
import type { FetchedResponse, ModelDependencies } from './port.ts';
import { parseRetryAfter } from './retry_after.ts';
import { statusFailure } from './status_failure.ts';

/** The dependencies of a guarded fetch. */
export type Guard = {
  readonly endpoint: Endpoint;
  readonly attempt: Attempt;
  readonly dependencies: ModelDependencies;
  /** Whether the request offers tools. */
  readonly takesCalls: boolean;
};

/**
 * A fetch with strict limits: the request goes only to the endpoint's origin, with the intended headers only; the response is a
 * success with a body, monitored for silence and size. Everything else fails the attempt.
 *
 * The key is added here and nowhere else, so no library, log or other origin ever holds it.
 */
export function guardedFetch(guard: Guard): typeof fetch {
  return async (input, init = {}) => {
    const response = await followRedirects(guard, addressOf(input), init);
    const { attempt, endpoint, dependencies, takesCalls } = guard;
    if (response.status >= 400) {
      const body = await beginningOf(response, guard);
      const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), dependencies.time());
      fail(attempt, statusFailure(endpoint, { status: response.status, body, retryAfterMs, takesCalls }));
    }
    if (response.status !== 200 || !response.body) {
      await discard(response);
      fail(attempt, malformed(`it has status ${response.status} and nothing that can be read`));
    }
    return new Response(watched(response, guard), {
      status: response.status,
      headers: [...response.headers],
    });
  };
}

async function followRedirects(guard: Guard, address: URL, init: RequestInit): Promise<FetchedResponse> {
  const { endpoint, attempt } = guard;
  let url = address;
  for (let hop = 0; ; hop++) {
    if (url.origin !== endpoint.origin) fail(attempt, redirected(guard, `to ${url.origin}`, url.origin));
    const response = await send(guard, url, init);
    if (response.status < 300 || response.status >= 400) return response;
    await discard(response);
    const location = response.headers.get('location') ?? '';
    if (!FOLLOWED.has(response.status) || !URL.canParse(location, url.href)) {
      fail(attempt, redirected(guard, `with status ${response.status}`));
    }
    if (hop === MAX_HOPS) fail(attempt, redirected(guard, 'again and again'));
    url = new URL(location, url);
  }
}

/** Redirects that repeat the request unchanged. 303 would turn it into another one. */
const FOLLOWED: ReadonlySet<number> = new Set([301, 302, 307, 308]);
const MAX_HOPS = 3;

/** The only headers kept from those that a library adds, or takes from the environment. */
const SENT_HEADERS = ['accept', 'content-type', 'user-agent'];

async function send(guard: Guard, url: URL, init: RequestInit): Promise<FetchedResponse> {
  const { endpoint, attempt, dependencies } = guard;
  const given = new Headers(init.headers);
  const headers: Record<string, string> = {};
  for (const name of SENT_HEADERS) {
    const value = given.get(name);
    if (value !== null) headers[name] = value;
  }
  const { key, keyHeader } = endpoint;
  if (key.kind === 'sent') headers[keyHeader] = keyHeader === 'api-key' ? key.value : `Bearer ${key.value}`;
  try {
    return await dependencies.fetch(url, {
      method: init.method ?? 'GET',
      ...(init.body ? { body: init.body } : {}),
      headers,
      redirect: 'manual',
      signal: attempt.signal,
    });
  } catch (error) {
    return fail(attempt, networkFailure(error, endpoint));
  }
}

function redirected({ endpoint }: Guard, where: string, origin?: string): TryFailure {
  const { redactor } = endpoint;
  return localFailure('redirected', {
    retryable: false,
    message: `The endpoint ${endpoint.origin} redirects ${redactor.words(where)}; the request was not forwarded.`,
    remedy:
      origin === undefined
        ? CHECK_ADDRESS
        : `If you trust ${redactor.words(origin)}, set the address of the endpoint to it.`,
  });
}

/** The beginning of an error's body, or as much as arrives soon: waiting for it must not lose the status. */
async function beginningOf(response: FetchedResponse, { dependencies }: Guard): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  const callOff = dependencies.alarm(ERROR_BODY_MS, () => void reader.cancel().catch(() => {}));
  try {
    while (text.length < ERROR_BODY_SIZE) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // The part that has arrived is enough.
  } finally {
    callOff();
    await reader.cancel().catch(() => {});
  }
  return text.slice(0, ERROR_BODY_SIZE);
}

const ERROR_BODY_SIZE = 16_384;
const ERROR_BODY_MS = 1000;

function watched(
  { headers, body }: FetchedResponse,
  { endpoint, attempt }: Guard,
): ReadableStream<Uint8Array> | null {
  const limit = endpoint.settings.maxAnswerBytes;
  const tooMuch = localFailure('too-much', {
    retryable: false,
    message: `The answer is larger than the ${limit} bytes that are read.`,
    remedy: 'Ask for less, or raise the limit for the size of an answer.',
  });
  if (Number(headers.get('content-length') ?? 0) > limit) fail(attempt, tooMuch);
  let size = 0;
  attempt.heard();
  const gauge = new TransformStream<Uint8Array, Uint8Array>({
    transform: (bytes, controller) => {
      size += bytes.length;
      if (size > limit) fail(attempt, tooMuch);
      attempt.heard();
      controller.enqueue(bytes);
    },
  });
  return body === null ? null : body.pipeThrough(gauge);
}

/** Ends the attempt, and with it the fetch. */
function fail(attempt: Attempt, failure: TryFailure): never {
  attempt.end(failure);
  throw attempt.signal.reason;
}

async function discard(response: FetchedResponse): Promise<void> {
  await response.body?.cancel().catch(() => {});
}

function addressOf(input: string | URL | Request): URL {
  return new URL(input instanceof Request ? input.url : input);
}
