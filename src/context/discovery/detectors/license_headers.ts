import type { Detector } from '../detector.ts';
import { makeFact } from '../fact.ts';
import { spread } from '../spread.ts';

/** Whether source files begin with a notice of their licence. Only a few files are opened. */
export const licenseHeaders: Detector = {
  name: 'license-headers',
  detect(sources) {
    const byEnding = new Map<string, string[]>();
    for (const path of sources.paths) {
      const ending = SOURCE.exec(path)?.[1];
      if (ending === undefined || OTHERS.test(path)) continue;
      const same = byEnding.get(ending);
      if (same === undefined) byEnding.set(ending, [path]);
      else same.push(path);
    }
    const [most] = [...byEnding.values()].sort((a, b) => b.length - a.length);
    if (most === undefined || most.length < MOST) return [];
    const opened = spread(most, MOST).flatMap((path) => sources.read(path) ?? []);
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

const SOURCE = /\.(java|kt|go|rs|py|php|cs|rb|ts|tsx|js|c|cc|cpp|h|hpp|scala|swift)$/u;

const OTHERS =
  /(?:^|\/)(?:node_modules|vendor|third[_-]?party|fixtures?|testdata|examples?|samples?|templates?|dist|generated?|gen|docs?|migrations)\//u;

const NOTICE = /SPDX-License-Identifier|\bLicensed (?:to|under)\b|\bCopyright\b|©/u;
