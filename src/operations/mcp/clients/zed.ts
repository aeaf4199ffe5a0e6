import type { McpClient } from './client.ts';
import { jsonSettings } from './json_settings.ts';

/** Zed: the user's settings, with the servers under `context_servers`. Format: https://zed.dev/docs/ai/mcp */
export const zed: McpClient = {
  name: 'zed',
  title: 'Zed',
  isProjects: false,
  file: '.config/zed/settings.json',
  withServer: jsonSettings('context_servers'),
  note: 'It is for all your projects: the server works in the folder that Zed starts it in.',
};
