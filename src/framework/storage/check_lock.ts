import { sha256 } from '../../platform/index.ts';
import { checkName, checkTitle, FILES } from '../composition/index.ts';
import type { FrameworkLock } from '../generated/framework.lock.ts';
import { COMPONENT_FILE } from '../library/index.ts';

/**
 * The contradictions within a lock, each as one sentence without its end; none in one that this program wrote. A lock is a file
 * like any other: a version control merge, an editor or a stranger can have changed it.
 */
export function contradictionsIn(lock: FrameworkLock): string[] {
  return [
    ...liesInNames(lock),
    ...liesInFiles(lock),
    ...liesInComponents(lock),
    ...liesInInputs(lock),
    ...liesInMerges(lock),
  ];
}

function liesInNames({ name, title, goal }: FrameworkLock): string[] {
  const checked = checkName(name);
  return [
    ...(checked.ok && checked.value === name ? [] : ['its name is not one that a framework can have']),
    ...(checkTitle(title).ok ? [] : ['its title is not one that a framework can have']),
    ...(/^\d+$/u.test(goal) ? ['its goal is a number, which would name another goal in every goal map'] : []),
  ];
}

function liesInFiles({ files, templates }: FrameworkLock): string[] {
  const names = FILES.map(({ file }) => file);
  const found = files.map(({ file }) => file);
  const frames: readonly string[] = FILES.map(({ template }) => template);
  const changed = files.filter(({ text, sha256: hash }) => sha256(text) !== hash);
  return [
    ...(isSame(found, names) ? [] : [`its files are not ${names.join(' and ')}`]),
    ...(templates.every(({ file }) => frames.includes(file))
      ? []
      : ['it names a template that does not exist']),
    ...changed.map(({ file }) => `the text of ${JSON.stringify(file.slice(0, 100))} is not that of its hash`),
  ];
}

function liesInComponents({ components, todos }: FrameworkLock): string[] {
  const nameOf = ({ kind, file }: { readonly kind: string; readonly file: string }) => `${kind} ${file}`;
  const isConsistent = ({ status, origin, sha256: hash }: FrameworkLock['components'][number]) =>
    status === 'placeholder'
      ? origin === null && hash === null
      : hash !== null && (status === 'generated') === (origin === 'generated') && origin !== null;
  const names = components.map(nameOf);
  const missing = components.filter(({ status }) => status === 'placeholder').map(nameOf);
  const strange = components.some(({ file }) => !COMPONENT_FILE.test(file));
  return [
    ...(strange ? ['it names a component by something that is not a file name'] : []),
    ...(new Set(names).size === names.length ? [] : ['it names a component twice']),
    ...(components.every(isConsistent) ? [] : ['the status of a component is not that of its hash']),
    ...(isSame(missing, todos.map(nameOf)) ? [] : ['its todos are not those of its placeholders']),
  ];
}

function liesInInputs({ inputs, answers, files }: FrameworkLock): string[] {
  const names = inputs.map(({ name }) => name);
  const text = files.map((file) => file.text).join('\n');
  const values = Object.keys(answers.values).filter((name) => !names.includes(name));
  const homeless = Object.keys(answers.valueFiles ?? {}).filter(
    (name) => !Object.hasOwn(answers.values, name),
  );
  const isBounded = ({ kind, open, close }: FrameworkLock['inputs'][number]) =>
    kind === 'setting' ? open === null && close === null : Boolean(open) && Boolean(close);
  // A user's template may leave out an input, but not only one of its two boundaries.
  const isWhole = ({ open, close }: FrameworkLock['inputs'][number]) =>
    !open || !close || text.includes(open) === text.includes(close);
  return [
    ...(new Set(names).size === names.length ? [] : ['it has an input twice']),
    ...values.map(
      (name) => `it has a value for ${JSON.stringify(name.slice(0, 100))}, which is not an input of it`,
    ),
    ...homeless.map(
      (name) => `it names a file for ${JSON.stringify(name.slice(0, 100))}, for which it has no value`,
    ),
    ...(inputs.every(isBounded) ? [] : ['the boundaries of an input are not those of its kind']),
    ...(inputs.every(isWhole) ? [] : ['the text has one boundary of an input and not the other']),
  ];
}

function liesInMerges({ unresolved, files }: FrameworkLock): string[] {
  const names = files.map(({ file }) => file);
  const merged = unresolved.map(({ file }) => file);
  const isKnown = merged.every((file) => names.includes(file)) && new Set(merged).size === merged.length;
  return isKnown ? [] : ['it records a merge of a file that it does not have'];
}

function isSame(found: readonly string[], expected: readonly string[]): boolean {
  return found.length === expected.length && found.every((name, place) => name === expected[place]);
}
