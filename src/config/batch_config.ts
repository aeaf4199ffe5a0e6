import type { Problem } from '../diagnostics/index.ts';
import { readConfig } from './file.ts';
import type { BatchConfig, ConfiguredExecutor, ConfiguredPlace } from './generated/config.ts';
import { resolveSettings, type SettingSources } from './resolve.ts';
import type { SettingProblemCode } from './settings.ts';

/** A user's settings for batches. */
export type BatchSettings = {
  /** The settings for how batches run; those with neither a value nor a default are left out. */
  readonly wishes: BatchWishes;
  /** The user's own, by name. */
  readonly executors: Readonly<Record<string, ConfiguredExecutor>>;
  /** Hosts and clusters besides this machine where attempts may run, by name. */
  readonly places: Readonly<Record<string, ConfiguredPlace>>;
  readonly problems: readonly Problem<SettingProblemCode>[];
  /** Why it is uncertain which executor carries out a batch: an unreadable part of the settings may have named it. */
  readonly doubt: Problem<SettingProblemCode> | null;
};

/** The settings for how batches run. */
export type BatchWishes = Readonly<Omit<BatchConfig, 'logMegabytes'>> & { readonly logBytes: number };

/**
 * Merges a user's batch settings with the environment and the defaults. Nothing comes from a project, because these settings name
 * commands to run and files of the user's to give to agents.
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
