import { join } from 'node:path';
import { revealHidden, withoutHtmlComments } from '../lib/index.ts';
import { isWithin, namesIn, readText } from '../platform/index.ts';
import { MANIFESTS } from './discovery/marks.ts';

/** A file that says something about the whole project. */
export type ProjectDocument = {
  /** From the project's root. */
  readonly file: string;
  readonly text: string;
};

/** The files that say how the project is built and run, those at its root. */
export function readManifests(root: string): ProjectDocument[] {
  return namesIn(root)
    .filter((name) => MANIFESTS.test(name))
    .flatMap((name) => readDocument(root, name));
}

/** The files that tell people and agents how to work here, those at its root; each kind once. */
export function readInstructions(root: string): ProjectDocument[] {
  const names = namesIn(root);
  return INSTRUCTIONS.flatMap((pattern) => {
    const name = names.find((candidate) => pattern.test(candidate));
    return name === undefined ? [] : readDocument(root, name).map(seen);
  });
}

const INSTRUCTIONS = [
  /^README(?:\.(?:md|markdown|rst|txt))?$/iu,
  /^CLAUDE\.md$/iu,
  /^AGENTS?\.md$/iu,
  /^CONTRIBUTING(?:\.(?:md|rst|txt))?$/iu,
] as const;

/** As its page shows it: a comment of HTML in it is for nobody who reads how to work here. */
function seen(document: ProjectDocument): ProjectDocument {
  return { ...document, text: withoutHtmlComments(document.text) };
}

/** A link that leads out of the project is not followed: what it leads to is not the project's to hand out. */
function readDocument(root: string, file: string): ProjectDocument[] {
  const path = join(root, file);
  if (!isWithin(root, path)) return [];
  const read = readText(path, LARGEST);
  return read.kind === 'text' && read.text.trim() !== '' ? [{ file, text: revealHidden(read.text) }] : [];
}

const LARGEST = 1024 * 1024;
