import { localFailure, type TryFailure } from './failure.ts';
import { createRedactor, type Redactor } from './redact.ts';
import type { ApiKey, ModelSettings } from './settings.ts';

/** Settings that have been checked: where requests go, and with what key. */
export type Endpoint = {
  readonly settings: ModelSettings;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Requests go here and nowhere else. */
  readonly origin: string;
  readonly hostname: string;
  readonly key: KeyInUse;
  readonly redactor: Redactor;
};

/** What is done about the key. */
export type KeyInUse =
  | { readonly kind: 'sent'; readonly value: string; readonly from: string }
  /** There is one, for another origin. */
  | { readonly kind: 'withheld'; readonly from: string; readonly origin: string }
  | { readonly kind: 'none' };

/** Checks settings before anything is sent. What is wrong with them comes back as `misconfigured`. */
export function openEndpoint(settings: ModelSettings): Endpoint | TryFailure {
  const url = parseAddress(settings.baseUrl);
  if (typeof url === 'string') return misconfigured(`The endpoint's address ${url}`, ADDRESS_REMEDY);
  if (settings.model.trim() === '') return misconfigured('No model is named.', 'Set ORCHESTRATOR_MODEL.');
  const key = keyFor(url.origin, settings.apiKey);
  if (key.kind === 'sent') {
    // The fetch API quotes a header that it can't send in its error, key and all.
    if (!/^[\u0021-\u007e]+$/u.test(key.value)) {
      return misconfigured(
        `The key from ${key.from} holds white space or other characters that no key has.`,
        'Copy the key again, without anything around it.',
      );
    }
    if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
      return misconfigured(
        `The key from ${key.from} would go to ${url.origin} unencrypted, so nothing was sent.`,
        'Use an https address, or take the key away if the endpoint needs none.',
      );
    }
  }
  return {
    settings,
    baseUrl: `${url.origin}${url.pathname.replace(/\/+$/u, '')}`,
    origin: url.origin,
    hostname: url.hostname,
    key,
    redactor: createRedactor(settings.apiKey?.value ?? null),
  };
}

/** The address, or what is wrong with it. It is not repeated: what is wrong may be a password in it. */
function parseAddress(text: string): URL | string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return 'is not an http or https address.';
  if (url.username !== '' || url.password !== '') return 'holds a user name or password.';
  return url.search === '' && url.hash === '' ? url : "holds a '?' or '#'.";
}

function keyFor(origin: string, key: ApiKey | null): KeyInUse {
  if (key === null || key.value === '') return { kind: 'none' };
  const { value, from } = key;
  const own = URL.canParse(key.origin) ? new URL(key.origin).origin : key.origin;
  return own === origin ? { kind: 'sent', value, from } : { kind: 'withheld', from, origin: own };
}

/** Whether a host, as a URL writes it, can only be this machine (RFC 6761 for `localhost`). */
function isLoopback(hostname: string): boolean {
  return (
    hostname === '[::1]' ||
    /^127(?:[.]\d+){3}$/u.test(hostname) ||
    /^(?:.+[.])?localhost[.]?$/u.test(hostname)
  );
}

function misconfigured(message: string, remedy: string): TryFailure {
  return localFailure('misconfigured', { retryable: false, message, remedy });
}

const ADDRESS_REMEDY = "Set OPENAI_BASE_URL to an address like 'https://api.openai.com/v1'.";
