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

/** The model flags of a command. */
export type ModelFlags = {
  readonly model?: string;
  readonly baseUrl?: string;
  /** The key itself, already read from the file that the flag names. */
  readonly apiKey?: string;
};

/** A model that can be asked, or the reason why there is none and the remedy. Nothing has been sent yet. */
export type OpenModel =
  | {
      readonly kind: 'ready';
      readonly model: Model;
      readonly settings: ModelSettings;
      /** If no key is sent although there are some: the endpoints they are for. */
      readonly keysElsewhere: string | null;
      readonly problems: readonly Problem<SettingProblemCode>[];
    }
  | {
      readonly kind: 'none';
      readonly reason: string;
      readonly remedy: string;
      /** Whether a model was set up, or may have been: then its absence is a failure, and not the normal state. */
      readonly isConfigured: boolean;
      readonly problems: readonly Problem<SettingProblemCode>[];
    };

/** The model used at OpenAI's own endpoint if none is named. */
const OPENAI_MODEL = 'gpt-5-mini';
const OPENAI = 'https://api.openai.com';
const LARGEST_ANSWER = 32 * 1024 * 1024;

/**
 * Resolves the model, its endpoint and the key: from flags, then the environment, then the user's settings. Nothing in a project
 * can influence this. A key goes only to the origin that it was configured for.
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

/** The resolved model, its endpoint and the owner of the key: everything but the key itself. */
export type ResolvedModel =
  | {
      readonly kind: 'settled';
      readonly settings: Settings;
      readonly model: string;
      readonly baseUrl: string;
      readonly key: KeySource | undefined;
      readonly proxy: Exclude<ProxyChoice, { readonly kind: 'unusable' }>;
    }
  | Extract<OpenModel, { readonly kind: 'none' }>;

/** Resolves the same as {@link openModel}, without reading a key or sending anything. */
export function resolveEndpoint(
  context: Pick<OperationContext, 'env' | 'userFolder'>,
  flags: ModelFlags,
): ResolvedModel {
  const settings = resolveSettings({ flags, env: context.env, userFolder: context.userFolder });
  const { problems } = settings;
  const baseUrl = String(settings.all.baseUrl.value);
  const origin = originOf(baseUrl);
  const isConfigured = MODEL_SETTINGS.some(
    (name) => settings.all[name].source !== 'default' || settings.all[name].doubt !== null,
  );
  const none = (reason: string, remedy: string): ResolvedModel => ({
    kind: 'none',
    reason,
    remedy,
    isConfigured: isConfigured || settings.keys.length > 0,
    problems,
  });
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong) return none(inner(wrong.message), wrong.hint ?? '');
  // The file may have named another endpoint than the one that applies without it.
  const { doubt } = settings.all.baseUrl;
  if (doubt !== null) {
    const place = [doubt.file, doubt.line, doubt.column].filter((part) => part !== undefined).join(':');
    return none(
      `the endpoint is not certain. ${place}: ${inner(doubt.message)}`,
      `${doubt.hint ?? ''} Or set the endpoint: --base-url, or OPENAI_BASE_URL.`,
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
  const settled = resolveEndpoint(context, flags);
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

/** The settings that configure a model. */
const MODEL_SETTINGS = ['model', 'baseUrl', 'apiKey', 'apiKeyCommand'] as const;

/** Turns a sentence into part of another. */
function inner(sentence: string): string {
  return sentence.replace(/[.]$/u, '');
}

function modelNamed(settings: Settings, origin: string): string | null {
  const { value } = settings.all.model;
  if (value !== null) return String(value);
  return origin === OPENAI ? OPENAI_MODEL : null;
}

/** The name of the configured model, whether or not there is a key for it; `null` if none is named. */
export function configuredModel(context: OperationContext, flags: ModelFlags): string | null {
  if (context.tape?.mode === 'replay') return flags.model ?? context.tape.player.model?.name ?? null;
  const settings = resolveSettings({ flags, env: context.env, userFolder: context.userFolder });
  return modelNamed(settings, originOf(String(settings.all.baseUrl.value)));
}

/** The origin of the configured endpoint; with a tape, the recorded one. */
export function configuredOrigin(context: OperationContext, flags: ModelFlags): string {
  const { env, userFolder, tape } = context;
  const taped = tape?.mode === 'replay' ? (flags.baseUrl ?? tape.player.model?.baseUrl) : undefined;
  return originOf(taped ?? String(resolveSettings({ flags, env, userFolder }).all.baseUrl.value));
}

/** Whether an endpoint needs a key: those on this machine usually do not. */
function needsKey(origin: string): boolean {
  return !/^https?:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/u.test(origin);
}

/** The origin of each key, in words. */
function ownersOf({ keys }: Settings): string {
  return [...new Set(keys.map((key) => `${key.from} is for ${key.origin}`))].join('; ');
}

function otherOrigin(settings: Settings, origin: string): string {
  return `no key is configured for ${origin} (${ownersOf(settings)}), and a key is sent only to its own endpoint`;
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
  'too-much': () => 'it printed much more than a key',
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

/** Creates the model, behind the tape if there is one. */
async function makeModel(context: OperationContext, settings: ModelSettings): Promise<Model> {
  const { log, tape } = context;
  const { createModel, systemDependencies } = await import('../llm/index.ts');
  if (tape === undefined) {
    const memory = endpointMemory(context, settings);
    const dependencies = { ...systemDependencies(settings.proxy), ...(memory && { memory }) };
    return logged(createModel(settings, dependencies), log);
  }
  // A tape must not depend on earlier findings about the endpoint.
  const { tapeInterceptor } = await import('./tape/tape_interceptor.ts');
  const dependencies = { ...systemDependencies(settings.proxy), between: tapeInterceptor(tape) };
  if (tape.mode === 'record') return logged(createModel(settings, dependencies), log);
  // Waits made while recording need not be repeated.
  return logged(createModel(settings, { ...dependencies, wait: () => Promise.resolve() }), log);
}

/** The model that a tape was recorded with: this machine's configuration is ignored, but not the command's own flags. */
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

/** The same model, with each request logged. */
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

/** An event in words, without anything the model said. */
function eventLine(event: ModelEvent): string | undefined {
  switch (event.type) {
    case 'text':
      return undefined;
    case 'void':
      return 'the output so far was the model thinking aloud';
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

/** The environment for other programs, without variables that hold this program's keys. */
export function withoutKeys(env: OperationContext['env']): OperationContext['env'] {
  const { OPENAI_API_KEY: _, ...rest } = env;
  return rest;
}
