import type { Server } from '@modelcontextprotocol/server';
import { type Result, success } from '../diagnostics/index.ts';
import type { OperationContext } from '../operations/index.ts';
import { operations } from './operations.ts';

/** Time a client has to name its roots, in milliseconds. */
const PATIENCE = 2_000;

/** The context a call works in, or a failure if the client's roots exclude the server's root. */
export type PlaceResult = Result<OperationContext, 'roots-elsewhere'>;

/**
 * Where calls work: in the server's root, as far as the client's own roots allow. Clients of 2026-07-28 cannot be asked for their
 * roots outside of a call, and roots are being removed from the protocol; for them it is the server's root.
 */
export function placeFor(server: Server, context: OperationContext): () => Promise<PlaceResult> {
  let known: Promise<PlaceResult> | undefined;
  server.setNotificationHandler('notifications/roots/list_changed', () => {
    known = undefined;
  });
  return () => {
    known ??= narrowed(server, context);
    return known;
  };
}

async function narrowed(server: Server, context: OperationContext): Promise<PlaceResult> {
  // Set by the handshake, which clients of 2026-07-28 do not have.
  const version = server.getNegotiatedProtocolVersion() ?? '';
  if (version >= '2026' || server.getClientCapabilities()?.roots === undefined) return success(context);
  let uris: string[];
  try {
    const { roots } = await server.listRoots({}, { timeout: PATIENCE });
    uris = roots.map(({ uri }) => uri);
  } catch (error) {
    context.log(`mcp: the client did not report its roots: ${String(error)}`);
    return success(context);
  }
  const { narrowRoot } = await operations();
  const root = narrowRoot(context.cwd, uris);
  return root.ok ? success({ ...context, cwd: root.value }) : root;
}
