import type { ComponentKind } from '../../framework/index.ts';
import type { LenientFields, ReadPrompt } from './reading_format.ts';

/** The fields this program wrote into the front matter of an exported component. */
export type OwnExport = Pick<ReadPrompt, 'useWhen' | 'license'> & {
  readonly kind: ComponentKind;
  readonly description: string;
};

/**
 * Reads the fields that an export of a component contains; `undefined` for any other file. They are untrusted: a kind is shown
 * before it is used.
 */
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
