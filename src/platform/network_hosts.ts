/** A host and a port of it that may be reached; a star before the first point stands for all names below. */
export type Host = { readonly name: string; readonly port: number };

/** The hosts that a text names: each address in it, by its own port, else by that of its scheme where this is one of the web's. */
export function hostsInText(text: string): Host[] {
  return [...text.matchAll(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>\\{}|^,;]+/giu)].flatMap(([address]) => {
    if (!URL.canParse(address)) return [];
    const { hostname, port, protocol } = new URL(address);
    const usual = USUAL_PORTS.get(protocol);
    if (hostname === '' || (port === '' && usual === undefined)) return [];
    const host = { name: hostname.toLowerCase(), port: port === '' ? (usual ?? 0) : Number(port) };
    // Of other schemes anything may stand in the place of a name.
    return usual === undefined ? (readHost(hostText(host)) ?? []) : [host];
  });
}

const USUAL_PORTS: ReadonlyMap<string, number> = new Map([
  ['http:', 80],
  ['https:', 443],
  ['ws:', 80],
  ['wss:', 443],
]);

/** A host as a person writes it: `api.example.com`, `*.example.com:8443`, `localhost:11434`, or an address; `undefined` where it is none. */
export function readHost(text: string): Host | undefined {
  const [address] = /^[a-z][a-z0-9+.-]*:\/\//iu.test(text) ? hostsInText(text) : [];
  if (address !== undefined) return address;
  const [, name, port = '443'] = HOST.exec(text.trim()) ?? [];
  return name === undefined || Number(port) < 1 || Number(port) > 65_535
    ? undefined
    : { name: name.toLowerCase(), port: Number(port) };
}

const HOST = /^((?:[*]\.)?[a-z0-9_](?:[a-z0-9_.-]{0,250}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?$/iu;

/** As a person reads it, and as it is asked for. */
export function hostText({ name, port }: Host): string {
  return `${name}:${port}`;
}

/** Each once, by name. */
export function sortedHosts(hosts: readonly Host[]): Host[] {
  const byText = new Map(hosts.map((host) => [hostText(host), host]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, host]) => host);
}

/** Whether one of the hosts is meant. */
export function isAmongHosts(hosts: readonly Host[], { name, port }: Host): boolean {
  const asked = name.toLowerCase().replace(/[.]$/u, '');
  return hosts.some(
    (host) =>
      host.port === port &&
      (host.name.startsWith('*.') ? asked.endsWith(host.name.slice(1)) : host.name === asked),
  );
}
