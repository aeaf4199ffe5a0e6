/** A target of a `Makefile` or a `justfile`: its prerequisites and its lines. */
export type Target = {
  readonly needs: readonly string[];
  readonly recipe: readonly string[];
  /** Whether that is complete: nothing in the file is conditional, included, or changes how lines are run. */
  readonly isPlain: boolean;
};

/** A target by its name, or the first; `undefined` where there is none. Rules with one name count as one. */
export function targetOf(text: string, name?: string): (Target & { readonly name: string }) | undefined {
  const needs: string[] = [];
  const recipe: string[] = [];
  let wanted = name;
  let isFound = false;
  let isIn = false;
  let isPlain = true;
  for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
    if (/^\s*$|^#/u.test(line)) continue;
    if (/^\s/u.test(line)) {
      if (isIn) recipe.push(line.trim());
      else if (CHANGES.test(line)) isPlain = false;
      continue;
    }
    const head = headOf(line);
    if (head === undefined) {
      if (CHANGES.test(line)) isPlain = false;
      // Lines after a conditional belong to the same target.
      else isIn = false;
      continue;
    }
    if (head.names.includes('.ONESHELL')) isPlain = false;
    wanted ??= head.names.find((each) => !each.startsWith('.'));
    isIn = wanted !== undefined && head.names.includes(wanted);
    if (!isIn) continue;
    isFound = true;
    needs.push(...head.needs);
    if (head.command !== undefined) recipe.push(head.command);
  }
  return isFound && wanted !== undefined ? { name: wanted, needs, recipe, isPlain } : undefined;
}

/** Matches a conditional, an include, or a setting for how lines are run. */
const CHANGES =
  /^\s*(?:ifn?def|ifn?eq|else|endif|-?include|sinclude|import|mod|define|set|override|export|unexport|(?:\.SHELLFLAGS|SHELL|MAKEFLAGS)\s*[:?+]?=)(?:\s|$|\()/u;

type Head = {
  readonly names: readonly string[];
  readonly needs: readonly string[];
  readonly command: string | undefined;
};

/** Parses the line that begins a rule: `a b: c d ; command`, in a `justfile` with parameters after the name. */
function headOf(line: string): Head | undefined {
  const colon = line.indexOf(':');
  const isAssigned =
    colon < 0 || /^:{1,3}=/u.test(line.slice(colon, colon + 4)) || /^[\w.-]+\s*[?+!]?=/u.test(line);
  if (isAssigned) return undefined;
  const names = line.slice(0, colon).replace(/^@/u, '').split(/\s+/u).filter(Boolean);
  const behind = line.slice(colon + 1).replace(/^:/u, '');
  const semicolon = behind.indexOf(';');
  const needs = semicolon < 0 ? behind : behind.slice(0, semicolon);
  // A variable of one target only.
  if (names.length === 0 || needs.includes('=')) return undefined;
  return {
    names,
    needs: needs.replace(/#.*/u, '').split(/\s+/u).filter(Boolean),
    command: semicolon < 0 ? undefined : behind.slice(semicolon + 1).trim(),
  };
}

/** The commands of a recipe, without the marks before them; marks those whose failure is ignored. */
export function recipeCommands({
  recipe,
}: Pick<Target, 'recipe'>): { readonly command: string; readonly isIgnored: boolean }[] {
  return recipe
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      const marks = /^[@+-]+/u.exec(line)?.[0] ?? '';
      return { command: line.slice(marks.length).trim(), isIgnored: marks.includes('-') };
    });
}
