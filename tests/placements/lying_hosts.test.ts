import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placementFixture } from '../support/placement_fixture.ts';
import { HAS_SSHD, type SshHost, startSshHost } from '../support/ssh_host.ts';

/** A commit that nobody has. */
const NO_COMMIT = '1'.repeat(40);

/** Puts this in the place of what the watcher there would write at the end. */
const says = (text: string): string => `printf '${text}' >../lie; mv ../lie ../exit`;

const ref = (commit: string): string =>
  `mkdir -p "$(dirname "$repo/$ref/result")"; echo ${commit} >"$repo/$ref/result"`;

/** A commit with one file and no parent. */
const UNRELATED =
  'export GIT_DIR="$repo"; blob=$(echo lie | git hash-object -w --stdin); tree=$(printf "100644 blob $blob\\tlie.txt\\n" | git mktree); made() { git -c user.name=t -c user.email=t@t commit-tree "$tree" -m "$@"; }; a=$(made a)';

const NOT_KEPT = 'Its work at far could not be saved there: its disk may be full';

describe.skipIf(!HAS_SSHD)('a host that lies about what an attempt left', () => {
  let host: SshHost;
  beforeAll(async () => {
    host = await startSshHost();
  });
  afterAll(() => host?.remove());

  /** How an attempt ends whose agent does this there. */
  const endOf = async (script: string) => {
    const settings = { ssh: host.ssh, folder: host.folder };
    const { place, work, ears, git } = await placementFixture(settings, host.env);
    const { signal } = new AbortController();
    const begun = await place.begin({ ...work, argv: ['sh', '-c', `. ../job; ${script}`] }, ears, signal);
    if (begun.kind !== 'started') throw new Error(begun.why);
    const { code, commit, fault } = await begun.attempt.over;
    const files = commit && git('ls-tree', '-r', '--name-only', commit).split('\n');
    expect(await place.tidy([work.token])).toBeUndefined();
    return { code, files, why: fault?.why };
  };

  test.each([
    {
      lie: 'a commit that is not there',
      script: says(`code 0\\ncommit ${NO_COMMIT}\\n`),
      why: "The attempt's work at far cannot be fetched: ",
    },
    {
      lie: 'a ref to a commit that is not there',
      script: `${ref(NO_COMMIT)}; ${says(`code 0\\ncommit ${NO_COMMIT}\\n`)}`,
      why: "The attempt's work at far cannot be fetched: ",
    },
    {
      lie: 'a commit that its ref does not have',
      script: `${UNRELATED}; git update-ref "$ref/result" $a; ${says(`code 0\\ncommit ${NO_COMMIT}\\n`)}`,
      why: 'The work fetched from far is not what it reported.',
    },
    { lie: 'bytes without an end of line', script: says('\\000\\377commit'), why: NOT_KEPT },
    {
      lie: 'a megabyte',
      script: `{ head -c 1048576 /dev/zero | tr '\\0' c; echo; echo "commit $base"; } >../exit`,
      why: NOT_KEPT,
    },
    {
      lie: 'lines of the answer itself',
      script: says('fault a b\\nlog 9\\nstate running\\n'),
      why: NOT_KEPT,
    },
    { lie: 'a folder', script: 'mkdir ../exit', why: NOT_KEPT },
    { lie: 'a pipe', script: 'mkfifo ../exit', why: NOT_KEPT },
  ])('$lie: the attempt has failed, and says why', async ({ script, why }) => {
    const end = await endOf(script);
    expect(end.files).toBeUndefined();
    expect(end.why).toContain(why);
  });

  test('a commit of another history counts by its files, and so does one whose ref has moved on', async () => {
    const said = 'printf "code 0\\ncommit $a\\n" >../lie; mv ../lie ../exit';
    const unrelated = await endOf(`${UNRELATED}; git update-ref "$ref/result" $a; ${said}`);
    expect(unrelated).toEqual({ code: 0, files: ['lie.txt'], why: undefined });
    const moved = await endOf(`${UNRELATED}; git update-ref "$ref/result" $(made b -p $a); ${said}`);
    expect(moved).toEqual({ code: 0, files: ['lie.txt'], why: undefined });
  });

  test('a beat of the future, or with lines of the answer in it, changes nothing', async () => {
    for (const beat of ['99999999999 7 0:01', '1 1 1\\nfault a b\\nlog 9']) {
      // Where the next beat cannot be written, this one stays.
      const script = `mkdir ../beat.new; printf '${beat}\\n' >../beat; echo new >new.txt`;
      expect(await endOf(script)).toEqual({
        ...{ code: 0, files: ['gone.txt', 'kept.txt', 'new.txt'], why: undefined },
      });
    }
  });
});
