import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { removeAtLast } from './opened.ts';

/** The path of sshd on the systems that tests run on. */
const SSHD = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((file) => existsSync(file));

/** Whether there is a real server to test against; without one these tests are reported as skipped. */
export const HAS_SSHD = SSHD !== undefined;

/** A real sshd on loopback, with keys and a configuration of its own. */
export type SshHost = {
  /** In the format of settings. */
  readonly ssh: string;
  /** The placement's folder there; its name has a space in it. */
  readonly folder: string;
  /** The environment in which the client finds it: `ssh` is the real one with the test's configuration. */
  readonly env: Record<string, string>;
  /** Ends it, with every connection. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Ends the connections, and still accepts new ones. */
  readonly cut: () => void;
  /** Gives it another host key. */
  readonly changeKey: () => void;
  readonly remove: () => Promise<void>;
};

/** Starts one. @param programs - scripts that take precedence over the programs there, by name */
export async function startSshHost(programs: Readonly<Record<string, string>> = {}): Promise<SshHost> {
  if (SSHD === undefined) throw new Error('there is no sshd here');
  const root = mkdtempSync(join(tmpdir(), 'orchestrator-ssh-'));
  const at = (name: string) => join(root, name);
  const port = await freePort();
  const key = (name: string) => {
    rmSync(at(name), { force: true });
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
    return readFileSync(`${at(name)}.pub`, 'utf8')
      .split(' ')
      .slice(0, 2)
      .join(' ')
      .trim();
  };
  const hostKey = key('host_key');
  writeFileSync(at('authorized_keys'), `${key('user_key')}\n`, { mode: 0o600 });
  writeFileSync(at('known_hosts'), `[127.0.0.1]:${port} ${hostKey}\n`);
  mkdirSync(at('bin'));
  // The server drops its privileges for incoming data, in a folder that systems create at its start.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
  // A home folder of its own: its shell must not read this machine's.
  for (const name of ['home', 'programs']) mkdirSync(at(name));
  for (const [name, text] of Object.entries(programs))
    writeFileSync(at(`programs/${name}`), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const path = `${at('programs')}:${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`;
  writeFileSync(
    at('sshd_config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('host_key')}`,
      `AuthorizedKeysFile ${at('authorized_keys')}`,
      `PidFile ${at('sshd.pid')}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin yes',
      'MaxStartups 100',
      `SetEnv PATH=${path} HOME=${at('home')} FAR_KEY=of-the-far-side`,
      '',
    ].join('\n'),
  );
  writeFileSync(
    at('ssh_config'),
    [
      'Host far',
      '  HostName 127.0.0.1',
      `  Port ${port}`,
      `  User ${userInfo().username}`,
      `  IdentityFile ${at('user_key')}`,
      '  IdentitiesOnly yes',
      `  UserKnownHostsFile ${at('known_hosts')}`,
      '  GlobalKnownHostsFile /dev/null',
      '',
    ].join('\n'),
  );
  writeFileSync(at('bin/ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F '${at('ssh_config')}' "$@"\n`, {
    mode: 0o755,
  });
  let server: ReturnType<typeof spawn> | undefined;
  /** The processes of its connections: those that it started, and theirs. A client notices at once when they are gone. */
  const connections = (): number[] => {
    const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/u.exec(line))
      .flatMap((row) =>
        row === null ? [] : [{ pid: Number(row[1]), parent: Number(row[2]), args: row[3] ?? '' }],
      );
    const found = new Set<number>(server?.pid === undefined ? [] : [server.pid]);
    for (let grew = true; grew; ) {
      const more = rows.filter(
        ({ pid, parent, args }) => found.has(parent) && !found.has(pid) && args.startsWith('sshd'),
      );
      for (const { pid } of more) found.add(pid);
      grew = more.length > 0;
    }
    if (server?.pid !== undefined) found.delete(server.pid);
    return [...found];
  };
  const kill = (pids: readonly number[]) => {
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    }
  };
  const host: SshHost = {
    ssh: 'far',
    folder: at('far side'),
    env: { PATH: `${at('bin')}:${process.env.PATH}` },
    async start() {
      const child = spawn(SSHD, ['-D', '-e', '-f', at('sshd_config')], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      server = child;
      let said = '';
      child.stderr?.on('data', (text) => {
        said += text;
      });
      for (let tries = 0; !said.includes('Server listening'); tries++) {
        if (tries > 500 || child.exitCode !== null) throw new Error(`sshd did not start: ${said}`);
        await pause(10);
      }
    },
    async stop() {
      const child = server;
      if (child === undefined) return;
      const gone = new Promise((done) => child.once('exit', done));
      kill(connections());
      child.kill('SIGKILL');
      await gone;
      server = undefined;
    },
    cut: () => kill(connections()),
    changeKey: () => void key('host_key'),
    async remove() {
      await host.stop();
      await removeAtLast(root);
    },
  };
  await host.start();
  return host;
}

/** A free port. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return address.port;
}
