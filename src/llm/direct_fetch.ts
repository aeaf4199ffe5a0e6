import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isRecord } from '../lib/index.ts';
import type { Fetch } from './port.ts';

/** The error code that represents an answer with status 407. */
export const WANTS_PROXY_LOGIN = 'HTTP_407';

/**
 * A fetch without a proxy. If a host answers with 407 although no proxy was configured, the platform's fetch only reports that
 * something failed; its diagnostics channel has the reason.
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
    throw Object.assign(new Error('A proxy requires a login.', { cause: error }), {
      code: WANTS_PROXY_LOGIN,
    });
  } finally {
    unsubscribe(HEADERS, onHeaders);
  }
};

const HEADERS = 'undici:request:headers';
