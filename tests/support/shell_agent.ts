import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentScript } from './batch_project.ts';
import { ROOT } from './program.ts';

/** The fake agent's program. */
export const FAKE_AGENT = join(ROOT, 'tests/support/fake_agent.mjs');

/**
 * Writes a program that does what `fake_agent.mjs` would do with the same script. Uses a shell for what a shell can do: a start
 * of Node for each attempt would be a large part of a batch's cost.
 *
 * @param file - the program
 * @param kept - the path of its script; the files that it creates and waits for are beside it
 * @returns its command line, without the shell that starts a program with steps for Node
 */
export function writeAgent(file: string, script: AgentScript, kept = `${file}.json`): [string, ...string[]] {
  writeFileSync(kept, JSON.stringify(script));
  const node: [string, ...string[]] = [process.execPath, FAKE_AGENT, kept];
  const text = shellText(script, `exec ${node.map(quoted).join(' ')}`);
  writeFileSync(file, `#!/bin/sh\n${text}`);
  chmodSync(file, 0o755);
  return text.includes(FAKE_AGENT) ? node : [file];
}

/** The script as shell code: an attempt with a step that needs Node is left to Node. */
function shellText({ phases = {}, default: others = [] }: AgentScript, node: string): string {
  const cases: string[] = [];
  for (const [phase, attempts] of [...Object.entries(phases), ['*', others] as const]) {
    const pattern = phase === '*' ? '*' : quoted(phase);
    for (const [index, steps] of attempts.entries()) {
      const lines = steps.map(shellStep);
      const body = lines.includes(undefined) ? node : lines.join('\n');
      // An attempt beyond the last does what the last one does.
      cases.push(`${pattern}:${index === attempts.length - 1 ? '*' : index + 1})\n${body}\n;;`);
    }
    if (attempts.length === 0) cases.push(`${pattern}:*) ;;`);
  }
  return `${FUNCTIONS}case "$ORCHESTRATOR_TASK:$ORCHESTRATOR_ATTEMPT" in\n${cases.join('\n')}\nesac\nexit 0\n`;
}

function shellStep(step: object): string | undefined {
  const [[name, value] = ['', undefined], ...more] = Object.entries(step) as [string, unknown][];
  // A shell cannot hold a NUL byte.
  if (more.length > 0 || JSON.stringify(step).includes('\\u0000')) return undefined;
  switch (name) {
    case 'work':
      return `work ${quoted(String(value))}`;
    case 'write':
    case 'append': {
      const into = name === 'write' ? '>' : '>>';
      return Object.entries(value as Record<string, string>)
        .map(([path, text]) => `folder_of ${quoted(path)}; printf %s ${quoted(text)} ${into} ${quoted(path)}`)
        .join('\n');
    }
    case 'print':
      return `printf '%s\\n' ${quoted(String(value))}`;
    case 'complain':
      return `printf '%s\\n' ${quoted(String(value))} >&2`;
    case 'result':
      return `put_result ${quoted(JSON.stringify({ ...RESULT, ...(value as object) }))}`;
    case 'rawResult':
      return `put_text ${quoted(String(value))} "$ORCHESTRATOR_RESULT_FILE"`;
    case 'beat':
      return `put_text ${quoted(String(value))} "$ORCHESTRATOR_HEARTBEAT_FILE"`;
    case 'remove':
      return (value as string[]).map((path) => `/bin/rm -r -- ${quoted(path)}`).join('\n');
    case 'git':
      return `${GIT} ${(value as string[]).map(quoted).join(' ')} >/dev/null`;
    case 'exit':
      return `exit ${Number(value)}`;
    default:
      return undefined;
  }
}

const GIT = 'git -c user.name=agent -c user.email=agent@example.com';

const RESULT = { status: 'done', summary: 'All of it is done.', files: [], tokens: null, problems: [] };

/** `work` reads the prompt's front matter: the files that it lists, with wildcards replaced by the phase's name. */
const FUNCTIONS = `set -e
folder_of() { case $1 in */*) [ -d "\${1%/*}" ] || /bin/mkdir -p "\${1%/*}" ;; esac; }
put_text() { folder_of "$2"; printf %s "$1" >"$2"; }
put_result() {
  folder_of "$ORCHESTRATOR_RESULT_FILE"
  printf %s "$1" >"$ORCHESTRATOR_RESULT_FILE.part"
  /bin/mv "$ORCHESTRATOR_RESULT_FILE.part" "$ORCHESTRATOR_RESULT_FILE"
}
declared=
read_declared() {
  [ -z "$declared" ] || return 0
  inside=
  while IFS= read -r line; do
    case $line in
      files_modified:) inside=yes; continue ;;
      '  - '*) [ -n "$inside" ] || continue ;;
      *) [ -z "$inside" ] || break; continue ;;
    esac
    path=\${line#'  - '}
    case $path in \\"*\\" | \\'*\\') path=\${path#?}; path=\${path%?} ;; esac
    while case $path in *\\**) true ;; *) false ;; esac; do
      head=\${path%%\\**}; tail=\${path#"$head"}
      while case $tail in \\**) true ;; *) false ;; esac; do tail=\${tail#?}; done
      path=$head$ORCHESTRATOR_TASK$tail
    done
    declared="$declared$path
"
  done
  declared="$declared/"
}
work() {
  read_declared
  paths=$declared
  while [ "$paths" != / ]; do
    path=\${paths%%
*}
    paths=\${paths#*
}
    folder_of "$path"
    printf '%s %s\\n' "$1" "$ORCHESTRATOR_TASK" >"$path"
  done
}
`;

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
