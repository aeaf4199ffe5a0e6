import type { McpClient } from './client.ts';
import { tomlSettings } from './toml_settings.ts';

/**
 * Codex: `config.toml` in `~/.codex`, or where `CODEX_HOME` says, a table `[mcp_servers.NAME]`. Format:
 * https://developers.openai.com/codex/mcp
 */
export const codex: McpClient = {
  name: 'codex',
  title: 'Codex',
  isProjects: false,
  file: '.codex/config.toml',
  withServer: tomlSettings,
  note: 'It is for all your projects: the server works in the folder that Codex is started in.',
};
