import type { Sources } from '../sources.ts';
import type { YamlNode } from './yaml.ts';

/** The workflows of GitHub Actions. */
export function workflowsIn(sources: Sources): readonly string[] {
  return sources
    .where({ name: /\.ya?ml$/u, folder: (folder) => folder === '.github/workflows/' })
    .slice(0, 40);
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
