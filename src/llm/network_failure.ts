import { systemErrorCode } from '../platform/index.ts';
import { WANTS_PROXY_LOGIN } from './direct_fetch.ts';
import type { Endpoint } from './endpoint.ts';
import { localFailure, type TryFailure } from './failure.ts';
import type { ProxyUse } from './settings.ts';

/** Explains why a request failed before the answer began. The error is fetch's: its causes hold the details. */
export function networkFailure(error: unknown, { hostname, origin, settings }: Endpoint): TryFailure {
  const code = innermostCode(error);
  if (settings.proxy) return proxyFailure(code, innermostWords(error), { origin, proxy: settings.proxy });
  const described = (retryable: boolean, message: string, remedy: string) =>
    localFailure('unreachable', { retryable, message, remedy });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return described(
      true,
      `The host ${hostname} was not found (${code}).`,
      "Check the endpoint's address and your network connection.",
    );
  }
  if (code === 'ECONNREFUSED') {
    return described(
      true,
      `Nothing is listening at ${origin} (${code}).`,
      'Start the model server, or check the port in the address of the endpoint.',
    );
  }
  if (isTlsCode(code)) {
    return described(
      false,
      `No secure connection to ${origin} could be made (${code}).`,
      'Check the address; for your own certificate, set NODE_EXTRA_CA_CERTS to the file of its authority.',
    );
  }
  if (code === WANTS_PROXY_LOGIN) {
    return described(
      false,
      `A proxy that requires a login answers at ${origin} (407).`,
      'Name the proxy with its login in HTTPS_PROXY or HTTP_PROXY, as in http://user:password@host:port, or check the address of the endpoint.',
    );
  }
  return described(
    RESETS.has(code),
    `The connection to ${origin} failed (${code || 'no reason given'}).`,
    'Try again; check the network connection and the address of the endpoint.',
  );
}

/** Behind a proxy, usually the proxy itself is unreachable or refuses. */
function proxyFailure(
  code: string,
  words: string,
  { origin, proxy }: { readonly origin: string; readonly proxy: ProxyUse },
): TryFailure {
  const through = `through the proxy ${proxy.shown} from ${proxy.from}`;
  // A proxy that inspects traffic replaces the endpoint's certificate with its own.
  if (isTlsCode(code))
    return localFailure('unreachable', {
      retryable: false,
      message: `No secure connection to ${origin} could be made ${through} (${code}): the certificate is missing or not trusted.`,
      remedy: `Name the file of the authority that vouches for the proxy or the endpoint in NODE_EXTRA_CA_CERTS, or check ${proxy.from}.`,
    });
  const status = /\((\d{3})\)/u.exec(words)?.[1];
  const why = status === undefined ? code || 'no reason given' : `it answers ${status}`;
  const remedy =
    status === '407'
      ? new URL(proxy.address).username !== ''
        ? `Check the login in ${proxy.from}: the proxy rejects it.`
        : `Put a login into ${proxy.from}, as in http://user:password@host:port.`
      : `Check ${proxy.from}, or add the host to NO_PROXY if it can be reached without a proxy.`;
  return localFailure('unreachable', {
    retryable: RESETS.has(code),
    message: `The endpoint ${origin} cannot be reached ${through} (${why}).`,
    remedy,
  });
}

/** The answer ended before it was finished. */
export const CUT: TryFailure = localFailure('cut', {
  retryable: true,
  message: 'The answer ended before it was finished.',
  remedy: 'Try again; if it happens often, check the proxy or server between here and the model.',
});

/** Connection faults that may not recur. Any other code concerns the address or this machine. */
const RESETS: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
]);

function isTlsCode(code: string): boolean {
  return /^(?:CERT_|ERR_TLS|ERR_SSL|EPROTO$|UNABLE_TO_|HOSTNAME_)|SELF_SIGNED/u.test(code);
}

function innermostWords(error: unknown): string {
  let words = '';
  for (let current = error, depth = 0; depth < 5 && current instanceof Error; depth++) {
    words = current.message || words;
    current = current.cause;
  }
  return words;
}

function innermostCode(error: unknown): string {
  let code = '';
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    code = systemErrorCode(current) || code;
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return code;
}
