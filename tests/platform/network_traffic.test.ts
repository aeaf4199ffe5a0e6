import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { systemClock, trafficProbe } from '../../src/platform/index.ts';
import { receivedBy } from '../../src/platform/network_traffic.ts';
import { afterTest } from '../support/after_test.ts';
import { batchProject } from '../support/batch_project.ts';

const HAS_SS = process.platform === 'linux' && spawnSync('ss', ['-V']).status === 0;

test('what comes in is read for the processes that are meant, without what they send each other', () => {
  const text = [
    'ESTAB 0 0 10.0.0.1:1000 1.2.3.4:443 users:(("node",pid=7,fd=20))',
    '\t cubic rto:208 bytes_sent:9 bytes_acked:9 bytes_received:40 segs_out:6',
    'ESTAB 0 0 10.0.0.1:1001 1.2.3.4:443 users:(("other",pid=8,fd=20))',
    '\t cubic rto:208 bytes_received:99',
    'ESTAB 0 0 127.0.0.1:5 127.0.0.1:6 users:(("node",pid=7,fd=21),("sh",pid=9,fd=3))',
    '\t bytes_received:1',
    'ESTAB 0 0 127.0.0.1:6 127.0.0.1:5 users:(("node",pid=7,fd=22))',
    '\t bytes_received:2',
    'ESTAB 0 0 [::1]:7 [::1]:8 users:(("sh",pid=9,fd=4))',
    '\t rto:1',
    'garbage',
    '',
  ].join('\n');
  const family = new Map([7, 9].map((pid) => [pid, { pid }]));
  expect(Object.fromEntries(receivedBy(text, family))).toEqual({
    '10.0.0.1:1000 1.2.3.4:443': 40,
    '[::1]:7 [::1]:8': 0,
  });
});

describe.skipIf(!HAS_SS)('a process with a connection', () => {
  test('is seen to receive something when it does, and not otherwise', async () => {
    const { port, socket } = await server();
    const child = spawn(process.execPath, ['-e', `require('net').connect(${port}).on('data', () => {})`], {
      detached: true,
      stdio: 'ignore',
    });
    afterTest(() => void child.kill('SIGKILL'));
    const end = await socket;
    const probe = trafficProbe((child as ChildProcess).pid ?? 0, {
      env: process.env,
      clock: systemClock,
      everyMs: 1,
    });
    afterTest(probe.end);
    // Looked at some times while nothing comes.
    for (let looks = 0; looks < 50; looks++) {
      expect(probe.cameIn()).toBe(false);
      await systemClock.wait(10, new AbortController().signal);
    }
    for (let seen = false; !seen; seen = probe.cameIn()) {
      end.write('x');
      await systemClock.wait(10, new AbortController().signal);
    }
  });

  test('[promise:batch-receiving-is-not-idle] an agent of one’s own is not idle while a stream comes in, and is while it only has a connection', async () => {
    const streaming = await server((end) => {
      let left = 40;
      const timer = setInterval(() => {
        end.write('x');
        left -= 1;
        if (left === 0) end.end();
        if (left === 0) clearInterval(timer);
      }, 250);
    });
    const silent = await server();
    const agent = (port: number) =>
      `${process.execPath} -e "const f=require('fs');require('net').connect(${port}).on('data',()=>{}).on('end',()=>{f.mkdirSync('src',{recursive:true});f.writeFileSync('src/1.txt','x');process.exit(0)})"`;
    const outcome = async (port: number) => {
      const project = await batchProject([{}]);
      const args = ['batch', 'run', '1', '--yes', '--json', '--idle', '3', '--retries', '0'];
      const ran = await project.call(...args, '--executor-command', agent(port));
      return JSON.parse(ran.out).phases[0].attempts[0].reason ?? 'done';
    };
    expect(await outcome(streaming.port)).toBe('done');
    expect(await outcome(silent.port)).toBe('idle');
  });
});

/** A server, its port, and the first connection to it. */
async function server(connected: (end: Socket) => void = () => {}) {
  const listening = createServer((end) => {
    end.on('error', () => {});
    connected(end);
  }).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  afterTest(() => void listening.close());
  const socket = once(listening, 'connection').then(([end]) => end as Socket);
  const address = listening.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, socket };
}
