import { shellWord } from '../../../lib/index.ts';
import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, inFolder, plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import type { Sources } from '../sources.ts';

/**
 * Tools that test and document infrastructure: Terraform tests and state, chart values and requirements, Kubebuilder, ko, and
 * approvers.
 */
export const infrastructureTools: Detector = {
  name: 'infrastructure-tools',
  detect: (sources) => [
    ...terraformFacts(sources),
    ...chartFacts(sources),
    ...kubebuilderFacts(sources),
    ...fileFacts(sources),
  ],
};

function terraformFacts(sources: Sources): Fact[] {
  const tests = sources.matching(/\.tftest\.hcl$/u).filter((path) => depthOf(path) <= 2);
  const [first] = tests;
  const backends = sources
    .matching(/\.tf$/u)
    .filter((path) => depthOf(path) === 0)
    .slice(0, 20)
    .flatMap((path) =>
      matchesIn(sources.read(path), /^\s*backend\s+"(\w+)"\s*\{/u).map(({ groups: [name = ''], line }) =>
        makeFact({
          kind: 'service',
          about: `terraform-backend:${name}`,
          statement: `Terraform state is kept in ${name}`,
          values: { backend: name },
          evidence: [{ path, line }],
        }),
      ),
    );
  return [
    ...(first === undefined
      ? []
      : [
          commandFact({
            role: 'test',
            run: 'terraform test',
            // Terraform searches its working folder, and `tests` in it.
            folder: /^tests(?:\/|$)/u.test(folderOf(first)) ? '.' : folderOf(first).replace(/\/tests$/u, ''),
            evidence: [{ path: first, line: null }],
            certainty: 'inferred',
          }),
        ]),
    ...backends,
  ];
}

function chartFacts(sources: Sources): Fact[] {
  return sources
    .named('Chart.yaml')
    .slice(0, 6)
    .flatMap((path): Fact[] => {
      const root = sources.yaml(path)?.root;
      const folder = folderOf(path);
      const factOf = (key: string, statement: string) => {
        const found = root?.key(key);
        return found?.scalar === undefined
          ? []
          : [
              makeFact({
                kind: 'service',
                about: `chart-${key}:${path}`,
                statement: `${statement} ${plain(found.scalar, 40)}`,
                values: { chart: folder, [key]: found.scalar },
                evidence: [{ path, line: found.line }],
              }),
            ];
      };
      const needed = (root?.key('dependencies')?.items() ?? []).slice(0, 8).flatMap((each) => {
        const name = each.key('name')?.scalar;
        return name === undefined
          ? []
          : [
              makeFact({
                kind: 'framework',
                about: `chart-needs:${folder}:${name}`,
                statement:
                  `The chart in \`${plain(folder, 60)}\` needs the chart \`${plain(name, 60)}\` ${plain(each.key('version')?.scalar ?? '', 30)}`.trim(),
                values: { name, version: each.key('version')?.scalar ?? '' },
                evidence: [{ path, line: each.line }],
              }),
            ];
      });
      const tests = inFolder(folder, 'tests/');
      const tested = sources.paths.find((each) => each.startsWith(tests) && /_test\.ya?ml$/u.test(each));
      return [
        ...factOf('appVersion', `The chart in \`${plain(folder, 60)}\` runs the version`),
        ...factOf('kubeVersion', `The chart in \`${plain(folder, 60)}\` needs Kubernetes`),
        ...needed,
        ...(tested === undefined
          ? []
          : [
              commandFact({
                role: 'test',
                run: `helm unittest ${shellWord(plain(folder, 80))}`,
                folder: '.',
                evidence: [{ path: tested, line: null }],
                certainty: 'inferred',
              }),
            ]),
      ];
    });
}

function kubebuilderFacts(sources: Sources): Fact[] {
  const path = 'PROJECT';
  const root = sources.has(path) ? sources.yaml(path)?.root : undefined;
  const domain = root?.key('domain');
  if (root === undefined || domain === undefined) return [];
  const kinds = (root.key('resources')?.items() ?? []).flatMap((each) => each.key('kind')?.scalar ?? []);
  return [
    makeFact({
      kind: 'layout',
      about: 'kubebuilder',
      statement: `Laid out by Kubebuilder, for the domain \`${plain(domain.scalar ?? '', 60)}\`${
        kinds.length === 0
          ? ''
          : `, with ${kinds
              .slice(0, 10)
              .map((kind) => `\`${plain(kind, 40)}\``)
              .join(', ')}`
      }`,
      values: { domain: domain.scalar ?? '', kinds: kinds.join(', ') },
      evidence: [{ path, line: domain.line }],
    }),
  ];
}

function fileFacts(sources: Sources): Fact[] {
  return FILES.flatMap(([path, kind, statement]) =>
    sources.has(path)
      ? [
          makeFact({
            kind,
            about: `infrastructure:${path}`,
            statement: `${statement} \`${path}\``,
            values: { path },
            evidence: [{ path, line: null }],
            certainty: 'shown',
          }),
        ]
      : [],
  );
}

const FILES = [
  ['OWNERS', 'layout', 'Reviewers and approvers are listed in'],
  ['OWNERS_ALIASES', 'layout', 'Groups of reviewers and approvers are listed in'],
  ['.ko.yaml', 'service', 'Images are built with ko, as set up in'],
  [
    '.terraform-docs.yml',
    'generated',
    'Tables in the Terraform pages are written by terraform-docs, as set up in',
  ],
  ['.github/ct.yaml', 'convention', 'Charts are linted by chart-testing, as set up in'],
  ['terragrunt.hcl', 'service', 'Terragrunt calls Terraform, as set up in'],
  ['Pulumi.yaml', 'service', 'Pulumi sets up the infrastructure, as set up in'],
  ['ansible.cfg', 'service', 'Ansible is set up in'],
  ['cdk.json', 'service', 'The AWS CDK sets up the infrastructure, as set up in'],
  ['samconfig.toml', 'service', 'AWS SAM is set up in'],
] as const;
