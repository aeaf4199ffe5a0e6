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
 * What was found out about an endpoint and its model, kept with the user's settings and never in a project: that it would not have a
 * message of the system's. That is asked again after a while, as it may have changed, and is forgotten with the next change of the
 * settings that name a model. Each is a file of its own, so that two who find something at once cannot undo each other's.
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
        log(`remembered of ${baseUrl} and ${model}: no message of the system's`);
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
        // It is found out again another time, at the price of a request.
        log(`what was found out about ${baseUrl} is not remembered: ${describeSystemError(error)}`);
      }
    },
  };
}

/** Forgets everything that was found out about endpoints: the user names another, or says something else of it. */
export function forgetEndpoints({ userFolder, log }: Pick<OperationContext, 'userFolder' | 'log'>): void {
  if (userFolder === null) return;
  const folder = join(userFolder, FOLDER);
  try {
    for (const name of namesIn(folder).filter(isOwn)) removeFile(join(folder, name));
  } catch (error) {
    log(`what was found out about endpoints is not forgotten: ${describeSystemError(error)}`);
  }
}

const FOLDER = 'endpoints';
const SCHEMA = 'orchestrator.endpoint/1';
/** A week: who serves a model may have mended its template by then. */
const LASTS_MS = 7 * 24 * 60 * 60 * 1000;
/** More than anybody uses at once. */
const MOST_KEPT = 50;
const LARGEST = 16 * 1024;

/** When it was found out, in milliseconds since 1970 UTC. */
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
  if (names.length <= MOST_KEPT) return;
  const files = names.map((name) => join(folder, name));
  const byAge = files.map((file) => ({ file, at: writtenAt(file) })).sort((a, b) => b.at - a.at);
  for (const { file } of byAge.slice(MOST_KEPT)) removeFile(file);
}
