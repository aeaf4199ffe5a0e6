import { printableLine } from '../../../lib/index.ts';
import { type Json, objectOf, objectsOf, textOf } from '../agents/json_line.ts';
import { type Asked, AUTH_REQUIRED } from './ask.ts';
import type { Quirk } from './quirks/index.ts';

/** A person's wishes for a session, beyond the known defaults of its agent. */
export type SessionWishes = {
  /** The mode it should work in. */
  readonly mode?: string | undefined;
  readonly model?: string | undefined;
  /** The login method to use: one of those it offers. */
  readonly authenticate?: string | undefined;
};

/** A session that is ready for a prompt. */
export type Session = {
  readonly id: string;
  readonly agent: string;
  readonly mode: string | null;
};

type Failed = { readonly failed: Exclude<Asked, { kind: 'answer' }> };
type Call = (method: string, params: object, ms?: number) => Promise<Asked>;

/** JSON-RPC's code. */
const NO_SUCH_METHOD = -32601;
/** The version of the protocol that this program speaks. */
const VERSION = 1;
/** The longest time for any request but the prompt. */
const SETTLING_MS = 120_000;

/** Prepares an agent for work: hello, login where required, a session, its mode and model. */
export async function settle(
  call: Call,
  {
    quirk,
    wishes,
    worktree,
    helloMs,
  }: {
    readonly quirk: Quirk;
    readonly wishes: SessionWishes;
    readonly worktree: string;
    readonly helloMs: number;
  },
): Promise<Session | Failed> {
  const hello = await call(
    'initialize',
    {
      protocolVersion: VERSION,
      // The agent handles files and commands itself, in its worktree and in the sandbox.
      clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
      clientInfo: { name: 'orchestrator', title: 'orchestrator', version: '1' },
    },
    helloMs,
  );
  if (hello.kind === 'error' && hello.code === NO_SUCH_METHOD)
    return failed(
      'It is not an agent that speaks the Agent Client Protocol: it does not know how to begin (initialize). Check the command after acp:.',
    );
  if (hello.kind !== 'answer') return { failed: hello };
  const { protocolVersion, agentInfo, authMethods } = objectOf(hello.value) ?? {};
  if (typeof protocolVersion === 'string')
    return failed(
      `It gives its version of the Agent Client Protocol as a string (${JSON.stringify(shown(protocolVersion))}), where the protocol has a number.`,
    );
  if (protocolVersion !== VERSION)
    return failed(
      `It speaks version ${shown(protocolVersion)} of the Agent Client Protocol, and this program speaks version ${VERSION}.`,
    );
  const ways = objectsOf(authMethods).map(({ id }) => textOf(id));
  if (wishes.authenticate !== undefined) {
    if (!ways.includes(wishes.authenticate))
      return failed(
        `It has no way to log in that is called ${shown(wishes.authenticate)}; it has: ${list(ways)}.`,
      );
    const logged = await call('authenticate', { methodId: wishes.authenticate }, SETTLING_MS);
    if (logged.kind !== 'answer') return { failed: logged };
  }
  const opened = await call('session/new', { cwd: worktree, mcpServers: [] }, SETTLING_MS);
  if (opened.kind === 'error' && opened.code === AUTH_REQUIRED && wishes.authenticate === undefined) {
    const how = `It needs a login method; it has: ${list(ways)}. Log in with the agent itself, or choose one: orchestrator config set executors.NAME.authenticate ID.`;
    return { failed: { ...opened, message: `${opened.message}. ${how}` } };
  }
  if (opened.kind !== 'answer') return { failed: opened };
  const session = objectOf(opened.value) ?? {};
  const id = textOf(session.sessionId);
  if (id === '') return failed('It opened a session without an id.');
  const mode = await setMode(call, session, wishes.mode === undefined ? quirk.modes : [wishes.mode], {
    isWanted: wishes.mode !== undefined,
    id,
  });
  if (typeof mode === 'object' && mode !== null) return mode;
  if (wishes.model !== undefined) {
    const fault = await choose(call, session, { id, category: 'model', value: wishes.model });
    if (fault !== undefined) return fault;
  }
  const { name, title, version } = objectOf(agentInfo) ?? {};
  const agent = [textOf(title) || textOf(name) || quirk.name, textOf(version)].filter(Boolean).join(' ');
  return { id, agent: shown(agent), mode };
}

/** Sets the first wanted mode that the agent has; without any of them it keeps its own. */
async function setMode(
  call: Call,
  session: Json,
  wanted: readonly string[],
  { isWanted, id }: { readonly isWanted: boolean; readonly id: string },
): Promise<string | null | Failed> {
  const { availableModes, currentModeId } = objectOf(session.modes) ?? {};
  const there = objectsOf(availableModes).map((mode) => textOf(mode.id));
  const mode = wanted.find((each) => there.includes(each));
  if (mode !== undefined) {
    const set = await call('session/set_mode', { sessionId: id, modeId: mode }, SETTLING_MS);
    return set.kind === 'answer' ? mode : { failed: set };
  }
  if (there.length === 0 && optionOf(session, 'mode') !== undefined) {
    const { values, current } = valuesOf(session, 'mode');
    const value = isWanted ? wanted[0] : wanted.find((each) => values.includes(each));
    if (value === undefined) return current;
    return (await choose(call, session, { id, category: 'mode', value })) ?? value;
  }
  if (isWanted) return failed(`It has no mode ${shown(wanted[0])}; it has: ${list(there)}.`);
  return textOf(currentModeId).slice(0, 100) || null;
}

/** Sets one of the options of a session, found by its category. */
async function choose(
  call: Call,
  session: Json,
  {
    id,
    category,
    value,
  }: { readonly id: string; readonly category: 'mode' | 'model'; readonly value: string },
): Promise<Failed | undefined> {
  const option = optionOf(session, category);
  const { values } = valuesOf(session, category);
  if (option === undefined) return failed(`Its ${category} cannot be chosen here; set it in its command.`);
  if (!values.includes(value))
    return failed(`It has no ${category} ${shown(value)}; it has: ${list(values)}.`);
  const set = await call(
    'session/set_config_option',
    { sessionId: id, configId: textOf(option.id), value },
    SETTLING_MS,
  );
  return set.kind === 'answer' ? undefined : { failed: set };
}

function optionOf({ configOptions }: Json, category: string): Json | undefined {
  return objectsOf(configOptions).find((option) => option.category === category && option.type === 'select');
}

function valuesOf(
  session: Json,
  category: string,
): { readonly values: string[]; readonly current: string | null } {
  const option = optionOf(session, category);
  // The values may be grouped.
  const values = objectsOf(option?.options).flatMap((each) =>
    'options' in each ? objectsOf(each.options).map((inner) => textOf(inner.value)) : [textOf(each.value)],
  );
  return { values, current: textOf(option?.currentValue).slice(0, 100) || null };
}

function failed(why: string): Failed {
  return { failed: { kind: 'failed', why } };
}

function shown(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : 'of no kind';
  return printableLine(text).slice(0, 100);
}

function list(names: readonly string[]): string {
  const some = names.slice(0, 20).map(shown);
  return some.length === 0 ? 'none' : some.join(', ');
}
