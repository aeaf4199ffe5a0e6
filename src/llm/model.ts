import { systemClock } from '../platform/index.ts';
import { createAsk } from './ask.ts';
import { directFetch } from './direct_fetch.ts';
import { openEndpoint } from './endpoint.ts';
import type { TryFailure } from './failure.ts';
import { ping } from './ping.ts';
import type { Ask, ModelDependencies, ModelRequest, Outcome, PingReport } from './port.ts';
import { proxiedFetch } from './proxied_fetch.ts';
import type { ModelSettings, ProxyUse } from './settings.ts';
import { askStructured, type Structured, type StructuredOptions } from './structured.ts';

/** A model that can be asked. Made by `createModel`; none of its functions throws for anything an endpoint does. */
export type Model = {
  /** One answer in text, with retries, within the configured deadline. */
  readonly ask: Ask;
  /** One answer as checked JSON; the deadline holds for each round. */
  readonly askStructured: <Value>(
    request: ModelRequest,
    options: StructuredOptions,
  ) => Promise<Outcome<Structured<Value>>>;
  /** One cheap request: is the endpoint there, does it take the key, does it list the model? */
  readonly ping: (options: { readonly signal: AbortSignal }) => Promise<Outcome<PingReport>>;
};

/**
 * A model behind an OpenAI-compatible endpoint. Nothing is sent, and the `openai` package is not loaded, before the first
 * call. Settings that can't be used make every call fail as `misconfigured`.
 */
export function createModel(
  settings: ModelSettings,
  dependencies: ModelDependencies = systemDependencies(settings.proxy),
): Model {
  const endpoint = openEndpoint(settings);
  if ('reason' in endpoint) return unusable(endpoint);
  const ask = createAsk(endpoint, dependencies);
  return {
    ask,
    askStructured: (request, options) => askStructured(ask, request, options),
    ping: ({ signal }) => {
      const live = () => ping(endpoint, dependencies, signal);
      return dependencies.between?.models(settings.model, live) ?? live();
    },
  };
}

function unusable(problem: TryFailure): Model {
  const fail = async () => ({ ok: false, failure: { ...problem, tries: 0 } }) as const;
  return { ask: fail, askStructured: fail, ping: fail };
}

/** The real network, clock and dice. */
export function systemDependencies(proxy?: ProxyUse): ModelDependencies {
  return { ...systemClock, fetch: proxy ? proxiedFetch(proxy.address) : directFetch, random: Math.random };
}
