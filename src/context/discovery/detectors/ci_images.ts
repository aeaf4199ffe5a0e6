import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { roleOfCall } from '../reading/ci_calls.ts';
import { workflowsIn } from '../reading/ci_files.ts';
import { listed } from '../reading/rule_facts.ts';
import type { YamlNode } from '../reading/yaml.ts';
import type { Sources } from '../sources.ts';

/**
 * Images that CI publishes and runs in, calls that ready-made actions make for a job, and what Azure Pipelines does by tasks rather
 * than by scripts.
 */
export const ciImages: Detector = {
  name: 'ci-images',
  detect: (sources) => [
    ...workflowsIn(sources).flatMap((path) => workflowFacts(sources, path)),
    ...otherFacts(sources),
    ...azureFacts(sources),
  ],
};

function ciFact(
  about: string,
  statement: string,
  values: Record<string, string>,
  path: string,
  line: number,
): Fact {
  return makeFact({ kind: 'ci', about, statement, values, evidence: [{ path, line }] });
}

function workflowFacts(sources: Sources, path: string): Fact[] {
  const jobs = sources.yaml(path)?.root.key('jobs')?.entries() ?? [];
  return jobs
    .slice(0, 20)
    .flatMap(({ value: job }) =>
      (job.key('steps')?.items() ?? [])
        .slice(0, 40)
        .flatMap((step) => [...imageFacts(step, path), ...callFacts(step, path)]),
    );
}

/** Names of images and platforms; what only a job knows is left out. */
function imageFacts(step: YamlNode, path: string): Fact[] {
  const uses = step.key('uses')?.scalar ?? '';
  const wordsOf = (
    name: string,
  ): { readonly words: readonly string[]; readonly line: number } | undefined => {
    const node = step.at('with', name);
    const words = (node?.scalar ?? '')
      .split(/[\n,]/u)
      .map((each) => each.trim())
      .filter((each) => each !== '' && !each.startsWith('#'));
    return node === undefined || words.length === 0 || words.some((each) => /[$\s]/u.test(each))
      ? undefined
      : { words, line: node.line };
  };
  const images = /^docker\/metadata-action@/u.test(uses) ? wordsOf('images') : undefined;
  const platforms = /^docker\/build-push-action@/u.test(uses) ? wordsOf('platforms') : undefined;
  return [
    ...(images === undefined
      ? []
      : [
          ciFact(
            `images:${images.words.join(',')}`,
            `In CI, images are named ${listed(images.words)}`,
            { images: images.words.join(', ') },
            path,
            images.line,
          ),
        ]),
    ...(platforms === undefined
      ? []
      : [
          ciFact(
            `platforms:${platforms.words.join(',')}`,
            `In CI, images are built for ${listed(platforms.words)}`,
            { platforms: platforms.words.join(', ') },
            path,
            platforms.line,
          ),
        ]),
  ];
}

/** Actions that make one call: the action, and the call by its inputs. */
const CALLERS: readonly (readonly [
  RegExp,
  (input: (name: string) => string | undefined) => string | undefined,
])[] = [
  [
    /^(?:actions-rs|clechasseur|actions-rust-lang)\/(?:rs-)?cargo@/u,
    (input) => {
      const command = input('command');
      const toolchain = input('toolchain');
      return command === undefined
        ? undefined
        : `cargo ${toolchain === undefined ? '' : `+${toolchain} `}${command} ${input('args') ?? ''}`;
    },
  ],
  [
    /^gradle\/(?:gradle-build-action|actions\/setup-gradle)@/u,
    (input) =>
      input('arguments') === undefined || input('build-root-directory') !== undefined
        ? undefined
        : `./gradlew ${input('arguments') ?? ''}`,
  ],
  [
    /^borales\/actions-yarn@/u,
    (input) =>
      input('cmd') === undefined || input('dir') !== undefined ? undefined : `yarn ${input('cmd') ?? ''}`,
  ],
];

function callFacts(step: YamlNode, path: string): Fact[] {
  const uses = step.key('uses');
  const [, callOf] = CALLERS.find(([action]) => action.test(uses?.scalar ?? '')) ?? [];
  if (uses === undefined || callOf === undefined || step.key('working-directory') !== undefined) return [];
  const call = callOf((name) => step.at('with', name)?.scalar)
    ?.replace(/\s+/gu, ' ')
    .trim();
  const role = call === undefined ? undefined : roleOfCall(call);
  if (call === undefined || role === undefined || call.length > 160 || /[$`|&;<>{}]/u.test(call)) return [];
  return [
    commandFact({
      role,
      run: plain(call, 160),
      folder: '.',
      evidence: [{ path, line: step.at('with', 'args')?.line ?? uses.line }],
    }),
  ];
}

/** The images that CircleCI and GitLab run jobs in. */
function otherFacts(sources: Sources): Fact[] {
  const circle = sources.has('.circleci/config.yml') ? sources.yaml('.circleci/config.yml')?.root : undefined;
  const gitlab = sources.has('.gitlab-ci.yml') ? sources.yaml('.gitlab-ci.yml')?.root : undefined;
  const ofCircle = [circle?.key('jobs'), circle?.key('executors')]
    .flatMap((each) => each?.entries() ?? [])
    .flatMap(({ value }) =>
      (value.key('docker')?.items() ?? [])
        .slice(0, 3)
        .map((each) => ({ path: '.circleci/config.yml', node: each.key('image') })),
    );
  const ofGitlab = [
    gitlab,
    gitlab?.key('default'),
    ...(gitlab?.entries().map(({ value }) => value) ?? []),
  ].map((each) => {
    const image = each?.key('image');
    return { path: '.gitlab-ci.yml', node: image?.scalar === undefined ? image?.key('name') : image };
  });
  return [...ofCircle, ...ofGitlab].flatMap(({ path, node }) =>
    node?.scalar === undefined || /[$<]/u.test(node.scalar)
      ? []
      : [
          ciFact(
            `image:${node.scalar}`,
            `In CI, jobs run in the image \`${plain(node.scalar, 100)}\``,
            { image: node.scalar },
            path,
            node.line,
          ),
        ],
  );
}

const AZURE = ['azure-pipelines.yml', 'azure-pipelines.yaml', '.azure-pipelines/azure-pipelines.yml'];

/** The branches and machines of Azure Pipelines, the versions of .NET, and the calls that its tasks make. */
function azureFacts(sources: Sources): Fact[] {
  const path = AZURE.find((each) => sources.has(each));
  const root = path === undefined ? undefined : sources.yaml(path)?.root;
  if (path === undefined || root === undefined) return [];
  const trigger = root.key('trigger');
  const branches = [
    ...(trigger?.items() ?? []),
    ...(trigger?.at('branches', 'include')?.items() ?? []),
  ].flatMap(({ scalar }) => scalar ?? []);
  const nodes = nodesIn(root, 0);
  const machines = [
    ...new Map(
      nodes.flatMap((node) => {
        const image = node.at('pool', 'vmImage');
        return image?.scalar === undefined || image.scalar.includes('$')
          ? []
          : [[image.scalar, image.line] as const];
      }),
    ),
  ];
  const versions = [
    ...new Map(
      nodes.flatMap((node) => {
        const version = /^UseDotNet@/u.test(node.key('task')?.scalar ?? '')
          ? node.at('inputs', 'version')
          : undefined;
        return version?.scalar === undefined || version.scalar.includes('$')
          ? []
          : [[version.scalar, version.line] as const];
      }),
    ),
  ];
  return [
    ...(trigger === undefined || branches.length === 0
      ? []
      : [
          ciFact(
            'azure:branches',
            `Azure Pipelines runs on the branches ${listed(branches)}`,
            { branches: branches.join(', ') },
            path,
            trigger.line,
          ),
        ]),
    ...(machines[0] === undefined
      ? []
      : [
          ciFact(
            'azure:machines',
            `In Azure Pipelines, jobs run on ${machines.map(([name]) => plain(name, 40)).join(', ')}`,
            { machines: machines.map(([name]) => name).join(', ') },
            path,
            machines[0][1],
          ),
        ]),
    ...(versions[0] === undefined
      ? []
      : [
          ciFact(
            'azure:dotnet',
            `In Azure Pipelines, jobs run with .NET ${versions.map(([name]) => plain(name, 40)).join(', ')}`,
            { versions: versions.map(([name]) => name).join(', ') },
            path,
            versions[0][1],
          ),
        ]),
    ...nodes.flatMap((node) => dotnetCall(node, path)).slice(0, 8),
  ];
}

/** The call of `dotnet` that a task makes on a named project or solution. */
function dotnetCall(node: YamlNode, path: string): Fact[] {
  const task = node.key('task');
  const command = node.at('inputs', 'command')?.scalar;
  const projects = (node.at('inputs', 'projects') ?? node.at('inputs', 'packagesToPack'))?.scalar?.replace(
    /^\.\//u,
    '',
  );
  if (
    task?.scalar?.startsWith('DotNetCoreCLI@') !== true ||
    projects === undefined ||
    /[*$\s]/u.test(projects)
  )
    return [];
  const role =
    command === 'test' ? 'test' : command === 'build' ? 'build' : command === 'pack' ? 'task' : undefined;
  return role === undefined
    ? []
    : [
        commandFact({
          role,
          run: `dotnet ${command ?? ''} ${plain(projects, 100)}`,
          folder: '.',
          evidence: [{ path, line: task.line }],
        }),
      ];
}

function nodesIn(node: YamlNode, depth: number): YamlNode[] {
  if (depth > 9) return [];
  return [
    node,
    ...node.items().flatMap((each) => nodesIn(each, depth + 1)),
    ...node.entries().flatMap(({ value }) => nodesIn(value, depth + 1)),
  ];
}
