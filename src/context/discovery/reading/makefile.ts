/** A target that a makefile names, with its line and the remark that tells what it is for. */
export type MakeTarget = {
  readonly name: string;
  readonly line: number;
  readonly remark: string | undefined;
};

/** The targets of a makefile, those with a pattern or a variable in their names included, each once. */
export function makeTargetsIn(lines: readonly string[]): MakeTarget[] {
  const found = new Map<string, MakeTarget>();
  for (const [place, line] of lines.entries()) {
    const names = /^([^\s#:=][^:=#]*):(?!=)/u.exec(line)?.[1]?.trim().split(/\s+/u) ?? [];
    const remark = /##\s*(.+)$/u.exec(line)?.[1];
    for (const name of names) if (!found.has(name)) found.set(name, { name, line: place + 1, remark });
  }
  return [...found.values()];
}
