import { isRecord, nearest } from '../lib/index.ts';
import { beginAttempt } from './attempt.ts';
import { bodyText, peek } from './body_text.ts';
import type { Endpoint } from './endpoint.ts';
import { malformed, type TryFailure } from './failure.ts';
import { guardedFetch } from './guarded_fetch.ts';
import type { ModelDependencies, Outcome, PingReport } from './port.ts';

/** Asks for the list of models, once and without the `openai` package. */
export async function ping(
  endpoint: Endpoint,
  dependencies: ModelDependencies,
  signal: AbortSignal,
): Promise<Outcome<PingReport>> {
  const remainingMs = Math.min(endpoint.settings.timeoutMs, LONGEST);
  const attempt = beginAttempt({
    signal,
    remainingMs,
    idleMs: remainingMs,
    ends: 'in-time',
    clock: dependencies,
  });
  try {
    const send = guardedFetch({ endpoint, attempt, dependencies, takesCalls: false });
    const response = await send(`${endpoint.baseUrl}/models${versionOf(endpoint)}`, {
      headers: { accept: 'application/json' },
    });
    if (!response.body) throw new TypeError('A guarded fetch gave a response without a body.');
    const { start, chunks } = await peek(bodyText(response.body, attempt));
    const pieces: string[] = [];
    for await (const chunk of chunks) pieces.push(chunk);
    const ended = attempt.failure();
    if (ended) return answer(endpoint, ended);
    return start === '{' || start === '['
      ? report(endpoint, pieces.join(''))
      : answer(endpoint, malformed('it is not a list of models'));
  } catch (error) {
    const failure = attempt.failure();
    if (failure) return answer(endpoint, failure);
    throw error;
  } finally {
    attempt.close();
  }
}

function versionOf({ apiVersion }: Endpoint): string {
  return apiVersion === null ? '' : `?api-version=${encodeURIComponent(apiVersion)}`;
}

/** In milliseconds; a check of the installation should not take longer. */
const LONGEST = 15_000;

/** The list is optional: an endpoint that has none, but does answer, is fine. */
function answer(endpoint: Endpoint, failure: TryFailure): Outcome<PingReport> {
  if (failure.reason === 'not-found' || failure.reason === 'bad-request' || failure.reason === 'too-much') {
    return { ok: true, value: { origin: endpoint.origin, model: 'unknown' } };
  }
  return { ok: false, failure: { ...failure, tries: 1 } };
}

function report(endpoint: Endpoint, text: string): Outcome<PingReport> {
  const { origin, settings, redactor } = endpoint;
  const list = parseList(text);
  if (!list) return { ok: true, value: { origin, model: 'unknown' } };
  const { names, isWhole } = list;
  if (names.some((name) => isSameModel(name, settings.model))) {
    return { ok: true, value: { origin, model: 'listed' } };
  }
  const closest = nearest(settings.model, names);
  const model = isWhole ? 'not-listed' : 'unknown';
  return {
    ok: true,
    value: closest === undefined ? { origin, model } : { origin, model, closest: redactor.words(closest) },
  };
}

function parseList(text: string): { readonly names: string[]; readonly isWhole: boolean } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !Array.isArray(value.data)) return undefined;
  const entries: readonly unknown[] = value.data;
  const names = entries.flatMap((entry) =>
    isRecord(entry) && typeof entry.id === 'string' ? [entry.id] : [],
  );
  return { names, isWhole: value.has_more !== true };
}

/** Gemini lists its models with a folder, Ollama with a tag; both accept the name without. */
function isSameModel(listed: string, model: string): boolean {
  return listed === model || listed === `models/${model}` || listed === `${model}:latest`;
}
