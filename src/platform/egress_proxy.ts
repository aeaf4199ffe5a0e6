import { createServer, type IncomingMessage, METHODS, type Server, type ServerResponse } from 'node:http';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectSecurely } from 'node:tls';
import { printableLine } from '../lib/index.ts';
import type { Environment } from './git.ts';
import { type Host, hostText, isAmongHosts } from './network_hosts.ts';
import { lookupExternal } from './network_lookup.ts';
import { isThisMachine, type ProxyChoice, proxyFor } from './proxy.ts';

/** The way out of a place without network: a socket with a proxy that admits requests to the allowed hosts. */
export type EgressProxy = { readonly socket: string; readonly close: () => void };

/** Options of {@link openEgressProxy}. */
export type EgressProxyOptions = {
  readonly env: Environment;
  /** The path where it is created: must not exist. */
  readonly socket: string;
  /** Called with a requested host that is not allowed; returns how it could be allowed. */
  readonly refused: (host: string) => string;
  /** Called with an allowed host that this machine's proxy refuses a tunnel to, and the proxy's message. */
  readonly blocked?: (host: string, why: string) => void;
  /** Called whenever data has come in. */
  readonly received: () => void;
  /** The longest silence in a tunnel that may turn out to be for requests, in milliseconds. */
  readonly patienceMs?: number;
  /** The name lookup; the system's by default. */
  readonly lookup?: LookupFunction;
};

/**
 * Opens a way to some hosts, and to nothing else. Hosts that this machine reaches through a proxy are reached through it.
 */
export async function openEgressProxy(
  hosts: readonly Host[],
  around: EgressProxyOptions,
): Promise<EgressProxy> {
  const { socket } = around;
  const opened = new EgressServer(hosts, around);
  await new Promise<void>((resolve, reject) => {
    opened.server.once('error', reject).listen(socket, resolve);
  });
  // The server alone must not keep the process alive.
  opened.server.unref();
  return { socket, close: () => opened.end() };
}

class EgressServer {
  readonly server: Server;
  readonly #hosts: readonly Host[];
  readonly #env: Environment;
  readonly #refused: (host: string) => string;
  readonly #lookup: LookupFunction;
  readonly #blocked: (host: string, why: string) => void;
  readonly #received: () => void;
  readonly #patienceMs: number;
  readonly #open = new Set<Duplex>();

  constructor(
    hosts: readonly Host[],
    { env, refused, blocked = () => {}, received, lookup, patienceMs = PATIENCE_MS }: EgressProxyOptions,
  ) {
    this.#hosts = hosts;
    this.#env = env;
    this.#refused = refused;
    this.#blocked = blocked;
    this.#received = received;
    this.#patienceMs = patienceMs;
    this.#lookup = lookupExternal(lookup);
    this.server = createServer((request, response) => void this.#pass(request, response));
    // A model may think for any length of time.
    this.server.requestTimeout = 0;
    this.server.on('connect', (request: IncomingMessage, from: Duplex, head: Buffer) => {
      void this.#tunnel(request, from, head);
    });
    this.server.on('upgrade', (request: IncomingMessage, from: Duplex, head: Buffer) => {
      void this.#upgrade(request, from, head);
    });
    this.server.on('connection', (socket: Socket) => this.#keep(socket));
  }

  end(): void {
    this.server.close();
    for (const stream of this.#open) stream.destroy();
  }

  #keep<Stream extends Duplex>(stream: Stream): Stream {
    this.#open.add(stream);
    return stream.on('error', () => stream.destroy()).once('close', () => this.#open.delete(stream));
  }

  /** Returns the requested host if it is allowed; otherwise the answer to the request. */
  #wanted(text: string): Host | string {
    if (!URL.canParse(text)) return answer(400, 'Requests must use absolute URLs.');
    const { hostname: name, port: given, protocol } = new URL(text);
    const host = { name, port: given === '' ? (protocol === 'https:' ? 443 : 80) : Number(given) };
    if (isAmongHosts(this.#hosts, host)) return host;
    const remedy = this.#refused(hostText(host));
    return answer(403, `${hostText(host)} may not be reached from this sandbox. ${remedy}`);
  }

  async #tunnel({ url = '' }: IncomingMessage, from: Duplex, head: Buffer): Promise<void> {
    this.#keep(from);
    // 443 would be left out of a URL.
    const port = /:(\d+)$/u.exec(url)?.[1];
    const host = this.#wanted(port === '443' ? `https://${url}` : `http://${url}`);
    if (typeof host === 'string') return void from.end(host);
    try {
      const to = this.#keep(await this.#connected(host));
      from.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.length > 0) to.write(head);
      joinStreams(from, to.on('data', this.#received));
    } catch (error) {
      // Many proxies refuse tunnels to ports other than 443, but would accept whole requests. One that requires a login requires
      // it for these too.
      const mayPass = error instanceof TunnelRefused && error.status !== 407;
      if (mayPass && host.port !== 443 && this.#choice('http', host).kind === 'proxy')
        return this.#unwrap(from, { head, host, why: error.message });
      if (error instanceof TunnelRefused) this.#blocked(hostText(host), error.message);
      from.end(answer(502, `${hostText(host)} cannot be reached: ${wordsOf(error)}`));
    }
  }

  /**
   * Takes the requests out of a tunnel that the proxy has refused and passes each to it whole: programs ask for a tunnel even for
   * plain requests. Only its first bytes show whether it carries requests, and they come only once the tunnel exists. If they are
   * something else, or nothing comes, it is closed.
   */
  #unwrap(
    from: Duplex,
    { head, host, why }: { readonly head: Buffer; readonly host: Host; readonly why: string },
  ): void {
    from.write('HTTP/1.1 200 Connection established\r\n\r\n');
    let first = Buffer.alloc(0);
    const stop = () => {
      clearTimeout(timer);
      from.off('data', take).off('close', stop);
    };
    const refuse = () => {
      stop();
      this.#blocked(hostText(host), why);
      // A TLS client is told at least that it was refused, rather than getting bytes it cannot parse.
      if (first[0] === TLS_HANDSHAKE) from.end(TLS_ACCESS_DENIED);
      else from.destroy();
    };
    const take = (piece: Buffer) => {
      first = Buffer.concat([first, piece]);
      const begins = beginsRequest(first.subarray(0, LONGEST_METHOD + 1).toString('latin1'));
      if (begins === undefined) return;
      if (!begins) return refuse();
      stop();
      from.pause();
      from.unshift(first);
      const inner = createServer((request, response) => {
        request.url = `http://${hostText(host)}${request.url}`;
        void this.#pass(request, response);
      });
      inner.requestTimeout = 0;
      inner.emit('connection', from);
      from.resume();
    };
    const timer = setTimeout(refuse, this.#patienceMs);
    from.on('data', take).once('close', stop);
    if (head.length > 0) take(head);
  }

  async #upgrade(request: IncomingMessage, from: Duplex, head: Buffer): Promise<void> {
    this.#keep(from);
    const { url = '', method = 'GET' } = request;
    const host = this.#wanted(url.replace(/^ws/iu, 'http'));
    if (typeof host === 'string') return void from.end(host);
    try {
      const to = this.#keep(await this.#connected(host));
      to.write(`${method} ${pathOf(url)} HTTP/1.1\r\n${headText(request)}\r\n`);
      if (head.length > 0) to.write(head);
      joinStreams(from, to.on('data', this.#received));
    } catch (error) {
      from.end(answer(502, `${hostText(host)} cannot be reached: ${wordsOf(error)}`));
    }
  }

  /** Passes an unencrypted request to a proxy whole. */
  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '', method = 'GET' } = request;
    const host = this.#wanted(url);
    if (typeof host === 'string') {
      request.resume();
      const [head = '', body = ''] = host.split('\r\n\r\n');
      response.writeHead(Number(head.split(' ')[1]), { 'content-type': 'text/plain', connection: 'close' });
      return void response.end(body);
    }
    const { request: ask } = await import('node:http');
    try {
      const way = this.#choice('http', host);
      const connection = this.#keep(await this.#reached(way, host));
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name)),
      );
      const sent = ask({
        createConnection: () => connection as Socket,
        ...{ method, path: way.kind === 'proxy' ? new URL(url).href : pathOf(url), setHost: false },
        headers: { ...headers, ...loginOf(way), host: new URL(url).host, connection: 'close' },
      });
      // It may have been paused while a proxy answered; there is a listener now.
      sent.on('socket', (socket) => socket.resume());
      sent.on('response', (answered) => {
        const kept = Object.entries(answered.headers).filter(([name]) => !HOP_BY_HOP.has(name));
        response.writeHead(answered.statusCode ?? 502, answered.statusMessage, Object.fromEntries(kept));
        answered.on('data', this.#received).pipe(response);
        answered.on('error', () => response.destroy());
      });
      sent.on('error', (error) => {
        if (response.headersSent) response.destroy();
        else response.writeHead(502).end(`${hostText(host)} cannot be reached: ${wordsOf(error)}\n`);
      });
      response.once('close', () => sent.destroy());
      request.pipe(sent);
    } catch (error) {
      response.writeHead(502).end(`${hostText(host)} cannot be reached: ${wordsOf(error)}\n`);
    }
  }

  /** Returns the proxy to use for a host, if any. */
  #choice(scheme: 'http' | 'https', { name, port }: Host): ProxyChoice {
    return proxyFor(new URL(`${scheme}://${name}:${port}`), this.#env);
  }

  /** Connects to a host, or to the proxy that handles its requests. */
  async #reached(way: ProxyChoice, { name, port }: Host): Promise<Duplex> {
    if (way.kind === 'unusable') throw new Error(`${way.from}: ${way.why}`);
    if (way.kind === 'direct') {
      const host = name.replace(/^\[|\]$/gu, '');
      return opened(connect({ host, port, ...(isThisMachine(name) ? {} : { lookup: this.#lookup }) }));
    }
    const proxy = new URL(way.address);
    const isSecure = proxy.protocol === 'https:';
    const at = {
      host: proxy.hostname.replace(/^\[|\]$/gu, ''),
      port: Number(proxy.port) || (isSecure ? 443 : 80),
    };
    return isSecure
      ? opened(connectSecurely({ ...at, servername: isIP(at.host) === 0 ? at.host : '' }), 'secureConnect')
      : opened(connect(at));
  }

  /** Connects to a host, through a tunnel of the proxy if there is one for it. */
  async #connected(host: Host): Promise<Duplex> {
    const { name, port } = host;
    const way = this.#choice('https', host);
    const through = await this.#reached(way, host);
    if (way.kind !== 'proxy') return through;
    const who = Object.values(loginOf(way)).map((login) => `Proxy-Authorization: ${login}\r\n`);
    through.write(`CONNECT ${name}:${port} HTTP/1.1\r\nHost: ${name}:${port}\r\n${who.join('')}\r\n`);
    const said = await readHead(through);
    if (!/^HTTP\/1\.[01] 2\d\d/u.test(said)) {
      through.destroy();
      throw new TunnelRefused(said);
    }
    return through;
  }
}

/** A proxy's refusal of a tunnel, in its own words. */
class TunnelRefused extends Error {
  /** The HTTP status; `NaN` if the proxy sends none. */
  readonly status: number;

  /** @param said - the head of its answer */
  constructor(said: string) {
    super(`the proxy says ${printableLine(said.split('\r\n')[0] ?? '').slice(0, 100)}`);
    this.status = Number(/^HTTP\/1\.[01] (\d{3})/u.exec(said)?.[1]);
  }
}

/** A client that makes requests sends them at once; one that waits for the server to speak first waits forever. */
const PATIENCE_MS = 3_000;

const LONGEST_METHOD = Math.max(...METHODS.map(({ length }) => length));

/** Whether bytes are the beginning of an HTTP request; `undefined` if there are too few to tell. */
function beginsRequest(text: string): boolean | undefined {
  if (METHODS.some((method) => text.startsWith(`${method} `))) return true;
  return METHODS.some((method) => `${method} `.startsWith(text)) ? undefined : false;
}

/** The first byte of every TLS connection. */
const TLS_HANDSHAKE = 0x16;

/** The alert `access_denied` of TLS, fatal (RFC 8446, section 6). */
const TLS_ACCESS_DENIED = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x31]);

/** The header with a proxy's login, if it has one. */
function loginOf(way: ProxyChoice): Readonly<Record<string, string>> {
  if (way.kind !== 'proxy') return {};
  const { username, password } = new URL(way.address);
  if (username === '') return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
}

/** Passes data on in both directions, and ends with either stream. */
export function joinStreams(one: Duplex, other: Duplex): void {
  one.pipe(other).pipe(one);
  one.once('close', () => other.destroy());
  other.once('close', () => one.destroy());
}

/** Reads the head of an answer; the stream continues with the data after it. */
export function readHead(stream: Duplex): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = Buffer.alloc(0);
    const stop = () => {
      stream.off('data', take).off('error', fail).off('close', fail);
    };
    const fail = (error?: Error) => {
      stop();
      reject(error instanceof Error ? error : new Error('the connection was closed'));
    };
    const take = (piece: Buffer) => {
      text = Buffer.concat([text, piece]);
      const end = text.indexOf('\r\n\r\n');
      if (end === -1 && text.length < MAX_HEAD) return;
      stop();
      stream.pause();
      if (end === -1) return fail(new Error('its answer is not HTTP'));
      const rest = text.subarray(end + 4);
      if (rest.length > 0) stream.unshift(rest);
      resolve(text.subarray(0, end).toString('latin1'));
    };
    stream.on('data', take).on('error', fail).on('close', fail);
  });
}

const MAX_HEAD = 64 * 1024;

function opened<Stream extends Socket>(socket: Stream, event = 'connect'): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(error);
    socket.once('error', fail).once(event, () => {
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

/** Headers that apply to a single connection only. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
]);

function headText({ rawHeaders }: IncomingMessage): string {
  const lines: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}\r\n`);
  return lines.filter((line) => !/^proxy-/iu.test(line)).join('');
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

function answer(status: number, words: string): string {
  return `HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'No'}\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n${words}\n`;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'the reason is unknown';
}
