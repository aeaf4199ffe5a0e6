import { type ChildProcess, spawn } from 'node:child_process';
import { connect, createServer, isIP, type Server, type Socket } from 'node:net';
import { joinStreams, readHead } from './egress_proxy.ts';
import type { Environment } from './git.ts';
import { type Host, hostText } from './network_hosts.ts';
import { isThisMachine } from './proxy.ts';

/** A command, and the socket of its proxy. */
export type RelayedCommand = {
  readonly socket: string;
  readonly hosts: readonly Host[];
  readonly argv: readonly string[];
  /** Whether signals to this process are passed to the command: the sender may reach no other process, as in a container. */
  readonly passesOn?: boolean;
};

/**
 * Runs a command whose only way out is the socket of an egress proxy: a local proxy leads there, and allowed ports of this machine
 * appear at their own numbers. Resolves to the command's exit code.
 *
 * @param report - called with each service that could not be offered
 */
export async function runBehindProxy(
  { socket, hosts, argv, passesOn = false }: RelayedCommand,
  { env, report }: { readonly env: Environment; readonly report: (words: string) => void },
): Promise<number> {
  let child: ChildProcess | undefined;
  // A signal to the group ends the command, and then this process. A second signal makes some programs skip their cleanup.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => void (passesOn && child?.kill(signal)));
  const servers: Server[] = [];
  const proxy = await listening((from) => joinStreams(from, quiet(connect(socket))), {
    host: '127.0.0.1',
    port: 0,
  });
  if (proxy === undefined) report('No port is free for the way out of the sandbox, so there is no network.');
  else servers.push(proxy);
  const offered = await Promise.all(
    placesOf(hosts).map(async ({ address, host }) => {
      const at = { host: address, port: host.port };
      return { host, server: await listening((from) => void leadTo(host, from, socket), at) };
    }),
  );
  servers.push(...offered.flatMap(({ server }) => server ?? []));
  for (const port of new Set(offered.map(({ host }) => host.port))) {
    const same = offered.filter(({ host }) => host.port === port);
    if (same.some(({ server }) => server !== undefined)) continue;
    const names = new Set(same.map(({ host }) => hostText(host)));
    report(
      `${[...names].join(', ')} cannot be offered in the sandbox: its port is not free there, or is below 1024.`,
    );
  }
  const address = proxy?.address();
  const way =
    typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : undefined;
  const [program = '', ...args] = argv;
  const started = spawn(program, args, { stdio: 'inherit', env: { ...env, ...variables(way) } });
  child = started;
  const code = await new Promise<number>((resolve) => {
    started.once('error', (error) => {
      report(`${program} cannot be started: ${error.message}`);
      resolve(127);
    });
    started.once('exit', (exit, signal) =>
      resolve(exit ?? 128 + (signal === null ? 0 : (SIGNALS[signal] ?? 15))),
    );
  });
  for (const server of servers) server.close();
  return code;
}

/**
 * Returns the addresses at which this machine's hosts appear inside: one named by address at that address, and each at both
 * loopback addresses. Each address and port once, since two hosts may share them.
 */
function placesOf(hosts: readonly Host[]): readonly { readonly address: string; readonly host: Host }[] {
  const own = hosts.filter(({ name }) => isThisMachine(name));
  const bare = ({ name }: Host) => name.replace(/^\[|\]$/gu, '');
  const places = [
    ...own.filter((host) => isIP(bare(host)) !== 0).map((host) => ({ address: bare(host), host })),
    ...own
      .toSorted((a, b) => isIP(bare(a)) - isIP(bare(b)))
      .flatMap((host) => ['127.0.0.1', '::1'].map((address) => ({ address, host }))),
  ];
  const byText = new Map(places.toReversed().map((place) => [`${place.address} ${place.host.port}`, place]));
  return [...byText.values()];
}

const SIGNALS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGTERM: 15,
};

/** The variables that tell programs their proxy. Services on this machine are reached without one: they have their own ports. */
function variables(way: string | undefined): Environment {
  if (way === undefined) return {};
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
  const own = 'localhost,127.0.0.1,::1';
  return {
    ...Object.fromEntries(names.map((name) => [name, way])),
    NO_PROXY: own,
    no_proxy: own,
    NODE_USE_ENV_PROXY: '1',
  };
}

/** Returns a listening server, or nothing if it cannot be opened. */
function listening(
  take: (from: Socket) => void,
  at: { readonly host: string; readonly port: number },
): Promise<Server | undefined> {
  const server = createServer({ allowHalfOpen: true }, (from) => take(quiet(from)));
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined)).listen(at, () => resolve(server));
  });
}

async function leadTo(host: Host, from: Socket, proxy: string): Promise<void> {
  const to = quiet(connect(proxy));
  try {
    to.write(`CONNECT ${hostText(host)} HTTP/1.1\r\nHost: ${hostText(host)}\r\n\r\n`);
    const said = await readHead(to);
    if (!/^HTTP\/1\.1 200/u.test(said)) return void from.destroy();
    joinStreams(from, to);
  } catch {
    from.destroy();
    to.destroy();
  }
}

function quiet(socket: Socket): Socket {
  return socket.on('error', () => socket.destroy());
}
