import { ownValue } from '../../../lib/index.ts';

/**
 * Returns the settings of a repository that its clone needs to read files in the same way, as the text of a settings file: line
 * ends, filters, ignore rules, the committer. Addresses, hooks, aliases and anything else that may lead back to it are left out.
 *
 * @param list - the output of `git config --list --null --show-scope`
 */
export function cloneConfig(list: string): string {
  const fields = list.split('\0');
  const lines: string[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [scope, setting = ''] = [fields[at], fields[at + 1]];
    if (scope !== 'local' && scope !== 'worktree') continue;
    const end = setting.indexOf('\n');
    const name = end === -1 ? setting : setting.slice(0, end);
    const value = end === -1 ? 'true' : setting.slice(end + 1);
    const section = name.slice(0, name.indexOf('.'));
    const key = name.slice(name.lastIndexOf('.') + 1);
    const between = name.slice(
      section.length + 1,
      Math.max(section.length + 1, name.length - key.length - 1),
    );
    if (!isKept(section, between, key)) continue;
    const head = between === '' ? `[${section}]` : `[${section} "${between.replace(/["\\]/gu, '\\$&')}"]`;
    lines.push(`${head}\n\t${key} = "${quoted(value)}"\n`);
  }
  return lines.join('');
}

function isKept(section: string, between: string, key: string): boolean {
  if (section === 'filter') return between !== '' && !between.includes('\n');
  return between === '' && (ownValue(KEPT, section)?.has(key) ?? false);
}

const KEPT: Readonly<Record<string, ReadonlySet<string> | undefined>> = {
  core: new Set([
    ...['attributesfile', 'autocrlf', 'checkroundtripencoding', 'eol', 'excludesfile', 'filemode'],
    ...['ignorecase', 'longpaths', 'precomposeunicode', 'protecthfs', 'protectntfs', 'safecrlf'],
    ...['sparsecheckout', 'sparsecheckoutcone', 'symlinks'],
  ]),
  user: new Set(['name', 'email']),
};

function quoted(value: string): string {
  return value.replace(/["\\]/gu, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
