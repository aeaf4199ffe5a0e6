import { manifestsOf } from '../file_kind.ts';
import { type ChangedFile, type FileRule, newLines, type Seen, seenAt, seenOf } from './rule.ts';

/** Generated files that changed although their sources did not. */
export const generatedFile: FileRule = (file, { files }) => {
  if (!file.isGenerated || file.status === 'deleted' || file.isFixture) return [];
  const manifests = manifestsOf(file.path);
  if (manifests !== undefined) {
    const has = files.some(({ path }) => manifests.some((name) => path.endsWith(name)));
    if (has || file.status === 'added') return [];
    const message = `A lock file was changed, and ${manifests[0]} was not: either versions changed by themselves, or it was edited by hand.`;
    return [seenOf(file, { kind: 'generated-file', severity: 'medium', message })];
  }
  if (file.status === 'added' || /\.snap$/u.test(file.path)) return [];
  const hasSource = files.some(({ isGenerated, path }) => !isGenerated && path !== file.path);
  const message = hasSource
    ? 'This file is generated. Nothing shows that the generator made this change.'
    : 'This file is generated, but no possible source was changed: the next time it is generated, the change is lost.';
  return [seenOf(file, { kind: 'generated-file', severity: hasSource ? 'low' : 'medium', message })];
};

/** Files whose change nobody can read. */
export const binaryFile: FileRule = (file) => {
  if (!file.isBinary || file.status === 'deleted' || file.isFixture) return [];
  const name = file.path.toLowerCase();
  if (/\.(?:png|jpe?g|gif|webp|avif|ico|icns|svgz|woff2?|ttf|otf|eot|pdf|mp[34]|webm|wav|ogg)$/u.test(name))
    return [];
  const runs =
    /\.(?:exe|dll|so|dylib|a|o|jar|war|class|pyc|wasm|node|bin|zip|gz|tgz|tar|7z|deb|rpm|apk|dmg)$/u.test(
      name,
    );
  const message = runs
    ? 'A binary file that may contain programs was added or changed; its content cannot be reviewed.'
    : 'A binary file was added or changed; what changed in it cannot be shown.';
  return [seenOf(file, { kind: 'binary', severity: runs ? 'medium' : 'low', message })];
};

/** Files that became programs, links, or the reverse. */
export const modeChange: FileRule = (file) => {
  const { oldMode, newMode, status } = file;
  if (status === 'deleted' || newMode === COMMIT || oldMode === COMMIT) return [];
  if (newMode === LINK) return [linkFinding(file)];
  if (newMode !== '100755' || oldMode === newMode) return [];
  const isScript = /\.(?:sh|bash|zsh|py|rb|pl|js|mjs|php)$|(?:^|\/)[^./]+$/u.test(file.path);
  const isNew = status === 'added' && (isScript || newLines(file)[0]?.text.startsWith('#!') === true);
  if (isNew) return [];
  const message = 'The file is now executable.';
  return [seenOf(file, { kind: 'mode', severity: 'low', message })];
};

const COMMIT = '160000';
const LINK = '120000';

function linkFinding(file: ChangedFile): Seen {
  const [target] = newLines(file);
  const to = target?.text ?? '';
  const depth = file.path.split('/').length - 1;
  const ups = to.split('/').filter((name) => name === '..').length;
  const leads = to.startsWith('/') || ups > depth;
  const message = leads
    ? 'A link leads out of the repository: on another machine it points to something else, or nothing.'
    : 'A link to another file.';
  const found = { kind: 'mode', severity: leads ? 'medium' : 'low', message } as const;
  return target === undefined ? seenOf(file, found) : seenAt(file, target, found);
}

/** Commits of other repositories, whose lines the diff does not show. */
export const submodule: FileRule = (file) => {
  if (file.path === '.gitmodules') {
    const [address] = newLines(file).filter(({ text }) => /^\s*url\s*=/u.test(text));
    if (address === undefined) return [];
    const message = 'A submodule comes from another address.';
    return [seenAt(file, address, { kind: 'submodule', severity: 'medium', message })];
  }
  if (file.newMode !== COMMIT || file.status === 'deleted') return [];
  const message = 'A submodule is at another commit: this review does not cover its changes.';
  return [seenOf(file, { kind: 'submodule', severity: 'medium', message })];
};
