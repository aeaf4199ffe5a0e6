import type { Problem } from '../diagnostics/index.ts';
import { readConfig } from './file.ts';
import type { BatchConfig, ConfiguredExecutor, ConfiguredPlace } from './generated/config.ts';
import { resolveSettings, type SettingSources } from './resolve.ts';
import type { SettingProblemCode } from './settings.ts';

/** What a user's settings say of batches. */
export type BatchSettings = {
  /** How they run; what has no value and no default is left out. */
  readonly wishes: BatchWishes;
  /** The user's own, by name. */
  readonly executors: Readonly<Record<string, ConfiguredExecutor>>;
  /** Where attempts may run beside this machine, by name. */
  readonly places: Readonly<Record<string, ConfiguredPlace>>;
  readonly problems: readonly Problem<SettingProblemCode>[];
  /** Why it is not certain who carries a batch out: a part of the settings that can't be read may have said it. */
  readonly doubt: Problem<SettingProblemCode> | null;
};

/** How batches run. */
export type BatchWishes = Readonly<Omit<BatchConfig, 'logMegabytes'>> & { readonly logBytes: number };

/**
 * What a user's settings say of batches, over what holds otherwise. Nothing of it comes from a project: it names commands
 * that are run, and files of the user's that agents are given.
 */
export function batchSettings(sources: Omit<SettingSources, 'flags'>): BatchSettings {
  const { all, problems } = resolveSettings({ ...sources, flags: {} });
  const { config, unread, damage } = readConfig(sources.userFolder);
  const { batch = {}, executors = {}, places = {} } = config;
  const own = [...unread.keys()].find((name) => name === 'executors' || name.startsWith('executors.'));
  const doubt =
    damage ??
    all['batch.executor'].doubt ??
    all['batch.fallback'].doubt ??
    (own === undefined ? undefined : unread.get(own)) ??
    null;
  const defaults = Object.values(all).flatMap(({ name, value, source }): [string, unknown][] =>
    name.startsWith('batch.') && source === 'default' && value !== null ? [[name.slice(6), value]] : [],
  );
  const { logMegabytes = 0, ...wishes }: BatchConfig = { ...Object.fromEntries(defaults), ...batch };
  return { wishes: { ...wishes, logBytes: logMegabytes * 1024 * 1024 }, executors, places, problems, doubt };
}
