import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { nameOf, plain } from '../plain_text.ts';
import { matchesInScript } from '../reading/line_matches.ts';
import type { Sources } from '../sources.ts';

/** Git hooks of the project that a tool installs in a clone: husky, simple-git-hooks and Lefthook. */
export const gitHooks: Detector = {
  name: 'git-hooks',
  detect: (sources) => [...scriptFacts(sources), ...packageFacts(sources), ...lefthookFacts(sources)],
};

/** The hooks that people encounter while they work, with their descriptions. */
const MOMENTS: ReadonlyMap<string, string> = new Map([
  ['pre-commit', 'Before each commit'],
  ['commit-msg', 'For the message of each commit'],
  ['pre-push', 'Before each push'],
]);

function hookFact(hook: string, tool: string, run: string, path: string, line: number): Fact[] {
  const moment = MOMENTS.get(hook);
  if (moment === undefined) return [];
  return [
    makeFact({
      kind: 'convention',
      about: `hook:${hook}:${run}`,
      statement: `${moment}, ${tool} runs \`${plain(run, 80)}\``,
      values: { hook, run },
      evidence: [{ path, line }],
    }),
  ];
}

function scriptFacts(sources: Sources): Fact[] {
  return sources.where({ folder: /^\.(?:husky|vite-hooks)\/$/u, name: /^[\w-]+$/u }).flatMap((path) => {
    const tool = path.startsWith('.husky/') ? 'husky' : 'Vite+';
    const lines = sources.read(path)?.lines ?? [];
    const commands = lines.flatMap((line, place) =>
      /^(?:\s*$|#|\.\s|(?:set|export|if|fi|then|else|for|done|case|esac|exit)\b)/u.test(line)
        ? []
        : [{ run: line.trim(), line: place + 1 }],
    );
    // A hook with more than a few calls is a program, and no single line describes it.
    return commands.length > 4
      ? []
      : commands.flatMap(({ run, line }) => hookFact(nameOf(path), tool, run, path, line));
  });
}

function packageFacts(sources: Sources): Fact[] {
  const path = 'package.json';
  const manifest = sources.has(path) ? sources.json(path) : undefined;
  const script = sources.matching(/^\.?simple-git-hooks\.[cm]?js$/u).find((each) => !each.includes('/'));
  const inScript = matchesInScript(
    script === undefined ? undefined : sources.read(script),
    /^\s*["']?([a-z-]+)["']?:\s*(["'`])(.+)\2,?\s*$/u,
  ).flatMap(({ groups: [hook = '', , run = ''], line }) =>
    hookFact(hook, 'simple-git-hooks', run, script ?? '', line),
  );
  const inManifest = (manifest?.entries('simple-git-hooks') ?? []).flatMap(({ key, value, line }) =>
    typeof value === 'string' ? hookFact(key, 'simple-git-hooks', value, path, line) : [],
  );
  return [...inManifest, ...inScript];
}

function lefthookFacts(sources: Sources): Fact[] {
  const path = ['lefthook.yml', 'lefthook.yaml', '.lefthook.yml'].find((each) => sources.has(each));
  if (path === undefined) return [];
  return (sources.yaml(path)?.root.entries() ?? []).flatMap(({ key, value: hook }) => {
    const commands =
      hook
        .key('commands')
        ?.entries()
        .map(({ value }) => value) ?? [];
    return [...commands, ...(hook.key('jobs')?.items() ?? [])].slice(0, 12).flatMap((command) => {
      const run = command.key('run');
      return run?.scalar === undefined
        ? []
        : hookFact(key, 'Lefthook', run.scalar.trim().replace(/\s*\n\s*/gu, ' '), path, run.line);
    });
  });
}
