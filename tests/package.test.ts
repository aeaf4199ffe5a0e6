import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cleanEnvironment, emptyFolder, ROOT } from './support/program.ts';

test('[promise:one-package] the packed program installs alone into an empty prefix and works from an empty folder', () => {
  const folder = emptyFolder();
  const env = {
    ...cleanEnvironment(folder),
    npm_config_cache: join(folder, 'cache'),
    npm_config_offline: 'true',
  };
  const npm = (...args: string[]) =>
    execFileSync('npm', args, { cwd: ROOT, env, encoding: 'utf8', stdio: 'pipe' });
  const [packed] = JSON.parse(npm('pack', '--ignore-scripts', '--json', '--pack-destination', folder)) as {
    filename: string;
    files: { path: string }[];
  }[];
  const shipped = packed?.files.map(({ path }) => path) ?? [];
  expect(shipped).toEqual(
    expect.arrayContaining([
      'dist/main.js',
      'dist/THIRD_PARTY_NOTICES.md',
      'LICENSE',
      'README.md',
      'examples/units/tape/tape.json',
    ]),
  );
  expect(shipped.filter((path) => /^(?:src|tests|bench|scripts|\.)/u.test(path))).toEqual([]);
  const links = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/gu)];
  expect(links.length).toBeGreaterThan(5);
  const leadsNowhere = links
    .map(([, to = '']) => to)
    .filter((to) => !shipped.some((path) => path.startsWith(to)));
  expect(leadsNowhere).toEqual([]);
  const prefix = join(folder, 'prefix');
  npm('install', '--global', '--prefix', prefix, join(folder, packed?.filename ?? ''));
  expect(readdirSync(join(prefix, 'lib/node_modules'))).toEqual(['orchestrator']);
  const program = join(prefix, 'bin/orchestrator');
  expect(statSync(program).mode & 0o111).not.toBe(0);
  const elsewhere = emptyFolder();
  expect(execFileSync(program, ['completion', 'zsh'], { env, encoding: 'utf8' })).toContain('#compdef');
  execFileSync(program, ['new', 'First', '--goal', '3'], { cwd: elsewhere, env, stdio: 'pipe' });
  expect(readFileSync(join(elsewhere, 'output/First/00_PERSONA.md'), 'utf8')).toMatch(
    /^# The Meticulous Auditor\n/u,
  );
});

test('the built program may be executed: npx, from a clone that it has met before, does not see to that', () => {
  expect(statSync(join(ROOT, 'dist/main.js')).mode & 0o111).not.toBe(0);
});

test('the published package has no script that npm would run, or warn of, where it is installed', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const run = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
  expect(Object.keys(scripts).filter((name) => run.includes(name))).toEqual([]);
});

test('the notices name every package that is bundled, with its licence', () => {
  const notices = readFileSync(join(ROOT, 'dist/THIRD_PARTY_NOTICES.md'), 'utf8');
  for (const name of [
    'commander',
    'handlebars',
    '@inquirer/core',
    'chalk',
    'jsonc-parser',
    'yaml',
    'minisearch',
  ]) {
    expect(notices).toContain(`## ${name} `);
  }
  expect(notices).not.toContain('Licence: undefined');
});
