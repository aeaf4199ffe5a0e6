import { isSearch } from '../words/outcome_words.ts';

/** Whether a command can be run as it is written in any working copy: with no word to replace, and no place of one machine. */
export function runsAnywhere(command: string): boolean {
  // In single quotes, and in the pattern or program that a command is given, the signs are its own.
  const unquoted = command.replace(/'[^']*'/gu, " '' ");
  const bare =
    isSearch(command) || HAS_PROGRAM.test(command)
      ? unquoted.replace(/"(?:[^"\\]|\\.)*"/gu, ' "" ')
      : unquoted;
  return !TO_REPLACE.test(bare) && !TO_REPLACE_ANYWHERE.test(command) && !isOfOneMachine(command);
}

const HAS_PROGRAM = /^(?:\S+\s+){0,3}-[a-z]*[ec]\s/u;

/** `<folder>`, `{id}`, `[your-project]`, `…`: but no redirection, no `${NAME}`, and no `./...` of Go. */
const TO_REPLACE =
  /<[\p{L}][\p{L}\p{N} _.:/|-]*[\p{L}\p{N}]>|<\p{L}>|(?<![$@{\p{L}\p{N}])\{\{?[\p{L}][\p{L}\p{N} _-]*\}|\[(?:your|my|the|insert|dein\w*|votre|tu|seu|имя|ваш)[ _-][^\]]*\]|…|(?:^|[\s="'])\.{3,}(?=["']?(?:\s|$))/iu;

/** `path/to/x`, `YOUR_KEY`, `vX.Y.Z`. */
const TO_REPLACE_ANYWHERE =
  /(?:^|[\s/"'=])(?:path\/to|pfad\/zu[mr]?|chemin\/vers|ruta\/(?:a|al)|caminho\/para|percorso\/(?:a|del)|путь\/к|路径|パス)\/|(?<![\p{L}\p{N}])(?:your|votre|dein)[-_]\p{L}|(?<![\p{L}\p{N}])(?:YOUR|MY)_[A-Z]|\b(?:your|my)-?(?:domain|project|app|server|host|org|repo|bucket)\b[./-]|\bexample\.(?:com|org|net)\b|(?<![\p{L}\p{N}])X\.Y(?:\.Z)?(?![\p{L}\p{N}])|\bX{3,}\b|\bx{4,}\b/u;

/** A place that only the author's machine has; one after a colon or in a container is on the other side of a mount. */
function isOfOneMachine(command: string): boolean {
  if (/^(?:docker|docker-compose|podman|kubectl)\s(?:.*\s)?(?:exec|run)\s/u.test(command)) return false;
  return OF_ONE_MACHINE.test(command);
}

const OF_ONE_MACHINE =
  /(?:^|[\s"'=])(?:\/(?:Applications|Users|Volumes|home|root|mnt|media)\/|[A-Za-z]:[\\/](?!\/)|~\/|\$\{?HOME\}?\/|%[A-Z]+%|\$env:USERPROFILE)/u;
