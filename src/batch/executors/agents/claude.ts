import { join } from 'node:path';
import type { Environment } from '../../../platform/index.ts';
import { objectIn, objectOf } from './json_line.ts';
import type { Machine, Preset } from './preset.ts';

/**
 * Claude Code: from its command line reference and list of variables, tried with 2.1.332. acceptEdits would refuse every command,
 * including those of the gates. It prints its actions before its end only with stream-json, which in turn requires --verbose.
 */
export const claude: Preset = {
  argv: [
    'claude',
    '-p',
    '--permission-mode',
    'bypassPermissions',
    '--output-format',
    'stream-json',
    '--verbose',
  ],
  ending: 0,
  env: [
    'ANTHROPIC_API_KEY',
    'ANTHROPIC_AUTH_TOKEN',
    'ANTHROPIC_BASE_URL',
    'ANTHROPIC_CUSTOM_HEADERS',
    'ANTHROPIC_DEFAULT_HAIKU_MODEL',
    'ANTHROPIC_DEFAULT_OPUS_MODEL',
    'ANTHROPIC_DEFAULT_SONNET_MODEL',
    'ANTHROPIC_MODEL',
    'ANTHROPIC_SMALL_FAST_MODEL',
    'ANTHROPIC_VERTEX_PROJECT_ID',
    'AWS_BEARER_TOKEN_BEDROCK',
    'AWS_PROFILE',
    'AWS_REGION',
    'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC',
    'CLAUDE_CODE_MAX_RETRIES',
    'CLAUDE_CODE_OAUTH_TOKEN',
    'CLAUDE_CODE_USE_BEDROCK',
    'CLAUDE_CODE_USE_VERTEX',
    'CLAUDE_CONFIG_DIR',
    'CLOUD_ML_REGION',
    'DISABLE_AUTOUPDATER',
    'DISABLE_ERROR_REPORTING',
    'DISABLE_TELEMETRY',
    'DO_NOT_TRACK',
    'IS_SANDBOX',
  ],
  promptOn: 'stdin',
  resume: ['--resume', '{session}'],
  leaves: ['.claude'],
  home: { reads: [], writes: ['.claude', '.claude.json'], folders: ['.claude'] },
  reaches: (machine) => {
    const own = settingsOf(machine);
    const named = Object.entries(own).flatMap(([name, value]) => (/_BASE_URL$/u.test(name) ? [value] : []));
    // Its settings may name an address that it uses besides the usual ones.
    const { ANTHROPIC_BASE_URL: _named, ...rest } = own;
    return [...named, ...usualHosts({ ...machine.env, ...rest })];
  },
  prepare: ({ env, isRoot }) =>
    !isRoot || env.IS_SANDBOX
      ? {}
      : {
          doubts: [
            {
              severity: 'error',
              code: 'executor-not-ready',
              message:
                'You are root, and claude refuses to work unattended as root: every attempt would fail at once.',
              hint: 'In a container or on a disposable machine, put IS_SANDBOX=1 before the command; otherwise run it as another user.',
            },
          ],
        },
};

/** The variables that its settings set, which override those it is started with. */
function settingsOf({ env, textOf }: Pick<Machine, 'env' | 'textOf'>): Readonly<Record<string, string>> {
  const folder = env.CLAUDE_CONFIG_DIR || join(env.HOME ?? '', '.claude');
  const settings = objectIn((textOf(join(folder, 'settings.json')) ?? '').trim());
  return Object.fromEntries(
    Object.entries(objectOf(settings?.env) ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function usualHosts(env: Environment): string[] {
  const { AWS_REGION: aws = 'us-east-1', CLOUD_ML_REGION: cloud = 'global' } = env;
  if (env.CLAUDE_CODE_USE_BEDROCK)
    return ['bedrock', 'bedrock-runtime', 'sts'].map((service) => `${service}.${aws}.amazonaws.com`);
  if (env.CLAUDE_CODE_USE_VERTEX)
    return [
      cloud === 'global' ? 'aiplatform.googleapis.com' : `${cloud}-aiplatform.googleapis.com`,
      'oauth2.googleapis.com',
    ];
  if (env.ANTHROPIC_BASE_URL) return [];
  return ['api.anthropic.com', 'claude.ai', 'console.anthropic.com', 'platform.claude.com'];
}
