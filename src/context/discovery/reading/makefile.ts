/** A target that a makefile names, with its line and the remark that describes it. */
export type MakeTarget = {
  readonly name: string;
  readonly line: number;
  readonly remark: string | undefined;
};

/** The targets of a makefile, including those with a pattern or a variable in their names, each once. */
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

/** Function calls (`$(warning … run: …)`) and directives: their colons do not make a rule. */
const NO_RULE =
  /^(?:\$[({](?:warning|info|error|eval|call|shell|foreach|if|or|and)\b|(?:-?include|sinclude|else|ifn?eq|ifn?def|(?:un)?export|override|undefine|vpath)[ \t(])/u;

/** `debug: CFLAGS += -g` sets a variable for a target, and is not a rule. */
const OWN_VARIABLE =
  /^[^\s#:=][^:=#]*::?[ \t]*(?:(?:export|override|private)[ \t]+)*[\w.-]+[ \t]*(?:[?+!]|::?:?)?=/u;
