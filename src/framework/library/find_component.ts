import { join } from 'node:path';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import {
  displayPath,
  entryKind,
  isWithin,
  namesIn,
  readText,
  sha256,
  type TextRead,
} from '../../platform/index.ts';
import {
  COMPONENT_FILE,
  type Component,
  type ComponentKind,
  type ComponentName,
  type ComponentProblemCode,
  FOLDERS,
  KINDS,
  type Layer,
  type Library,
  type Origin,
} from './component.ts';
import { parseComponent } from './parse_component.ts';

/** The largest component file that is read, in bytes. */
const LARGEST = 256 * 1024;

/**
 * Finds a component in the first layer that has a file of its name.
 *
 * @param cwd - the folder that file names in problems are relative to
 * @returns the component, `undefined` if no layer has it, or the problems of the file that was found
 */
export async function findComponent(
  library: Library,
  name: ComponentName,
  cwd: string,
): Promise<Result<Component | undefined, ComponentProblemCode>> {
  if (!COMPONENT_FILE.test(name.file)) return success(undefined);
  for (const layer of library) {
    const found = await findInLayer(layer, name, cwd);
    if (!found.ok || found.value !== undefined) return found;
  }
  return success(undefined);
}

/** The names of all components in the library, by kind and then name; one that several layers have is listed once. */
export function componentNames(library: Library, kind?: ComponentKind): ComponentName[] {
  return KINDS.filter((candidate) => kind === undefined || candidate === kind).flatMap((candidate) => {
    const files = new Set(library.flatMap((layer) => filesInLayer(layer, candidate)));
    return [...files].sort().map((file) => ({ kind: candidate, file }));
  });
}

function filesInLayer(layer: Layer, kind: ComponentKind): string[] {
  if (layer.name === 'built-in') {
    return layer.components.filter((component) => component.kind === kind).map((component) => component.file);
  }
  return namesIn(join(layer.folder, FOLDERS[kind])).filter((file) => COMPONENT_FILE.test(file));
}

async function findInLayer(
  layer: Layer,
  name: ComponentName,
  cwd: string,
): Promise<Result<Component | undefined, ComponentProblemCode>> {
  const path = join(layer.folder, FOLDERS[name.kind], name.file);
  if (layer.name === 'built-in') {
    const isThere = layer.components.some(({ kind, file }) => kind === name.kind && file === name.file);
    return success(isThere ? { ...layer.read(name), layer: layer.name, path } : undefined);
  }
  if (entryKind(path) === 'absent') return success(undefined);
  const file = displayPath(cwd, path);
  if (!isWithin(layer.folder, path)) {
    return failed(
      'component-outside-library',
      'The component is a link that leads out of its library.',
      file,
    );
  }
  const read = readText(path, LARGEST);
  if (read.kind !== 'text') return unreadable(read, file);
  const parsed = await parseComponent(read.text, file);
  if (!parsed.ok) return parsed;
  const { metadata, text } = parsed.value;
  if (typeof metadata.kind === 'string' && metadata.kind !== name.kind) {
    const message = `The front matter says kind "${metadata.kind}", but the file is among the ${FOLDERS[name.kind]}.`;
    return failed('component-wrong-kind', message, file);
  }
  return success({
    ...name,
    layer: layer.name,
    path,
    origin: originOf(metadata.origin, 'hand'),
    text,
    sha256: sha256(text),
    metadata,
  });
}

/** The origin that a component's front matter claims, or the one that its layer implies. */
export function originOf(claimed: unknown, implied: Origin): Origin {
  return claimed === 'seed' || claimed === 'hand' || claimed === 'generated' ? claimed : implied;
}

function unreadable(
  read: Exclude<TextRead, { kind: 'text' }>,
  file: string,
): Result<undefined, ComponentProblemCode> {
  switch (read.kind) {
    case 'absent':
      return success(undefined);
    case 'not-a-file':
      return failed('component-unreadable', 'The component is not a file.', file);
    case 'too-large':
      return failed(
        'component-too-large',
        `The component has ${read.bytes} bytes; at most ${read.limit} are read.`,
        file,
      );
    case 'not-text':
      return failure('problems', {
        severity: 'error',
        code: 'component-not-text',
        message: `The component cannot be read as text: ${read.why}.`,
        file,
        ...read.at,
        hint: 'Save it as UTF-8.',
      });
    case 'unreadable':
      return failed('component-unreadable', `The component cannot be read: ${read.why}.`, file);
  }
}

function failed(
  code: ComponentProblemCode,
  message: string,
  file: string,
): Result<never, ComponentProblemCode> {
  return failure('problems', { severity: 'error', code, message, file });
}
