import type { Detector } from '../detector.ts';
import { commandFact, type Fact, roleOf } from '../fact.ts';
import { BUILD_SCRIPTS } from '../marker_files.ts';
import { nameOf } from '../plain_text.ts';
import { roleOfCall } from '../reading/ci_calls.ts';
import type { Sources } from '../sources.ts';

/** Known calls inside the project's own scripts that build, test or check it: shell and PowerShell. */
export const scriptCalls: Detector = {
  name: 'script-calls',
  detect: (sources) =>
    sources
      .where({ folder: /^(?:[a-z]+\/)?$/u })
      .filter((path) => BUILD_SCRIPTS.test(path) && PURPOSES.has(roleOf(purposeOf(path))))
      .slice(0, 8)
      .flatMap((path) => callsIn(sources, path).slice(0, 6)),
};

const PURPOSES: ReadonlySet<string> = new Set(['build', 'test', 'lint', 'typecheck', 'format', 'check']);

function purposeOf(path: string): string {
  return nameOf(path)
    .replace(/\.\w+$/u, '')
    .replace(/^run[-_]/u, '')
    .toLowerCase();
}

/** The calls at the left edge: those within a condition or a loop are not always made. */
function callsIn(sources: Sources, path: string): Fact[] {
  const text = sources.read(path);
  if (text === undefined || (!path.endsWith('.ps1') && text.lines[0]?.startsWith('#!') !== true)) return [];
  const seen = new Set<string>();
  let isMoved = false;
  return text.lines.flatMap((line, place): Fact[] => {
    if (/^(?:cd|pushd|Set-Location|Push-Location)\s/u.test(line)) isMoved = true;
    if (isMoved || line.length > 300 || !/^[A-Za-z&]/u.test(line)) return [];
    const call = (/^exec\s*\{\s*&?\s*(.+?)\s*\}/iu.exec(line)?.[1] ?? line.replace(/^&\s*/u, '')).trim();
    const role = /[$`|&;<>{}()\\]/u.test(call) ? undefined : roleOfCall(call);
    if (role === undefined || role === 'release' || role === 'setup' || seen.has(call)) return [];
    seen.add(call);
    return [commandFact({ role, run: call, folder: '.', evidence: [{ path, line: place + 1 }] })];
  });
}
