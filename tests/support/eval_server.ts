import { type Script, scriptedModel } from './eval_project.ts';
import { goodStream, type ModelServer, type Received, type Reply, startModelServer } from './model_server.ts';

/** A request's messages as one text, in the form of an export. */
export function promptOf({ body }: Received): string {
  const messages = body.messages as { content: string }[];
  return messages.map(({ content }) => content.trimEnd()).join('\n\n');
}

/**
 * Starts a model that follows a script.
 *
 * @param override - answers some requests in another way
 */
export function startScriptedModel(
  script: Script = {},
  override: (request: Received, prompt: string) => Reply | Promise<Reply> | undefined = () => undefined,
): Promise<ModelServer> {
  const model = scriptedModel(script);
  return startModelServer(null, [
    (request) => override(request, promptOf(request)) ?? goodStream(model(promptOf(request))),
  ]);
}

/** The environment in which that model is used. */
export function modelEnvironment({ baseUrl }: ModelServer): Record<string, string> {
  return { OPENAI_BASE_URL: baseUrl, ORCHESTRATOR_MODEL: 'test-model' };
}
