import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { nameOf, plain } from '../plain_text.ts';
import { runFacts } from '../reading/ci_calls.ts';
import { jobsIn, ownActionsIn, workflowsIn } from '../reading/ci_files.ts';
import { listed } from '../reading/rule_facts.ts';
import type { YamlNode } from '../reading/yaml.ts';
import type { Sources } from '../sources.ts';

/**
 * Commands that run in continuous integration: GitHub Actions, GitLab, and other services, recognized by their configuration
 * files.
 */
export const ci: Detector = {
  name: 'ci',
  detect(sources) {
    return [
      ...workflowsIn(sources).flatMap((path) => workflowFacts(sources, path)),
      ...ownActionsIn(sources).flatMap(({ path, runs }) => stepFacts(sources, path, runs)),
      ...gitlabFacts(sources),
      ...otherCalls(sources),
      ...otherFacts(sources),
    ];
  },
};

function workflowFacts(sources: Sources, path: string): Fact[] {
  const root = sources.yaml(path)?.root;
  if (root === undefined) return [];
  const on = root.key('on') ?? root.key('true');
  const events =
    on?.scalar !== undefined
      ? [on.scalar]
      : [
          ...(on?.items().map(({ scalar }) => scalar ?? '') ?? []),
          ...(on?.entries().map(({ key }) => key) ?? []),
        ].filter(Boolean);
  const name = root.key('name');
  const facts: Fact[] =
    events.length === 0
      ? []
      : [
          makeFact({
            kind: 'ci',
            about: path,
            statement: `GitHub Actions \`${plain(nameOf(path), 60)}\`${name?.scalar === undefined ? '' : ` (${plain(name.scalar, 60)})`} runs on ${events.map((event) => `${plain(event, 30)}${limitsOf(on, event)}`).join(', ')}`,
            values: { workflow: nameOf(path), events: events.join(', ') },
            evidence: [{ path, line: on?.line ?? name?.line ?? 1 }],
          }),
        ];
  for (const { value: job } of jobsIn(sources, path))
    facts.push(...stepFacts(sources, path, job, root.at('defaults', 'run', 'working-directory')?.scalar));
  return facts;
}

/** The calls of a job's steps, or of an action's. */
function stepFacts(sources: Sources, path: string, job: YamlNode, folderOfAll?: string): Fact[] {
  return (job.key('steps')?.items() ?? []).slice(0, 40).flatMap((step) => {
    const run = step.key('run');
    const folder =
      (step.key('working-directory') ?? job.at('defaults', 'run', 'working-directory'))?.scalar ??
      folderOfAll;
    return run?.scalar === undefined
      ? []
      : runFacts(sources, path, run, { folder, step: step.key('name')?.scalar });
  });
}

/** Words for the tags, branches and paths that a trigger is limited to, and for the times of a schedule. */
function limitsOf(on: YamlNode | undefined, event: string): string {
  const given = on?.key(event);
  const limits = LIMITS.flatMap(([key, words]) => {
    const node = given?.key(key);
    const values =
      node?.scalar === undefined
        ? (node?.items().flatMap(({ scalar }) => scalar ?? []) ?? [])
        : [node.scalar];
    // A pattern for any branch does not limit anything.
    return values.length === 0 || (key !== 'tags' && values.some((value) => value === '*' || value === '**'))
      ? []
      : [`${words} ${someOf(values)}`];
  });
  const times =
    event === 'schedule' ? (given?.items() ?? []).flatMap((each) => each.key('cron')?.scalar ?? []) : [];
  const conditions = [...limits, ...(times.length === 0 ? [] : [`at ${someOf(times)}`])];
  return conditions.length === 0 ? '' : ` (${conditions.join(', ')})`;
}

const LIMITS = [
  ['tags', 'of the tags'],
  ['branches', 'of the branches'],
  ['branches-ignore', 'but of the branches'],
  ['paths', 'with changes in'],
  ['paths-ignore', 'unless only with changes in'],
  ['types', 'when'],
] as const;

function someOf(values: readonly string[]): string {
  return listed(values, 40, 4);
}

/** The calls of other services, found by the file that holds the steps and the keys of their scripts. */
function otherCalls(sources: Sources): Fact[] {
  return OTHER_STEPS.flatMap(([path, keys]) => {
    const root = sources.has(path) ? sources.yaml(path)?.root : undefined;
    return root === undefined
      ? []
      : scriptsIn(root, keys, 0)
          .slice(0, 60)
          .flatMap(({ run, step, folder }) => runFacts(sources, path, run, { step, folder }));
  });
}

/** A script of a step, with the step's name and its working folder. */
type Script = {
  readonly run: YamlNode;
  readonly step: string | undefined;
  readonly folder: string | undefined;
};

function scriptsIn(node: YamlNode, keys: RegExp, depth: number): Script[] {
  if (depth > DEEPEST) return [];
  return [
    ...node.items().flatMap((item) => scriptsIn(item, keys, depth + 1)),
    ...node.entries().flatMap(({ key, value }): Script[] => {
      if (!keys.test(key)) return scriptsIn(value, keys, depth + 1);
      const step = (node.key('name') ?? node.key('displayName') ?? node.key('label') ?? value.key('name'))
        ?.scalar;
      const folder = (node.key('workingDirectory') ?? value.key('working_directory'))?.scalar;
      const listed = [
        value,
        ...value.items(),
        ...[value.key('command')].filter((each) => each !== undefined),
      ];
      return untilEntered(listed).map((run) => ({ run, step, folder }));
    }),
  ];
}

/** The calls of a list up to the first that changes folders: later ones are made in the new folder. */
function untilEntered(listed: readonly YamlNode[]): readonly YamlNode[] {
  const calls = listed.filter(({ scalar }) => scalar !== undefined);
  const end = calls.findIndex(({ scalar }) => /(?:^|&&|;|\n)\s*(?:cd|pushd)\s/u.test(scalar ?? ''));
  return end < 0 ? calls : calls.slice(0, end);
}

const DEEPEST = 10;

const OTHER_STEPS: readonly (readonly [string, RegExp])[] = [
  ['.circleci/config.yml', /^run$/u],
  ['.travis.yml', /^(?:install|before_script|script)$/u],
  ['azure-pipelines.yml', /^(?:script|bash|pwsh|powershell)$/u],
  ['azure-pipelines.yaml', /^(?:script|bash|pwsh|powershell)$/u],
  ['.azure-pipelines/azure-pipelines.yml', /^(?:script|bash|pwsh|powershell)$/u],
  ['bitbucket-pipelines.yml', /^script$/u],
  ['appveyor.yml', /^(?:build_script|test_script)$/u],
  ['.appveyor.yml', /^(?:build_script|test_script)$/u],
  ['.buildkite/pipeline.yml', /^commands?$/u],
  ['.drone.yml', /^commands$/u],
  ['.woodpecker.yml', /^commands$/u],
  ['.cirrus.yml', /^(?:\w+_)?script$/u],
  ['.semaphore/semaphore.yml', /^commands$/u],
];

function gitlabFacts(sources: Sources): Fact[] {
  const path = '.gitlab-ci.yml';
  const root = sources.has(path) ? sources.yaml(path)?.root : undefined;
  if (root === undefined) return [];
  const stages = root.key('stages');
  const names = stages?.items().map(({ scalar }) => scalar ?? '') ?? [];
  const facts = [
    makeFact({
      kind: 'ci',
      about: path,
      statement: `GitLab CI${names.length === 0 ? '' : ` has the stages ${names.map((name) => plain(name, 30)).join(', ')}`}`,
      values: { workflow: path, stages: names.join(', ') },
      evidence: [{ path, line: stages?.line ?? 1 }],
    }),
  ];
  for (const { value } of root.entries().slice(0, 60))
    for (const run of untilEntered(value.key('script')?.items() ?? []))
      facts.push(...runFacts(sources, path, run, {}));
  return facts;
}

/** Other services, recognized by their configuration files. */
function otherFacts(sources: Sources): Fact[] {
  return OTHERS.flatMap(([path, name]) =>
    sources.has(path)
      ? [
          makeFact({
            kind: 'ci',
            about: path,
            statement: `${name} is set up in \`${path}\``,
            values: { name, path },
            evidence: [{ path, line: null }],
            certainty: 'shown',
          }),
        ]
      : [],
  );
}

const OTHERS = [
  ['.circleci/config.yml', 'CircleCI'],
  ['.travis.yml', 'Travis CI'],
  ['azure-pipelines.yml', 'Azure Pipelines'],
  ['azure-pipelines.yaml', 'Azure Pipelines'],
  ['.azure-pipelines/azure-pipelines.yml', 'Azure Pipelines'],
  ['bitbucket-pipelines.yml', 'Bitbucket Pipelines'],
  ['Jenkinsfile', 'Jenkins'],
  ['appveyor.yml', 'AppVeyor'],
  ['.appveyor.yml', 'AppVeyor'],
  ['.buildkite/pipeline.yml', 'Buildkite'],
  ['.drone.yml', 'Drone'],
  ['.woodpecker.yml', 'Woodpecker CI'],
  ['.cirrus.yml', 'Cirrus CI'],
  ['.semaphore/semaphore.yml', 'Semaphore'],
  ['codecov.yml', 'Codecov'],
  ['.codecov.yml', 'Codecov'],
  ['.github/codecov.yml', 'Codecov'],
  ['sonar-project.properties', 'SonarQube'],
  ['.readthedocs.yaml', 'Read the Docs'],
  ['.readthedocs.yml', 'Read the Docs'],
] as const;
