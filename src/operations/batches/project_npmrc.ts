import { basename, join } from 'node:path';
import type { Repository } from '../../batch/index.ts';
import { printableLine } from '../../lib/index.ts';
import {
  entryKind,
  fileStamp,
  type Git,
  hostsInText,
  hostText,
  readBytes,
  sha256,
  sortedHosts,
} from '../../platform/index.ts';

/** The parts of a command that the project's `.npmrc` affects. */
type Started = {
  readonly argv: readonly string[];
  readonly note?: string;
  readonly terms?: readonly string[];
};

/**
 * Adds the project's own `.npmrc` settings to the executors fetched by npm or a similar program: these take precedence over the
 * user's, so that the repository's authors decide where the package comes from. They are shown and approved with the command.
 *
 * @param root - the project, used if it has no repository; otherwise the committed files count, which agents see
 */
export async function withProjectNpmrc<T extends Started>(
  executors: readonly T[],
  root: string,
  { git, repository }: { readonly git: Git; readonly repository: Repository | undefined },
): Promise<readonly T[]> {
  if (!executors.some(({ argv }) => isFetched(argv))) return executors;
  const files = await filesIn(root, git, repository);
  const found = files.map((text) => ({ text, set: settingsIn(text) })).filter(({ set }) => set.length > 0);
  if (found.length === 0) return executors;
  const condition = `its package is fetched with the project's .npmrc, which sets ${listed(found.flatMap(({ set }) => set))}`;
  const term = `is fetched by .npmrc ${sha256(found.map(({ text }) => text).join('\n'))}`;
  return executors.map((executor) =>
    isFetched(executor.argv)
      ? {
          ...executor,
          note: [executor.note, condition].filter(Boolean).join('; '),
          terms: [...(executor.terms ?? []), term],
        }
      : executor,
  );
}

const MAX_SHOWN = 8;
const MAX_BYTES = 1024 * 1024;

/** Whether a command, possibly in a shell, is started by a program that reads `.npmrc`. */
function isFetched(argv: readonly string[]): boolean {
  const programs = argv.flatMap((word) => word.split(/[\s;&|()"'`]+/u)).map((word) => basename(word));
  return programs.some((program) => /^(?:npx|npm|pnpx|pnpm|bunx|bun)$/u.test(program));
}

/** Stands for a file that cannot be shown: a link out of the committed files, or one too large to read. Npm reads it anyway. */
const NOT_SHOWN = 'what cannot be shown here';

async function filesIn(root: string, git: Git, repository: Repository | undefined): Promise<string[]> {
  if (repository === undefined) {
    const path = join(root, '.npmrc');
    const read = readBytes(path, MAX_BYTES);
    if (read.kind === 'bytes') return [read.bytes.toString('utf8')];
    return entryKind(path) === 'absent' ? [] : [`${NOT_SHOWN}=${fileStamp(path)}`];
  }
  const { top, head, prefix } = repository;
  const texts: string[] = [];
  for (const path of new Set([`${prefix}.npmrc`, '.npmrc'])) {
    const asked = `${head}:${path}`;
    // A link's blob only contains the path of its target.
    const shown = await git.run(top, ['cat-file', '--batch', '--follow-symlinks'], {
      input: `${asked}\n`,
      limit: MAX_BYTES,
    });
    const out = shown.kind === 'ended' && shown.code === 0 ? shown.stdout.toString('utf8') : '';
    if (out === `${asked} missing\n`) continue;
    const [, text] = /^[0-9a-f]+ blob \d+\n(.*)$/su.exec(out) ?? [];
    texts.push(text ?? `${NOT_SHOWN}=${head}`);
  }
  return texts;
}

/** A setting's name, and the hosts in its value, which is not kept because it may be a key. */
type Setting = { readonly name: string; readonly hosts: string };

/** Npm also ends lines at a `\r`, and processes escapes. */
function settingsIn(text: string): Setting[] {
  return text.split(/[\r\n]+/u).flatMap((line) => {
    const [, name = '', value = ''] = /^\s*([^;#=\s[][^=]*)=(.*)$/su.exec(line) ?? [];
    if (name === '') return [];
    return [{ name: printableLine(name.trim()).slice(0, 80), hosts: hostsIn(value).join(', ') }];
  });
}

/** The hosts of the addresses in a value, also read as npm does: as one address with one slash or more, and any characters. */
function hostsIn(value: string): string[] {
  const plain = value
    .replace(/\\u([0-9a-f]{4})/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll('\\', '/');
  const whole = plain.replace(/^[\s"']+|[\s"']+$/gu, '');
  const hosts = hostsInText(plain);
  if (/^https?:/iu.test(whole) && URL.canParse(whole)) hosts.push(...hostsInText(new URL(whole).origin));
  return [...new Set(sortedHosts(hosts).map(hostText))];
}

/** Lists one setting for each host, since hosts are what is approved, and a few of the others. */
function listed(set: readonly Setting[]): string {
  const byHosts = new Map(set.filter(({ hosts }) => hosts !== '').map((each) => [each.hosts, each.name]));
  const leading = [...byHosts].map(([hosts, name]) => `${name} (leads to ${hosts})`);
  const others = [...new Set(set.filter(({ hosts }) => hosts === '').map(({ name }) => name))];
  const shown = [...leading, ...others.slice(0, Math.max(0, MAX_SHOWN - leading.length))];
  const more = set.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
