import { failure, type Problem, type Result, success } from '../../../diagnostics/index.ts';
import type { Bubblewrap } from './bwrap.ts';
import type { SandboxKind, SandboxMode } from './confinement.ts';
import type { ContainerEngine } from './container.ts';

/** The sandboxes that work on this machine; a text explains why one does not. */
export type SandboxesHere = {
  readonly bwrap: Bubblewrap | string;
  readonly container: ContainerEngine | string;
};

/** The sandbox a run was given. */
export type Sandbox =
  | { readonly kind: 'none'; readonly why: 'asked' | 'nothing-works' }
  | ({ readonly kind: 'bwrap' } & Bubblewrap)
  | { readonly kind: 'container'; readonly engine: ContainerEngine };

/** Problems with a sandbox that was requested. */
export type SandboxProblemCode = 'no-sandbox';

/**
 * Chooses the sandbox of a run. If one requested by name does not work here, that is a failure; `auto` falls back to none, with a
 * warning that says what was missing.
 *
 * @param isPromised - the person who approved the commands was promised a sandbox, and is not here to read a warning: having none
 * is a failure
 */
export function chooseSandbox(
  mode: SandboxMode,
  here: () => SandboxesHere,
  isPromised = false,
): Result<
  { readonly sandbox: Sandbox; readonly warnings: readonly Problem<SandboxProblemCode>[] },
  SandboxProblemCode
> {
  if (mode === 'none') return success({ sandbox: { kind: 'none', why: 'asked' }, warnings: [] });
  const { bwrap, container } = here();
  if (mode !== 'container' && typeof bwrap !== 'string')
    return success({ sandbox: { kind: 'bwrap', ...bwrap }, warnings: [] });
  if (mode !== 'bwrap' && typeof container !== 'string') {
    return success({ sandbox: { kind: 'container', engine: container }, warnings: [] });
  }
  const reasons = [
    ...(mode === 'container' || typeof bwrap !== 'string' ? [] : [`bubblewrap: ${bwrap}`]),
    ...(mode === 'bwrap' || typeof container !== 'string' ? [] : [`a container: ${container}`]),
  ];
  const missing = `No sandbox works here (${reasons.join('; ')})`;
  if (mode === 'auto' && isPromised) {
    return failure('environment', {
      severity: 'error',
      code: 'no-sandbox',
      message: `${missing}, but the batch was handed over to run in one (--sandbox auto). Nothing was started.`,
      hint: `${INSTALL.bwrap} Without one, hand it over with --sandbox none.`,
    });
  }
  if (mode === 'auto') {
    const warning: Problem<'no-sandbox'> = {
      severity: 'warning',
      code: 'no-sandbox',
      message: `${missing}, so attempts can read and write whatever you can.`,
      hint: INSTALL.bwrap,
    };
    return success({ sandbox: { kind: 'none', why: 'nothing-works' }, warnings: [warning] });
  }
  return failure('environment', {
    severity: 'error',
    code: 'no-sandbox',
    message: `${missing}, but --sandbox ${mode} requires one.`,
    hint: `${INSTALL[mode]} Without one: --sandbox none.`,
  });
}

const INSTALL: Readonly<Record<Exclude<SandboxKind, 'none'>, string>> = {
  bwrap: 'Install bubblewrap, on Debian and Ubuntu: apt-get install bubblewrap.',
  container:
    'Install podman, or start docker, and name an image that has the tools of your gates: orchestrator config set batch.sandboxImage NAME.',
};
