import {
  type BatchManifest,
  type BatchState,
  LOCAL,
  type PlaceSettings,
  type RunRules,
} from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { faultOfPlace } from './run_places.ts';

/** Finds the reasons why a batch cannot be handed over in its current state; reports all at once. */
export function whyNotWhole(
  manifest: BatchManifest,
  state: BatchState,
  {
    to,
    settings,
    part,
  }: { readonly to: string; readonly settings: PlaceSettings; readonly part: BatchManifest | undefined },
): Problem<'usage'>[] {
  const { batch } = manifest;
  const fault = faultOfPlace(to, settings);
  const open = new Set(part?.phases.map(({ id }) => id));
  const elsewhere = manifest.phases.filter(
    ({ id, place }) => open.has(id) && place !== undefined && place !== to && place !== LOCAL,
  );
  const usage = (message: string, hint?: string): Problem<'usage'> => ({
    severity: 'error',
    code: 'usage',
    message,
    ...(hint === undefined ? {} : { hint }),
  });
  const isCutShort =
    state.run !== undefined || state.phases.some(({ progress }) => UNDER_WAY.has(progress.state));
  return [
    ...(fault === undefined ? [] : [usage(fault.message, fault.hint)]),
    ...((settings.env ?? []).length === 0
      ? []
      : [
          usage(
            `The settings of ${to} send values from this machine (env), and a whole batch there would have to store them.`,
            'Remove env from its settings, and set them in your profile there.',
          ),
        ]),
    ...(isCutShort
      ? [
          usage(
            `A run of batch ${batch} was interrupted here, and some of its work still has to be checked here.`,
            `Do that first: orchestrator batch run ${batch}`,
          ),
        ]
      : []),
    ...(part === undefined && !isCutShort
      ? [usage(`No phase of batch ${batch} is waiting, so there is nothing to hand over.`)]
      : []),
    ...elsewhere.map(({ id, place }) =>
      usage(
        `Phase ${id} is to run at ${printableLine(place ?? '')}, but a batch that is handed over runs entirely at ${to}.`,
      ),
    ),
  ];
}

const UNDER_WAY: ReadonlySet<string> = new Set(['running', 'gating', 'merging']);

/** Notes information that is known here and does not reach the place. */
export function notSent({ phases }: BatchState, rules: RunRules, part: BatchManifest): Problem<'not-sent'>[] {
  const tried = phases.filter(
    ({ progress, attempts, answer }) =>
      progress.state === 'waiting' && (attempts.length > 0 || answer !== undefined),
  );
  const note = (message: string): Problem<'not-sent'> => ({ severity: 'note', code: 'not-sent', message });
  const open = new Set(part.phases.map(({ id }) => id));
  const needing = phases
    .filter(({ phase }) => open.has(phase.id) && (phase.needs ?? []).length > 0)
    .map(({ phase }) => phase.id);
  return [
    ...(tried.length === 0
      ? []
      : [
          note(
            `Evidence from earlier attempts and your answers are not sent along, for ${tried.map(({ phase }) => phase.id).join(', ')}.`,
          ),
        ]),
    ...(rules.links.length + rules.copies.length === 0
      ? []
      : [
          note(
            'Links and copies from your settings do not exist there; use --setup to create what gates need.',
          ),
        ]),
    ...(needing.length === 0
      ? []
      : [
          note(
            `The job requests only time; set what else these phases need in the settings of the place: ${needing.join(', ')}.`,
          ),
        ]),
  ];
}
