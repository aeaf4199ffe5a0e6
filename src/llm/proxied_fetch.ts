import type { Dispatcher, Pool } from 'undici';
import { systemErrorCode } from '../platform/index.ts';
import type { Fetch } from './port.ts';

/**
 * A fetch through an HTTP proxy: plain requests are given to it whole, encrypted ones go through a tunnel.
 *
 * @param address - of the proxy, with its login
 */
export function proxiedFetch(address: string): Fetch {
  let agent: Dispatcher | undefined;
  return async (url, init) => {
    const { fetch, Pool, ProxyAgent } = await import('undici');
    agent ??= new ProxyAgent({
      uri: address,
      proxyTunnel: false,
      clientFactory: (origin, options) => failingOnce(new Pool(origin, options)),
    });
    const { body, headers, ...rest } = init;
    return fetch(url, {
      method: rest.method ?? 'GET',
      redirect: rest.redirect ?? 'follow',
      ...(rest.signal ? { signal: rest.signal } : {}),
      ...(typeof body === 'string' ? { body } : {}),
      headers: Object.fromEntries(new Headers(headers)),
      dispatcher: agent,
    });
  };
}

/**
 * The connections to a proxy, one that is closed while a tunnel is asked for failing what waits for it: undici takes that for a
 * connection to be made anew, and goes on asking for as long as somebody waits.
 */
function failingOnce(pool: Pool): Pool {
  const connect = pool.connect.bind(pool) as (options: Dispatcher.ConnectOptions) => Promise<unknown>;
  return Object.assign(pool, {
    connect: (options: Dispatcher.ConnectOptions) =>
      connect(options).catch((error: unknown) => {
        if (systemErrorCode(error) !== 'UND_ERR_SOCKET') throw error;
        throw Object.assign(new Error('The proxy closed the connection.', { cause: error }), {
          code: 'ECONNRESET',
        });
      }),
  });
}
