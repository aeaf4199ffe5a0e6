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

/** A model that can be asked. Created by `createModel`; none of its functions throws because of an endpoint. */
export type Model = {
  /** Asks for one answer in text, with retries, within the configured deadline. */
  readonly ask: Ask;
  /** Asks for one answer as checked JSON; the deadline applies to each round. */
  readonly askStructured: <Value>(
    request: ModelRequest,
    options: StructuredOptions,
  ) => Promise<Outcome<Structured<Value>>>;
  /** Sends one cheap request: is the endpoint there, does it accept the key, does it list the model? */
  readonly ping: (options: { readonly signal: AbortSignal }) => Promise<Outcome<PingReport>>;
};

/**
 * A model behind an OpenAI-compatible endpoint. Before the first call, nothing is sent and the `openai` package is not loaded.
 * Invalid settings make every call fail as `misconfigured`.
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

/** The real network, clock and random numbers. */
export function systemDependencies(proxy?: ProxyUse): ModelDependencies {
  return { ...systemClock, fetch: proxy ? proxiedFetch(proxy.address) : directFetch, random: Math.random };
}
