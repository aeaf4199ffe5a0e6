/** What a target of a `Makefile` or a `justfile` does: what it needs first, and its lines. */
export type Target = { readonly needs: readonly string[]; readonly recipe: readonly string[] };

/** A target by its name, or the first; `undefined` where there is none. Rules of one name count as one. */
export function targetOf(text: string, name?: string): (Target & { readonly name: string }) | undefined {
  const needs: string[] = [];
  const recipe: string[] = [];
  let wanted = name;
  let isFound = false;
  let isIn = false;
  for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
    const head = /^@?([\w./-]+(?:\s+[\w./-]+)*)(?:\s+[^:\s]+)*\s*::?(?!=)\s*([^=;]*)(?:;(.*))?$/u.exec(line);
    if (head !== null && !/^\s/u.test(line)) {
      const names = (head[1] ?? '').split(/\s+/u);
      wanted ??= names.find((each) => !each.startsWith('.'));
      isIn = wanted !== undefined && names.includes(wanted);
      if (!isIn) continue;
      isFound = true;
      needs.push(...(head[2] ?? '').replace(/#.*/u, '').split(/\s+/u).filter(Boolean));
      if (head[3] !== undefined) recipe.push(head[3].trim());
    } else if (/^\s+\S/u.test(line) && isIn) recipe.push(line.trim());
    else if (/^\S/u.test(line) && !line.startsWith('#')) isIn = false;
  }
  return isFound && wanted !== undefined ? { name: wanted, needs, recipe } : undefined;
}

/** The commands of a recipe, without the marks before them; those whose failure is ignored are told. */
export function recipeCommands({
  recipe,
}: Target): { readonly command: string; readonly isIgnored: boolean }[] {
  return recipe
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      const marks = /^[@+-]+/u.exec(line)?.[0] ?? '';
      return { command: line.slice(marks.length).trim(), isIgnored: marks.includes('-') };
    });
}
