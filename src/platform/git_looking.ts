import { createGit, type Environment, type Git, type GitOptions } from './git.ts';
import { type GitOutcome, gitFault } from './git_outcome.ts';
import { isGitNo } from './git_refused.ts';

/**
 * Git for looking at a repository before anybody has agreed to anything in it: it starts nothing that the repository's own settings
 * name, and reaches no other place. A repository that was copied, and not cloned, brings such settings along: filters for files
 * run when contents are compared, and objects that are missing are fetched by programs that it names.
 */
export function createLookingGit(env: Environment): Git {
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
    // Without knowing the filters, none of their programs can be taken away: the call is not made.
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

/** The settings of one call behind those that hold for all, of which each is a number in the environment. */
function withSettings(all: Environment, own: Environment): Environment {
  const before = Number(all.GIT_CONFIG_COUNT ?? 0);
  const moved = Object.entries(own).map(([name, value]) => {
    const [, kind, place] = /^GIT_CONFIG_(KEY|VALUE)_(\d+)$/u.exec(name) ?? [];
    return [kind === undefined ? name : `GIT_CONFIG_${kind}_${before + Number(place)}`, value] as const;
  });
  const count = `${before + Number(own.GIT_CONFIG_COUNT ?? 0)}`;
  return { ...all, ...Object.fromEntries(moved), GIT_CONFIG_COUNT: count };
}

/** Has git fetch nothing, and so start nothing that fetches. The second is for those versions that know the first not yet. */
export const OFFLINE: Environment = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };

/** The environment in which no filter has a program, or how git refused to name the filters. */
type Unfiltered = { readonly env: Environment } | { readonly refused: GitOutcome };

/** Takes the programs away from all filters that settings define: an empty one is none. */
async function withoutFilters(git: Git, cwd: string): Promise<Unfiltered> {
  const names = new Set<string>();
  const outcome = await git.records(
    cwd,
    ['config', '-z', '--name-only', '--get-regexp', '^filter\\..*\\.[^.]+$'],
    (key) => names.add(key.slice(0, key.lastIndexOf('.'))),
    { env: OFFLINE },
  );
  if (gitFault(outcome) !== undefined && !isGitNo(outcome)) return { refused: outcome };
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
