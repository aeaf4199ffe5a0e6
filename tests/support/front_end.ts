import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { DocumentName, OperationContext, VerbResult } from '../../src/operations/index.ts';
import { createContext } from '../../src/runtime.ts';
import { documentFaults } from './documents.ts';
import { emptyFolder, ROOT } from './program.ts';
import type { ScriptedPort } from './scripted_port.ts';

/** The context of an operation in a project, with a home of its own. */
export function contextIn(cwd: string, env: Readonly<Record<string, string>> = {}): OperationContext {
  const { PATH } = process.env;
  return createContext({ cwd, env: { PATH, HOME: emptyFolder(), ...env }, installation: ROOT });
}

/** The document, which has to match its schema; every answer of the script was asked for. */
export function documentOf<Name extends DocumentName>(
  result: VerbResult<Name, string>,
  { left }: Pick<ScriptedPort<unknown>, 'left'>,
) {
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  expect(documentFaults(JSON.parse(JSON.stringify(result.value)))).toBe('');
  expect(left()).toEqual([]);
  return result.value;
}

/** The kinds of the events, in order. */
export const kinds = (events: readonly { readonly kind: string }[]): string[] =>
  events.map(({ kind }) => kind);

/** Ensures that no test of a file prints, exits or listens to signals. */
export function withoutTerminal(): void {
  const spies = () => [
    vi.spyOn(process.stdout, 'write'),
    vi.spyOn(process.stderr, 'write'),
    vi.spyOn(process, 'exit'),
    vi.spyOn(process, 'on'),
  ];
  let watched: ReturnType<typeof spies> = [];
  beforeEach(() => {
    watched = spies();
  });
  afterEach(() => {
    const calls = watched.map((spy) => spy.mock.calls.length);
    vi.restoreAllMocks();
    expect(calls).toEqual([0, 0, 0, 0]);
  });
}
