import { join } from 'node:path';
import { revealHidden, withoutBlock, withoutHtmlComments } from '../lib/index.ts';
import { isWithin, namesIn, readText } from '../platform/index.ts';
import { MANIFESTS } from './discovery/marker_files.ts';
import { MEMORY_BLOCK } from './memory/publish.ts';

/** A file that describes the whole project. */
export type ProjectDocument = {
  /** From the project's root. */
  readonly file: string;
  readonly text: string;
};

/** The files at the project's root that declare how it is built and run. */
export function readManifests(root: string): ProjectDocument[] {
  return namesIn(root)
    .filter((name) => MANIFESTS.test(name))
    .flatMap((name) => readDocument(root, name));
}

/** The files at the project's root that tell people and agents how to work here; each kind once. */
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

/**
 * The document as rendered: an HTML comment in it is not meant for its readers. Facts that were published into it may no longer
 * hold; those that do are recalled from the memory.
 */
function seen(document: ProjectDocument): ProjectDocument {
  return { ...document, text: withoutHtmlComments(withoutBlock(document.text, MEMORY_BLOCK)) };
}

/** A link that leads out of the project is not followed: its target is not the project's to pass on. */
function readDocument(root: string, file: string): ProjectDocument[] {
  const path = join(root, file);
  if (!isWithin(root, path)) return [];
  const read = readText(path, LARGEST);
  return read.kind === 'text' && read.text.trim() !== '' ? [{ file, text: revealHidden(read.text) }] : [];
}

const LARGEST = 1024 * 1024;
