import {
  type KeySource,
  originOf,
  resolveSettings,
  type SettingProblemCode,
  type Settings,
} from '../config/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import type { ApiKey, AskOptions, Model, ModelEvent, ModelSettings } from '../llm/index.ts';
import { type ProxyChoice, proxyFor, runShellLine } from '../platform/index.ts';
import type { OperationContext, TapeInUse } from './context.ts';
import { endpointMemory } from './endpoint_memory.ts';
import { keyHelp, keyRemedy } from './key_help.ts';

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
      /** Where no key is sent though there are some: whose they are. */
      readonly keysElsewhere: string | null;
      readonly problems: readonly Problem<SettingProblemCode>[];
    }
  | {
      readonly kind: 'none';
      readonly reason: string;
      readonly remedy: string;
      /** Whether somebody has set up a model, or may have: then this is a failure, and not the usual state of things. */
      readonly isConfigured: boolean;
      readonly problems: readonly Problem<SettingProblemCode>[];
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
  const { tape } = context;
  const open = await (tape?.mode === 'replay'
    ? modelOnTape(context, tape, flags)
    : settleModel(context, flags));
  if (open.kind === 'none') context.log(`no model: ${open.reason}`);
  else {
    const { model, baseUrl, apiKey } = open.settings;
    context.log(`model ${model} at ${baseUrl}, ${apiKey ? `key from ${apiKey.from}` : 'no key'}`);
  }
  return open;
}

/** Which model would be asked, where, and with whose key: everything but the key itself. */
export type SettledModel =
  | {
      readonly kind: 'settled';
      readonly settings: Settings;
      readonly model: string;
      readonly baseUrl: string;
      readonly key: KeySource | undefined;
      readonly proxy: Exclude<ProxyChoice, { readonly kind: 'unusable' }>;
    }
  | Extract<OpenModel, { readonly kind: 'none' }>;

/** Settles what {@link openModel} asks, without reading a key or sending anything. */
export function settleEndpoint(
  context: Pick<OperationContext, 'env' | 'userFolder'>,
  flags: ModelFlags,
): SettledModel {
  const settings = resolveSettings({ flags, env: context.env, userFolder: context.userFolder });
  const { problems } = settings;
  const baseUrl = String(settings.all.baseUrl.value);
  const origin = originOf(baseUrl);
  const isConfigured = MODEL_SETTINGS.some(
    (name) => settings.all[name].source !== 'default' || settings.all[name].doubt !== null,
  );
  const none = (reason: string, remedy: string): SettledModel => ({
    kind: 'none',
    reason,
    remedy,
    isConfigured: isConfigured || settings.keys.length > 0,
    problems,
  });
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong) return none(inner(wrong.message), wrong.hint ?? '');
  // The file may have named another endpoint than the one that holds without it.
  const { doubt } = settings.all.baseUrl;
  if (doubt !== null) {
    const place = [doubt.file, doubt.line, doubt.column].filter((part) => part !== undefined).join(':');
    return none(
      `which endpoint is meant is not certain. ${place}: ${inner(doubt.message)}`,
      `${doubt.hint ?? ''} Or name the endpoint: --base-url, or OPENAI_BASE_URL.`,
    );
  }
  if (settings.keys.length === 0 && settings.all.baseUrl.source === 'default') {
    return none(
      'no model is configured',
      'Set OPENAI_API_KEY, or run `orchestrator config set apiKey` or `config set baseUrl`.',
    );
  }
  const fitting = settings.keys.find((key) => key.origin === origin);
  if (!fitting && settings.keys.length > 0 && needsKey(origin))
    return none(otherOrigin(settings, origin), keyHelp(settings.all.baseUrl, origin));
  const model = modelNamed(settings, origin);
  if (model === null) {
    return none(
      `no model is named for ${origin}`,
      'Set ORCHESTRATOR_MODEL, or run `orchestrator config set model NAME`.',
    );
  }
  const proxy = proxyFor(new URL(baseUrl), context.env);
  if (proxy.kind === 'unusable')
    return none(
      `the proxy in ${proxy.from} cannot be used: ${proxy.why}`,
      `Name an http or https proxy there, or ${new URL(baseUrl).hostname} in NO_PROXY.`,
    );
  return { kind: 'settled', settings, model, baseUrl, key: fitting, proxy };
}

async function settleModel(context: OperationContext, flags: ModelFlags): Promise<OpenModel> {
  if (flags.apiKey !== undefined) context.hideInLog(flags.apiKey);
  const settled = settleEndpoint(context, flags);
  if (settled.kind === 'none') return settled;
  const { settings, model, baseUrl, key: fitting, proxy } = settled;
  const { problems } = settings;
  const origin = originOf(baseUrl);
  if (proxy.kind === 'proxy') context.log(`requests go through the proxy ${proxy.shown} (${proxy.from})`);
  const timeoutMs = Number(settings.all.timeoutSeconds.value) * 1000;
  const apiKey = fitting ? await readKey(fitting, timeoutMs, context) : null;
  if (apiKey !== null && 'reason' in apiKey)
    return { kind: 'none', reason: apiKey.reason, remedy: apiKey.remedy, isConfigured: true, problems };
  const modelSettings: ModelSettings = {
    baseUrl,
    model,
    apiKey,
    ...(proxy.kind === 'proxy' ? { proxy } : {}),
    keyHelp: keyHelp(settings.all.baseUrl, origin),
    ...(apiKey === null && settings.keys.length > 0 ? { keysElsewhere: ownersOf(settings) } : {}),
    timeoutMs,
    idleTimeoutMs: Number(settings.all.idleTimeoutSeconds.value) * 1000,
    maxTries: Number(settings.all.maxTries.value),
    maxAnswerBytes: LARGEST_ANSWER,
  };
  if (context.tape?.mode === 'record')
    context.tape.recorder.asks({ name: model, baseUrl, maxTries: modelSettings.maxTries });
  return {
    kind: 'ready',
    model: await makeModel(context, modelSettings),
    settings: modelSettings,
    keysElsewhere: modelSettings.keysElsewhere ?? null,
    problems,
  };
}

/** The settings that set a model up. */
const MODEL_SETTINGS = ['model', 'baseUrl', 'apiKey', 'apiKeyCommand'] as const;

/** A sentence as a part of another. */
function inner(sentence: string): string {
  return sentence.replace(/[.]$/u, '');
}

function modelNamed(settings: Settings, origin: string): string | null {
  const { value } = settings.all.model;
  if (value !== null) return String(value);
  return origin === OPENAI ? OPENAI_MODEL : null;
}

/** The name of the model that would be asked, whether or not there is a key for it; `null` where none is named. */
export function configuredModel(context: OperationContext, flags: ModelFlags): string | null {
  if (context.tape?.mode === 'replay') return flags.model ?? context.tape.player.model?.name ?? null;
  const settings = resolveSettings({ flags, env: context.env, userFolder: context.userFolder });
  return modelNamed(settings, originOf(String(settings.all.baseUrl.value)));
}

/** Where it would be asked, as an origin; from a tape, where it was. */
export function configuredOrigin(context: OperationContext, flags: ModelFlags): string {
  const { env, userFolder, tape } = context;
  const taped = tape?.mode === 'replay' ? (flags.baseUrl ?? tape.player.model?.baseUrl) : undefined;
  return originOf(taped ?? String(resolveSettings({ flags, env, userFolder }).all.baseUrl.value));
}

/** Endpoints on this machine usually want no key. */
function needsKey(origin: string): boolean {
  return !/^https?:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/u.test(origin);
}

/** Which key is for which origin. */
function ownersOf({ keys }: Settings): string {
  return [...new Set(keys.map((key) => `${key.from} is for ${key.origin}`))].join('; ');
}

function otherOrigin(settings: Settings, origin: string): string {
  return `no key is configured for ${origin} (${ownersOf(settings)}), and a key is sent to no other place than its own`;
}

async function readKey(
  { kind, value, origin, from }: KeySource,
  timeoutMs: number,
  { cwd, env, log, hideInLog }: OperationContext,
): Promise<ApiKey | { reason: string; remedy: string }> {
  const remedy = keyRemedy(from, origin);
  if (kind === 'value') return { value, from, origin, remedy };
  const limit = Math.min(timeoutMs, LONGEST_COMMAND);
  log('running apiKeyCommand');
  const outcome = await runShellLine(value, { cwd, env: withoutKeys(env), timeoutMs: limit });
  const key = outcome.kind === 'ended' && outcome.code === 0 ? outcome.output.trim() : '';
  hideInLog(key);
  if (/^[\u0021-\u007e]+$/u.test(key)) return { value: key, from, origin, remedy };
  const why =
    outcome.kind !== 'ended'
      ? NO_OUTPUT[outcome.kind](limit)
      : outcome.code === 0
        ? 'it printed no key'
        : `it ended with exit code ${outcome.code}`;
  return {
    reason: `apiKeyCommand gave no key: ${why}`,
    remedy: 'Run that command by hand, and fix it with `orchestrator config set apiKeyCommand`.',
  };
}

/** In milliseconds: long enough to unlock a password manager. */
const LONGEST_COMMAND = 60_000;

const NO_OUTPUT = {
  'timed-out': (limit: number) => `it took longer than ${limit / 1000} s`,
  'too-much': () => 'it printed far more than a key',
  'not-started': () => 'it could not be run',
} as const;

/** Another model of the same endpoint, with the same key. */
export function siblingModel(
  context: OperationContext,
  { settings }: Extract<OpenModel, { kind: 'ready' }>,
  model: string,
): Promise<Model> {
  context.log(`model ${model} at ${settings.baseUrl} besides`);
  return makeModel(context, { ...settings, model });
}

/** The model itself, with a tape between where there is one. */
async function makeModel(context: OperationContext, settings: ModelSettings): Promise<Model> {
  const { log, tape } = context;
  const { createModel, systemDependencies } = await import('../llm/index.ts');
  if (tape === undefined) {
    const memory = endpointMemory(context, settings);
    const dependencies = { ...systemDependencies(settings.proxy), ...(memory && { memory }) };
    return logged(createModel(settings, dependencies), log);
  }
  // What is on a tape does not rest on what was found out before it.
  const { betweenFor } = await import('./tape/between.ts');
  const dependencies = { ...systemDependencies(settings.proxy), between: betweenFor(tape) };
  if (tape.mode === 'record') return logged(createModel(settings, dependencies), log);
  // What was waited for when it was recorded need not be waited for again.
  return logged(createModel(settings, { ...dependencies, wait: () => Promise.resolve() }), log);
}

/** The model that a tape was recorded with: what is configured here has no say, but for what the command itself asks for. */
async function modelOnTape(
  context: OperationContext,
  { player }: Extract<TapeInUse, { mode: 'replay' }>,
  flags: ModelFlags,
): Promise<OpenModel> {
  if (player.model === null) {
    const remedy = 'Play a tape on which a model was asked, or leave --replay out.';
    return {
      kind: 'none',
      reason: 'no model was asked on the tape',
      remedy,
      isConfigured: false,
      problems: [],
    };
  }
  const { name, baseUrl, maxTries } = player.model;
  const { timeoutSeconds, idleTimeoutSeconds } = resolveSettings({
    flags: {},
    env: {},
    userFolder: null,
  }).all;
  const settings: ModelSettings = {
    baseUrl: flags.baseUrl ?? baseUrl,
    model: flags.model ?? name,
    apiKey: null,
    timeoutMs: Number(timeoutSeconds.value) * 1000,
    idleTimeoutMs: Number(idleTimeoutSeconds.value) * 1000,
    maxTries,
    maxAnswerBytes: LARGEST_ANSWER,
  };
  return {
    kind: 'ready',
    model: await makeModel(context, settings),
    settings,
    keysElsewhere: null,
    problems: [],
  };
}

/** The same model, each of whose requests is told to the log. */
function logged(model: Model, log: OperationContext['log']): Model {
  const withLog = <Options extends AskOptions>(options: Options): Options => ({
    ...options,
    onEvent: (event) => {
      const line = eventLine(event);
      if (line !== undefined) log(line);
      options.onEvent?.(event);
    },
  });
  return {
    ask: (request, options) => model.ask(request, withLog(options)),
    askStructured: (request, options) => model.askStructured(request, withLog(options)),
    ping: async (options) => {
      log('asking the endpoint for its models');
      const outcome = await model.ping(options);
      log(
        outcome.ok ? `it answers; the model is ${outcome.value.model}` : `failed: ${outcome.failure.message}`,
      );
      return outcome;
    },
  };
}

/** An event in words; what the model says is not among them. */
function eventLine(event: ModelEvent): string | undefined {
  switch (event.type) {
    case 'text':
      return undefined;
    case 'void':
      return 'what came before was the model thinking aloud';
    case 'try-started':
      return `request ${event.try} sent`;
    case 'first-token':
      return `request ${event.try}: the answer begins after ${Math.round(event.ms)} ms`;
    case 'try-failed':
      return `request ${event.try} failed (${event.reason}): ${event.message}`;
    case 'waiting':
      return `waiting ${Math.round(event.ms)} ms (${event.reason})`;
    case 'usage':
      return `tokens: ${event.usage.input} in, ${event.usage.output} out`;
  }
}

/** An environment for other programs: what holds a key of ours is not in it. */
export function withoutKeys(env: OperationContext['env']): OperationContext['env'] {
  const { OPENAI_API_KEY: _, ...rest } = env;
  return rest;
}
