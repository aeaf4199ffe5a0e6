import type { ComponentKind } from '../../framework/index.ts';
import type { LenientFields, ReadPrompt } from './types.ts';

/** What this program wrote into the front matter of a component that it exported. */
export type OwnExport = Pick<ReadPrompt, 'useWhen' | 'license'> & {
  readonly kind: ComponentKind;
  readonly description: string;
};

/** What an export of a component says of it; `undefined` for every other file. Data like all else: a kind is shown before it counts. */
export function ownExport(fields: LenientFields): OwnExport | undefined {
  const metadata: unknown = fields.get('metadata')?.value;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const { generator, kind, summary, use_when: useWhen, license } = metadata as Record<string, unknown>;
  if (generator !== 'orchestrator' || !isKind(kind) || typeof summary !== 'string') return undefined;
  return {
    kind,
    description: summary,
    ...(typeof useWhen === 'string' && { useWhen }),
    ...(typeof license === 'string' && { license }),
  };
}

function isKind(value: unknown): value is ComponentKind {
  return value === 'persona' || value === 'protocol' || value === 'constraint';
}
