import type { Detector } from '../detector.ts';
import { evenSample } from '../even_sample.ts';
import { makeFact } from '../fact.ts';
import { inFolders } from '../reading/minor_folders.ts';

/** Whether source files begin with a notice of their licence. Only a few files are opened. */
export const licenseHeaders: Detector = {
  name: 'license-headers',
  detect(sources) {
    const [most] = ENDINGS.map((ending) =>
      sources.where({ endings: new Set([ending]), outside: MINOR }),
    ).sort((a, b) => b.length - a.length || ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
    if (most === undefined || most.length < MOST) return [];
    const opened = evenSample(most, MOST).flatMap((path) => sources.read(path) ?? []);
    const found = opened.flatMap((text) => {
      const place = text.lines.slice(0, 8).findIndex((line) => NOTICE.test(line.slice(0, 300)));
      return place < 0 ? [] : [{ path: text.path, line: place + 1 }];
    });
    return found.length < opened.length || found.length < MOST
      ? []
      : [
          makeFact({
            kind: 'convention',
            about: 'license-headers',
            statement: 'Source files begin with a copyright or licence notice',
            values: { header: 'licence' },
            evidence: found.slice(0, 3),
            certainty: 'shown',
          }),
        ];
  },
};

const MOST = 5;

const ENDINGS = 'java kt go rs py php cs rb ts tsx js c cc cpp h hpp scala swift'.split(' ');

const MINOR = inFolders(
  ['thirdParty', 'fixtures', 'examples', 'templates', 'docs', 'built'],
  ['generated?', 'gen', 'migrations'],
);

const NOTICE = /SPDX-License-Identifier|\bLicensed (?:to|under)\b|\bCopyright\b|©/u;
