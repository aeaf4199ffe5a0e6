import type { Dispatcher } from 'undici';
import type { Fetch } from './port.ts';

/**
 * A fetch through an HTTP proxy: plain requests are given to it whole, encrypted ones go through a tunnel.
 *
 * @param address - of the proxy, with its login
 */
export function proxiedFetch(address: string): Fetch {
  let agent: Dispatcher | undefined;
  return async (url, init) => {
    const { fetch, ProxyAgent } = await import('undici');
    agent ??= new ProxyAgent({ uri: address, proxyTunnel: false });
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
