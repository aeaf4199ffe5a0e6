import { isThisMachine } from '../platform/index.ts';
import { localFailure, type TryFailure } from './failure.ts';
import { createRedactor, type Redactor } from './redact.ts';
import type { ApiKey, ModelSettings } from './settings.ts';

/** Settings that have been checked: where requests go, and with what key. */
export type Endpoint = {
  readonly settings: ModelSettings;
  /** Without a slash at its end, and without what stands behind a `?`. */
  readonly baseUrl: string;
  /** The version of the API where the address names one, as Azure's does. */
  readonly apiVersion: string | null;
  /** How the key is put: Azure takes one in a header of its own, and something else in the usual one. */
  readonly keyHeader: 'authorization' | 'api-key';
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
    if (url.protocol === 'http:' && !isThisMachine(url.hostname)) {
      return misconfigured(
        `The key from ${key.from} would go to ${url.origin} unencrypted, so nothing was sent.`,
        'Use an https address, or take the key away if the endpoint needs none.',
      );
    }
  }
  return {
    settings,
    baseUrl: `${url.origin}${url.pathname.replace(/\/+$/u, '')}`,
    apiVersion: url.searchParams.get('api-version'),
    keyHeader: isAzure(url) ? 'api-key' : 'authorization',
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
  const isPlain = [...url.searchParams.keys()].every((name) => name === 'api-version') && url.hash === '';
  return isPlain ? url : "holds a '?' or '#' with more than an api-version.";
}

/** Azure's own hosts, and whatever stands before them and is asked for a version as they are. */
function isAzure({ hostname, searchParams }: URL): boolean {
  return (
    searchParams.has('api-version') ||
    /(?:^|[.])(?:openai[.]azure[.]com|cognitiveservices[.]azure[.]com|services[.]ai[.]azure[.]com)$/u.test(
      hostname,
    )
  );
}

function keyFor(origin: string, key: ApiKey | null): KeyInUse {
  if (key === null || key.value === '') return { kind: 'none' };
  const { value, from } = key;
  const own = URL.canParse(key.origin) ? new URL(key.origin).origin : key.origin;
  return own === origin ? { kind: 'sent', value, from } : { kind: 'withheld', from, origin: own };
}

function misconfigured(message: string, remedy: string): TryFailure {
  return localFailure('misconfigured', { retryable: false, message, remedy });
}

const ADDRESS_REMEDY = "Set OPENAI_BASE_URL to an address like 'https://api.openai.com/v1'.";
