import { openProject, projectRoot } from '../../context/index.ts';
import type { OperationContext } from '../context.ts';

/** A command that tells whether the project still works, and where it is declared. */
export type SuggestedGate = { readonly command: string; readonly from: string };

/** The project's own test command, where a file declares one; nothing is invented. */
export function suggestGate({ cwd, env }: OperationContext): SuggestedGate | undefined {
  const project = openProject(projectRoot(cwd), env);
  if (project.npmPackage('.')?.scripts.has('test')) {
    const [tool = 'npm'] = LOCKS.flatMap(([file, name]) => (project.has(file) === 'file' ? [name] : []));
    return { command: `${tool} test`, from: 'package.json' };
  }
  if (project.makeTargets('.')?.names.has('test')) return { command: 'make test', from: 'the makefile' };
  const [, found] = TOOLS.find(([file]) => project.has(file) === 'file') ?? [];
  return found;
}

const LOCKS = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['package-lock.json', 'npm'],
] as const;

/** What comes with the language itself. */
const TOOLS: readonly (readonly [string, SuggestedGate])[] = [
  ['Cargo.toml', { command: 'cargo test', from: 'Cargo.toml' }],
  ['go.mod', { command: 'go test ./...', from: 'go.mod' }],
];
