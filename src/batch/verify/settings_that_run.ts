import { ownValue } from '../../lib/index.ts';

/**
 * Whether a setting of a repository may have git run a program, reach another place, or take something for what it is not. Those are
 * listed that can do nothing of the kind: what is not known counts as one that can.
 *
 * @param name - as git lists it: section and key in small letters, what stands between them as written
 */
export function mayRunCode(name: string): boolean {
  const [section = '', key = ''] = [name.slice(0, name.indexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
  const isPlain = name === `${section}.${key}`;
  if (isPlain && WHOLE_SECTIONS.has(section)) return false;
  const keys = ownValue(isPlain ? PLAIN : NAMED, section);
  return keys === undefined || !keys.has(key);
}

/** Sections in which no key without a name between can do anything. */
const WHOLE_SECTIONS: ReadonlySet<string> = new Set(
  'advice author color column committer fetch log pull push rebase rerere stash status user versionsort'.split(
    ' ',
  ),
);

const PLAIN = sets({
  commit: 'cleanup status verbose',
  core: 'abbrev commentchar quotepath whitespace',
  diff: 'algorithm autorefreshindex colormoved context dirstat indentheuristic interhunkcontext mnemonicprefix noprefix renamelimit renames statgraphwidth submodule wordregex',
  init: 'defaultbranch',
  gui: 'blamehistoryctx diffcontext encoding fontdiff fontui geometry trustmtime wmstate',
  i18n: 'commitencoding logoutputencoding',
  lfs: 'locksverify repositoryformatversion',
  merge: 'autostash conflictstyle ff log renamelimit renames stat verbosity',
  tag: 'forcesignannotated gpgsign sort',
  // How they come about: git notes it when a person pushes, fetches or renames.
  remote: 'pushdefault',
});

/** With a name between section and key, `remote.origin.url`. */
const NAMED = sets({
  branch: 'description gh-merge-base merge mergeoptions pushremote rebase remote vscode-merge-base',
  color:
    'added changed commit context current frag func local meta new old plain remote reset untracked upstream whitespace',
  lfs: 'access locksverify',
  remote: 'fetch gh-resolved prune prunetags push pushurl skipdefaultupdate skipfetchall tagopt url',
  submodule: 'active branch fetchrecursesubmodules ignore url',
});

function sets<Section extends string>(
  lists: Readonly<Record<Section, string>>,
): Readonly<Record<string, ReadonlySet<string> | undefined>> {
  return Object.fromEntries(
    Object.entries<string>(lists).map(([section, keys]) => [section, new Set(keys.split(' '))]),
  );
}
