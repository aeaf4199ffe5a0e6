import { ownValue } from '../../lib/index.ts';

/**
 * Whether a setting of a repository may make git run a program, reach another place, or misread content. The lists hold the
 * settings that cannot; an unknown setting counts as one that can.
 *
 * @param name - as git lists it: section and key in lower case, the part between them as written
 */
export function mayRunCode(name: string): boolean {
  const [section = '', key = ''] = [name.slice(0, name.indexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
  const isPlain = name === `${section}.${key}`;
  if (isPlain && WHOLE_SECTIONS.has(section)) return false;
  const keys = ownValue(isPlain ? PLAIN : NAMED, section);
  return keys === undefined || !keys.has(key);
}

/** Sections in which no key without a subsection can do harm. */
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
  // Git sets these when a person pushes, fetches or renames.
  remote: 'pushdefault',
});

/** With a subsection, `remote.origin.url`. */
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
