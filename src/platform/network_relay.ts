import { type ChildProcess, spawn } from 'node:child_process';
import { connect, createServer, isIP, type Server, type Socket } from 'node:net';
import type { Environment } from './git.ts';
import { joinStreams, readHead } from './network_door.ts';
import { type Host, hostText } from './network_hosts.ts';
import { isThisMachine } from './proxy.ts';

/** A command, and the door that it is led to. */
export type RelayedCommand = {
  readonly socket: string;
  readonly hosts: readonly Host[];
  readonly argv: readonly string[];
  /** What asks this process to end asks the command: who ends it sees nobody else, as in a container. */
  readonly passesOn?: boolean;
};

/**
 * Runs a command where there is no network but for a door: a proxy of its own leads there, and what is to be reached on this machine is
 * found at its own port. Resolves to the command's exit code.
 *
 * @param tell - hears what could not be offered
 */
export async function runBehindDoor(
  { socket, hosts, argv, passesOn = false }: RelayedCommand,
  { env, tell }: { readonly env: Environment; readonly tell: (words: string) => void },
): Promise<number> {
  let child: ChildProcess | undefined;
  // What ends the group ends the command, and this with it. Asked twice, some give up what they would have kept.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => void (passesOn && child?.kill(signal)));
  const servers: Server[] = [];
  const proxy = await listening((from) => joinStreams(from, quiet(connect(socket))), {
    host: '127.0.0.1',
    port: 0,
  });
  if (proxy === undefined) tell('There is no port for the way out of the sandbox, so there is none.');
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
    tell(
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
      tell(`${program} cannot be started: ${error.message}`);
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
 * Where this machine is found inside: what was named by an address at that, and at the machine's others what was named by name. Each
 * address and port once, since two that were named may be the same.
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

/** What programs find a proxy by. What is on this machine is reached without one: it has its own port. */
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

/** A server, or nothing where there can be none. */
function listening(
  take: (from: Socket) => void,
  at: { readonly host: string; readonly port: number },
): Promise<Server | undefined> {
  const server = createServer({ allowHalfOpen: true }, (from) => take(quiet(from)));
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined)).listen(at, () => resolve(server));
  });
}

async function leadTo(host: Host, from: Socket, door: string): Promise<void> {
  const to = quiet(connect(door));
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
