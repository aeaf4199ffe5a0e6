import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, plain } from '../plain_text.ts';
import { listed } from '../reading/rule_facts.ts';
import type { YamlNode } from '../reading/yaml.ts';
import type { Sources } from '../sources.ts';

/** Details of Compose's default file: profiles, volumes, variables, commands and stages. And stacks of Docker Swarm. */
export const composeSettings: Detector = {
  name: 'compose-settings',
  detect: (sources) => [
    ...sources
      .matching(/^(?:docker-)?compose\.ya?ml$/u)
      .filter((path) => depthOf(path) <= 1)
      .slice(0, 3)
      .flatMap((path) => fileFacts(sources, path)),
    ...stackFacts(sources),
  ],
};

function service(about: string, statement: string, path: string, line: number): Fact {
  return makeFact({ kind: 'service', about, statement, values: { path }, evidence: [{ path, line }] });
}

function fileFacts(sources: Sources, path: string): Fact[] {
  const root = sources.yaml(path)?.root;
  const services = root?.key('services')?.entries() ?? [];
  const volumes = root?.key('volumes')?.entries() ?? [];
  const [volume] = volumes;
  return [
    ...services.slice(0, 20).flatMap(({ key, value }) => serviceFacts(key, value, path)),
    ...(volume === undefined
      ? []
      : [
          service(
            `compose-volumes:${path}`,
            `Compose keeps data in the volumes ${listed(volumes.map(({ key }) => key))}`,
            path,
            volume.line,
          ),
        ]),
  ];
}

function serviceFacts(name: string, node: YamlNode, path: string): Fact[] {
  const factOf = (about: string, statement: string, line: number) =>
    service(
      `compose-${about}:${path}:${name}`,
      `Compose service \`${plain(name, 40)}\` ${statement}`,
      path,
      line,
    );
  const profiles = node.key('profiles');
  const [profile] = (profiles?.items() ?? []).flatMap(({ scalar }) => scalar ?? []);
  const variables = namesOf(node.key('environment'));
  const stage = node.at('build', 'target');
  const command = node.key('entrypoint') ?? node.key('command');
  const words = command?.scalar ?? (command?.items() ?? []).map(({ scalar }) => scalar ?? '').join(' ');
  const health = node.at('healthcheck', 'test');
  const check = health?.scalar ?? (health?.items() ?? []).map(({ scalar }) => scalar ?? '').join(' ');
  return [
    ...(profiles === undefined || profile === undefined || !/^[\w-]+$/u.test(profile)
      ? []
      : [
          commandFact({
            role: 'task',
            run: `docker compose --profile ${profile} up`,
            folder: folderOf(path),
            evidence: [{ path, line: profiles.line }],
            does: `also starts ${plain(name, 40)}`,
          }),
        ]),
    ...(variables.length === 0
      ? []
      : [factOf('environment', `is given ${listed(variables)}`, node.key('environment')?.line ?? node.line)]),
    ...(stage?.scalar === undefined
      ? []
      : [factOf('stage', `is built up to the stage \`${plain(stage.scalar, 40)}\``, stage.line)]),
    ...(command === undefined ||
    words === '' ||
    /[$\n]|\bsleep infinity\b|\btail -[fF] \/dev\/null\b/u.test(words)
      ? []
      : [factOf('command', `runs \`${plain(words, 100)}\``, command.line)]),
    ...(health === undefined || check === '' || /[$\n]/u.test(check)
      ? []
      : [
          factOf(
            'health',
            `is healthy if \`${plain(check.replace(/^CMD(?:-SHELL)? /u, ''), 80)}\` succeeds`,
            health.line,
          ),
        ]),
  ];
}

/** The names of variables, given as entries or as `NAME=value`. */
function namesOf(environment: YamlNode | undefined): string[] {
  return [
    ...(environment?.entries() ?? []).map(({ key }) => key),
    ...(environment?.items() ?? []).map(({ scalar }) => (scalar ?? '').replace(/=.*$/su, '')),
  ].filter((name) => /^\w+$/u.test(name));
}

function stackFacts(sources: Sources): Fact[] {
  const path = ['docker-stack.yml', 'docker-stack.yaml'].find((each) => sources.has(each));
  const services = path === undefined ? undefined : sources.yaml(path)?.root.key('services');
  return path === undefined || services === undefined
    ? []
    : [
        service(
          'swarm',
          `A Docker Swarm stack is described in \`${path}\`: ${listed(services.entries().map(({ key }) => key))}`,
          path,
          services.line,
        ),
      ];
}
