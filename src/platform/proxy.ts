import { BlockList, isIP, isIPv4 } from 'node:net';

/** The proxy for a URL according to the environment. */
export type ProxyChoice =
  | {
      readonly kind: 'direct';
      /** Why a configured proxy is not used for this URL. */
      readonly why: string | null;
    }
  | {
      readonly kind: 'proxy';
      /** With its login, if it has one: not for display. */
      readonly address: string;
      /** Scheme, host and port. */
      readonly shown: string;
      /** The variable that names it. */
      readonly from: string;
    }
  /** The value cannot be used. */
  | { readonly kind: 'unusable'; readonly from: string; readonly why: string };

/**
 * Returns the proxy for a URL: `HTTPS_PROXY` or `HTTP_PROXY` by its scheme, else `ALL_PROXY`, lower case first, except for hosts
 * in `NO_PROXY`. This machine itself is never reached through one. Follows curl.
 */
export function proxyFor(url: URL, env: Readonly<Record<string, string | undefined>>): ProxyChoice {
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const found = [`${scheme}_proxy`, 'all_proxy']
    .flatMap((name) => [name, name.toUpperCase()])
    .map((name) => ({ name, value: env[name]?.trim() ?? '' }))
    .find(({ value }) => value !== '');
  if (found === undefined) return { kind: 'direct', why: null };
  const { name: from, value } = found;
  if (isThisMachine(url.hostname))
    return { kind: 'direct', why: `${from} does not apply to this machine itself` };
  const except = ['no_proxy', 'NO_PROXY'].find((name) => (env[name]?.trim() ?? '') !== '');
  if (except !== undefined && isExcepted(url, env[except] ?? ''))
    return { kind: 'direct', why: `${except} excludes it from ${from}` };
  const address = /^[a-z][a-z0-9+.-]*:\/\//iu.test(value) ? value : `http://${value}`;
  if (!URL.canParse(address)) return { kind: 'unusable', from, why: 'it is not an address' };
  const proxy = new URL(address);
  if (proxy.protocol !== 'http:' && proxy.protocol !== 'https:')
    return {
      kind: 'unusable',
      from,
      why: `a proxy of the kind ${proxy.protocol.slice(0, -1)} is not supported`,
    };
  return { kind: 'proxy', address: proxy.href, shown: proxy.origin, from };
}

/** Whether a host, in the form of a URL, can only be this machine (RFC 6761 for `localhost`). */
export function isThisMachine(hostname: string): boolean {
  return (
    hostname === '[::1]' ||
    /^127(?:[.]\d+){3}$/u.test(hostname) ||
    /^(?:.+[.])?localhost[.]?$/u.test(hostname)
  );
}

/** Matches a list of hosts, domains, addresses and address blocks, each with or without a port; `*` matches everything. */
function isExcepted(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/gu, '').replace(/[.]$/u, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/u)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      if (entry.includes('/')) return isInBlock(host, entry);
      const [, name = entry, wanted] =
        /^(.*?)(?::(\d+))?$/u.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
      if (wanted !== undefined && wanted !== port) return false;
      const domain = name
        .toLowerCase()
        .replace(/^\[|\]$/gu, '')
        .replace(/^[*]?[.]/u, '')
        .replace(/[.]$/u, '');
      return domain !== '' && (host === domain || (isIP(host) === 0 && host.endsWith(`.${domain}`)));
    });
}

function isInBlock(host: string, block: string): boolean {
  const [address = '', bits = ''] = block.split('/');
  const most = isIPv4(address) ? 32 : 128;
  if (isIP(host) === 0 || isIP(address) !== isIP(host) || !/^\d+$/u.test(bits) || Number(bits) > most)
    return false;
  const family = most === 32 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family);
  return list.check(host, family);
}

/** The variables that name a proxy. It may require a password. */
export const PROXIES: ReadonlySet<string> = new Set([
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'],
  ...['http_proxy', 'https_proxy', 'all_proxy'],
]);
