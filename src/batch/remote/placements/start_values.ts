import { ownValue } from '../../../lib/index.ts';
import type { Environment } from '../../../platform/index.ts';
import { assignments, quoted } from './place_client.ts';
import type { PlacedWork, PlaceSettings } from './placement.ts';

/** The variables that describe an attempt to the script there. */
export function startValues(
  work: PlacedWork,
  {
    root,
    ref,
    project,
    owner,
    sent,
  }: {
    readonly root: string;
    readonly ref: string;
    readonly project: string;
    readonly owner: string;
    readonly sent: readonly string[];
  },
): Readonly<Record<string, string | number>> {
  const {
    token,
    base,
    prefix,
    batch,
    prp,
    promptOn,
    hardSeconds,
    logBytes,
    resultName,
    heartbeatName,
    names,
    declared = [],
  } = work;
  const tree = `${root}/${project}/attempts/${token}/work/${prefix}`;
  const job = {
    ...{ token, base, ref, prefix, lease: `${batch}-${prp}`, repo: `${root}/${project}/repo.git` },
    declares: declared.map((path) => `${path}\n`).join(''),
    reads: promptOn === 'stdin' ? 'prompt' : 'nothing',
    hard: hardSeconds,
    most: logBytes,
    result: `${tree}${resultName}`,
    heartbeat: `${tree}${heartbeatName}`,
    wanted: [
      ...TOOLS,
      ...names,
      ...sent,
      ...Object.keys(work.sets),
      ...Object.keys(work.copies),
      ...VARIABLES,
    ].join(' '),
  };
  return { project, owner, token, prompt: work.prompt, job: assignments(job) };
}

/**
 * The variables that a command gets or may see there and that the script uses itself: it would run with a foreign value.
 */
export function namesOfScript({ names, sets, copies }: PlacedWork, sent: readonly string[]): string[] {
  const all = [...names, ...sent, ...Object.keys(sets), ...Object.entries(copies).flat()];
  return [...new Set(all)].filter((name) => SCRIPT_VARIABLES.has(name)).sort();
}

/** Variables for the location of programs and their files there, and for the network. */
const TOOLS =
  'PATH HOME USER LOGNAME SHELL LANG LC_ALL TZ TMPDIR XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_RUNTIME_DIR HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS LD_LIBRARY_PATH NVM_DIR NODE_PATH VIRTUAL_ENV CONDA_PREFIX JAVA_HOME GOPATH CARGO_HOME RUSTUP_HOME CUDA_VISIBLE_DEVICES'.split(
    ' ',
  );

/** A test checks that these are all the variables of both scripts. */
const SCRIPT_VARIABLES: ReadonlySet<string> = new Set(
  (
    'array base before changes child children code commit count d declares each file folder found grace hard ' +
    'heartbeat hold input job lease left left_naps lines longest made me mine more most n name naps of offset ' +
    'old orders other own owner piece prefix programs project prompt queue queued_by reads ref refs repo ' +
    'result root row said script since size state sum system their_all theirs times together token tokens ' +
    'told tree turn user verb version wanted watcher whole'
  ).split(' '),
);

/** The variables that tell an executor where to write. */
const VARIABLES = ['ORCHESTRATOR_RESULT_FILE', 'ORCHESTRATOR_HEARTBEAT_FILE', 'ORCHESTRATOR_PLACE'];

/** The command's variables and words, as text for the shell there. */
export function commandText(
  work: PlacedWork,
  {
    folder,
    env,
    settings,
  }: { readonly folder: string; readonly env: Environment; readonly settings: PlaceSettings },
): string {
  const given = (settings.env ?? []).flatMap((name) => {
    const value = ownValue(env, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const values = { ...Object.fromEntries(given), ...work.sets };
  const copies = Object.entries(work.copies).map(
    ([to, from]) => `[ -n "\${${from}+x}" ] && ${to}="$${from}" && export ${to}\n`,
  );
  const argv = work.argv.map((word) =>
    quoted(word.replaceAll('{prp}', () => `${folder}/prompt.md`).replaceAll('\0', '')),
  );
  return [
    // The script itself runs in the C locale: given and copied values are in the locale there.
    'LC_ALL=$their_all\n',
    assignments(values),
    ...Object.keys(values).map((name) => `export ${name}\n`),
    ...copies,
    'ORCHESTRATOR_RESULT_FILE=$result ORCHESTRATOR_HEARTBEAT_FILE=$heartbeat\n',
    'export ORCHESTRATOR_RESULT_FILE ORCHESTRATOR_HEARTBEAT_FILE\n',
    'their_all=$LC_ALL LC_ALL=C\n',
    `set -- ${argv.join(' ')}\n`,
  ].join('');
}
