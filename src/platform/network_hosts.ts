/** A host and a port of it that may be reached; a star before the first point stands for all names below. */
export type Host = { readonly name: string; readonly port: number };

/** The hosts that a text names: each address in it, by its scheme's port where it says none. */
export function hostsInText(text: string): Host[] {
  return [...text.matchAll(/\b(?:https?|wss?):\/\/[^\s"'`<>\\{}|^,;]+/giu)].flatMap(([address]) => {
    if (!URL.canParse(address)) return [];
    const { hostname, port, protocol } = new URL(address);
    if (hostname === '') return [];
    const usual = protocol === 'https:' || protocol === 'wss:' ? 443 : 80;
    return [{ name: hostname, port: port === '' ? usual : Number(port) }];
  });
}

/** A host as a person writes it: `api.example.com`, `*.example.com:8443`, `localhost:11434`, or an address; `undefined` where it is none. */
export function readHost(text: string): Host | undefined {
  const [address] = /^[a-z]+:\/\//iu.test(text) ? hostsInText(text) : [];
  if (address !== undefined) return address;
  const [, name, port = '443'] = HOST.exec(text.trim()) ?? [];
  return name === undefined || Number(port) < 1 || Number(port) > 65_535
    ? undefined
    : { name: name.toLowerCase(), port: Number(port) };
}

const HOST = /^((?:[*]\.)?[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?$/iu;

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
