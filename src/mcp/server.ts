import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  inputRequired,
  ProtocolError,
  ProtocolErrorCode,
  type RequestStateCodec,
  Server,
  type ServerContext,
  type ServerOptions,
} from '@modelcontextprotocol/server';
import { createMutex } from '../lib/index.ts';
import { agentPrompts, type OperationContext } from '../operations/index.ts';
import type { CallState } from './call_tool.ts';
import { listResources, readResource, resourceTemplates } from './resources.ts';
import { placeFor } from './roots.ts';
import { inputSchema, type Tool } from './tool.ts';
import { tools } from './tools/index.ts';

/** The settings of a server. */
export type ServerSetting = {
  readonly context: OperationContext;
  readonly version: string;
  /** Aborted when the client has gone, or a signal arrived. */
  readonly ended: AbortSignal;
  /** Aborted when remaining work is no longer waited for. */
  readonly force: AbortSignal;
  /** Called with every piece of work that is started. */
  readonly track: (work: Promise<unknown>) => void;
};

/** The tools in the form of the protocol. */
export const toolList = tools.map((tool) => ({
  name: tool.name,
  title: tool.title,
  description: tool.description,
  inputSchema: inputSchema(tool),
  annotations: annotationsOf(tool),
}));

const INSTRUCTIONS =
  'Composes prompt frameworks, drafts and checks plans of phases, and generates batches from plans, all in the project below the root. ' +
  "Paths are relative to the root. A batch runs only with a person's consent: batch_run_request asks for it. " +
  'An error says what is wrong, where, and what to do.';

/** Creates a server for one connection, for either era of the protocol. */
export function createServer({ context, version, ended, force, track }: ServerSetting): Server {
  // Created with the first question: earlier, it would delay the first answer.
  let made: RequestStateCodec<CallState> | undefined;
  const codec = () => {
    made ??= createRequestStateCodec<CallState>({ key: crypto.getRandomValues(new Uint8Array(32)) });
    return made;
  };
  const server = new Server(
    { name: 'orchestrator', title: 'orchestrator', version },
    {
      capabilities: { tools: {}, prompts: {}, resources: {} },
      instructions: INSTRUCTIONS,
      jsonSchemaValidator: NO_VALIDATOR,
      requestState: { verify: (state, client) => codec().verify(state, client) },
      inputRequired: { maxRounds: 20 },
    },
  );
  const writeMutex = createMutex();
  const place = placeFor(server, context);

  server.setRequestHandler('tools/list', () => ({ tools: toolList }));
  server.setRequestHandler('tools/call', async ({ params }, client) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (tool === undefined)
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `There is no tool ${JSON.stringify(params.name.slice(0, 100))}; tools/list names them.`,
      );
    const { callTool } = await import('./call_tool.ts');
    const work = callTool(
      tool,
      {
        arguments: params.arguments,
        canElicit: canElicit(server, client),
        state: client.mcpReq.requestState<CallState>(),
        response: client.mcpReq.inputResponses?.[QUESTION],
        progress: progressOf(client),
        signal: AbortSignal.any([client.mcpReq.signal, ended]),
        force,
      },
      { place, writeMutex },
    );
    track(work.catch(() => {}));
    const outcome = await work;
    if (outcome.kind === 'done') return outcome.result;
    return inputRequired({
      inputRequests: { [QUESTION]: inputRequired.elicit(outcome.form) },
      requestState: await codec().mint(outcome.state),
    });
  });

  server.setRequestHandler('prompts/list', () => ({
    prompts: agentPrompts.map(({ name, title, description, argument }) => ({
      ...{ name, title, description },
      arguments: [{ ...argument, required: false }],
    })),
  }));
  server.setRequestHandler('prompts/get', ({ params }) => {
    const prompt = agentPrompts.find(({ name }) => name === params.name);
    if (prompt === undefined)
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `There is no prompt ${JSON.stringify(params.name.slice(0, 100))}; prompts/list names them.`,
      );
    const given = params.arguments?.[prompt.argument.name];
    const text = prompt.text(typeof given === 'string' ? given.slice(0, LONGEST_ARGUMENT) : '');
    return {
      description: prompt.description,
      messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }],
    };
  });

  server.setRequestHandler('resources/list', async () => listResources(await open(place)));
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates }));
  server.setRequestHandler('resources/read', async ({ params }) =>
    readResource(await open(place), params.uri),
  );
  return server;
}

/** The context for reading resources; throws an error of the protocol if there is none. */
async function open(place: ReturnType<typeof placeFor>): Promise<OperationContext> {
  const opened = await place();
  if (opened.ok) return opened.value;
  const said = opened.problems.map(({ message, hint = '' }) => `${message} ${hint}`).join(' ');
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, said);
}

const QUESTION = 'question';
const LONGEST_ARGUMENT = 20_000;

function annotationsOf({ title, effect, isOpenWorld = false }: Tool) {
  return {
    title,
    readOnlyHint: effect === 'reads',
    destructiveHint: effect === 'runs',
    idempotentHint: effect === 'reads',
    openWorldHint: isOpenWorld,
  };
}

/** Whether a form can be shown to a person. An empty capability means forms, as it did before there were other modes. */
function canElicit(server: Server, { mcpReq }: ServerContext): boolean {
  const claimed: Readonly<Record<string, unknown>> = mcpReq.envelope ?? {};
  const declared = claimed[CLIENT_CAPABILITIES_META_KEY] ?? server.getClientCapabilities();
  if (typeof declared !== 'object' || declared === null || !('elicitation' in declared)) return false;
  const { elicitation } = declared;
  if (typeof elicitation !== 'object' || elicitation === null) return false;
  return 'form' in elicitation || !('url' in elicitation);
}

/** Reports the progress of a call to the client; does nothing if it did not ask for it. */
function progressOf({ mcpReq }: ServerContext): (message: string) => void {
  const token = mcpReq._meta?.progressToken;
  if (token === undefined) return () => {};
  let progress = 0;
  return (message) => {
    if (mcpReq.signal.aborted) return;
    progress += 1;
    mcpReq
      .notify({ method: 'notifications/progress', params: { progressToken: token, progress, message } })
      .catch(() => {});
  };
}

/**
 * Replaces the package's own validator, which compiles schemas when it starts: input from clients is read by `src/mcp/fields.ts`
 * and `src/mcp/call_tool.ts`, and nothing else is validated.
 */
const NO_VALIDATOR: NonNullable<ServerOptions['jsonSchemaValidator']> = {
  getValidator: () => () => ({
    valid: false,
    data: undefined,
    errorMessage: 'nothing is validated here',
  }),
};
