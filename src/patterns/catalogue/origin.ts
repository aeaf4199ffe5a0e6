import { shellWord } from '../../lib/index.ts';
import type { Origin } from './catalog_entry.ts';

/** The place of a plugin by its list: a folder of the same source, or a place of its own. */
export type PluginPlace =
  | { readonly kind: 'here'; readonly path: string }
  | { readonly kind: 'elsewhere'; readonly origin: Origin }
  | { readonly kind: 'broken'; readonly why: string };

/**
 * Reads the `source` of a plugin in a list: a path, or an object that names a place. The kinds are those of Claude Code
 * (https://code.claude.com/docs/en/plugin-marketplaces) and the `local` of Codex.
 *
 * @param root - the list's `metadata.pluginRoot`, which plain paths are below
 */
export function placeOf(source: unknown, root: string): PluginPlace {
  if (typeof source === 'string') return pathPlace(source, root);
  if (typeof source !== 'object' || source === null)
    return { kind: 'broken', why: source === undefined ? 'it has no source' : 'its source is not a path' };
  const field = (name: string) => textIn(source, name);
  const [kind, at] = [field('source'), revisionIn(source)];
  switch (kind) {
    case 'local':
      return pathPlace(field('path'), '');
    case 'github':
      return repository(
        'github',
        field('repo') && `https://github.com/${field('repo')}.git`,
        at,
        field('path'),
      );
    case 'url':
    case 'git':
      return repository('url', field('url'), at, field('path'));
    case 'git-subdir':
      return repository('git-subdir', field('url'), at, field('path'));
    case 'npm': {
      const name = field('package');
      if (name === '') return { kind: 'broken', why: 'its npm source names no package' };
      // `npm pack` also accepts addresses and folders, and runs scripts in them.
      if (!NPM_NAME.test(name)) return { kind: 'broken', why: 'its npm source is not the name of a package' };
      if (!/^[\w.^~<>=|*+ -]*$/u.test(field('version')) || field('version').startsWith('-'))
        return { kind: 'broken', why: 'its npm source has no plain version' };
      if (!/^(?:https:\/\/[^\s'"]+)?$/u.test(field('registry')))
        return { kind: 'broken', why: 'its npm source names no registry by https' };
      const wanted = field('version') === '' ? name : `${name}@${field('version')}`;
      const registry = field('registry') === '' ? '' : ` --registry=${shellWord(field('registry'))}`;
      const commands = [`npm pack --ignore-scripts${registry} -- ${shellWord(wanted)}`];
      return { kind: 'elsewhere', origin: { kind: 'npm', place: `npm ${wanted}`, commands } };
    }
    default: {
      const place = `a source of the kind ${JSON.stringify(kind)}`;
      return { kind: 'elsewhere', origin: { kind: 'unknown', place, commands: [] } };
    }
  }
}

function pathPlace(path: string, root: string): PluginPlace {
  if (path === '') return { kind: 'broken', why: 'its source is empty' };
  if (/^(?:[/\\~]|[A-Za-z]:)/u.test(path))
    return { kind: 'broken', why: 'its source is not a relative path' };
  // A path with `./` is below the source itself; a bare name is below the list's root for plugins.
  const whole = path.startsWith('./') || root === '' ? path : `${root}/${path}`;
  const parts: string[] = [];
  for (const part of whole.split(/[/\\]/u)) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return { kind: 'broken', why: 'its source leads out of the folder' };
  }
  return { kind: 'here', path: parts.join('/') };
}

/** The rules of https://github.com/npm/validate-npm-package-name, without the names of Node's modules. */
const NPM_NAME = /^(?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*$/u;

type Revision = { readonly ref: string; readonly sha: string };

function repository(
  kind: 'github' | 'url' | 'git-subdir',
  url: string,
  at: Revision,
  path: string,
): PluginPlace {
  if (url === '') return { kind: 'broken', why: `its ${kind} source names no repository` };
  // A leading dash would be an option of git, and `name::` starts a helper.
  if (
    !/^(?:(?:https?|ssh|git):\/\/[^\s-][^\s]*|[\w.-]+@[\w.-]+:[^\s-][^\s]*)$/u.test(url) ||
    url.startsWith('-')
  )
    return { kind: 'broken', why: 'its source is not the address of a repository' };
  if ([at.ref, at.sha].some((word) => word.startsWith('-')))
    return { kind: 'broken', why: 'its revision is not valid' };
  const last =
    url
      .replace(/\/+$/u, '')
      .split(/[/:]/u)
      .at(-1)
      ?.replace(/\.git$/u, '') ?? '';
  const folder = /^\w[\w.-]*$/u.test(last) ? last : 'plugin';
  const branch = at.ref === '' || at.sha !== '' ? '' : ` --branch ${shellWord(at.ref)}`;
  const commands = [
    `git clone${branch} -- ${shellWord(url)} ${shellWord(folder)}`,
    ...(at.sha === '' ? [] : [`git -C ${shellWord(folder)} checkout ${shellWord(at.sha)}`]),
    `orchestrator catalog add ${shellWord(path === '' ? folder : `${folder}/${path}`)}`,
  ];
  const revision = at.sha.slice(0, 12) || at.ref;
  const place = `${url}${path === '' ? '' : ` in ${path}`}${revision === '' ? '' : ` at ${revision}`}`;
  return { kind: 'elsewhere', origin: { kind, place, commands } };
}

function revisionIn(source: object): Revision {
  return { ref: textIn(source, 'ref'), sha: textIn(source, 'sha') };
}

function textIn(source: object, name: string): string {
  const value: unknown = Object.getOwnPropertyDescriptor(source, name)?.value;
  return typeof value === 'string' ? value.trim() : '';
}
