import type { ClientContext } from '@agentclientprotocol/sdk';
import { printableLine } from '../../../lib/index.ts';
import type { Clock, GroupPipes } from '../../../platform/index.ts';
import { objectOf, objectsOf, textOf } from '../agents/json_line.ts';
import type { AgentConversation, ConversationEnd } from '../watching/index.ts';
import { answerTo, type Permit } from './answer.ts';
import { type Asked, ask, faultOf } from './ask.ts';
import { type AcpEnd, type AcpLine, cutText } from './lines.ts';
import { messageStream } from './messages.ts';
import type { Quirk } from './quirks/index.ts';
import { type SessionWishes, settle } from './session.ts';
import { createUpdates } from './updates.ts';
import { wishOf } from './wish.ts';

/** The subject of a conversation, and the agent it is held with. */
export type Conversation = {
  readonly pipes: GroupPipes;
  /** Settles when the agent's process has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  readonly worktree: string;
  readonly prompt: string;
  readonly quirk: Quirk;
  readonly wishes: SessionWishes;
  /** Decides on the agent's permission requests. */
  readonly permit: Permit;
  /** The longest wait for the agent's hello, in milliseconds. */
  readonly helloMs: number;
  readonly emit: (line: AcpLine) => void;
  /** The line printed outside the protocol that best explains why it ended; empty where there is none. */
  readonly lastWords: () => string;
  readonly clock: Clock;
};

/**
 * Has an agent carry out one prompt over the Agent Client Protocol. Reads its output from the start; never throws because of the
 * agent.
 */
export function converse(about: Conversation): AgentConversation {
  const talk = new AcpTalk(about);
  return {
    over: talk.hold(),
    signs: () => talk.signs,
    cancel: () => talk.cancel(),
    close: () => void about.pipes.input.end(),
  };
}

/** The most lines outside the protocol: more mean that the agent speaks another one. */
const MAX_STRAY = 200;
/** The most denied requests: an agent that keeps asking is given up. */
const MAX_DENIED = 200;
/** The last output of a process may still be read after its end. */
const LAST_WORDS_MS = 1_000;

class AcpTalk {
  signs = 0;
  readonly #about: Conversation;
  readonly #updates;
  /** Aborted when the conversation cannot continue; the first reason counts. */
  readonly #broken = new AbortController();
  #why: string | undefined;
  #stray = 0;
  #denied = 0;
  #session: { readonly agent: ClientContext; readonly id: string } | undefined;
  #isCancelled = false;
  #isOver = false;

  constructor(about: Conversation) {
    this.#about = about;
    this.#updates = createUpdates(about.emit);
  }

  async hold(): Promise<ConversationEnd> {
    let end: AcpEnd;
    try {
      end = await this.#connected();
    } catch (error) {
      // The library is given the agent's words: an exception it throws must not end a batch.
      end = {
        how: 'failed',
        why: `The connection to it broke off: ${error instanceof Error ? error.message : 'the reason is unknown'}.`,
      };
    }
    this.#isOver = true;
    this.#updates.flush();
    // The cost counts however the conversation ended.
    const costUsd = this.#updates.costUsd();
    if (costUsd !== undefined) this.#about.emit({ acp: 'cost', costUsd });
    this.#about.emit({ acp: 'end', ...end });
    return end.how === 'done' ? { isWell: true } : { isWell: false, why: end.why };
  }

  /** Asks the agent to stop; its answer to the prompt ends the conversation. */
  async cancel(): Promise<void> {
    this.#isCancelled = true;
    const { agent, id } = this.#session ?? {};
    if (agent === undefined || this.#isOver) return;
    try {
      await agent.notify('session/cancel', { sessionId: id });
    } catch {
      return;
    }
    await new Promise<void>((resolve) => {
      if (this.#isOver || this.#broken.signal.aborted) resolve();
      this.#gaveUp = resolve;
      this.#broken.signal.addEventListener('abort', () => resolve());
    });
  }
  #gaveUp: () => void = () => {};

  async #connected(): Promise<AcpEnd> {
    const { pipes, ended, clock } = this.#about;
    const sdk = await import('@agentclientprotocol/sdk');
    const stream = messageStream(pipes, {
      received: () => {
        this.signs += 1;
      },
      notified: (method, params) => {
        if (method === sdk.methods.client.session.update) this.#onUpdate(params);
      },
      stray: (line) => this.#onStray(line),
      broke: (why) => this.#break(why),
      lastWords: () => clock.wait(LAST_WORDS_MS, this.#broken.signal),
    });
    const app = sdk
      .client({ name: 'orchestrator' })
      .onRequest(sdk.methods.client.session.requestPermission, asItIs, ({ params }) =>
        this.#onPermission(params),
      )
      .onRequest('*', ({ method }) => {
        if (method === sdk.methods.agent.initialize)
          this.#break('It does not speak the Agent Client Protocol: it only echoes its input.');
        else this.#deny(`it asked for ${method}, which it was not offered`);
        throw sdk.RequestError.methodNotFound(method);
      });
    const connection = app.connect(stream);
    connection.signal.addEventListener('abort', () => this.#break());
    void ended.then(async () => {
      await clock.wait(LAST_WORDS_MS, this.#broken.signal);
      this.#break();
    });
    try {
      return await this.#carriedOut(connection.agent);
    } finally {
      this.#gaveUp();
      connection.close();
    }
  }

  async #carriedOut(agent: ClientContext): Promise<AcpEnd> {
    const { quirk, wishes, worktree, prompt, emit, clock } = this.#about;
    const call = (method: string, params: object, ms?: number): Promise<Asked> =>
      ask(agent, { method, params, ms, clock, broken: this.#broken.signal });
    const settled = await settle(call, { quirk, wishes, worktree, helloMs: this.#about.helloMs });
    if ('failed' in settled) return this.#endOf(settled.failed);
    const { id, ...start } = settled;
    emit({ acp: 'start', session: id, ...start });
    this.#session = { agent, id };
    if (this.#isCancelled) return { how: 'stopped', why: 'It was asked to end.' };
    const answered = await call('session/prompt', {
      sessionId: id,
      prompt: [{ type: 'text', text: prompt }],
    });
    this.#updates.flush();
    if (answered.kind !== 'answer') return this.#endOf(answered);
    const answer = objectOf(answered.value) ?? {};
    const used = quirk.usage?.(answer);
    if (used !== undefined) emit({ acp: 'usage', ...used });
    return stopped(textOf(answer.stopReason), this.#isCancelled);
  }

  /** The end of a conversation in which a request was not answered properly. */
  async #endOf(failed: Exclude<Asked, { kind: 'answer' }>): Promise<AcpEnd> {
    if (this.#isCancelled) {
      const hint =
        'It had no session yet: either it does not speak the Agent Client Protocol, or it is waiting for something.';
      return { how: 'stopped', why: `It was asked to end.${this.#session === undefined ? ` ${hint}` : ''}` };
    }
    if (failed.kind === 'error') return faultOf(failed, this.#about.clock.time());
    if (failed.kind === 'failed') return { how: 'failed', why: failed.why };
    if (this.#why !== undefined) return { how: 'failed', why: this.#why };
    const { ended, clock } = this.#about;
    const waited = new AbortController();
    const end = await Promise.race([ended, clock.wait(LAST_WORDS_MS, waited.signal).then(() => undefined)]);
    waited.abort();
    const place = this.#session === undefined ? 'before it had a session' : 'in the middle of its work';
    const words = this.#about.lastWords();
    const said = words === '' ? '.' : `, and said: ${words}`;
    if (end === undefined) return { how: 'failed', why: `It closed its standard output ${place}${said}` };
    const how = end.signal === null ? `with code ${end.code}` : `by ${end.signal}`;
    const hint =
      this.#session === undefined && words === ''
        ? ' Either it does not speak the Agent Client Protocol, or its log says what it lacks.'
        : '';
    return { how: 'failed', why: `It ended ${place}, ${how}${said}${hint}` };
  }

  async #onPermission(params: unknown): Promise<object> {
    const cancelled = { outcome: { outcome: 'cancelled' } };
    const { toolCall, options } = objectOf(params) ?? {};
    if (this.#isCancelled || this.#isOver) return cancelled;
    this.#updates.flush();
    const wish = wishOf(this.#updates.toolCall(objectOf(toolCall) ?? {}));
    const answered = await answerTo(wish, objectsOf(options), {
      permit: this.#about.permit,
      emit: this.#about.emit,
      live: () => {
        this.signs += 1;
      },
      ended: this.#broken.signal,
      clock: this.#about.clock,
    });
    if (!answered.isAllowed) this.#countDenied();
    if (this.#isCancelled || answered.option === undefined) return cancelled;
    return { outcome: { outcome: 'selected', optionId: answered.option } };
  }

  #onUpdate(params: unknown): void {
    const update = objectOf(objectOf(params)?.update);
    if (update !== undefined && !this.#isOver) this.#updates.take(update);
  }

  #deny(what: string): void {
    this.#updates.flush();
    if (this.#denied < MAX_DENIED)
      this.#about.emit({ acp: 'denied', what: printableLine(what).slice(0, 300) });
    this.#countDenied();
  }

  #countDenied(): void {
    this.#denied += 1;
    if (this.#denied >= MAX_DENIED) this.#break(`It asked again after being denied ${MAX_DENIED} times.`);
  }

  #onStray(line: string): void {
    this.#stray += 1;
    if (this.#stray <= MAX_STRAY) this.#about.emit({ acp: 'stray', text: cutText(line, 500) });
    if (this.#stray === MAX_STRAY)
      this.#break(`It printed ${MAX_STRAY} lines that are not part of the Agent Client Protocol.`);
  }

  #break(why?: string): void {
    this.#why ??= why;
    this.#broken.abort();
  }
}

function asItIs(params: unknown): unknown {
  return params;
}

function stopped(reason: string, isCancelled: boolean): AcpEnd {
  switch (reason) {
    case 'end_turn':
      return { how: 'done' };
    case 'refusal':
      return { how: 'refused', why: 'Its model refused to continue.' };
    case 'cancelled':
      return isCancelled
        ? { how: 'stopped', why: 'It was asked to end.' }
        : { how: 'failed', why: 'It says that its work was cancelled, but nobody cancelled it.' };
    case 'max_tokens':
      return { how: 'failed', why: 'Its model had no more tokens for an answer.' };
    case 'max_turn_requests':
      return { how: 'failed', why: 'It reached its limit of model requests in one turn.' };
    default:
      return {
        how: 'failed',
        why: `It ended for a reason that the protocol does not have: ${printableLine(reason).slice(0, 100) || 'it gave none'}.`,
      };
  }
}
