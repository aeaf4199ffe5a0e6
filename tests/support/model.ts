import {
  createModel,
  type Model,
  type ModelDependencies,
  type ModelSettings,
  systemDependencies,
} from '../../src/llm/index.ts';

/** A key that stands out wherever it appears. */
export const CANARY = 'sk-canary-9f8e7d6c5b4a39281706f5e4d3c2b1a0';

/** A clock that does not wait between tries, but advances as if it had; it records the waits. Deadlines are real. */
export function hurriedDependencies(): ModelDependencies & { readonly waits: readonly number[] } {
  const real = systemDependencies();
  const waits: number[] = [];
  let skipped = 0;
  return {
    ...real,
    waits,
    now: () => real.now() + skipped,
    time: () => real.time() + skipped,
    wait: async (ms, signal) => {
      waits.push(ms);
      if (!signal.aborted) skipped += ms;
    },
  };
}

/** A model at a test's endpoint, with a key for this endpoint. */
export function modelAt(
  baseUrl: string,
  settings: Partial<ModelSettings> = {},
  dependencies: ModelDependencies = hurriedDependencies(),
): Model {
  return createModel(
    {
      baseUrl,
      model: 'test-model',
      apiKey: { value: CANARY, from: 'environment variable TEST_KEY', origin: new URL(baseUrl).origin },
      timeoutMs: 300_000,
      idleTimeoutMs: 5000,
      maxTries: 3,
      maxAnswerBytes: 1_000_000,
      ...settings,
    },
    dependencies,
  );
}

/** Whether a text shows a piece of the key by mistake. */
export function showsKey(text: string): boolean {
  const parts = [CANARY, CANARY.slice(0, 14), CANARY.slice(-12), CANARY.slice(14, 28)];
  return [...parts, Buffer.from(CANARY).toString('base64').slice(0, 40)].some((part) => text.includes(part));
}
