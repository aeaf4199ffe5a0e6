import { createGit, type Environment, type Git, type GitOptions } from './git.ts';
import { type GitOutcome, gitFault } from './git_outcome.ts';
import { isGitNegative } from './git_refused.ts';

/**
 * Git for examining a repository before a person has agreed to anything in it: it starts no program named in the repository's own
 * settings, and reaches no other place. A repository that was copied rather than cloned contains such settings: filters run when
 * contents are compared, and missing objects are fetched by programs that it names.
 */
export function createReadOnlyGit(env: Environment): Git {
  const git = createGit(env);
  const filters = new Map<string, Promise<Unfiltered>>();
  const calling = async (
    cwd: string,
    options: GitOptions | undefined,
    call: (options: GitOptions) => Promise<GitOutcome>,
  ): Promise<GitOutcome> => {
    const asked = filters.get(cwd) ?? withoutFilters(git, cwd);
    filters.set(cwd, asked);
    const unfiltered = await asked;
    // If the filters are unknown, their programs cannot be disabled: the call is not made.
    if ('refused' in unfiltered) {
      filters.delete(cwd);
      return unfiltered.refused;
    }
    const env = { ...OFFLINE, ...withSettings(unfiltered.env, options?.env ?? {}) };
    return call({ ...options, env });
  };
  return {
    run: (cwd, args, options) => calling(cwd, options, (given) => git.run(cwd, args, given)),
    records: (cwd, args, take, options) =>
      calling(cwd, options, (given) => git.records(cwd, args, take, given)),
  };
}

/** Adds the settings of one call after those for all, each of which is a number in the environment. */
function withSettings(all: Environment, own: Environment): Environment {
  const before = Number(all.GIT_CONFIG_COUNT ?? 0);
  const moved = Object.entries(own).map(([name, value]) => {
    const [, kind, place] = /^GIT_CONFIG_(KEY|VALUE)_(\d+)$/u.exec(name) ?? [];
    return [kind === undefined ? name : `GIT_CONFIG_${kind}_${before + Number(place)}`, value] as const;
  });
  const count = `${before + Number(own.GIT_CONFIG_COUNT ?? 0)}`;
  return { ...all, ...Object.fromEntries(moved), GIT_CONFIG_COUNT: count };
}

/** Makes git fetch nothing, and so start no program for it. The second variable is for versions that do not know the first. */
export const OFFLINE: Environment = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };

/** The environment in which no filter has a program, or git's refusal to name the filters. */
type Unfiltered = { readonly env: Environment } | { readonly refused: GitOutcome };

/** Disables the programs of all filters in the settings: an empty one counts as none. */
async function withoutFilters(git: Git, cwd: string): Promise<Unfiltered> {
  const names = new Set<string>();
  const outcome = await git.records(
    cwd,
    ['config', '-z', '--name-only', '--get-regexp', '^filter\\..*\\.[^.]+$'],
    (key) => names.add(key.slice(0, key.lastIndexOf('.'))),
    { env: OFFLINE },
  );
  if (gitFault(outcome) !== undefined && !isGitNegative(outcome)) return { refused: outcome };
  const pairs = [...names].flatMap((name) => [
    [`${name}.clean`, ''],
    [`${name}.smudge`, ''],
    [`${name}.process`, ''],
    [`${name}.required`, 'false'],
  ]);
  const settings = pairs.flatMap(([key, value], place) => [
    [`GIT_CONFIG_KEY_${place}`, key],
    [`GIT_CONFIG_VALUE_${place}`, value],
  ]);
  return { env: { GIT_CONFIG_COUNT: `${pairs.length}`, ...Object.fromEntries(settings) } };
}
