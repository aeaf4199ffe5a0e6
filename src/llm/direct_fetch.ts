import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isRecord } from '../lib/index.ts';
import type { Fetch } from './port.ts';

/** The code of the error that stands for an answer with status 407. */
export const WANTS_PROXY_LOGIN = 'HTTP_407';

/**
 * A fetch without a proxy. Where a host that is asked like any other answers with 407, as a proxy does that nobody has named, the
 * platform's own says that something failed and not what: its channel of diagnostics tells.
 */
export const directFetch: Fetch = async (url, init) => {
  let isRefused = false;
  const onHeaders = (message: unknown): void => {
    const { request, response } = isRecord(message) ? message : {};
    if (!isRecord(request) || !isRecord(response) || response.statusCode !== 407) return;
    isRefused ||= request.origin === url.origin && request.path === `${url.pathname}${url.search}`;
  };
  subscribe(HEADERS, onHeaders);
  try {
    return await fetch(url, init);
  } catch (error) {
    if (!isRefused) throw error;
    throw Object.assign(new Error('A proxy wants a login.', { cause: error }), { code: WANTS_PROXY_LOGIN });
  } finally {
    unsubscribe(HEADERS, onHeaders);
  }
};

const HEADERS = 'undici:request:headers';
