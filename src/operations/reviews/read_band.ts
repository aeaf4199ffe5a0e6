import { BANDS, type Band } from '../../batch/index.ts';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { nearest } from '../../lib/index.ts';

/** Parses the name of a band, in any case. */
export function readBand(wanted: string | undefined): Result<Band | undefined, 'bad-band'> {
  if (wanted === undefined) return success(undefined);
  const band = BANDS.find((each) => each === wanted.toUpperCase());
  if (band !== undefined) return success(band);
  const meant = nearest(wanted.toUpperCase(), BANDS);
  return failure('usage', {
    severity: 'error',
    code: 'bad-band',
    message: `${JSON.stringify(wanted.slice(0, 60))} is not a band of risk.`,
    hint:
      meant === undefined
        ? `It is one of ${BANDS.join(', ')}.`
        : `Did you mean ${meant}? It is one of ${BANDS.join(', ')}.`,
  });
}
