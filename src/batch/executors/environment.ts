import type { Environment } from '../../platform/index.ts';
import { toolEnvironment } from '../evidence/index.ts';

/**
 * What an executor sees of the user's environment: what tools need, so that an agent can run the gates as the program will,
 * the way to the network, and the names that it lists itself. Everything else stays out, above all credentials of others
 * and what steers git.
 */
export function executorEnvironment(env: Environment, names: readonly string[]): Environment {
  const allowed = new Set([...NETWORK, ...names]);
  const own = Object.entries(env).filter(([name]) => allowed.has(name));
  return { ...toolEnvironment(env), ...Object.fromEntries(own) };
}

/** A model may be behind a proxy, and the proxy behind a password. */
const NETWORK = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
