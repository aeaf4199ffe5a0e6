import type { Environment } from '../../../platform/index.ts';

/** Key variables by provider, and the hosts of its models. */
const PROVIDERS = [
  { name: 'anthropic', key: 'ANTHROPIC_API_KEY', host: 'api.anthropic.com' },
  { name: 'deepseek', key: 'DEEPSEEK_API_KEY', host: 'api.deepseek.com' },
  { name: 'google', key: 'GEMINI_API_KEY', host: 'generativelanguage.googleapis.com' },
  { name: 'openai', key: 'OPENAI_API_KEY', host: 'api.openai.com' },
  { name: 'opencode', key: 'OPENCODE_API_KEY', host: 'opencode.ai' },
  { name: 'openrouter', key: 'OPENROUTER_API_KEY', host: 'openrouter.ai' },
] as const;

/** The hosts of the providers whose keys an agent is handed, or that it is logged in with. */
export function hostsOfKeys(
  env: Environment,
  isLoggedIn: (provider: string) => boolean = () => false,
): string[] {
  return PROVIDERS.filter(({ name, key }) => Boolean(env[key]) || isLoggedIn(name)).map(({ host }) => host);
}
