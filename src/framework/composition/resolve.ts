import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { nearest } from '../../lib/index.ts';
import type { GoalParts } from '../goal_map/index.ts';
import {
  COMPONENT_FILE,
  type Component,
  type ComponentKind,
  type ComponentName,
  type ComponentProblemCode,
  componentNames,
  FOLDERS,
  findComponent,
  type Library,
} from '../library/index.ts';
import { constraintsThatHold, type Values } from './values.ts';

/** The user's replacements for the components that the goal map recommends; files or bare stems. */
export type ComponentChoice = {
  readonly persona?: string;
  readonly protocol?: string;
  /** Replaces the recommended constraints. */
  readonly constraints?: readonly string[];
  /** Added after the others. */
  readonly addConstraints?: readonly string[];
};

/** Candidates for a name that no component of its kind has. */
export type SuggestedComponent = {
  /** The file of that kind with the most similar name. */
  readonly similar: string | undefined;
  /** The kind of a component that has exactly this name. */
  readonly otherKind: ComponentKind | undefined;
};

/** A component that a framework needs, and the library's entry for it. */
export type ResolvedComponent = ComponentName &
  ({ readonly component: Component } | ({ readonly component: undefined } & SuggestedComponent));

/** Codes of the problems that a component named by the user can have. */
export type ChoiceProblemCode = 'bad-component-name';

/**
 * Looks up every component of a framework: persona, protocol, then constraints, each once. A component that no layer has is not a
 * failure: its `component` is `undefined`.
 */
export async function resolveComponents(options: {
  readonly parts: GoalParts;
  readonly choice: ComponentChoice;
  readonly values: Values;
  readonly library: Library;
  readonly cwd: string;
}): Promise<Result<readonly ResolvedComponent[], ComponentProblemCode | ChoiceProblemCode>> {
  const wanted = wantedComponents(options.parts, options.choice, options.values, options.library);
  if (!wanted.ok) return wanted;
  const resolved: ResolvedComponent[] = [];
  const problems: Problem<ComponentProblemCode>[] = [];
  const meant = suggestionFinder(options.library);
  for (const name of wanted.value) {
    const found = await findComponent(options.library, name, options.cwd);
    if (!found.ok) problems.push(...found.problems);
    else if (found.value) resolved.push({ ...name, component: found.value });
    else resolved.push({ ...name, component: undefined, ...meant(name) });
  }
  return problems.length === 0 ? success(resolved) : { ok: false, cause: 'problems', problems };
}

/** The library's file whose name is most similar to a missing one. */
export function similarFile(library: Library, name: ComponentName): string | undefined {
  return similarFinder(library)(name);
}

/** Returns a function that finds candidates for names that no component of their kind has; the library's names are read once. */
export function suggestionFinder(library: Library): (name: ComponentName) => SuggestedComponent {
  const similar = similarFinder(library);
  let all: ReadonlyMap<string, readonly ComponentKind[]> | undefined;
  return (name) => {
    all ??= kindsByStem(library);
    const kinds = all.get(stemOf(name.file)) ?? [];
    // A component of the same kind with another ending is the more likely candidate.
    const otherKind = kinds.includes(name.kind) ? undefined : kinds[0];
    return { similar: similar(name), otherKind };
  };
}

function kindsByStem(library: Library): ReadonlyMap<string, readonly ComponentKind[]> {
  const kinds = new Map<string, ComponentKind[]>();
  for (const { kind, file } of componentNames(library)) {
    const known = kinds.get(stemOf(file));
    if (known === undefined) kinds.set(stemOf(file), [kind]);
    else known.push(kind);
  }
  return kinds;
}

/** Returns a function that finds the most similar name for a missing one; the library's own names are read once for each kind. */
function similarFinder(library: Library): (name: ComponentName) => string | undefined {
  const known = new Map<ComponentKind, Known>();
  return ({ kind, file }) => {
    const { files, stems, byStem } = known.get(kind) ?? knownOf(library, kind);
    known.set(kind, { files, stems, byStem });
    const stem = stemOf(file);
    // A file of exactly this name that cannot be read, such as a dangling link, is not a suggestion.
    const isOther = (other: string) => other !== file;
    const twin = byStem.get(stem)?.find(isOther);
    if (twin !== undefined) return twin;
    const near = nearest(file, byStem.has(stem) ? files.filter(isOther) : files);
    if (near !== undefined) return near;
    const nearStem = nearest(stem, byStem.has(stem) ? files.filter(isOther).map(stemOf) : stems);
    return nearStem === undefined ? undefined : byStem.get(nearStem)?.find(isOther);
  };
}

/** A library's files of one kind, by their lookup key. */
type Known = {
  readonly files: readonly string[];
  readonly stems: readonly string[];
  readonly byStem: ReadonlyMap<string, readonly string[]>;
};

function knownOf(library: Library, kind: ComponentKind): Known {
  const files = componentNames(library, kind).map(({ file }) => file);
  const byStem = new Map<string, string[]>();
  for (const file of files) {
    const same = byStem.get(stemOf(file));
    if (same === undefined) byStem.set(stemOf(file), [file]);
    else same.push(file);
  }
  return { files, stems: files.map(stemOf), byStem };
}

function wantedComponents(
  parts: GoalParts,
  choice: ComponentChoice,
  values: Values,
  library: Library,
): Result<readonly ComponentName[], ChoiceProblemCode> {
  const problems: Problem<ChoiceProblemCode>[] = [];
  const named = (kind: ComponentKind, text: string): ComponentName => {
    const file = fileNamed(kind, text, library);
    if (file === undefined) problems.push(badName(kind, text));
    return { kind, file: file ?? text };
  };
  const constraints = choice.constraints ?? constraintsThatHold(parts, values);
  const wanted = [
    named('persona', choice.persona ?? parts.persona),
    named('protocol', choice.protocol ?? parts.protocol),
    ...[...constraints, ...(choice.addConstraints ?? [])].map((text) => named('constraint', text)),
  ];
  if (problems.length > 0) return { ok: false, cause: 'usage', problems };
  const seen = new Set<string>();
  return success(
    wanted.filter(({ kind, file }) => !seen.has(`${kind}/${file}`) && seen.add(`${kind}/${file}`)),
  );
}

/** The file name for a component that the user named: the name itself, or a stem that the library knows. */
function fileNamed(kind: ComponentKind, text: string, library: Library): string | undefined {
  if (COMPONENT_FILE.test(text)) return text;
  if (!COMPONENT_FILE.test(`${text}.txt`)) return undefined;
  const files = componentNames(library, kind).map((candidate) => candidate.file);
  return files.find((file) => stemOf(file) === text) ?? `${text}.txt`;
}

function stemOf(file: string): string {
  return file.replace(/\.(txt|md)$/u, '');
}

function badName(kind: ComponentKind, text: string): Problem<ChoiceProblemCode> {
  return {
    severity: 'error',
    code: 'bad-component-name',
    message: `${JSON.stringify(text.slice(0, 100))} is not the file name of a ${kind}.`,
    hint: `Give only its file name, such as my_${kind}.txt, and put the file under components/${FOLDERS[kind]}/ or give --library.`,
  };
}
