import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { KUBERNETES } from '../marker_files.ts';
import { folderOf, plain } from '../plain_text.ts';
import { groupedByFolder } from '../reading/grouped.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Kubernetes: Helm charts, kustomizations and manifests. */
export const kubernetes: Detector = {
  name: 'kubernetes',
  detect(sources) {
    const facts: Fact[] = [];
    for (const path of sources.named('Chart.yaml').slice(0, 20)) {
      const root = sources.yaml(path)?.root;
      const name = root?.key('name');
      if (name?.scalar !== undefined)
        facts.push(
          makeFact({
            kind: 'service',
            about: `chart:${path}`,
            statement: `\`${plain(folderOf(path))}\` is the Helm chart \`${plain(name.scalar, 60)}\`${root?.key('version')?.scalar === undefined ? '' : ` ${plain(root.key('version')?.scalar ?? '', 30)}`}`,
            values: { chart: name.scalar, folder: folderOf(path) },
            evidence: [{ path, line: name.line }],
          }),
        );
    }
    const kustomizations = sources.matching(/^kustomization\.ya?ml$/u);
    const [first, second] = kustomizations;
    if (first !== undefined)
      facts.push(
        makeFact({
          kind: 'service',
          about: 'kustomize',
          statement: `Kubernetes manifests are built with Kustomize in ${[first, second]
            .filter((each) => each !== undefined)
            .map((each) => `\`${plain(folderOf(each), 60)}\``)
            .join(', ')}${kustomizations.length > 2 ? ' and others' : ''}`,
          values: { tool: 'kustomize' },
          evidence: [first, second]
            .filter((each) => each !== undefined)
            .map((path) => ({ path, line: null })),
          certainty: 'shown',
        }),
      );
    const candidates = sources
      .where({
        endings: YAML,
        outside: inFolders(['thirdParty', 'fixtures', 'tests', 'templates']),
      })
      .filter((path) => KUBERNETES.test(path));
    const manifests = candidates.slice(0, 60).flatMap((path) => {
      const text = sources.read(path);
      if (text?.lineOf(/^apiVersion:\s*\S/u) === undefined) return [];
      const line = text.lineOf(/^kind:\s*(?:Deployment|StatefulSet|DaemonSet|CronJob|Service|Ingress)\s*$/u);
      const kind = line === undefined ? undefined : /^kind:\s*(\w+)/u.exec(text.lines[line - 1] ?? '')?.[1];
      return line === undefined || kind === undefined ? [] : [{ path, kind, line }];
    });
    for (const { folder, items } of groupedByFolder(manifests)) {
      const [first] = items;
      const kinds = [...new Set(items.map(({ kind }) => kind))].join(', ');
      if (first === undefined) continue;
      const isOne = items.length === 1;
      facts.push(
        makeFact({
          kind: 'service',
          about: `manifest:${isOne ? first.path : `${folder}/`}`,
          statement: isOne
            ? `\`${plain(first.path)}\` is a Kubernetes manifest (${kinds})`
            : `${items.length} Kubernetes manifests are below \`${plain(folder)}/\` (${kinds})`,
          values: { manifest: isOne ? first.path : `${folder}/`, resource: kinds },
          evidence: items.slice(0, 3).map(({ path, line }) => ({ path, line })),
        }),
      );
      facts.push(...workloadFacts(sources, folder, [...new Set(items.map(({ path }) => path))]));
    }
    return facts;
  },
};

/** The programs that the manifests of a folder run, by the names of their workloads. */
function workloadFacts(sources: Sources, folder: string, paths: readonly string[]): Fact[] {
  const found = paths.flatMap((path) => {
    const { lines = [] } = sources.read(path) ?? {};
    return lines.flatMap((line, place) => {
      if (!/^kind:\s*(?:Deployment|StatefulSet|DaemonSet|CronJob)\s*$/u.test(line)) return [];
      const end = lines.findIndex((each, at) => at > place && each.startsWith('---'));
      const named = lines.findIndex(
        (each, at) => at > place && (end < 0 || at < end) && /^ {2}name:\s*[\w.-]+\s*$/u.test(each),
      );
      const name = /^ {2}name:\s*([\w.-]+)/u.exec(lines[named] ?? '')?.[1];
      return name === undefined ? [] : [{ name, path, line: named + 1 }];
    });
  });
  const names = [...new Set(found.map(({ name }) => name))].sort();
  return names.length < 2
    ? []
    : [
        makeFact({
          kind: 'service',
          about: `workloads:${folder}`,
          statement: `Kubernetes runs ${listed(names)} from \`${plain(folder)}/\``,
          values: { workloads: names.join(', '), folder: `${folder}/` },
          evidence: found.slice(0, 20).map(({ path, line }) => ({ path, line })),
        }),
      ];
}

const YAML: ReadonlySet<string> = new Set(['yaml', 'yml']);
