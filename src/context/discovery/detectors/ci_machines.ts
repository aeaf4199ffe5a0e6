import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain.ts';
import type { YamlNode } from '../reading/yaml.ts';
import type { Sources } from '../sources.ts';

/** What the jobs of GitHub Actions run on: the versions that their matrices name, and the services that are started beside them. */
export const ciMachines: Detector = {
  name: 'ci-machines',
  detect: (sources) =>
    sources.paths
      .filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/u.test(path))
      .slice(0, 40)
      .flatMap((path) =>
        jobsOf(sources, path).flatMap((job) => [
          ...versions(job, path),
          ...setUp(job, path),
          ...services(job, path),
        ]),
      ),
};

function jobsOf(sources: Sources, path: string): readonly YamlNode[] {
  const jobs = sources.yaml(path)?.root.key('jobs')?.entries() ?? [];
  return jobs.slice(0, 20).map(({ value }) => value);
}

function versions(job: YamlNode, path: string): Fact[] {
  const matrix = job.at('strategy', 'matrix')?.entries() ?? [];
  return matrix.flatMap(({ key, value, line }): Fact[] => {
    const name = LANGUAGES.find(([pattern]) => pattern.test(key))?.[1];
    const listed = [
      ...new Set([...value.items(), ...includedIn(job, key)].map(({ scalar }) => scalar ?? '')),
    ];
    if (name === undefined || listed.length === 0) return [];
    if (listed.some((each) => !/^[\w.+~^-]{1,20}$/u.test(each)) || !listed.some((each) => /\d/u.test(each)))
      return [];
    const told = listed.slice(0, 12).join(', ');
    return [
      makeFact({
        kind: 'ci',
        about: `versions:${name}:${told}`,
        statement: `In CI, jobs run with ${name} ${told}`,
        values: { name, versions: told },
        evidence: [{ path, line }],
      }),
    ];
  });
}

/** What `include` adds to a matrix under one of its names. */
function includedIn(job: YamlNode, name: string): readonly YamlNode[] {
  return (job.at('strategy', 'matrix', 'include')?.items() ?? []).flatMap((each) => each.key(name) ?? []);
}

/** The versions that steps set up by name, where a matrix does not choose them. */
function setUp(job: YamlNode, path: string): Fact[] {
  const steps = job.key('steps')?.items().slice(0, 40) ?? [];
  return steps.flatMap((step): Fact[] => {
    const uses = step.key('uses')?.scalar ?? '';
    return SET_UP.flatMap(([action, input, name]) => {
      const given = action.test(uses) ? step.at('with', input) : undefined;
      const version = given?.scalar ?? '';
      if (given === undefined || !/^[\w.+~^-]{1,20}$/u.test(version) || !/\d/u.test(version)) return [];
      return [
        makeFact({
          kind: 'ci',
          about: `versions:${name}:${version}`,
          statement: `In CI, jobs run with ${name} ${version}`,
          values: { name, versions: version },
          evidence: [{ path, line: given.line }],
        }),
      ];
    });
  });
}

const SET_UP: readonly (readonly [RegExp, string, string])[] = [
  [/^actions\/setup-node@/u, 'node-version', 'Node.js'],
  [/^actions\/setup-python@/u, 'python-version', 'Python'],
  [/^actions\/setup-java@/u, 'java-version', 'Java'],
  [/^actions\/setup-go@/u, 'go-version', 'Go'],
  [/^actions\/setup-dotnet@/u, 'dotnet-version', '.NET'],
  [/^ruby\/setup-ruby@/u, 'ruby-version', 'Ruby'],
  [/^shivammathur\/setup-php@/u, 'php-version', 'PHP'],
  [/^pnpm\/action-setup@/u, 'version', 'pnpm'],
];

const LANGUAGES: readonly (readonly [RegExp, string])[] = [
  [/^python(?:[-_]?versions?)?$/iu, 'Python'],
  [/^node(?:js)?(?:[-_]?versions?)?$/iu, 'Node.js'],
  [/^ruby(?:[-_]?versions?)?$/iu, 'Ruby'],
  [/^php(?:[-_]?versions?)?$/iu, 'PHP'],
  [/^(?:java|jdk)(?:[-_]?versions?)?$/iu, 'Java'],
  [/^go(?:[-_]?versions?)?$/iu, 'Go'],
  [/^rust(?:[-_]?(?:versions?|toolchains?))?$/iu, 'Rust'],
  [/^dotnet(?:[-_]?versions?)?$/iu, '.NET'],
  [/^django(?:[-_]?versions?)?$/iu, 'Django'],
  [/^rails(?:[-_]?versions?)?$/iu, 'Rails'],
];

function services(job: YamlNode, path: string): Fact[] {
  const started = job.key('services')?.entries() ?? [];
  return started.slice(0, 10).flatMap(({ key, value, line }): Fact[] => {
    const image = value.key('image')?.scalar ?? value.scalar;
    // What is filled in for a job is left out.
    const known = image?.replace(/[:@]?\$\{\{.*$/u, '') ?? '';
    if (known === '' || known.includes('$')) return [];
    return [
      makeFact({
        kind: 'service',
        about: `ci:${key}:${known}`,
        statement: `In CI, the service \`${plain(key, 40)}\` is started from the image \`${plain(known, 60)}\``,
        values: { service: key, image: known },
        evidence: [{ path, line }],
      }),
    ];
  });
}
