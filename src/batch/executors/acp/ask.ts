import type { ClientContext } from '@agentclientprotocol/sdk';
import { printableLine } from '../../../lib/index.ts';
import type { Clock } from '../../../platform/index.ts';
import { faultOfStatus, faultOfText, objectOf, textOf } from '../agents/json_line.ts';
import { limitNotice } from '../agents/limit_notice.ts';
import type { AcpEnd } from './lines.ts';

/** The outcome of a request to an agent. */
export type Asked =
  | { readonly kind: 'answer'; readonly value: unknown }
  | AgentError
  /** The conversation is over: nobody is left to answer. */
  | { readonly kind: 'gone' }
  /** Another reason to end it, as a sentence. */
  | { readonly kind: 'failed'; readonly why: string };

/** An error with which an agent answered. Untrusted. */
export type AgentError = {
  readonly kind: 'error';
  readonly method: string;
  readonly code: number;
  readonly message: string;
};

/** Sends a request to an agent. Never rejects. @param request.ms - the longest it may take */
export async function ask(
  agent: Pick<ClientContext, 'request'>,
  request: {
    readonly method: string;
    readonly params: object;
    readonly ms?: number | undefined;
    readonly clock: Clock;
    readonly broken: AbortSignal;
  },
): Promise<Asked> {
  const { method, params, ms, clock, broken } = request;
  if (broken.aborted) return { kind: 'gone' };
  const answered = agent.request(method, params).then(
    (value): Asked => ({ kind: 'answer', value }),
    (error: unknown): Asked => errorOf(method, error),
  );
  const settled = new AbortController();
  const gone = new Promise<Asked>((resolve) => {
    broken.addEventListener('abort', () => resolve({ kind: 'gone' }), { signal: settled.signal });
  });
  const late =
    ms === undefined
      ? []
      : [
          clock.wait(ms, settled.signal).then((): Asked => {
            const why = `It did not answer ${method} within ${Math.round(ms / 100) / 10} seconds. Either it does not speak the Agent Client Protocol, or it is waiting for something.`;
            return { kind: 'failed', why };
          }),
        ];
  try {
    return await Promise.race([answered, gone, ...late]);
  } finally {
    settled.abort();
  }
}

function errorOf(method: string, error: unknown): Asked {
  const { code, message, data } = (error ?? {}) as { code?: unknown; message?: unknown; data?: unknown };
  if (typeof code !== 'number') return { kind: 'gone' };
  const more = textOf(data) || textOf(objectOf(data)?.details) || textOf(objectOf(data)?.message);
  return { kind: 'error', method, code, message: [textOf(message), more].filter(Boolean).join(': ') };
}

/** The end of a conversation whose agent answered with an error. */
export function faultOf({ method, code, message }: AgentError, now: number): AcpEnd {
  const said = printableLine(message).slice(0, 400);
  const why = `It answered ${method} with an error (${code}): ${said || 'it says no more'}`;
  const fault = code === AUTH_REQUIRED ? 'unauthenticated' : (faultOfStatus(code) ?? faultOfText(message));
  if (fault !== 'limited') return { how: fault ?? 'failed', why };
  const until = limitNotice(message, now)?.until;
  return { how: fault, why, ...(until === undefined ? {} : { until }) };
}

/** The protocol's code for this error. */
export const AUTH_REQUIRED = -32000;
