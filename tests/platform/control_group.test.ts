import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { controlGroupFolder, controlGroupName, makeControlGroup } from '../../src/platform/control_group.ts';
import { emptyFolder } from '../support/program.ts';

const mount = (root: string, point: string, type = 'cgroup2') =>
  `30 24 0:26 ${root} ${point} rw,nosuid shared:4 - ${type} ${type} rw\n`;
const DISK = '24 1 8:1 / / rw - ext4 /dev/root rw\n';

describe('the folder of a control group', () => {
  test.each([
    [
      'of a system with version 2',
      '0::/user.slice/a.scope\n',
      mount('/', '/sys/fs/cgroup'),
      '/sys/fs/cgroup/user.slice/a.scope',
    ],
    [
      'of one that has both',
      '4:memory:/m\n1:name=systemd:/s\n0::/\n',
      mount('/', '/sys/fs/cgroup/memory', 'cgroup') + mount('/', '/sys/fs/cgroup/unified'),
      '/sys/fs/cgroup/unified',
    ],
    [
      'whose mount shows a part of the tree',
      '0::/box/7/in\n',
      mount('/box/7', '/sys/fs/cgroup'),
      '/sys/fs/cgroup/in',
    ],
    ['that is the root of its mount', '0::/box/7\n', mount('/box/7', '/sys/fs/cgroup'), '/sys/fs/cgroup'],
    ['at a place with a space', '0::/a\n', mount('/', '/mnt/c\\040g'), '/mnt/c g/a'],
    ['that its mount does not show', '0::/box/77\n', mount('/box/7', '/sys/fs/cgroup'), undefined],
    ['that is outside of what the process sees', '0::/../b\n', mount('/', '/sys/fs/cgroup'), undefined],
    [
      'where there is only version 1',
      '4:memory:/m\n',
      mount('/', '/sys/fs/cgroup/memory', 'cgroup'),
      undefined,
    ],
    ['that is mounted nowhere', '0::/a\n', DISK, undefined],
    ['of which nothing is told', '', '', undefined],
  ])('%s', (_, membership, mounts, folder) => {
    expect(controlGroupFolder({ membership, mounts: DISK + mounts })).toBe(folder);
  });
});

describe('a control group', () => {
  /** A folder that looks like a group of its own with another inside, as the system would make it. */
  function groups() {
    const own = emptyFolder();
    const inside = join(own, controlGroupName('mark'));
    mkdirSync(inside);
    const [back, there] = [own, inside].map((folder) => join(folder, 'cgroup.procs')) as [string, string];
    for (const file of [back, there]) writeFileSync(file, '');
    return { own, back, there, read: () => [there, back].map((file) => readFileSync(file, 'utf8')) };
  }

  test('is entered before a process is started, and left behind it', () => {
    const { own, read } = groups();
    const pid = String(process.pid);
    expect(makeControlGroup('mark', own)?.startInside(read)).toEqual([pid, '']);
    expect(read()).toEqual([pid, pid]);
  });

  test('is left when a process can’t be started', () => {
    const { own, read } = groups();
    const group = makeControlGroup('mark', own);
    const start = () => {
      throw new Error('none');
    };
    expect(() => group?.startInside(start)).toThrow('none');
    expect(read()[1]).toBe(String(process.pid));
  });

  test('is none where the system makes none, and leaves nothing there', () => {
    const own = emptyFolder();
    expect(makeControlGroup('mark', own)).toBeUndefined();
    writeFileSync(join(own, 'cgroup.procs'), '');
    expect(makeControlGroup('mark', own)).toBeUndefined();
    expect(existsSync(join(own, controlGroupName('mark')))).toBe(false);
    expect(makeControlGroup('mark', join(own, 'none'))).toBeUndefined();
    expect(existsSync(join(own, 'none'))).toBe(false);
  });

  test('does not tell the mark by its name', () => {
    expect(controlGroupName('secret')).toMatch(/^orchestrator-[0-9a-f]{24}$/u);
    expect(controlGroupName('secret')).not.toBe(controlGroupName('secret2'));
  });
});
