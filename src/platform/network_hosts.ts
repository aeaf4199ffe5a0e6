/** A host and a port that may be reached; a star before the first point matches all names below. */
export type Host = { readonly name: string; readonly port: number };

/** Returns the hosts a text names: those of all URLs in it, with their own port, else with the default port of a web scheme. */
export function hostsInText(text: string): Host[] {
  return [...text.matchAll(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>\\{}|^,;]+/giu)].flatMap(([address]) => {
    if (!URL.canParse(address)) return [];
    const { hostname, port, protocol } = new URL(address);
    const usual = USUAL_PORTS.get(protocol);
    if (hostname === '' || (port === '' && usual === undefined)) return [];
    const host = { name: hostname.toLowerCase(), port: port === '' ? (usual ?? 0) : Number(port) };
    // In URLs of other schemes, the host may be anything.
    return usual === undefined ? (readHost(hostText(host)) ?? []) : [host];
  });
}

const USUAL_PORTS: ReadonlyMap<string, number> = new Map([
  ['http:', 80],
  ['https:', 443],
  ['ws:', 80],
  ['wss:', 443],
]);

/**
 * Parses a host as a person writes it: `api.example.com`, `*.example.com:8443`, `localhost:11434`, or an address; `undefined` if
 * it is none.
 */
export function readHost(text: string): Host | undefined {
  const [address] = /^[a-z][a-z0-9+.-]*:\/\//iu.test(text) ? hostsInText(text) : [];
  if (address !== undefined) return address;
  const [, name, port = '443'] = HOST.exec(text.trim()) ?? [];
  return name === undefined || Number(port) < 1 || Number(port) > 65_535
    ? undefined
    : { name: name.toLowerCase(), port: Number(port) };
}

const HOST = /^((?:[*]\.)?[a-z0-9_](?:[a-z0-9_.-]{0,250}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?$/iu;

/** Formats a host for a person, in the form of a request. */
export function hostText({ name, port }: Host): string {
  return `${name}:${port}`;
}

/** Without duplicates, by name. */
export function sortedHosts(hosts: readonly Host[]): Host[] {
  const byText = new Map(hosts.map((host) => [hostText(host), host]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, host]) => host);
}

/** Whether a host matches one of these. */
export function isAmongHosts(hosts: readonly Host[], { name, port }: Host): boolean {
  const asked = name.toLowerCase().replace(/[.]$/u, '');
  return hosts.some(
    (host) =>
      host.port === port &&
      (host.name.startsWith('*.') ? asked.endsWith(host.name.slice(1)) : host.name === asked),
  );
}
