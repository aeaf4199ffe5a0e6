import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { depthOf, plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/**
 * Deployment of a project: the processes of a Procfile, the platforms that it is set up for, the settings it takes from its
 * environment.
 */
export const deployment: Detector = {
  name: 'deployment',
  detect: (sources) => [
    ...processFacts(sources),
    ...platformFacts(sources),
    ...netlifyFacts(sources),
    ...skaffoldFacts(sources),
    ...environmentFacts(sources),
  ],
};

function processFacts(sources: Sources): Fact[] {
  return sources
    .matching(/^Procfile(?:\.[\w-]+)?$/u)
    .filter((path) => !path.includes('/'))
    .slice(0, 4)
    .flatMap((path) =>
      matchesIn(sources.read(path), /^([A-Za-z][\w-]*):\s*(\S.*)$/u)
        .slice(0, 10)
        .map(({ groups: [name = '', run = ''], line }) =>
          makeFact({
            kind: 'service',
            about: `process:${path}:${name}`,
            statement: `\`${plain(path)}\` starts the process \`${plain(name, 40)}\` with \`${plain(run, 90)}\``,
            values: { process: name, run },
            evidence: [{ path, line }],
          }),
        ),
    );
}

function platformFacts(sources: Sources): Fact[] {
  return PLATFORMS.flatMap(([path, name, keys]) =>
    sources.has(path) && (keys === undefined || hasOneOf(sources, path, keys))
      ? [
          makeFact({
            kind: 'service',
            about: `platform:${path}`,
            statement: `${name} is set up in \`${path}\``,
            values: { platform: name, path },
            evidence: [{ path, line: null }],
            certainty: 'shown',
          }),
        ]
      : [],
  );
}

/** Whether a file with an ambiguous name has a setting of that platform. */
function hasOneOf(sources: Sources, path: string, keys: readonly string[]): boolean {
  if (path.endsWith('.json')) return keys.some((key) => sources.json(path)?.at(key) !== undefined);
  return (
    sources
      .yaml(path)
      ?.root.entries()
      .some(({ key }) => keys.includes(key)) ?? false
  );
}

/** A file, its platform, and, if the file's name is ambiguous, settings of which it must have one. */
const PLATFORMS: readonly (readonly [path: string, name: string, keys?: readonly string[]])[] = [
  ['netlify.toml', 'Netlify'],
  ['.netlify.toml', 'Netlify'],
  ['vercel.json', 'Vercel'],
  ['fly.toml', 'Fly.io'],
  ['render.yaml', 'Render', ['services', 'databases', 'envVarGroups', 'projects']],
  ['app.yaml', 'Google App Engine', ['runtime']],
  [
    'app.json',
    'A deployment to Heroku',
    ['addons', 'buildpacks', 'environments', 'formation', 'stack', 'success_url'],
  ],
  ['heroku.yml', 'A deployment to Heroku'],
  ['cloudbuild.yaml', 'Google Cloud Build'],
  ['wrangler.toml', 'Cloudflare Workers'],
  ['firebase.json', 'Firebase'],
  ['serverless.yml', 'Serverless Framework'],
  ['Capfile', 'Capistrano'],
  ['config/deploy.yml', 'Kamal', ['image']],
  ['skaffold.yaml', 'Skaffold'],
  ['Tiltfile', 'Tilt'],
  ['Vagrantfile', 'Vagrant'],
];

/** The site that Netlify builds, and the folder that it publishes. */
function netlifyFacts(sources: Sources): Fact[] {
  return ['netlify.toml', '.netlify.toml'].flatMap((path) =>
    (sources.has(path) ? (sources.toml(path)?.entries('build') ?? []) : []).flatMap(
      ({ key, value, line }) => {
        const does = NETLIFY.get(key);
        return does === undefined || typeof value !== 'string'
          ? []
          : [
              makeFact({
                kind: 'service',
                about: `netlify:${key}`,
                statement: `Netlify ${does} \`${plain(value, 80)}\``,
                values: { platform: 'Netlify', [key]: value },
                evidence: [{ path, line }],
              }),
            ];
      },
    ),
  );
}

const NETLIFY: ReadonlyMap<string, string> = new Map([
  ['command', 'builds the site with'],
  ['publish', 'publishes'],
  ['base', 'builds in'],
]);

function skaffoldFacts(sources: Sources): Fact[] {
  const path = 'skaffold.yaml';
  const root = sources.has(path) ? sources.yaml(path)?.root : undefined;
  const profiles = root?.entries().find(({ key }) => key === 'profiles');
  const names = profiles?.value.items().flatMap((each) => each.key('name')?.scalar ?? []) ?? [];
  const kind = sources.has(path) ? sources.read(path)?.lineOf(/^apiVersion:\s*skaffold\//u) : undefined;
  const run =
    kind === undefined
      ? []
      : [
          commandFact({
            role: 'run',
            run: 'skaffold dev',
            folder: '.',
            evidence: [{ path, line: kind }],
            certainty: 'inferred',
          }),
        ];
  const images =
    kind === undefined
      ? []
      : (root?.at('build', 'artifacts')?.items() ?? []).flatMap((each) => {
          const image = each.key('image');
          const context = each.key('context')?.scalar;
          return image?.scalar === undefined
            ? []
            : [
                {
                  line: image.line,
                  text: `\`${plain(image.scalar, 60)}\`${context === undefined ? '' : ` (\`${plain(context, 60)}\`)`}`,
                },
              ];
        });
  if (images.length > 0)
    run.push(
      makeFact({
        kind: 'service',
        about: 'skaffold-images',
        statement: `Skaffold builds the images ${images
          .slice(0, 20)
          .map(({ text }) => text)
          .join(', ')}`,
        values: { images: images.map(({ text }) => text.replaceAll('`', '')).join(', ') },
        evidence: images.slice(0, 20).map(({ line }) => ({ path, line })),
      }),
    );
  return profiles === undefined || names.length === 0
    ? run
    : [
        ...run,
        makeFact({
          kind: 'service',
          about: 'skaffold-profiles',
          statement: `Skaffold has the profiles ${names
            .slice(0, 10)
            .map((name) => `\`${plain(name, 30)}\``)
            .join(', ')}`,
          values: { profiles: names.join(', ') },
          evidence: [{ path, line: profiles.line }],
        }),
      ];
}

const MINOR_FOLDERS = inFolders(['thirdParty', 'fixtures', 'tests', 'examples', 'templates', 'docs']);

function environmentFacts(sources: Sources): Fact[] {
  const path = [
    '.env.example',
    '.env.sample',
    '.env.dist',
    '.env.template',
    'env.example',
    '.sample.env',
  ].find((each) => sources.has(each));
  const other = sources
    .matching(
      /^(?:[\w-]+\.env|\.env\.(?:local|test|development|docker))(?:\.(?:example|sample|template|dist))$/u,
    )
    .filter((each) => depthOf(each) === 0)
    .slice(0, 4);
  const below = sources
    .matching(/^\.env\.(?:example|sample|dist|template)$/u)
    .filter((each) => depthOf(each) === 1 && !MINOR_FOLDERS.test(each))
    .slice(0, 3);
  return [...(path === undefined ? [] : [path]), ...other, ...below].flatMap((each) =>
    exampleFact(sources, each),
  );
}

/** The settings that a file shows, including those that it only shows in comments with their defaults. */
function exampleFact(sources: Sources, path: string): Fact[] {
  const set = matchesIn(sources.read(path), /^(?:export\s+)?([A-Z][A-Z0-9_]*)=/u);
  const named = set.length > 0 ? set : matchesIn(sources.read(path), /^#\s?([A-Z][A-Z0-9_]+)=/u);
  const [first] = named;
  return [
    makeFact({
      kind: 'layout',
      about: `environment:${path}`,
      statement:
        first === undefined
          ? `Environment settings are shown in \`${path}\``
          : `Environment settings are shown in \`${path}\`: ${listed(
              named.map(({ groups: [name = ''] }) => name),
              40,
              5,
            )}`,
      values: { path },
      evidence: [{ path, line: first?.line ?? null }],
      certainty: 'shown',
    }),
  ];
}
