import { type KeySource, originOf, resolveSettings, type Settings } from '../config/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import type { Model, ModelSettings } from '../llm/index.ts';
import { runShellLine } from '../platform/index.ts';
import type { OperationContext } from './context.ts';

/** What flags can say about the model. */
export type ModelFlags = {
  readonly model?: string;
  readonly baseUrl?: string;
  /** The key itself, already read from the file that the flag names. */
  readonly apiKey?: string;
};

/** A model that can be asked, or why there is none and what would give one. Nothing has been sent yet. */
export type OpenModel =
  | {
      readonly kind: 'ready';
      readonly model: Model;
      readonly settings: ModelSettings;
      readonly problems: readonly Problem[];
    }
  | {
      readonly kind: 'none';
      readonly reason: string;
      readonly remedy: string;
      readonly problems: readonly Problem[];
    };

/** The model that is asked of OpenAI's own endpoint when none is named. */
const OPENAI_MODEL = 'gpt-5-mini';
const OPENAI = 'https://api.openai.com';
const LARGEST_ANSWER = 32 * 1024 * 1024;

/**
 * Settles which model is asked, where, and with which key: flags, then the environment, then the user's settings. Nothing
 * in a project has a say. A key goes only to the origin that it was configured for.
 */
export async function openModel(context: OperationContext, flags: ModelFlags): Promise<OpenModel> {
  const settings = resolveSettings({ flags, env: context.env, userFolder: context.userFolder });
  const { problems } = settings;
  const baseUrl = String(settings.all.baseUrl.value);
  const origin = originOf(baseUrl);
  const none = (reason: string, remedy: string): OpenModel => ({ kind: 'none', reason, remedy, problems });
  if (settings.keys.length === 0 && settings.all.baseUrl.source === 'default') {
    return none(
      'no model is configured',
      'Set OPENAI_API_KEY, or run `orchestrator config set apiKey` or `config set baseUrl`.',
    );
  }
  const fitting = settings.keys.find((key) => key.origin === origin);
  if (!fitting && settings.keys.length > 0 && needsKey(origin))
    return none(otherOrigin(settings, origin), OTHER_ORIGIN_REMEDY);
  const model = settings.all.model.value ?? (origin === OPENAI ? OPENAI_MODEL : null);
  if (model === null) {
    return none(
      `no model is named for ${origin}`,
      'Set ORCHESTRATOR_MODEL, or run `orchestrator config set model NAME`.',
    );
  }
  const apiKey = fitting ? await readKey(fitting, context) : null;
  if (apiKey !== null && 'reason' in apiKey) return none(apiKey.reason, apiKey.remedy);
  const modelSettings: ModelSettings = {
    baseUrl,
    model: String(model),
    apiKey,
    timeoutMs: Number(settings.all.timeoutSeconds.value) * 1000,
    idleTimeoutMs: Number(settings.all.idleTimeoutSeconds.value) * 1000,
    maxTries: Number(settings.all.maxTries.value),
    maxAnswerBytes: LARGEST_ANSWER,
  };
  const { createModel } = await import('../llm/index.ts');
  return { kind: 'ready', model: createModel(modelSettings), settings: modelSettings, problems };
}

/** Endpoints on this machine usually want no key. */
function needsKey(origin: string): boolean {
  return !/^https?:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/u.test(origin);
}

const OTHER_ORIGIN_REMEDY =
  'Set OPENAI_BASE_URL beside OPENAI_API_KEY, or run `orchestrator config set apiKey` with that endpoint configured.';

function otherOrigin({ keys }: Settings, origin: string): string {
  const owners = [...new Set(keys.map((key) => `${key.from} is for ${key.origin}`))].join('; ');
  return `no key is configured for ${origin} (${owners}), and a key is sent to no other place than its own`;
}

async function readKey(
  { kind, value, origin, from }: KeySource,
  { cwd, env }: OperationContext,
): Promise<{ value: string; from: string; origin: string } | { reason: string; remedy: string }> {
  if (kind === 'value') return { value, from, origin };
  const outcome = await runShellLine(value, { cwd, env: withoutKeys(env), timeoutMs: 60_000 });
  const key = outcome.kind === 'ended' && outcome.code === 0 ? outcome.output.trim() : '';
  if (/^[\u0021-\u007e]+$/u.test(key)) return { value: key, from, origin };
  const why =
    outcome.kind !== 'ended'
      ? `it ${outcome.kind === 'timed-out' ? 'took longer than a minute' : 'could not be run'}`
      : outcome.code === 0
        ? 'it printed no key'
        : `it ended with exit code ${outcome.code}`;
  return {
    reason: `apiKeyCommand gave no key: ${why}`,
    remedy: 'Run that command by hand, and mend it with `orchestrator config set apiKeyCommand`.',
  };
}

/** An environment for other programs: what holds a key of ours is not in it. */
export function withoutKeys(env: OperationContext['env']): OperationContext['env'] {
  const { OPENAI_API_KEY: _, ...rest } = env;
  return rest;
}
