import { shellWord } from '../../../lib/index.ts';
import { type Host, hostText, readHost } from '../../../platform/index.ts';
import { type Asker, HOSTS_SETTING } from './hosts_allowed.ts';

/**
 * Explains how a person can let the commands of one kind reach a host. The setting replaces the whole list, so the new value
 * includes the current one and earlier requests.
 *
 * @param set - the current value for this kind
 */
export function widerBy(asker: Asker, set: readonly Host[], asked: Iterable<string>, host: string): string {
  if (readHost(host) === undefined)
    return 'A list of hosts cannot contain this name: orchestrator config set batch.sandboxNetwork host';
  const earlier = [...asked].filter((each) => each !== host && readHost(each) !== undefined);
  const all = [...new Set([...set.map(hostText), ...earlier, host])];
  const what = all.length === 1 ? 'To let it' : 'To let it, with what is set or was asked for before';
  return `${what}: orchestrator config set ${HOSTS_SETTING[asker]} ${shellWord(all.join(', '))}`;
}
