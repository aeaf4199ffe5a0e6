import type { Command } from 'commander';
import { failure, type Problem } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import {
  changeSetting,
  getSetting,
  isSecretSetting,
  listSettings,
  readSecretInput,
  settingsPath,
} from '../../../operations/index.ts';
import { EXIT_CODES, jsonDocument, problemsText, reportFailure } from '../../terminal/index.ts';
import { columns } from '../../terminal/table.ts';
import { type CommandSetting, type CommonOptions, type Declare, withCommonOptions } from '../declare.ts';

/** `config get`, `set`, `unset`, `list` and `path`: the user's settings. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .addHelpText('before', 'Examples:\n  $ orchestrator config list\n  $ orchestrator config set apiKey\n');
  verb(command, 'list', 'every setting, its value, and where that comes from', [
    'orchestrator config list',
  ]).action((flags: CommonOptions) => list(flags, setting));
  verb(command, 'get', 'one setting; exits 1 when it is not set and has no default', [
    'orchestrator config get model',
  ])
    .argument('<name>', 'the setting')
    .action((name: string, flags: CommonOptions) => get(name, flags, setting));
  verb(command, 'set', 'keep a setting', [
    'orchestrator config set model gpt-5-mini',
    'orchestrator config set baseUrl http://localhost:11434/v1',
    'orchestrator config set apiKey                asks for it, unseen',
    'orchestrator config set apiKey - < key.txt    takes it from standard input',
  ])
    .argument('<name>', 'the setting')
    .argument('[value]', 'its value; - is standard input. A key is never taken from here.')
    .action((name: string, value: string | undefined, flags: CommonOptions) =>
      set(name, value, flags, setting),
    );
  verb(command, 'unset', 'take a setting out', ['orchestrator config unset model'])
    .argument('<name>', 'the setting')
    .action((name: string, flags: CommonOptions) => change('config-unset', name, undefined, flags, setting));
  verb(command, 'path', 'the file that settings are kept in', ['orchestrator config path']).action(
    (flags: CommonOptions) => path(flags, setting),
  );
};

function verb(command: Command, name: string, description: string, examples: readonly string[]): Command {
  return withCommonOptions(command.command(name).description(description), examples);
}

async function list({ json }: CommonOptions, { context, terminal, finish }: CommandSetting): Promise<void> {
  const { settings, problems } = listSettings(context);
  const ok = problems.every(({ severity }) => severity !== 'error');
  if (json) terminal.out(jsonDocument('orchestrator.config-list/1', { ok, settings, problems }));
  else {
    terminal.out(
      columns(
        settings.map(({ name, value, from }) => [name, printableLine(shown(value)), `(${from})`]),
        {
          width: await terminal.dataColumns(),
        },
      ),
    );
    terminal.say(problemsText(problems, terminal.colours));
  }
  finish(ok ? 0 : EXIT_CODES.problems);
}

function get(
  name: string,
  { json = false }: CommonOptions,
  { context, terminal, finish }: CommandSetting,
): void {
  const schema = 'orchestrator.config-get/1' as const;
  const found = getSetting(context, name);
  if (!found.ok) {
    finish(reportFailure(found, { terminal, json, schema }));
    return;
  }
  const setting = found.value;
  const unset: readonly Problem[] = setting.value === null ? [notSet(setting.name)] : [];
  const problems = [...listSettings(context).problems, ...unset];
  const ok = problems.every(({ severity }) => severity !== 'error');
  if (json) terminal.out(jsonDocument(schema, { ok, setting, problems }));
  else {
    if (setting.value !== null) terminal.out(`${printableLine(shown(setting.value))}\n`);
    terminal.say(problemsText(problems, terminal.colours));
  }
  finish(ok ? 0 : EXIT_CODES.problems);
}

/** A script that asks for a value must not take a sign for one. */
function notSet(name: string): Problem {
  return {
    severity: 'error',
    code: 'setting-not-set',
    message: `${name} is not set, and there is no default.`,
    hint: `Set it: orchestrator config set ${name}`,
  };
}

async function set(
  name: string,
  value: string | undefined,
  flags: CommonOptions,
  setting: CommandSetting,
): Promise<void> {
  const { terminal, finish } = setting;
  const known = getSetting(setting.context, name);
  if (!known.ok) return change('config-set', name, undefined, flags, setting);
  const secret = isSecretSetting(name);
  const refuse = (code: string, message: string, hint: string) =>
    finish(
      reportFailure(failure('usage', { severity: 'error', code, message, hint }), {
        terminal,
        json: flags.json ?? false,
        schema: 'orchestrator.config-set/1',
      }),
    );
  if (value !== undefined && value !== '-' && !secret)
    return change('config-set', name, value, flags, setting);
  if (value !== undefined && value !== '-') {
    return refuse(
      'secret-in-arguments',
      `${name} is not taken from the arguments: other users can see them, and the shell keeps them. Nothing was changed.`,
      `Run \`orchestrator config set ${name}\` and type it, or give it on standard input: \`config set ${name} -\`. If it was a real key, replace it.`,
    );
  }
  if (value === undefined && !secret) {
    return refuse(
      'missing-value',
      `${printableLine(name)} needs a value.`,
      `orchestrator config set ${printableLine(name)} VALUE`,
    );
  }
  if (value === undefined && !terminal.interactive) {
    return refuse(
      'missing-value',
      `${name} needs a value, and nobody can be asked here.`,
      `orchestrator config set ${name} - < FILE`,
    );
  }
  const text = value === '-' ? readSecretInput() : await askSecret(name, setting);
  if (typeof text === 'string') return change('config-set', name, text, flags, setting);
  finish(
    reportFailure(text ?? STOPPED, {
      terminal,
      json: flags.json ?? false,
      schema: 'orchestrator.config-set/1',
    }),
  );
}

async function askSecret(name: string, { terminal }: CommandSetting): Promise<string | undefined> {
  const { startConversation } = await import('../../wizard/index.ts');
  const conversation = await startConversation(terminal);
  try {
    const answer = await conversation.ask.secret({ message: `${name} (not shown):` });
    return answer.kind === 'answer' ? answer.value : undefined;
  } finally {
    conversation.end();
  }
}

async function change(
  schema: 'config-set' | 'config-unset',
  name: string,
  text: string | undefined,
  { json = false }: CommonOptions,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const changed = await changeSetting(context, name, text);
  if (!changed.ok)
    return finish(reportFailure(changed, { terminal, json, schema: `orchestrator.${schema}/1` }));
  const { file, origin, putAside, overruledBy, keysElsewhere } = changed.value;
  if (json) {
    terminal.out(jsonDocument(`orchestrator.${schema}/1`, { ok: true, ...changed.value, problems: [] }));
    return finish(0);
  }
  if (putAside !== null)
    terminal.say(`The settings file was damaged; it is kept as ${printableLine(putAside)}.\n`);
  terminal.say(
    `${text === undefined ? 'Took out' : 'Kept'} ${changed.value.name} in ${printableLine(file)}.\n`,
  );
  if (origin !== null) terminal.say(`It is for ${origin}, and is sent to no other place.\n`);
  for (const elsewhere of keysElsewhere)
    terminal.say(
      `Note: ${elsewhere.name} is kept for ${printableLine(elsewhere.origin)} and is not sent to this endpoint. To replace it by one for here: orchestrator config set ${elsewhere.name}\n`,
    );
  if (overruledBy !== null) terminal.say(`Note: ${overruledBy} wins over it as long as that is set.\n`);
  finish(0);
}

function path({ json = false }: CommonOptions, { context, terminal, finish }: CommandSetting): void {
  const schema = 'orchestrator.config-path/1' as const;
  const file = settingsPath(context);
  if (!file.ok) {
    finish(reportFailure(file, { terminal, json, schema }));
    return;
  }
  if (json) terminal.out(jsonDocument(schema, { ok: true, path: file.value, problems: [] }));
  else terminal.out(`${file.value}\n`);
  finish(0);
}

const STOPPED = failure('interrupted', {
  severity: 'note',
  code: 'interrupted',
  message: 'Stopped; nothing was changed.',
});

function shown(value: string | number | boolean | null): string {
  if (value === true) return 'on';
  if (value === false) return 'off';
  return value === null ? '-' : String(value);
}
