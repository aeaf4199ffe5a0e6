import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { INSTRUCTION_FILES, POLICY } from '../marker_files.ts';
import { folderOf, plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import type { Sources } from '../sources.ts';

/** Files that tell agents how to work here, anywhere in the project. Other detectors report their content. */
export const instructionFiles: Detector = {
  name: 'instruction-files',
  detect(sources) {
    const found = sources
      .where({ name: /(?:\.mdc?|rules|hints)$/u, outside: MINOR })
      .filter((path) => INSTRUCTION_FILES.test(path));
    return [
      ...found.slice(0, MOST).map((path) => fileFact(sources, path)),
      ...policyFacts(sources),
      ...skillFacts(sources),
    ];
  },
};

function fileFact(sources: Sources, path: string): Fact {
  const text = sources.read(path);
  const at = (text?.lines.findIndex((line) => /^#{1,6}\s+\S/u.test(line)) ?? -1) + 1;
  const title = at > 0 ? plain((text?.lines[at - 1] ?? '').replace(/^#+\s*/u, ''), 60) : '';
  // Headings and comments add nothing to a file that only points to another.
  const said = (text?.lines ?? []).filter(
    (line) => line.trim() !== '' && !/^#{1,6}\s|^\s*<!--.*-->\s*$/u.test(line),
  );
  const pointed =
    said.length === 1 && (said[0]?.length ?? 0) < LONGEST_POINTER
      ? /^(?:(?:please )?(?:see|read|follow|refer to|use) )?[[`]?@?([\w./-]+\.md)[\]`]*(?:\([^)]*\))?(?: (?:first|for [\w ,'’-]{1,60}))?[.!]?\s*$/iu.exec(
          said[0] ?? '',
        )?.[1]
      : undefined;
  const twin = path.replace(/(?:^|(?<=\/))(?:CLAUDE|GEMINI)\.md$/u, 'AGENTS.md');
  const isSame = twin !== path && text !== undefined && sources.read(twin)?.text === text.text;
  const folder = folderOf(path);
  const where = folder === '.' || folder.startsWith('.') ? '' : `, for what is in \`${folder}\``;
  return makeFact({
    kind: 'instruction-file',
    about: path,
    statement: `\`${plain(path)}\` tells agents how to work here${where}${pointed === undefined ? '' : ` (it only points to \`${plain(pointed, 60)}\`)`}${isSame ? ` (it says the same as \`${plain(twin)}\`)` : ''}`,
    values: { path, ...(title === '' ? {} : { title }) },
    evidence: [{ path, line: at > 0 ? at : null }],
    certainty: 'shown',
  });
}

/** Pages of rules for contributions that are made with the help of models. */
function policyFacts(sources: Sources): Fact[] {
  return sources
    .where({ name: POLICY, folder: /^(?:(?:\.github|docs?)\/)?$/u })
    .slice(0, 3)
    .map((path) =>
      makeFact({
        kind: 'instruction-file',
        about: path,
        statement: `\`${plain(path)}\` states rules for contributions that are made with AI`,
        values: { path },
        evidence: [{ path, line: null }],
        certainty: 'shown',
      }),
    );
}

/** Skills for agents that work here, unless skills are the project's content. */
function skillFacts(sources: Sources): Fact[] {
  return sources
    .where({
      name: (name) => name === 'SKILL.md',
      folder: /(?:^|\/)\.(?:agents|claude|github|cursor)\/skills\/[^/]+\/$/u,
      outside: MINOR,
    })
    .slice(0, 10)
    .map((path) =>
      makeFact({
        kind: 'instruction-file',
        about: path,
        statement: `\`${plain(path)}\` is a skill for agents that work here`,
        values: { path },
        evidence: [{ path, line: null }],
        certainty: 'shown',
      }),
    );
}

const MOST = 60;
const LONGEST_POINTER = 100;
const MINOR = inFolders(['thirdParty', 'fixtures']);
