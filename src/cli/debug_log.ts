import { formsOfKey, longestFirst, printableLine, withoutForms } from '../lib/index.ts';
import { configuredKeys, listSettings, type OperationContext } from '../operations/index.ts';
import { writeMessage } from './terminal/write.ts';

/** The log of `--debug`: lines on standard error with the time since the start, with all known keys removed. */
export function openLog(): Pick<OperationContext, 'log' | 'hideInLog'> {
  let hidden: readonly string[] = [];
  return {
    log: (line) => {
      const time = String(Math.round(performance.now())).padStart(6);
      writeMessage(`debug ${time} ms  ${withoutForms(printableLine(line), hidden)}\n`);
    },
    hideInLog: (key) => {
      hidden = longestFirst([...hidden, ...formsOfKey(key)]);
    },
  };
}

/** A text without the keys in the environment and the user's settings. */
export function withoutKeys(context: OperationContext, text: string): string {
  return withoutForms(text, longestFirst(configuredKeys(context).flatMap(formsOfKey)));
}

/** Logs the state before anything is done: versions, arguments, settings. */
export function logStart(
  context: OperationContext,
  { argv, version }: { readonly argv: readonly string[]; readonly version: string },
): void {
  for (const key of configuredKeys(context)) context.hideInLog(key);
  context.log(`orchestrator ${version}, Node ${process.version}, ${process.platform} ${process.arch}`);
  context.log(`arguments: ${shownArguments(argv).join(' ')}`);
  context.log(`in ${context.cwd}, the user's folder is ${context.userFolder ?? 'nowhere'}`);
  const { settings, problems } = listSettings(context);
  for (const { name, value, from } of settings) {
    const shown = name === 'apiKeyCommand' && value !== null ? '(set, not shown)' : value;
    context.log(`setting ${name}: ${shown ?? '-'} (${from})`);
  }
  for (const { message, file } of problems) context.log(`settings: ${[file, message].join(' ')}`);
}

/** Arguments without possible keys in the wrong place: a setting's value, or an option about keys. */
function shownArguments(argv: readonly string[]): readonly string[] {
  return argv.map((word, index) => {
    const before = argv[index - 1] ?? '';
    const isSetting = argv[0] === 'config' && !(index > 2 ? /^--?[a-z-]*$/u : /^[a-z-]*$/iu).test(word);
    const isKey = KEY_OPTION.test(before) && before !== '--api-key-file';
    if (isSetting || isKey) return '(value)';
    const [option = ''] = word.split('=');
    return option !== word && KEY_OPTION.test(option)
      ? `${option}=(value)`
      : JSON.stringify(word).slice(1, -1);
  });
}

const KEY_OPTION = /^--?[\w-]*(?:key|token|secret)[\w-]*$/iu;
