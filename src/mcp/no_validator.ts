import type { ServerOptions } from '@modelcontextprotocol/server';

/**
 * Replaces the package's own validator, which compiles schemas when it starts: input from clients is read by `src/mcp/fields.ts`
 * and `src/mcp/call_tool.ts`, and nothing else is validated.
 */
export const NO_VALIDATOR: NonNullable<ServerOptions['jsonSchemaValidator']> = {
  getValidator: () => () => ({
    valid: false,
    data: undefined,
    errorMessage: 'nothing is validated here',
  }),
};
