import { join } from 'node:path';
import { isRecord } from '../lib/index.ts';
import type { EndpointMemory } from '../llm/index.ts';
import {
  describeSystemError,
  makePrivateFolder,
  namesIn,
  readText,
  removeFile,
  replaceFile,
  sha256,
  writtenAt,
} from '../platform/index.ts';
import type { OperationContext } from './context.ts';

/**
 * Remembers that an endpoint and its model refuse a system message; kept with the user's settings and never in a project. It
 * expires after a while, as it may have changed, and is forgotten with the next change of the settings that name a model. Each
 * endpoint has a file of its own, so that two processes cannot undo each other's findings.
 */
export function endpointMemory(
  { userFolder, log }: Pick<OperationContext, 'userFolder' | 'log'>,
  { baseUrl, model }: { readonly baseUrl: string; readonly model: string },
  now: () => number = Date.now,
): EndpointMemory | undefined {
  if (userFolder === null) return undefined;
  const folder = join(userFolder, FOLDER);
  const file = join(folder, `${sha256(JSON.stringify([baseUrl, model])).slice(0, 32)}.json`);
  const found = foundIn(file);
  const age = now() - (found ?? 0);
  return {
    refusesSystem: found !== undefined && age >= 0 && age < LASTS_MS,
    async found(refusesSystem) {
      try {
        if (!refusesSystem) {
          if (found !== undefined) removeFile(file);
          return;
        }
        log(`remembered of ${baseUrl} and ${model}: no system message`);
        makePrivateFolder(folder);
        const known = {
          schema: SCHEMA,
          baseUrl,
          model,
          refuses: ['system'],
          at: new Date(now()).toISOString(),
        };
        await replaceFile(file, `${JSON.stringify(known, undefined, 2)}\n`, 0o600);
        forgetOldest(folder);
      } catch (error) {
        // It will be found out again, at the cost of a request.
        log(`the capabilities of ${baseUrl} were not saved: ${describeSystemError(error)}`);
      }
    },
  };
}

/** Forgets everything known about endpoints: the user has named another, or changed its settings. */
export function forgetEndpoints({ userFolder, log }: Pick<OperationContext, 'userFolder' | 'log'>): void {
  if (userFolder === null) return;
  const folder = join(userFolder, FOLDER);
  try {
    for (const name of namesIn(folder).filter(isOwn)) removeFile(join(folder, name));
  } catch (error) {
    log(`the saved capabilities of endpoints were not removed: ${describeSystemError(error)}`);
  }
}

const FOLDER = 'endpoints';
const SCHEMA = 'orchestrator.endpoint/1';
/** A week: the model's provider may have fixed its template by then. */
const LASTS_MS = 7 * 24 * 60 * 60 * 1000;
/** More endpoints than anyone uses at once. */
const MAX_KEPT = 50;
const LARGEST = 16 * 1024;

/** The time of a finding, in milliseconds since 1970 UTC. */
function foundIn(file: string): number | undefined {
  const read = readText(file, LARGEST);
  if (read.kind !== 'text') return undefined;
  try {
    const known: unknown = JSON.parse(read.text);
    if (!isRecord(known) || known.schema !== SCHEMA || !Array.isArray(known.refuses)) return undefined;
    const at = known.refuses.includes('system') ? Date.parse(String(known.at)) : Number.NaN;
    return Number.isNaN(at) ? undefined : at;
  } catch {
    return undefined;
  }
}

function isOwn(name: string): boolean {
  return /^[0-9a-f]{32}[.]json$/u.test(name);
}

function forgetOldest(folder: string): void {
  const names = namesIn(folder).filter(isOwn);
  if (names.length <= MAX_KEPT) return;
  const files = names.map((name) => join(folder, name));
  const byAge = files.map((file) => ({ file, at: writtenAt(file) })).sort((a, b) => b.at - a.at);
  for (const { file } of byAge.slice(MAX_KEPT)) removeFile(file);
}
