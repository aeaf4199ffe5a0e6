import type { Dispatcher } from 'undici';

/**
 * A fetch through an HTTP proxy: plain requests are given to it whole, encrypted ones go through a tunnel.
 *
 * @param address - of the proxy, with its login
 */
export function proxiedFetch(address: string): typeof fetch {
  let agent: Dispatcher | undefined;
  return async (input, init = {}) => {
    const { fetch, ProxyAgent } = await import('undici');
    agent ??= new ProxyAgent({ uri: address, proxyTunnel: false });
    const { body, headers, ...rest } = init;
    const response = await fetch(String(input), {
      method: rest.method ?? 'GET',
      redirect: rest.redirect ?? 'follow',
      ...(rest.signal ? { signal: rest.signal } : {}),
      ...(typeof body === 'string' ? { body } : {}),
      headers: Object.fromEntries(new Headers(headers)),
      dispatcher: agent,
    });
    // The package's classes are those of the standard, of which Node has a copy of its own.
    return response as unknown as Response;
  };
}
