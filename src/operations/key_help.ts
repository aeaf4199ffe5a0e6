import type { Setting } from '../config/index.ts';

/** The pages on which providers hand out their keys. */
const KEY_PAGES: Readonly<Record<string, string>> = {
  'https://api.openai.com': 'https://platform.openai.com/api-keys',
  'https://openrouter.ai': 'https://openrouter.ai/keys',
  'https://generativelanguage.googleapis.com': 'https://aistudio.google.com/apikey',
  'https://api.anthropic.com': 'https://console.anthropic.com/settings/keys',
  'https://api.mistral.ai': 'https://console.mistral.ai/api-keys',
  'https://api.groq.com': 'https://console.groq.com/keys',
  'https://api.deepseek.com': 'https://platform.deepseek.com/api_keys',
};

/** Instructions for giving an endpoint a key: one that is set elsewhere would be tied to another endpoint. */
export function keyHelp(baseUrl: Setting, origin: string): string {
  const page = pageOf(origin);
  switch (baseUrl.source) {
    case 'flag':
      return `Give one for ${origin} beside --base-url: --api-key-file FILE${page}.`;
    case 'environment':
      return `Set OPENAI_API_KEY beside OPENAI_BASE_URL to one for ${origin}${page}.`;
    case 'user':
      return `Keep one for ${origin}: \`orchestrator config set apiKey\`${page}.`;
    case 'default':
      return `Set OPENAI_API_KEY, or run \`orchestrator config set apiKey\`${page}.`;
  }
}

/**
 * Instructions for replacing the key in use.
 *
 * @param from - its source, as a {@link KeySource} names it
 */
export function keyRemedy(from: string, origin: string): string {
  const page = pageOf(origin);
  if (from.includes('OPENAI_API_KEY'))
    return `Check the variable OPENAI_API_KEY: it must hold a key for ${origin}${page}.`;
  if (from.includes('--api-key-file'))
    return `Check the file that --api-key-file names: it must hold a key for ${origin}${page}.`;
  if (from.includes('apiKeyCommand'))
    return `Run the command by hand that \`orchestrator config get apiKeyCommand\` shows: it must print a key for ${origin}${page}.`;
  return `Replace it with \`orchestrator config set apiKey\`: it must be a key for ${origin}${page}.`;
}

function pageOf(origin: string): string {
  const page = KEY_PAGES[origin];
  return page === undefined ? '' : ` (its keys: ${page})`;
}
