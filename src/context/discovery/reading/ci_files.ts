import type { Sources } from '../sources.ts';
import type { YamlNode } from './yaml.ts';

/** The workflows of GitHub Actions. */
export function workflowsIn(sources: Sources): readonly string[] {
  return sources
    .where({ name: /\.ya?ml$/u, folder: (folder) => folder === '.github/workflows/' })
    .slice(0, 40);
}

/** The jobs of a workflow that are about this project: not those that check out only another one. */
export function jobsIn(
  sources: Sources,
  path: string,
): readonly { readonly key: string; readonly value: YamlNode }[] {
  const jobs = sources.yaml(path)?.root.key('jobs')?.entries() ?? [];
  return jobs.slice(0, 20).filter(({ value }) => !isOfOthers(value));
}

function isOfOthers(job: YamlNode): boolean {
  const checkouts = (job.key('steps')?.items() ?? []).filter((step) =>
    step.key('uses')?.scalar?.startsWith('actions/checkout@'),
  );
  return (
    checkouts.length > 0 &&
    checkouts.every(
      (step) =>
        step.at('with', 'path') === undefined &&
        /^[\w.-]+\/[\w.-]+$/u.test(step.at('with', 'repository')?.scalar ?? ''),
    )
  );
}

/** The project's own actions below `.github/`, each with the node that holds its steps. */
export function ownActionsIn(sources: Sources): { readonly path: string; readonly runs: YamlNode }[] {
  return sources
    .matching(/^action\.ya?ml$/u)
    .filter((path) => path.startsWith('.github/'))
    .slice(0, 10)
    .flatMap((path) => {
      const runs = sources.yaml(path)?.root.key('runs');
      return runs === undefined ? [] : [{ path, runs }];
    });
}
