/** A target that a makefile names, with its line and the remark that tells what it is for. */
export type MakeTarget = {
  readonly name: string;
  readonly line: number;
  readonly remark: string | undefined;
};

/** The targets of a makefile, those with a pattern or a variable in their names included, each once. */
export function makeTargetsIn(lines: readonly string[]): MakeTarget[] {
  const found = new Map<string, MakeTarget>();
  let isDefinition = false;
  for (const [place, line] of lines.entries()) {
    if (/^(?:override\s+)?define\s/u.test(line)) isDefinition = true;
    if (/^endef\b/u.test(line)) isDefinition = false;
    if (isDefinition || lines[place - 1]?.endsWith('\\') || NO_RULE.test(line) || OWN_VARIABLE.test(line))
      continue;
    const names = /^([^\s#:=][^:=#]*):(?!=)/u.exec(line)?.[1]?.trim().split(/\s+/u) ?? [];
    const remark = /##\s*(.+)$/u.exec(line)?.[1];
    for (const name of names) if (!found.has(name)) found.set(name, { name, line: place + 1, remark });
  }
  return [...found.values()];
}

/** Calls of functions (`$(warning … run: …)`), and directives: a colon in them makes no rule. */
const NO_RULE =
  /^(?:\$[({](?:warning|info|error|eval|call|shell|foreach|if|or|and)\b|(?:-?include|sinclude|else|ifn?eq|ifn?def|(?:un)?export|override|undefine|vpath)[ \t(])/u;

/** `debug: CFLAGS += -g` gives a target a variable, and no rule. */
const OWN_VARIABLE =
  /^[^\s#:=][^:=#]*::?[ \t]*(?:(?:export|override|private)[ \t]+)*[\w.-]+[ \t]*(?:[?+!]|::?:?)?=/u;
