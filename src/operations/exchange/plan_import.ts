import { dirname, join, sep } from 'node:path';
import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import {
  componentId,
  componentText,
  type KnownPrompt,
  type ReadingProblemCode,
  readPrompt,
  tellCut,
} from '../../exchange/index.ts';
import {
  type ComponentKind,
  type ComponentName,
  type ComponentProblemCode,
  componentNames,
  FOLDERS,
  type LayerName,
  parseComponent,
} from '../../framework/index.ts';
import { shellWord } from '../../lib/index.ts';
import { displayPath, entryKind, isWithin } from '../../platform/index.ts';
import { outsideLibrary } from '../components/library_place.ts';
import { writableLayers } from '../components/writable_layers.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';
import { type PromptFileCode, readPromptFile } from './prompt_file.ts';

/** A component to be made from a prompt file, not yet written. */
export type ImportedComponent = ComponentName & {
  readonly layer: LayerName;
  /** Absolute. */
  readonly path: string;
  /** The path for messages. */
  readonly shown: string;
  readonly text: string;
  /** The prompt file's path for messages. */
  readonly source: string;
  readonly format: KnownPrompt['format'];
  /** The reason for its kind. */
  readonly reason: string;
};

/** The subject of an import. */
export type ImportSelection = {
  readonly files: readonly string[];
  readonly kind: ComponentKind | undefined;
  readonly name: string | undefined;
};

/** The components that prompt files become, and problems that do not prevent it. */
export type PlannedImport = {
  readonly components: readonly ImportedComponent[];
  readonly problems: readonly Problem[];
};

/** The codes for prompt files that cannot become components. */
export type PlanImportCode =
  | PromptFileCode
  | ReadingProblemCode
  | ComponentProblemCode
  | 'bad-component-name'
  | 'component-exists'
  | 'component-twice'
  | 'library-outside-project'
  | 'no-writable-layer'
  | 'prompt-is-plan'
  | 'prompt-unknown';

/** Decides which components prompt files become, and where they go. Writes nothing; all problems are reported at once. */
export async function planImport(
  { cwd }: OperationContext,
  { library }: Workspace,
  { files, kind, name }: ImportSelection,
): Promise<Result<PlannedImport, PlanImportCode>> {
  const [layer] = writableLayers(library);
  if (layer === undefined) return failure('environment', NO_LAYER);
  const components: ImportedComponent[] = [];
  const problems: Problem<PlanImportCode>[] = [];
  let isUsage = true;
  for (const given of files) {
    const found = readPromptFile(cwd, given);
    if (!found.ok) {
      if (found.cause !== 'usage') isUsage = false;
      problems.push(...found.problems);
      continue;
    }
    const { file, path, text } = found.value;
    const read = readPrompt({ file, path: path.split(sep).join('/'), text }, kind);
    if (read === 'unknown') {
      problems.push(unknownPrompt(file, text));
      continue;
    }
    const { prompt, format } = read;
    const errors = read.problems.filter(({ severity }) => severity === 'error');
    problems.push(...read.problems, ...tellCut(prompt, file));
    if (errors.length > 0) {
      isUsage = false;
      continue;
    }
    const id = componentId(name ?? prompt.name);
    if (id === '' || (name !== undefined && id !== name)) {
      problems.push(unnamed(file, name ?? prompt.name, id));
      continue;
    }
    for (const part of prompt.parts) {
      const target = { kind: part.kind, file: `${id}.txt` };
      const at = join(layer.folder, FOLDERS[part.kind], target.file);
      const shown = displayPath(cwd, at);
      const component = componentText(id, part, prompt, { file, called: format.called });
      components.push({
        ...{ ...target, layer: layer.name, path: at, shown, text: component },
        ...{ source: file, format, reason: part.reason },
      });
      const parsed = await parseComponent(component, file);
      if (!parsed.ok) problems.push(...parsed.problems.map((problem) => ({ ...problem, file })));
      if (!isWithin(dirname(layer.folder), at)) problems.push(outsideLibrary(shown));
    }
  }
  problems.push(...collisions(components, library));
  const isWrong = problems.some(({ severity }) => severity === 'error');
  if (isWrong) return failure(isUsage ? 'usage' : 'problems', ...sortProblems(problems));
  return success({ components, problems: sortProblems(problems) });
}

/** Components that a layer already has, and those that two of the files would become. */
function collisions(
  components: readonly ImportedComponent[],
  library: Workspace['library'],
): Problem<'component-exists' | 'component-twice'>[] {
  const first = new Map<string, ImportedComponent>();
  return components.flatMap((component): Problem<'component-exists' | 'component-twice'>[] => {
    const { kind, file, path, source, shown } = component;
    const stem = file.replace(/\.txt$/u, '');
    const key = `${kind}/${stem}`;
    const twin = first.get(key);
    first.set(key, twin ?? component);
    const hint = 'Import it by itself, with --name.';
    if (twin !== undefined) {
      const message = `It would become the ${kind} ${stem}, and so would ${twin.source}.`;
      return [{ severity: 'error', code: 'component-twice', message, file: source, hint }];
    }
    const isThere =
      entryKind(path) !== 'absent' ||
      componentNames(library, kind).some((other) => other.file.replace(/\.(?:txt|md)$/u, '') === stem);
    if (!isThere) return [];
    const message = `It would become ${shown}, but the library already has a ${kind} of that name; nothing is replaced.`;
    return [{ severity: 'error', code: 'component-exists', message, file: source, hint }];
  });
}

function unnamed(file: string, name: string, id: string): Problem<'bad-component-name'> {
  return {
    severity: 'error',
    code: 'bad-component-name',
    message: `${JSON.stringify(name.slice(0, 100))} cannot be the name of a component.`,
    file,
    hint:
      id === ''
        ? 'Name it with --name: lower-case letters and digits, joined by underscores.'
        : `Lower-case letters and digits, joined by underscores, as in ${id}.`,
  };
}

const NO_LAYER: Problem<'no-writable-layer'> = {
  severity: 'error',
  code: 'no-writable-layer',
  message: 'There is no folder to put it in: no goal map of a project, and no home folder.',
  hint: 'Run `orchestrator init` here first, or name a folder with --library.',
};

/** The problem of a file that is no prompt of a known tool; for a plan or a task list it names their own commands. */
function unknownPrompt(file: string, text: string): Problem<'prompt-unknown' | 'prompt-is-plan'> {
  const word = shellWord(file);
  if (/^#{1,4}[ \t]*Phase[ \t]+\d/mu.test(text))
    return {
      ...{ severity: 'error', code: 'prompt-is-plan', file },
      message: 'It is a plan of phases, not a prompt.',
      hint: `orchestrator plan check ${word} reads it; orchestrator plan import ${word} makes a plan of any list of tasks.`,
    };
  if ((text.match(/^[ \t]*[-*+] \[[ xX]\] /gmu) ?? []).length > 1)
    return {
      ...{ severity: 'error', code: 'prompt-is-plan', file },
      message: 'It is a list of tasks, not a prompt.',
      hint: `orchestrator plan import ${word} makes a plan of it; --kind protocol imports it as a component anyway.`,
    };
  return {
    ...{ severity: 'error', code: 'prompt-unknown', file },
    message: 'Its name, folder and front matter match no prompt file of a known tool.',
    hint: 'Say what it should become: --kind persona, --kind protocol or --kind constraint.',
  };
}
