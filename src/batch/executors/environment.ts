import type { Environment } from '../../platform/index.ts';

/**
 * What an executor sees of the user's environment: what every program needs to find its home, its language and the network,
 * and the names that it lists itself. Everything else stays out, above all credentials of others and what steers git.
 */
export function executorEnvironment(env: Environment, names: readonly string[]): Environment {
  const allowed = new Set([...EVERY_EXECUTOR, ...names]);
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => allowed.has(name) || name.startsWith('LC_')),
  );
}

const EVERY_EXECUTOR = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TMPDIR',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_RUNTIME_DIR',
  'XDG_STATE_HOME',
  // A model is behind a network: through the proxy, and with the certificates, that the user has.
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_DIR',
  'SSL_CERT_FILE',
];
