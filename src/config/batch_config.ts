import type { Problem } from '../diagnostics/index.ts';
import { readConfig } from './file.ts';
import type { ConfiguredCompanion, ConfiguredExecutor } from './generated/config.ts';
import { resolveSettings, type SettingSources } from './resolve.ts';
import type { SettingProblemCode } from './settings.ts';

/** How batches run: flags over the user's settings over what holds otherwise. */
export type BatchSettings = {
  readonly executor: string;
  readonly fallback: string | undefined;
  readonly concurrency: number;
  readonly retries: number;
  readonly gateTimeoutSeconds: number;
  readonly setupTimeoutSeconds: number;
  readonly idleSeconds: number;
  readonly softSeconds: number;
  readonly hardSeconds: number;
  readonly heartbeatSeconds: number;
  readonly graceSeconds: number;
  readonly logBytes: number;
  readonly setup: string | undefined;
  readonly link: readonly string[];
  readonly copy: readonly string[];
  /** `undefined` where the built-in list holds. */
  readonly companions: readonly ConfiguredCompanion[] | undefined;
  /** The user's own, by name. */
  readonly executors: Readonly<Record<string, ConfiguredExecutor>>;
  readonly problems: readonly Problem<SettingProblemCode>[];
};

/**
 * Settles how batches run. Paths to link and copy are the user's settings, whatever a flag says: whoever has a flag for them
 * puts its own list in their place.
 */
export function batchSettings(sources: SettingSources): BatchSettings {
  const { all, problems } = resolveSettings(sources);
  const { batch = {}, executors = {} } = readConfig(sources.userFolder).config;
  const text = (name: 'executor' | 'fallback' | 'setup'): string | undefined =>
    all[`batch.${name}`].value?.toString();
  const number = (name: NumberName): number => Number(all[`batch.${name}`].value);
  return {
    executor: text('executor') ?? '',
    fallback: text('fallback'),
    concurrency: number('concurrency'),
    retries: number('retries'),
    gateTimeoutSeconds: number('gateTimeoutSeconds'),
    setupTimeoutSeconds: number('setupTimeoutSeconds'),
    idleSeconds: number('idleSeconds'),
    softSeconds: number('softSeconds'),
    hardSeconds: number('hardSeconds'),
    heartbeatSeconds: number('heartbeatSeconds'),
    graceSeconds: number('graceSeconds'),
    logBytes: number('logMegabytes') * 1024 * 1024,
    setup: text('setup'),
    link: batch.link ?? [],
    copy: batch.copy ?? [],
    companions: batch.companions,
    executors,
    problems,
  };
}

type NumberName =
  | 'concurrency'
  | 'retries'
  | `${'gateTimeout' | 'setupTimeout' | 'idle' | 'soft' | 'hard' | 'heartbeat' | 'grace'}Seconds`
  | 'logMegabytes';
