import type { Dispatcher, Pool } from 'undici';
import { systemErrorCode } from '../platform/index.ts';
import type { Fetch } from './port.ts';

/**
 * A fetch through an HTTP proxy: plain requests are sent to it as they are, encrypted ones go through a tunnel.
 *
 * @param address - the proxy's address, with its login
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
 * Makes a connection that closes while a tunnel is requested fail the requests waiting for it: undici would open a new
 * connection, again and again, for as long as a request waits.
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
