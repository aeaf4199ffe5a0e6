import { firstFew } from '../../../lib/index.ts';
import { type CommandRole, commandFact, type Fact } from '../fact.ts';
import { plain } from '../plain_text.ts';

/** A script of a package, as its manifest declares it. */
export type PackageScript = {
  readonly name: string;
  readonly role: CommandRole;
  readonly run: string;
  readonly does: string;
  readonly manager: string;
  readonly folder: string;
  readonly path: string;
  readonly line: number;
};

/** The commands of scripts; one that many packages of a workspace share is a single call in all of them. */
export function scriptFacts(
  scripts: readonly PackageScript[],
  isWorkspace: boolean,
  isYarnBerry: boolean,
): Fact[] {
  const groups = new Map<string, PackageScript[]>();
  for (const script of scripts) {
    const { name, does, manager, folder } = script;
    const key = folder === '.' || !isWorkspace ? script.path + name : `\n${manager}\n${name}\n${does}`;
    groups.set(key, [...(groups.get(key) ?? []), script]);
  }
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    const call =
      first === undefined
        ? undefined
        : IN_ALL.get(isYarnBerry && first.manager === 'yarn' ? 'yarn berry' : first.manager);
    return first === undefined || call === undefined || same.length < MANY
      ? same.map(({ role, run, folder, path, line, does }) =>
          commandFact({ role, run, folder, evidence: [{ path, line }], does }),
        )
      : [sharedFact(same, first, call(first.name))];
  });
}

/** From this many packages on, a script is reported once. */
const MANY = 3;
const MAX_PLACES = 3;

/** The call of a script in all packages of a workspace, by manager. */
const IN_ALL: ReadonlyMap<string, (script: string) => string> = new Map([
  ['npm', (script) => `npm run ${script} --workspaces --if-present`],
  ['pnpm', (script) => `pnpm -r run ${script}`],
  ['yarn', (script) => `yarn workspaces run ${script}`],
  ['yarn berry', (script) => `yarn workspaces foreach -A run ${script}`],
  ['bun', (script) => `bun run --filter '*' ${script}`],
]);

function sharedFact(same: readonly PackageScript[], { role, does }: PackageScript, run: string): Fact {
  const places = firstFew(same, MAX_PLACES, ({ folder }) => `\`${plain(folder, 60)}\``);
  const fact = commandFact({
    role,
    run,
    folder: '.',
    evidence: same.slice(0, MAX_PLACES).map(({ path, line }) => ({ path, line })),
    certainty: 'inferred',
  });
  return {
    ...fact,
    id: `${fact.id}:${does}`,
    statement: `${fact.statement} in ${same.length} packages (${places}): \`${does}\``,
  };
}
