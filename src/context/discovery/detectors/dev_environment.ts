import { shellWord } from '../../../lib/index.ts';
import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact, roleOf } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Setup of a development machine: the development container, the tasks of mise, Nix, and conda's environment. */
export const devEnvironment: Detector = {
  name: 'dev-environment',
  detect: (sources) => [
    ...containerFacts(sources),
    ...miseTasks(sources),
    ...environmentFiles(sources),
    ...shellFacts(sources),
    ...condaFacts(sources),
    ...taskVariables(sources),
  ],
};

function containerFacts(sources: Sources): Fact[] {
  const path = ['.devcontainer/devcontainer.json', '.devcontainer.json'].find((each) => sources.has(each));
  const file = path === undefined ? undefined : sources.json(path);
  if (path === undefined || file === undefined) return [];
  const fact = (about: string, statement: string, line: number): Fact =>
    makeFact({
      kind: 'layout',
      about: `devcontainer:${about}`,
      statement,
      values: { path },
      evidence: [{ path, line }],
    });
  const image = file.text('image');
  const after = ['onCreateCommand', 'updateContentCommand', 'postCreateCommand'].flatMap((key) => {
    const found = file.text(key);
    return found === undefined
      ? []
      : [fact(key, `The development container is prepared by \`${plain(found.value, 100)}\``, found.line)];
  });
  const ports = file.at('forwardPorts');
  const forwarded = (Array.isArray(ports?.value) ? ports.value : []).map(String);
  const features = file.entries('features').slice(0, 8);
  const packages = features.flatMap(({ key }) => {
    const found = file.text('features', key, 'packages');
    return found === undefined || found.value.trim() === '' ? [] : [found];
  });
  return [
    ...(image === undefined
      ? []
      : [
          fact('image', `The development container uses the image \`${plain(image.value, 80)}\``, image.line),
        ]),
    ...after,
    ...(ports === undefined || forwarded.length === 0
      ? []
      : [fact('ports', `The development container forwards the ports ${listed(forwarded, 30)}`, ports.line)]),
    ...packages.map(({ value, line }) =>
      fact(
        `packages:${line}`,
        `The development container has the packages ${listed(value.split(/[\s,]+/u).filter(Boolean))}`,
        line,
      ),
    ),
    ...(features[0] === undefined
      ? []
      : [
          fact(
            'features',
            `The development container has ${features.map(({ key }) => `\`${plain(key.replace(/^.*\//u, ''), 40)}\``).join(', ')}`,
            features[0].line,
          ),
        ]),
  ];
}

function miseTasks(sources: Sources): Fact[] {
  const path = ['mise.toml', '.mise.toml'].find((each) => sources.has(each));
  const file = path === undefined ? undefined : sources.toml(path);
  if (path === undefined || file === undefined) return [];
  return file
    .entries('tasks')
    .slice(0, 40)
    .map(({ key, value, line }) => {
      const texts = ['description', 'run'].flatMap((field) => {
        const found: unknown =
          typeof value === 'object' && value !== null
            ? Object.getOwnPropertyDescriptor(value, field)?.value
            : value;
        return typeof found === 'string' ? [found] : [];
      });
      return commandFact({
        role: roleOf(key),
        run: `mise run ${shellWord(plain(key, 60))}`,
        folder: '.',
        evidence: [{ path, line }],
        ...(texts[0] === undefined ? {} : { does: plain(texts[0].split('\n', 1)[0] ?? '', 70) }),
      });
    });
}

function environmentFiles(sources: Sources): Fact[] {
  return FILES.flatMap(([path, statement]) =>
    sources.has(path)
      ? [
          makeFact({
            kind: 'layout',
            about: `environment-file:${path}`,
            statement: `${statement} in \`${path}\``,
            values: { path },
            evidence: [{ path, line: null }],
            certainty: 'shown',
          }),
        ]
      : [],
  );
}

const FILES = [
  ['flake.nix', 'A Nix shell and build are described'],
  ['shell.nix', 'A Nix shell is described'],
  ['devenv.nix', 'A devenv shell is described'],
  ['.envrc', 'What direnv loads is listed'],
  ['.gitpod.yml', 'A Gitpod workspace is described'],
] as const;

/** The shells that a flake of Nix defines. */
function shellFacts(sources: Sources): Fact[] {
  const path = 'flake.nix';
  return matchesIn(
    sources.has(path) ? sources.read(path) : undefined,
    /^\s*devShells?\.(?:\$\{system\}\.)?"?([\w-]+)"?\s*=/u,
  )
    .filter(({ groups: [name = ''] }) => !/-(?:linux|darwin)$/u.test(name))
    .slice(0, 4)
    .map(({ groups: [name = ''], line }) =>
      commandFact({
        role: 'setup',
        run: name === 'default' ? 'nix develop' : `nix develop .#${name}`,
        folder: '.',
        evidence: [{ path, line }],
        certainty: 'inferred',
      }),
    );
}

function condaFacts(sources: Sources): Fact[] {
  const path = ['environment.yml', 'environment.yaml'].find((each) => sources.has(each));
  const text = path === undefined ? undefined : sources.read(path);
  const [name] = matchesIn(text, /^name:\s*([\w.-]+)\s*$/u);
  return path === undefined || name === undefined
    ? []
    : [
        commandFact({
          role: 'setup',
          run: `conda env create -f ${path}`,
          folder: '.',
          evidence: [{ path, line: name.line }],
          certainty: 'inferred',
        }),
      ];
}

/** Variables that a Taskfile sets for all of its tasks, and the files that it takes them from. */
function taskVariables(sources: Sources): Fact[] {
  const path = ['Taskfile.yml', 'Taskfile.yaml', 'taskfile.yml', 'taskfile.yaml'].find((each) =>
    sources.has(each),
  );
  const root = path === undefined ? undefined : sources.yaml(path)?.root;
  if (path === undefined || root === undefined) return [];
  const set = (root.key('env')?.entries() ?? []).filter(
    ({ key, value }) =>
      value.scalar !== undefined && !/PASS|SECRET|TOKEN|KEY/u.test(key) && !/[{$\n]/u.test(value.scalar),
  );
  const files =
    root
      .key('dotenv')
      ?.items()
      .flatMap(({ scalar }) => scalar ?? []) ?? [];
  const fact = (about: string, statement: string, values: Record<string, string>, line: number): Fact =>
    makeFact({
      kind: 'convention',
      about: `taskfile:${about}`,
      statement,
      values,
      evidence: [{ path, line }],
    });
  return [
    ...set
      .slice(0, 8)
      .map(({ key, value, line }) =>
        fact(
          key,
          `Tasks run with \`${plain(key, 60)}\` at ${plain(value.scalar ?? '', 60)}`,
          { setting: key, value: value.scalar ?? '' },
          line,
        ),
      ),
    ...(files.length === 0
      ? []
      : [
          fact(
            'dotenv',
            `Tasks take variables from ${listed(files)}`,
            { files: files.join(', ') },
            root.key('dotenv')?.line ?? 1,
          ),
        ]),
  ];
}
