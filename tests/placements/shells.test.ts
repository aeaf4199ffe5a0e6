import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { afterTest } from '../support/after_test.ts';
import { placementFixture } from '../support/placement_fixture.ts';
import { HAS_SSHD, startSshHost } from '../support/ssh_host.ts';
import { eventually } from '../support/wait.ts';

/** Where it is, if it is. */
const BUSYBOX = spawnSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).stdout.trim();

/** Shells that hosts have for `sh`, and for each the tools that come with it and stand before this machine's. */
const SHELLS: readonly { readonly name: string; readonly file: string; readonly tools: readonly string[] }[] =
  [
    { name: 'dash', file: '/bin/dash', tools: [] },
    { name: 'bash', file: '/bin/bash', tools: [] },
    {
      name: 'busybox',
      file: BUSYBOX,
      tools:
        'cat chmod cut date df env find grep head id kill ls mkdir mv od ps rm rmdir sed setsid sleep tail touch tr wc'.split(
          ' ',
        ),
    },
  ];

describe.skipIf(!HAS_SSHD)('a host whose sh is', () => {
  for (const { name, file, tools } of SHELLS)
    test.skipIf(!existsSync(file))(name, async () => {
      const call = (applet: string) =>
        tools.length > 0 ? `exec ${file} ${applet} "$@"` : `exec ${file} "$@"`;
      const programs = Object.fromEntries(['sh', ...tools].map((applet) => [applet, call(applet)]));
      const host = await startSshHost(programs);
      afterTest(() => host.remove());
      const { place, work, ears, git } = await placementFixture(
        { ssh: host.ssh, folder: host.folder },
        host.env,
      );
      const { signal } = new AbortController();
      const script = 'echo "got $(cat)"; echo new >new.txt; rm gone.txt; sleep 3; exit 3';
      const begun = await place.begin({ ...work, argv: ['sh', '-c', script] }, ears, signal);
      if (begun.kind !== 'started') throw new Error(begun.why);
      const end = await begun.attempt.over;
      expect(end).toMatchObject({ code: 3, fault: undefined });
      expect(ears.heard()).toBe('got Do it.\n');
      expect(git('ls-tree', '-r', '--name-only', `${end.commit}`)).toBe('kept.txt\nnew.txt');
      const next = { ...work, attempt: 2, token: crypto.randomUUID() };
      const hangs = await place.begin(
        { ...next, argv: ['sh', '-c', 'trap "" TERM; (sleep 77 & sleep 77) & while :; do :; done'] },
        ears,
        signal,
      );
      if (hangs.kind !== 'started') throw new Error(hangs.why);
      // That it works shows, though it says nothing.
      await eventually(() => ((hangs.attempt.meter?.() ?? 0) >= 1_000 ? true : undefined));
      expect(await hangs.attempt.group.end(500)).toMatchObject({ left: 0 });
      expect((await hangs.attempt.over).commit).toMatch(/^[0-9a-f]{40}$/u);
      expect(await place.tidy([work.token, next.token])).toBeUndefined();
      expect(readdirSync(join(host.folder, 'project1/attempts'))).toEqual([]);
    });
});
