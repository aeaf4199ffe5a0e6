import { fileURLToPath } from 'node:url';
import { pathInside } from '../model_loop/path_inside.ts';
import { type ReachContext, reachOf } from './command_reach.ts';
import type { Wish } from './wish.ts';

/** The surroundings against which an agent's requests are checked. */
export type PermissionContext = ReachContext & {
  /** The worktree's path with all links resolved. */
  readonly realRoot: string;
  /** Resolves the links of a path, as far as it exists. */
  readonly realPath: (path: string) => string;
  /** Commands that a person has approved, word by word. */
  readonly approved: readonly string[];
};

/** Whether something is allowed, and why or why not. */
export type Decision = { readonly isAllowed: boolean; readonly why: string };

/**
 * Decides on an agent's request: allows what stays in the worktree; denies what leaves it, touches git's own files, uses the
 * network, or does not say what it touches.
 */
export function decidePermission(wish: Wish, context: PermissionContext): Decision {
  const { kind, paths, commands, urls } = wish;
  if (kind === 'switch_mode') return no('the mode of its work is chosen by this program');
  if (kind === 'fetch') return no('it would use the network');
  for (const path of paths) {
    const why = leads(path, context);
    if (why !== undefined) return no(why);
  }
  if (commands.length > 0) {
    for (const command of commands) {
      if (context.approved.includes(command.trim())) continue;
      const reach = reachOf(command, context);
      if (reach !== undefined) return no(`it would ${reach}`);
    }
    return yes('it says that it stays in the worktree');
  }
  if (urls.some((url) => !/^file:/iu.test(url))) return no('it would use the network');
  if (kind === 'think') return yes('it touches nothing');
  if (paths.length > 0) return yes('it stays in the worktree');
  if (kind === 'read' || kind === 'search') return yes('it names no place outside the worktree');
  return no('it does not say what it would touch');
}

/** Where a path leads, if that is forbidden. */
function leads(path: string, { root, realRoot, realPath }: PermissionContext): string | undefined {
  const named = /^file:/iu.test(path) ? pathOf(path) : path;
  if (named === undefined) return `${path.slice(0, 200)}: it is not the address of a file here`;
  const own = named === realRoot || named.startsWith(`${realRoot}/`) ? realRoot : root;
  const inside = pathInside(own, named);
  if (!inside.ok) return `${named.slice(0, 200)}: ${inside.why}`;
  const real = realPath(`${own}/${inside.path}`);
  const stays = pathInside(realRoot, real);
  return stays.ok
    ? undefined
    : `${named.slice(0, 200)}: a link leads out of the worktree, or into git's own files`;
}

function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

function yes(why: string): Decision {
  return { isAllowed: true, why };
}

function no(why: string): Decision {
  return { isAllowed: false, why };
}

/** One of the answers that an agent offers. */
export type PermissionOption = { readonly optionId: string; readonly kind: string };

/**
 * The offered answer that expresses a decision, for this once. A yes that would apply for longer is never chosen, since the next
 * request is another one; a no may be. `undefined` where none is offered.
 */
export function optionFor(options: readonly PermissionOption[], isAllowed: boolean): string | undefined {
  const kinds = isAllowed ? ['allow_once'] : ['reject_once', 'reject_always'];
  return kinds.map((wanted) => options.find(({ kind }) => kind === wanted)?.optionId).find(Boolean);
}
