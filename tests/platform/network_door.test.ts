import { createServer, request } from 'node:http';
import { type AddressInfo, createServer as createSocket, type LookupFunction, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readHost } from '../../src/platform/index.ts';
import { openNetworkDoor } from '../../src/platform/network_door.ts';
import { emptyFolder, runProcess } from '../support/program.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function served(server: Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen({ host, port: 0 }, resolve));
  ends.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A door to some hosts, where names lead to the addresses that are given. */
async function doorTo(hosts: readonly string[], addresses: readonly string[] = []) {
  const refused: string[] = [];
  const lookup: LookupFunction = (_, __, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  const door = await openNetworkDoor(
    hosts.flatMap((host) => readHost(host) ?? []),
    {
      env: {},
      socket: join(emptyFolder(), 's'),
      refused: (host) => {
        refused.push(host);
        return 'As it is said.';
      },
      received: () => {},
      ...(addresses.length > 0 && { lookup }),
    },
  );
  ends.push(door.close);
  const ask = (url: string) =>
    new Promise<string>((resolve, reject) => {
      const sent = request({ socketPath: door.socket, path: url }, (response) => {
        let text = `${response.statusCode} `;
        response.on('data', (piece) => {
          text += piece;
        });
        response.on('end', () => resolve(text.trim()));
      });
      sent.on('error', reject).end();
    });
  return { door, ask, refused };
}

const out = () => createServer((_, response) => void response.end('OUT'));

test.each([
  ['this machine alone', ['127.0.0.1']],
  ['this machine, as the sixth version writes the fourth', ['::ffff:127.0.0.1']],
  ['no machine in particular', ['0.0.0.0']],
  ['the metadata service of a cloud', ['169.254.169.254']],
  ['its link', ['fe80::1']],
])('a name that may be reached is not where it leads to %s', async (_, addresses) => {
  const port = await served(out());
  const { ask } = await doorTo([`models.example:${port}`], addresses);
  const said = await ask(`http://models.example:${port}/`);
  expect(said).toMatch(/^502 /u);
  expect(said).toContain(`models.example leads to ${addresses[0]}`);
});

test('this machine is reached where it was named as that, or by its address', async () => {
  const port = await served(out());
  const { ask } = await doorTo([`localhost:${port}`, `127.0.0.1:${port}`]);
  expect(await ask(`http://localhost:${port}/`)).toBe('200 OUT');
  expect(await ask(`http://127.0.0.1:${port}/`)).toBe('200 OUT');
});

test('what is refused is answered with how it could be let', async () => {
  const { ask, refused } = await doorTo(['a.example:80']);
  expect(await ask('http://b.example/')).toBe(
    '403 b.example:80 may not be reached from this sandbox. As it is said.',
  );
  expect(refused).toEqual(['b.example:80']);
});

test('a port of this machine that is named twice is offered once, and nobody is told that it is not free', async () => {
  const server = createSocket();
  const port = await served(server);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  const { door } = await doorTo([`localhost:${port}`]);
  const program = `require('net').connect(${port},'127.0.0.1').on('connect',()=>process.exit(7)).on('error',()=>process.exit(8))`;
  const named = ['--host', `localhost:${port}`, '--host', `127.0.0.1:${port}`];
  const args = ['run-behind-door', '--socket', door.socket, ...named, '--', process.execPath, '-e', program];
  const run = () => runProcess(args, { cwd: emptyFolder(), input: '' });
  expect(await run()).toMatchObject({ code: 7, err: '' });
  const taken = createSocket();
  await new Promise<void>((resolve) => taken.listen({ host: '127.0.0.1', port }, resolve));
  const alsoTaken = createSocket();
  await new Promise<void>((resolve) =>
    alsoTaken.once('error', () => resolve()).listen({ host: '::1', port }, resolve),
  );
  ends.push(
    () => taken.close(),
    () => alsoTaken.listening && alsoTaken.close(),
  );
  expect((await run()).err).toContain(
    `localhost:${port}, 127.0.0.1:${port} cannot be offered in the sandbox`,
  );
});
