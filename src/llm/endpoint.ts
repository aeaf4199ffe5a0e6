import { isThisMachine } from '../platform/index.ts';
import { localFailure, type TryFailure } from './failure.ts';
import { createRedactor, type Redactor } from './redact.ts';
import type { ApiKey, ModelSettings } from './settings.ts';

/** Checked settings: the address for requests, and the key. */
export type Endpoint = {
  readonly settings: ModelSettings;
  /** Without a trailing slash or a query. */
  readonly baseUrl: string;
  /** The API version if the address names one, as Azure's does. */
  readonly apiVersion: string | null;
  /** The header for the key: Azure takes a key in a header of its own, and another credential in the usual one. */
  readonly keyHeader: 'authorization' | 'api-key';
  /** The only origin that requests are sent to. */
  readonly origin: string;
  readonly hostname: string;
  readonly key: KeyInUse;
  readonly redactor: Redactor;
};

/** Whether a key is used. */
export type KeyInUse =
  | { readonly kind: 'sent'; readonly value: string; readonly from: string }
  /** There is a key, but for another origin. */
  | { readonly kind: 'withheld'; readonly from: string; readonly origin: string }
  | { readonly kind: 'none' };

/** Checks settings before anything is sent. Errors in them are returned as `misconfigured`. */
export function openEndpoint(settings: ModelSettings): Endpoint | TryFailure {
  const url = parseAddress(settings.baseUrl);
  if (typeof url === 'string') return misconfigured(`The endpoint's address ${url}`, ADDRESS_REMEDY);
  if (settings.model.trim() === '') return misconfigured('No model is named.', 'Set ORCHESTRATOR_MODEL.');
  const key = keyFor(url.origin, settings.apiKey);
  if (key.kind === 'sent') {
    // The fetch API quotes a header that it cannot send in its error, including the key.
    if (!/^[\u0021-\u007e]+$/u.test(key.value)) {
      return misconfigured(
        `The key from ${key.from} contains white space or other characters that no key has.`,
        'Copy the key again, without anything around it.',
      );
    }
    if (url.protocol === 'http:' && !isThisMachine(url.hostname)) {
      return misconfigured(
        `The key from ${key.from} would go to ${url.origin} unencrypted, so nothing was sent.`,
        'Use an https address, or remove the key if the endpoint needs none.',
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

/** Parses the address; returns the fault if there is one. The address is not repeated: it may contain a password. */
function parseAddress(text: string): URL | string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return 'is not an http or https address.';
  if (url.username !== '' || url.password !== '') return 'contains a user name or password.';
  const isPlain = [...url.searchParams.keys()].every((name) => name === 'api-version') && url.hash === '';
  return isPlain ? url : "contains a '?' or '#' with more than an api-version.";
}

/** Whether the host is one of Azure's, or the address names an API version, as that of a gateway in front of one does. */
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
