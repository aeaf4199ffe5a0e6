import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Goal } from './goal_map/index.ts';
import type { BuiltInComponent, ComponentName } from './library/index.ts';

/** What ships with the program, parsed by the build. */
export type BuiltIn = {
  readonly goals: readonly Goal[];
  readonly components: readonly ComponentName[];
};

/** Where the build puts its index of what ships, inside the installation. */
export const BUILT_IN_FOLDER = 'dist/built_in';

/**
 * Reads the built-in goal map and the names of the built-in components.
 *
 * @param installation - the folder of the installed package
 * @throws when the installation is damaged
 */
export function readBuiltIn(installation: string): BuiltIn {
  return JSON.parse(readFileSync(join(installation, BUILT_IN_FOLDER, 'index.json'), 'utf8')) as BuiltIn;
}

/** Reads one built-in component. */
export function readBuiltInComponent(installation: string, { kind, file }: ComponentName): BuiltInComponent {
  const path = join(installation, BUILT_IN_FOLDER, `${kind}-${file}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as BuiltInComponent;
}
