import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownIdentity } from '../../src/platform/index.ts';
import { batchProject } from '../support/batch_project.ts';
import { emptyFolder, run, start } from '../support/program.ts';
import { eventually } from '../support/wait.ts';

describe('a container', () => {
  test('starts the engine with the worktree alone to be written', async () => {
    const project = await batchProject([{}], { default: [[{ work: 'done by' }]] });
    const bin = emptyFolder();
    const seen = join(bin, 'seen');
    // Tells what it was asked, and runs what stands behind the image.
    writeFileSync(
      join(bin, 'podman'),
      `#!/bin/sh\n[ "$1" = info ] && exit 0\nprintf '%s\\n' "$*" >> ${seen}\nwhile [ "$1" != tools:1 ]; do shift; done; shift\nexec "$@"\n`,
      { mode: 0o755 },
    );
    await project.call('config', 'set', 'batch.sandboxImage', 'tools:1');
    const ended = await project.runWith({ PATH: `${bin}:${process.env.PATH}` }, '--sandbox', 'container');
    expect(ended.phases[0]).toMatchObject({ state: 'done', attempts: [{ sandbox: 'container' }] });
    const asked = readFileSync(seen, 'utf8')
      .split('\n')
      .filter((line) => line.includes('--name='));
    const writable = [...(asked[0] ?? '').matchAll(/--mount=type=bind,source=(?<path>\S+),target=\S+/gu)]
      .filter(([mount]) => !mount.endsWith(',readonly'))
      .map(({ groups }) => groups?.path ?? '');
    expect(writable.length).toBe(3);
    expect(writable.every((path) => /\/(?:worktrees|objects)\/[^/]+$/u.test(path))).toBe(true);
    expect(asked[0]).toContain('--network=none');
    // The engine is tried as it is used, without anything shown to it.
    const tried =
      readFileSync(seen, 'utf8')
        .split('\n')
        .find((line) => line.includes('--pull=never')) ?? '';
    expect(tried).toContain('--init');
    expect(tried).not.toContain('--mount');
  });

  test('[promise:batch-container-client] is asked for by a client that is told where its service is, and the command inside is not', async () => {
    const project = await batchProject([{}], { default: [[{ work: 'done by' }]] });
    const bin = emptyFolder();
    const seen = join(bin, 'seen');
    // Has no service but at the address that the user names.
    writeFileSync(
      join(bin, 'docker'),
      `#!/bin/sh\n[ "$DOCKER_HOST" = unix:///elsewhere.sock ] || { echo no service >&2; exit 125; }\nprintf '%s\\n' "$*" >> ${seen}\n[ "$1" = version ] && exit 0\nwhile [ "$1" != tools:1 ]; do shift; done; shift\nexec "$@"\n`,
      { mode: 0o755 },
    );
    writeFileSync(join(bin, 'podman'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    await project.call('config', 'set', 'batch.sandboxImage', 'tools:1');
    const env = { PATH: `${bin}:${process.env.PATH}`, DOCKER_HOST: 'unix:///elsewhere.sock' };
    const ended = await project.runWith(env, '--sandbox', 'container', '--retries', '0');
    expect(ended.phases[0]).toMatchObject({ state: 'done', attempts: [{ sandbox: 'container' }] });
    expect(readFileSync(seen, 'utf8')).not.toContain('--env=DOCKER_HOST');
  });

  test.each([
    { has: 'none', node: 'exit 127', severity: 'error', code: 3 },
    { has: 'an old one', node: 'echo v18.20.0', severity: 'error', code: 3 },
    { has: 'one', node: 'echo v20.19.0', severity: undefined, code: 0 },
    { has: 'not been fetched', node: 'echo no such image >&2; exit 125', severity: 'warning', code: 0 },
  ])('whose image has $has of the node that leads out of it says so before it starts', async (row) => {
    const project = await batchProject([{}], { default: [[{ work: 'done by' }]] });
    const bin = emptyFolder();
    const own = `[ "$1" = info ] && exit 0\ncase " $* " in *" --entrypoint=node "*) ${row.node}; exit;; esac\n`;
    writeFileSync(
      join(bin, 'podman'),
      `#!/bin/sh\n${own}while [ "$1" != tools:1 ]; do shift; done; shift\nexec "$@"\n`,
      { mode: 0o755 },
    );
    await project.call('config', 'set', 'batch.sandboxImage', 'tools:1');
    await project.call('config', 'set', 'batch.sandboxGateHosts', 'localhost:5432');
    const ended = await project.runWith({ PATH: `${bin}:${process.env.PATH}` }, '--sandbox', 'container');
    expect(ended.code).toBe(row.code);
    const [told] = ended.problems.filter(({ code }) => code === 'no-sandbox');
    expect(told?.severity).toBe(row.severity);
    if (row.code === 3) expect(project.journal()).toEqual([]);
    if (row.severity !== undefined) expect(told?.message).toContain('localhost:5432');
  });

  test('whose engine answers and runs nothing starts nothing, and says what the engine says', async () => {
    const project = await batchProject([{}]);
    const bin = emptyFolder();
    const own = '[ "$1" = run ] || exit 0\necho Error: container-init binary not found >&2; exit 125';
    writeFileSync(join(bin, 'podman'), `#!/bin/sh\n${own}\n`, { mode: 0o755 });
    await project.call('config', 'set', 'batch.sandboxImage', 'tools:1');
    const env = { PATH: `${bin}:${process.env.PATH}` };
    const ended = await project.runWith(env, '--sandbox', 'container');
    expect(ended.code).toBe(3);
    const [told] = ended.problems as readonly { readonly message: string }[];
    expect(told?.message).toContain(
      'podman runs no container of tools:1: Error: container-init binary not found',
    );
    expect(project.journal()).toEqual([]);
    const doctor = await run(['doctor'], { cwd: project.folder, env: { ...project.environment(), ...env } });
    expect(doctor.out).not.toContain('podman with tools:1');
  });

  test('removes those of processes that are gone, as of a review that was killed, and no others', async () => {
    const project = await batchProject([{}], { default: [[{ work: 'done by' }]] });
    const bin = emptyFolder();
    const label = (identity: object | string) => Buffer.from(JSON.stringify(identity)).toString('base64url');
    const own = ownIdentity();
    const labels = {
      gone: label({ ...own, startTime: '1' }),
      living: label(own),
      elsewhere: label({ ...own, host: 'another', startTime: '1' }),
      forged: label('x'),
    };
    const lines = Object.entries(labels).map((line) => line.join(' '));
    writeFileSync(
      join(bin, 'podman'),
      `#!/bin/sh
case "$1" in
  info) exit 0 ;;
  ps) case " $* " in *label=*) echo "${Object.keys(labels).join('\n')}" ;; esac; exit 0 ;;
  inspect) echo "${lines.join('\n')}"; exit 0 ;;
  rm) echo "$*" >> ${join(bin, 'removed')}; exit 0 ;;
esac
while [ "$1" != tools:1 ]; do shift; done; shift
exec "$@"
`,
      { mode: 0o755 },
    );
    await project.call('config', 'set', 'batch.sandboxImage', 'tools:1');
    const env = { PATH: `${bin}:${process.env.PATH}` };
    expect((await project.runWith(env, '--sandbox', 'container')).code).toBe(0);
    expect(readFileSync(join(bin, 'removed'), 'utf8').split('\n')[0]).toBe('rm --force gone');
  });

  test('removes it where its engine’s client had to be killed', async () => {
    const project = await batchProject([{ gates: ['sh -c "trap : TERM; while :; do sleep 0.1; done"'] }], {
      default: [[{ work: 'done by' }]],
    });
    const bin = emptyFolder();
    const seen = join(bin, 'seen');
    writeFileSync(
      join(bin, 'podman'),
      `#!/bin/sh\n[ "$1" = info ] && exit 0\necho "$1 $*" >> ${seen}\n[ "$1" = rm ] && exit 0\nwhile [ "$1" != tools:1 ]; do shift; done; shift\nexec "$@"\n`,
      { mode: 0o755 },
    );
    await project.call('config', 'set', 'batch.sandboxImage', 'tools:1');
    await project.call('config', 'set', 'batch.gateTimeoutSeconds', '1');
    await project.runWith(
      { PATH: `${bin}:${process.env.PATH}` },
      ...['--sandbox', 'container', '--retries', '0'],
    );
    const asked = readFileSync(seen, 'utf8').split('\n');
    const names = asked.flatMap((line) => /--name=(\S+) .*trap/u.exec(line)?.[1] ?? []);
    const removed = asked.flatMap((line) => /^rm rm --force (\S+)$/u.exec(line)?.[1] ?? []);
    expect(removed.length).toBeGreaterThan(0);
    expect(new Set(removed)).toEqual(new Set(names));
  });

  test.each([
    ['the engine’s client was ended from outside', false],
    ['its controller was killed, by the next run', true],
  ])('removes it where %s', async (_, isController) => {
    const project = await batchProject([{}], {
      default: [[{ note: 'pid' }, { work: 'done by' }, { await: 'go' }]],
    });
    const bin = emptyFolder();
    const seen = join(bin, 'seen');
    // Has its containers in files, which live on until they are removed.
    writeFileSync(
      join(bin, 'podman'),
      `#!/bin/sh
case "$1" in
  info) exit 0 ;;
  inspect) exit 1 ;;
  ps) ls ${bin} | sed -n 's/^container-//p'; echo orchestrator-of-somebody-else; exit 0 ;;
  rm) shift 2; for each; do rm ${bin}/container-$each && echo "$each" >> ${seen}; done; exit ;;
esac
for each; do case $each in --name=*) name=\${each#--name=} ;; esac; done
: > ${bin}/container-$name
while [ "$1" != tools:1 ]; do shift; done; shift
"$@" & child=$!
echo $$ > ${bin}/client-$name
trap 'kill $child' TERM
wait $child; code=$?
rm -f ${bin}/container-$name
exit $code
`,
      { mode: 0o755 },
    );
    await project.call('config', 'set', 'batch.sandboxImage', 'tools:1');
    const args = ['--sandbox', 'container', '--retries', '0'];
    const env = { PATH: `${bin}:${process.env.PATH}` };
    const running = start(project.runArguments('--json', ...args), {
      ...{ cwd: project.folder, env: { ...project.environment(), ...env } },
    });
    await eventually(() => project.told('pid'));
    const containers = () => readdirSync(bin).filter((name) => name.startsWith('container-'));
    // Its gate runs in another one at the same time, before there is its work.
    const prefix = `container-orchestrator-${project.events('attempt-started')[0]?.token}-`;
    const container = containers().find((name) => name.startsWith(prefix)) ?? '';
    const client = Number(readFileSync(join(bin, container.replace('container', 'client')), 'utf8'));
    if (isController) {
      running.signal('SIGKILL');
      await running.ended;
    }
    process.kill(client, 'SIGKILL');
    project.tell('go');
    if (isController) await project.runWith(env, ...args);
    else await running.ended;
    expect(containers()).toEqual([]);
    expect(readFileSync(seen, 'utf8').trim().split('\n')).toContain(container.replace('container-', ''));
  });
});
