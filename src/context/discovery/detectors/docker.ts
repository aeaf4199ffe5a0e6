import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { folderOf, plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { inFolders } from '../reading/minor_folders.ts';
import type { Sources, SourceText } from '../sources.ts';

/** Docker: images and the services of Compose. */
export const docker: Detector = {
  name: 'docker',
  detect: (sources) => {
    const known = new Map<string, string>();
    return [
      ...sources
        .matching(/^(?:[\w-]+\.)?Dockerfile(?:\.[\w-]+)?$/u)
        .filter((path) => !THIRD_PARTY.test(path))
        .slice(0, 20)
        .flatMap((path) => imageFacts(sources, path)),
      ...sources
        .matching(/^(?:docker-)?compose[\w.-]*\.ya?ml$/u)
        .filter((path) => path.split('/').length <= 3)
        .slice(0, 10)
        .sort((a, b) => Number(IS_DEFAULT.test(b)) - Number(IS_DEFAULT.test(a)))
        .flatMap((path) => composeFacts(sources, path, known)),
    ];
  },
};

const THIRD_PARTY = inFolders(['thirdParty']);

/** The files that Compose reads unless another is named. */
const IS_DEFAULT = /(?:^|\/)(?:docker-)?compose\.ya?ml$/u;

function imageFacts(sources: Sources, path: string): Fact[] {
  const found = matchesIn(sources.read(path), /^FROM\s+(?:--\S+\s+)?(\S+)/iu);
  const stages = new Set(
    matchesIn(sources.read(path), /^FROM\s+.*\s+AS\s+(\S+)/iu).map(({ groups: [name = ''] }) => name),
  );
  return [
    ...found
      .filter(({ groups: [image = ''] }) => !stages.has(image) && !image.includes('$'))
      .slice(0, 4)
      .map(({ groups: [image = ''], line }) =>
        makeFact({
          kind: 'service',
          about: `image:${path}:${image}`,
          statement: `\`${plain(path)}\` builds on the image \`${plain(image, 80)}\``,
          values: { file: path, image },
          evidence: [{ path, line }],
        }),
      ),
    ...lastStageFacts(sources.read(path)),
  ];
}

/** The ports and the command of the final image, declared in its last stage. */
function lastStageFacts(text: SourceText | undefined): Fact[] {
  const from = matchesIn(text, /^FROM\s/iu).at(-1)?.line;
  if (text === undefined || from === undefined) return [];
  const { path } = text;
  const last = (pattern: RegExp) => matchesIn(text, pattern).filter(({ line }) => line > from);
  const fact = (what: string, statement: string, line: number): Fact =>
    makeFact({
      kind: 'service',
      about: `${what}:${path}`,
      statement: `\`${plain(path)}\` ${statement}`,
      values: { file: path },
      evidence: [{ path, line }],
    });
  const set = last(/^ENV\s+(\w+)[= ]"?([\w./-]+)"?\s*$/iu);
  const valueAt = (name: string, at: number) =>
    set.findLast(({ groups, line }) => groups[0] === name && line < at)?.groups[1];
  const exposed = last(/^EXPOSE\s+([\w/ \t.${}-]+?)\s*$/iu)
    .map(({ groups: [listed = ''], line }) => ({
      groups: [listed.replace(/\$\{?(\w+)\}?/gu, (whole, name: string) => valueAt(name, line) ?? whole)],
      line,
    }))
    .filter(({ groups: [listed = ''] }) => !listed.includes('$'));
  const [first] = exposed;
  const ports = exposed.flatMap(({ groups: [listed = ''] }) => listed.split(/\s+/u)).slice(0, 6);
  const user = last(/^USER\s+([\w.-]+(?::[\w.-]+)?)\s*$/iu).at(-1);
  const entry = last(/^ENTRYPOINT\s+(\S.*)$/iu).at(-1);
  const command = last(/^CMD\s+(\S.*)$/iu).at(-1);
  const words = [entry, command].map((found) => found && wordsOf(found.groups[0] ?? ''));
  const started = words.flatMap((each) => each ?? []).join(' ');
  const line = entry?.line ?? command?.line;
  const isWhole = ![entry, command].some((found, place) => found !== undefined && words[place] === undefined);
  return [
    ...(first === undefined ? [] : [fact('listens', `listens on ${ports.join(', ')}`, first.line)]),
    ...(user === undefined || user.groups[0] === 'root'
      ? []
      : [fact('user', `runs as the user \`${plain(user.groups[0] ?? '', 40)}\``, user.line)]),
    ...(line === undefined || !isWhole || started === ''
      ? []
      : [fact('starts', `runs \`${plain(started, 100)}\``, line)]),
  ];
}

/** The words of an image's command; `undefined` if it continues on the next line or depends on the build. */
function wordsOf(given: string): readonly string[] | undefined {
  if (/\\\s*$|\$|`/u.test(given)) return undefined;
  if (!given.startsWith('[')) return [given.trim()];
  try {
    const words: unknown = JSON.parse(given);
    return Array.isArray(words) ? words.map(String) : undefined;
  } catch {
    return undefined;
  }
}

function composeFacts(sources: Sources, path: string, known: Map<string, string>): Fact[] {
  const services = sources.yaml(path)?.root.key('services');
  const entries = services?.entries() ?? [];
  const [first] = entries;
  if (first === undefined) return [];
  const isDefault = IS_DEFAULT.test(path);
  const folder = folderOf(path);
  return [
    ...(isDefault
      ? [
          commandFact({
            // If none of the services is built here, the project needs them during development.
            role:
              entries.some(({ value }) => value.key('build') !== undefined) || folder === '.'
                ? 'run'
                : 'task',
            run: 'docker compose up',
            folder,
            evidence: [{ path, line: services?.line ?? first.line }],
            certainty: 'inferred',
          }),
        ]
      : []),
    ...entries.slice(0, 20).map(({ key, value, line }) => {
      const image = value.key('image')?.scalar;
      const ports =
        value
          .key('ports')
          ?.items()
          .map(({ scalar }) => scalar ?? '')
          .filter(Boolean) ?? [];
      const details = [
        image === undefined || /\$/u.test(image) ? '' : ` from the image \`${plain(image, 60)}\``,
        ports.length === 0
          ? ''
          : `, ports ${ports
              .slice(0, 4)
              .map((port) => plain(port, 40))
              .join(', ')}`,
      ].join('');
      // Two files that agree give one fact; if they differ, the second one is named.
      const before = known.get(key) ?? details;
      known.set(key, before);
      const where = before === details ? '' : ` in \`${plain(path)}\``;
      return makeFact({
        kind: 'service',
        about: `compose:${where === '' ? '' : path}:${key}`,
        statement: `Compose service \`${plain(key, 40)}\`${details}${where}`,
        values: { service: key, ...(image === undefined ? {} : { image }) },
        evidence: [{ path, line }],
      });
    }),
  ];
}
