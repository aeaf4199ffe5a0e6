import type { Endpoint } from './endpoint.ts';
import { CHECK_ADDRESS, type Described, type Parameter, type TryFailure } from './failure.ts';
import { LONGEST_WAIT } from './retry_after.ts';

/** An answer with a status of 400 or above. */
export type ErrorAnswer = {
  readonly status: number;
  /** The beginning of the body. */
  readonly body: string;
  readonly retryAfterMs: number | null;
  /** Whether the request offered tools; only then can an endpoint have refused them. */
  readonly takesCalls: boolean;
};

/** The meaning of an error status. The endpoint's own words are shown, but never the key. */
export function statusFailure(
  endpoint: Endpoint,
  { status, body, retryAfterMs, takesCalls }: ErrorAnswer,
): TryFailure {
  const error = parseErrorBody(body);
  const words = endpoint.redactor.words(error.message);
  const says = words === '' ? '.' : ` and says: "${words}".`;
  const { origin, settings } = endpoint;
  const described = (retryable: boolean, what: string, remedy: string): Described => ({
    retryable,
    message: `The endpoint ${origin} ${what} (${status})${says}`,
    remedy,
  });
  if (status === 401 || status === 403 || saysBadKey(status, error)) {
    const { what, remedy } =
      status === 403 && !SAYS_BAD_KEY.test(`${error.code} ${error.message}`)
        ? notPermitted(endpoint, error)
        : keyRefused(endpoint);
    return { reason: 'authentication', status, ...described(false, what, remedy) };
  }
  if (takesCalls && TOOLS_STATUSES.has(status) && TOOLS_REFUSED.test(`${error.parameter} ${error.message}`)) {
    const remedy = 'Use a model that can call tools, or serve this one with tool calls enabled.';
    return {
      reason: 'bad-request',
      status,
      parameter: 'tools',
      ...described(false, 'does not support tool calls', remedy),
    };
  }
  if (status === 404) {
    const what = `knows no model "${endpoint.redactor.words(settings.model)}", or its address is wrong`;
    return {
      reason: 'not-found',
      status,
      ...described(false, what, `Check the name of the model. ${CHECK_ADDRESS}`),
    };
  }
  if (status === 402 || (status === 429 && error.code === 'insufficient_quota')) {
    const remedy = 'Add credit at the provider, or use another endpoint.';
    return { reason: 'no-credit', status, ...described(false, 'has no credit left for this key', remedy) };
  }
  if (status === 413 || saysTooLarge(status, error)) {
    const remedy = 'Make the request shorter, or use a model with a larger context.';
    return { reason: 'too-large', status, ...described(false, 'finds the request too large', remedy) };
  }
  if (status === 429) {
    const time =
      (retryAfterMs ?? 0) > LONGEST_WAIT ? `${Math.ceil((retryAfterMs ?? 0) / 60_000)} minutes` : 'a little';
    const remedy = `Wait ${time} and try again, or ask the provider for a higher limit.`;
    return {
      reason: 'rate-limited',
      status,
      retryAfterMs,
      ...described(true, 'is receiving too many requests', remedy),
    };
  }
  if (status === 408) {
    const what = 'gave up waiting for the request';
    return { reason: 'request-timeout', status, retryAfterMs, ...described(true, what, 'Try again.') };
  }
  if (status === 409) {
    return {
      reason: 'conflict',
      status,
      retryAfterMs,
      ...described(true, 'is busy with a conflicting request', 'Try again.'),
    };
  }
  const remedy = `Check that the model "${endpoint.redactor.words(settings.model)}" takes this kind of request.`;
  const parameter = refusedParameter(error);
  const refusal: TryFailure = {
    reason: 'bad-request',
    status,
    parameter,
    ...described(false, 'refused the request', remedy),
  };
  // A chat template that fails on a system message does so on the server's side.
  if (status === 500 && SYSTEM_REFUSED.test(error.message)) return refusal;
  if (status >= 500) {
    const remedy = 'Try again later; the fault is at the endpoint.';
    return {
      reason: 'overloaded',
      status,
      retryAfterMs,
      ...described(true, 'has a fault or is overloaded', remedy),
    };
  }
  return refusal;
}

/** Gemini says 400 for an invalid key. */
function saysBadKey(status: number, { message }: ErrorBody): boolean {
  return status === 400 && SAYS_BAD_KEY.test(message);
}

const SAYS_BAD_KEY =
  /api[ _-]?key(?: provided)? (?:not valid|is (?:invalid|not valid|missing)|invalid|not found|expired)|(?:invalid|incorrect|unknown|expired|revoked|missing)[ _-](?:api[ _-]?)?(?:key|token|credentials?)\b/iu;

/** Whether the context was too large, in the words of OpenAI, vLLM, llama.cpp and others. */
function saysTooLarge(status: number, { code, message }: ErrorBody): boolean {
  if (/^context_length_exceeded$|^exceed_context_size_error$/iu.test(code)) return true;
  return (
    status === 400 &&
    /maximum context length|context (?:size|window|length)|prompt is too long/iu.test(message)
  );
}

/** The trouble with a key, and the remedy. */
type KeyTrouble = { readonly what: string; readonly remedy: string };

/** An endpoint that knows the key and refuses objects to the request, or to the user: another copy of the key changes nothing. */
function notPermitted(endpoint: Endpoint, { code, message }: ErrorBody): KeyTrouble {
  const { key, settings, redactor } = endpoint;
  if (key.kind !== 'sent') return keyRefused(endpoint);
  const model = `the model "${redactor.words(settings.model)}"`;
  const said = `${code} ${message}`;
  const helps = NOT_SERVED_HERE.test(said)
    ? 'It is not available in your region: use another endpoint, or a proxy in a supported region (HTTPS_PROXY).'
    : NO_QUOTA.test(said)
      ? 'Check the quota, limits and billing of its account at the provider.'
      : OF_THE_MODEL.test(said)
        ? `Give its account or project access to ${model}, or use another model: \`orchestrator config set model NAME\`.`
        : `Check what its account may do there: use ${model}, send requests from this region or network, and how many (quota, limits of the key).`;
  const other = settings.apiKey?.remedy ?? `Check the key in ${key.from}.`;
  return {
    what: `does not permit this with the key from ${key.from}`,
    remedy: `It seems to know the key. ${helps} To use another key: ${other}`,
  };
}

const NOT_SERVED_HERE = /\b(?:regions?|countr(?:y|ies)|territor(?:y|ies)|locations?|geo\w*)\b/iu;
const NO_QUOTA = /\bquotas?\b|billing|credits?\b|\bbalance\b|payment|spend|subscription/iu;
const OF_THE_MODEL = /\bmodels?\b|\bdeployments?\b/iu;

function keyRefused({ key, origin, settings }: Endpoint): KeyTrouble {
  const toHaveOne = settings.keyHelp ?? `Configure a key for ${origin}.`;
  switch (key.kind) {
    case 'sent':
      return {
        what: `refused the key from ${key.from}`,
        remedy: settings.apiKey?.remedy ?? `Check the key in ${key.from}.`,
      };
    case 'withheld':
      return {
        what: `requires a key; the one from ${key.from} is for ${key.origin} and was not sent`,
        remedy: toHaveOne,
      };
    case 'none': {
      const elsewhere = settings.keysElsewhere;
      const what =
        elsewhere === undefined
          ? 'requires a key, and there is none'
          : `requires a key, and there is none for it: ${elsewhere}, and was not sent`;
      return { what, remedy: toHaveOne };
    }
  }
}

/** The content of an error body, in the common forms: OpenAI's, a list of it (Gemini), and bare ones (FastAPI, Ollama). */
type ErrorBody = { readonly message: string; readonly code: string; readonly parameter: string };

/** Parses the body of an error. A web page is reduced to its text. */
function parseErrorBody(body: string): ErrorBody {
  const text = body.trim();
  if (text.startsWith('<')) return { message: textOfPage(text), code: '', parameter: '' };
  try {
    return describeError(JSON.parse(text));
  } catch {
    return { message: text, code: '', parameter: '' };
  }
}

/** The readable text of a web page, on one line. */
function textOfPage(page: string): string {
  return page
    .replace(/<!--[\s\S]*?(?:-->|$)|<(script|style|head)\b[\s\S]*?(?:<\/\1\s*>|$)/giu, ' ')
    .replace(/<[^>]*(?:>|$)/gu, ' ')
    .replace(/&(?:nbsp|amp|lt|gt|quot|#39);/giu, (name) => ENTITIES[name.toLowerCase()] ?? name)
    .replace(/\s+/gu, ' ')
    .trim();
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** Whether these words say that a system message is not accepted; an error within a stream has no status to tell by. */
export function refusesSystem(words: string): boolean {
  return SYSTEM_REFUSED.test(words);
}

/** As {@link parseErrorBody}, for JSON that is already parsed. */
export function describeError(value: unknown): ErrorBody {
  const first = Array.isArray(value) ? value[0] : value;
  const error = field(first, 'error') ?? first;
  const faults = faultsIn(field(error, 'detail') ?? field(first, 'detail'));
  const message = [
    error,
    field(error, 'message'),
    field(error, 'detail'),
    field(error, 'title'),
    field(first, 'message'),
    field(first, 'detail'),
    field(field(first, 'detail'), 'msg'),
    field(field(first, 'detail'), 'message'),
    faults.map(({ place, words }) => (place === '' ? words : `${place}: ${words}`)).join('; '),
  ].find(isText);
  const code = field(error, 'code') ?? field(error, 'type');
  const parameter = field(error, 'param') ?? faults[0]?.place;
  return {
    message: message ?? (error === undefined ? '' : JSON.stringify(error)),
    code: typeof code === 'number' ? String(code) : isText(code) ? code : '',
    parameter: isText(parameter) ? parameter : '',
  };
}

/** FastAPI's list of faults in a request, each with its place, as `messages[0].role`. */
function faultsIn(detail: unknown): { readonly place: string; readonly words: string }[] {
  if (!Array.isArray(detail)) return [];
  return detail.slice(0, MAX_FAULTS).flatMap((fault: unknown) => {
    const words = field(fault, 'msg');
    if (!isText(words)) return [];
    const loc = field(fault, 'loc');
    const steps: unknown[] = Array.isArray(loc) ? loc : [];
    const place = steps
      .filter((step, at) => !(at === 0 && step === 'body'))
      .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
      .join('')
      .replace(/^\./u, '');
    return [{ place, words }];
  });
}

/** Further faults say the same of further messages. */
const MAX_FAULTS = 3;

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value ?? undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The part of the request that an endpoint rejects. There is no standard way to say so: this reads its words. */
function refusedParameter({ message, parameter }: ErrorBody): Parameter | null {
  const said = `${parameter} ${message}`;
  if (SYSTEM_REFUSED.test(said)) return 'system';
  if (/response_format|json_schema|structured output/iu.test(said)) return 'response_format';
  if (/stream_options|include_usage/iu.test(said)) return 'stream_options';
  if (/streaming is not supported|does not support stream|set stream to false/iu.test(said)) return 'stream';
  if (/max_completion_tokens/iu.test(said)) return 'max_tokens';
  const isUnsupported = /unsupported|not support|only the default|unrecognized|unknown|not permitted/iu.test(
    said,
  );
  return /temperature/iu.test(said) && isUnsupported ? 'temperature' : null;
}

/** The words of Ollama, vLLM, llama.cpp, OpenRouter and others, each with a status of its own. */
const TOOLS_REFUSED =
  /\b(?:tools?|tool[ _](?:use|calls?|calling|choice)|function[ _]call(?:s|ing)?)\b.{0,60}\b(?:not (?:supported|enabled|allowed|permitted|available)|unsupported|requires?)\b|\b(?:not support|unsupported|unrecognized|unknown|support).{0,40}\b(?:tools?|tool[ _](?:use|calls?|calling)|function[ _]call(?:s|ing)?)\b/iu;
const TOOLS_STATUSES: ReadonlySet<number> = new Set([400, 404, 422, 500, 501]);

/** The refusal of a system message by a model, or its chat template. */
const SYSTEM_REFUSED =
  /\bsystem\W{0,3} (?:role|message|prompt|instruction)s?\b.{0,40}\b(?:not (?:be )?(?:supported|enabled|allowed|permitted|accepted|valid|available)|unsupported|invalid)|\brole\b\W{0,4}\bsystem\b.{0,40}\b(?:not (?:be )?(?:supported|enabled|allowed|permitted|accepted|valid|available|recogni[sz]ed)|unsupported|invalid|unknown)|(?:(?:not|no) (?:support|accept|allow|have|take)\w*|unsupported|invalid|unknown|unexpected)\b.{0,40}\bsystem\b|\bmessages\b\W{0,5}0\W{1,5}(?:[\w-]{1,60}\W{1,5})?role\b|roles must alternate|only (?:support )?(?:the )?user and assistant roles|developer instruction is not enabled/iu;
