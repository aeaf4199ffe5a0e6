import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editTask, frameworkText, GIVEN, newFramework } from '../support/framework.ts';
import { cleanEnvironment, documentOf, emptyFolder, MAIN, run } from '../support/program.ts';
import { KEYS, runInTerminal } from '../support/pty.ts';

/** The block of an input in what was printed. */
function blockOf(out: string, input: string): string {
  const tag = new RegExp(`<${input} id="[^"]+"(?: file="[^"]+")?>\n([\\s\\S]*?)</${input}>`, 'u').exec(
    out,
  )?.[1];
  const name = input.toUpperCase();
  return (
    tag ??
    new RegExp(`=====BEGIN ${name} (\\w+)(?: [^\n]+)?=====\n([\\s\\S]*?)=====END ${name} \\1=====`, 'u').exec(
      out,
    )?.[2] ??
    ''
  );
}

test('[promise:fill-pipe] the two files go out with every slot filled, and nothing else does', async () => {
  const cwd = await newFramework();
  const { code, out, err } = await run(['fill', 'Audit', ...GIVEN], { cwd });
  expect(code).toBe(0);
  expect(out.startsWith(frameworkText(cwd, '00_PERSONA.md'))).toBe(true);
  expect(blockOf(out, 'artifact')).toBe('x = 1.0\n');
  expect(blockOf(out, 'standards')).toBe('No floats.\n');
  expect(out).toContain('- scope: all of it\n');
  expect(out).not.toMatch(/<<FILL \w/u);
  expect(err).toMatch(/^About [\d,]+ tokens: frame [\d,]+ \(\d+ %\), /u);
});

test('[promise:left-out] what nobody gives and has no default goes out with all that speaks of it, and is named', async () => {
  const cwd = await newFramework();
  const { out, err } = await run(['fill', 'Audit', ...GIVEN], { cwd });
  expect(err).toMatch(/; left out: request, [^\n]*artifact_kind[^\n]*\.\n$/u);
  expect(out).not.toMatch(/request|artifact_kind|not provided|<<FILL/u);
  expect(frameworkText(cwd, '01_PROMPT_TEMPLATE.md')).toMatch(/<<FILL request \(optional\)/u);
  const { leftOut } = documentOf(
    await run(['fill', 'Audit', ...GIVEN, '--json'], { cwd }),
    'orchestrator.fill/1',
  );
  expect(leftOut).toContain('request');
  expect(leftOut).not.toContain('scope');
});

test('[promise:request] the request is free text that goes out above everything else', async () => {
  const cwd = await newFramework({ 'wish.txt': 'One page, by Friday.\nToday is 21 November.\n' });
  const asked = ['--set', 'request=@wish.txt', '--set', 'artifact_kind=code'];
  const { out, err } = await run(['fill', 'Audit', ...GIVEN, ...asked], { cwd });
  expect(blockOf(out, 'request')).toBe('One page, by Friday.\nToday is 21 November.\n');
  expect(err).not.toMatch(/left out:[^\n]*request/u);
  const order = ['- The request decides', '## Request', '## Settings', '## Criteria'];
  const places = [...order, '## Protocol'].map((text) => out.indexOf(text));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
  expect(out.trimEnd().split('\n').at(-1)).toBe(
    'Now do all of it on `artifact`, judging by `standards`, in this reply.',
  );
  const made = await run(
    ['new', 'Other', '--goal', '3', '--set', 'request=Only the worst three.', '--no-input'],
    { cwd },
  );
  expect(made.code).toBe(0);
  const other = await run(['fill', 'Other', ...GIVEN], { cwd });
  expect(blockOf(other.out, 'request')).toBe('Only the worst three.\n');
});

test('[promise:several] material and criteria can be given several times, each under its name, in that order', async () => {
  const cwd = await newFramework({ 'a/b.py': 'y = 2', 'rules.md': 'No floats.\n' });
  const several = [
    'artifact=@a/b.py',
    'artifact=z = 3',
    'artifact=@x.py',
    'standards=@rules.md',
    'standards=PEP 8',
  ];
  const flags = several.flatMap((value) => ['--set', value]);
  const { code, out } = await run(['fill', 'Audit', ...flags], { cwd });
  expect(code).toBe(0);
  const id = / ([0-9a-f]{8,16})=====\n/u.exec(blockOf(out, 'artifact'))?.[1];
  expect(blockOf(out, 'artifact')).toBe(
    [
      `=====BEGIN FILE a/b.py ${id}=====\ny = 2\n=====END FILE a/b.py ${id}=====\n`,
      `=====BEGIN FILE part 2 ${id}=====\nz = 3\n=====END FILE part 2 ${id}=====\n`,
      `=====BEGIN FILE x.py ${id}=====\nx = 1.0\n=====END FILE x.py ${id}=====\n`,
    ].join('\n'),
  );
  expect(blockOf(out, 'standards')).toMatch(/FILE rules\.md [\s\S]*FILE part 2 /u);
  const made = await run(['new', 'Both', '--goal', '3', '--no-input', ...flags], { cwd });
  expect(made.code).toBe(0);
  expect(blockOf((await run(['fill', 'Both'], { cwd })).out, 'artifact')).toBe(blockOf(out, 'artifact'));
  expect((await run(['update', 'Both', '--check'], { cwd })).code).toBe(0);
});

test('[promise:file-named] material and criteria of one file have its name in their opening line, and what is typed has none', async () => {
  const cwd = await newFramework({ 'a/b.py': 'y = 2', 'a/c.html': '<b>\n', 'a"\n<.py': 'z = 3' });
  const openings = async (...values: string[]) => {
    const flags = values.flatMap((value) => ['--set', value]);
    const { code, out, err } = await run(['fill', 'Audit', ...flags], { cwd });
    expect(code, err).toBe(0);
    return [...out.matchAll(/^(?:<(?:artifact|standards) .*|=====BEGIN .*)$/gmu)].map(([line]) =>
      line.replace(/[0-9a-f]{6,}/u, 'ID'),
    );
  };
  const outside = join(emptyFolder(), 'Rules.md');
  writeFileSync(outside, 'No floats.');
  expect(await openings(`standards=@${outside}`, 'artifact=@./a/../a/b.py')).toEqual([
    '<standards id="s-ID" file="Rules.md">',
    '<artifact id="a-ID" file="a/b.py">',
  ]);
  expect(await openings('standards=No floats.', 'artifact=@a/c.html')).toEqual([
    '<standards id="s-ID">',
    '=====BEGIN ARTIFACT ID a/c.html=====',
  ]);
  expect(await openings('standards=@@a/b.py', 'artifact=@a"\n<.py')).toEqual([
    '<standards id="s-ID">',
    String.raw`<artifact id="a-ID" file="a\u0022\u000a\u003c.py">`,
  ]);
});

test('a setting of one line can come from a file or a pipe, with its line end', async () => {
  const cwd = await newFramework({ 'scope.txt': 'models.py only\n', 'two.txt': 'a\nb\n' });
  const filled = await run(['fill', 'Audit', ...GIVEN, '--set', 'scope=@scope.txt'], { cwd });
  expect(filled.out).toContain('- scope: models.py only\n');
  const piped = await run(['fill', 'Audit', ...GIVEN, '--set', 'scope=-'], { cwd, input: 'today\r\n' });
  expect(piped.out).toContain('- scope: today\n');
  const made = await run(['new', 'Other', '--goal', '3', '--set', 'scope=@scope.txt', '--no-input'], { cwd });
  expect(made.code, made.err).toBe(0);
  expect((await run(['fill', 'Other', ...GIVEN], { cwd })).out).toContain('- scope: models.py only\n');
  expect((await run(['fill', 'Audit', ...GIVEN, '--set', 'scope=@two.txt'], { cwd })).code).toBe(2);
});

test('a file beside the working directory that is reached by another way is named without that way', async () => {
  const cwd = await newFramework();
  const way = join(emptyFolder(), 'link');
  symlinkSync(cwd, way);
  const { out } = await run(['fill', 'Audit', '--set', `artifact=@${way}/x.py`, '--set', 'standards=S'], {
    cwd,
  });
  expect(out).toMatch(/^<artifact id="a-\w+" file="x\.py">$/mu);
});

test('a setting or the request that is given twice is refused, with its flag, by fill, new and update', async () => {
  const cwd = await newFramework();
  const twice = ['scope=a', 'scope=b', 'request=a', 'request=b'].flatMap((value) => ['--set', value]);
  for (const command of [
    ['fill', 'Audit', ...GIVEN],
    ['new', 'Other', '--goal', '3', '--no-input'],
    ['update', 'Audit'],
  ]) {
    const { code, err } = await run([...command, ...twice], { cwd });
    expect(code).toBe(2);
    expect(err).toContain('--set scope=… is given twice; "scope" is a setting of one line');
    expect(err).toContain('--set request=… is given twice; the request is one text');
  }
});

test('a framework is found by its folder too, and its two files stay as they are', async () => {
  const cwd = await newFramework();
  const before = frameworkText(cwd, '01_PROMPT_TEMPLATE.md');
  const byFolder = await run(['fill', './output/Audit', ...GIVEN], { cwd });
  expect(byFolder).toEqual(await run(['fill', 'Audit', ...GIVEN], { cwd }));
  expect(frameworkText(cwd, '01_PROMPT_TEMPLATE.md')).toBe(before);
});

test('hand edits are kept, and a slot that was filled by hand is told', async () => {
  const cwd = await newFramework();
  editTask(cwd, (text) =>
    text.replace('## Settings', '## My settings').replace(/<<FILL standards.*>>/u, 'By hand.'),
  );
  const { code, out, err } = await run(['fill', 'Audit', '--set', 'artifact=@x.py'], { cwd });
  expect(code).toBe(0);
  expect(out).toContain('## My settings');
  expect(blockOf(out, 'standards')).toBe('By hand.\n');
  expect(err).toContain('The slot of "standards" is no longer in the files');
});

test('every missing required input is named where nobody can be asked, with exit 2', async () => {
  const cwd = await newFramework();
  const { code, out, err } = await run(['fill', 'Audit'], { cwd });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('"artifact" is required');
  expect(err).toContain('"standards" is required');
  const document = documentOf(await run(['fill', 'Audit', '--json'], { cwd }));
  expect(document).toMatchObject({ schema: 'orchestrator.fill/1', ok: false, text: null });
  expect(document.problems.map((problem) => problem.code)).toEqual(['input-missing', 'input-missing']);
});

test('material goes through byte for byte, also with slots, templates and the boundary itself in it', async () => {
  const cwd = await newFramework();
  const open = /<artifact id="[^"]+">/u.exec(frameworkText(cwd, '01_PROMPT_TEMPLATE.md'))?.[0] ?? '';
  const material = `{{persona}} $& <<FILL standards (required): x>>\r\n${open}\n</artifact>\n\ttab {% raw %}`;
  writeFileSync(join(cwd, 'x.py'), material);
  const { out } = await run(['fill', 'Audit', ...GIVEN], { cwd });
  expect(blockOf(out.replace(open, 'nothing'), 'artifact')).not.toBe('');
  expect(out).toMatch(
    /=====BEGIN ARTIFACT (\w+) x\.py=====\n\{\{persona\}\}[\s\S]*\{% raw %\}\n=====END ARTIFACT \1=====\n/u,
  );
  expect(out).toContain(`\n${material}\n`);
});

describe('standard input', () => {
  test('gives a value for -', async () => {
    const cwd = await newFramework();
    const args = ['fill', 'Audit', '--set', 'artifact=-', '--set', 'standards=S'];
    expect(blockOf((await run(args, { cwd, input: 'from a pipe' })).out, 'artifact')).toBe('from a pipe\n');
  });

  test('a reader that goes away ends it quietly', async () => {
    const cwd = await newFramework({ 'x.py': 'x\n'.repeat(200_000) });
    const line = `'${process.execPath}' '${MAIN}' fill Audit --set artifact=@x.py --set standards=S | head -1`;
    const piped = spawnSync('bash', ['-c', line], { cwd, env: cleanEnvironment(cwd), encoding: 'utf8' });
    expect(piped.status).toBe(0);
    expect(piped.stderr).toMatch(/^About [^\n]+\n$/u);
  });
});

describe('forms and parts', () => {
  test('--as messages is an array of roles and contents; --part chooses', async () => {
    const cwd = await newFramework();
    const both = JSON.parse((await run(['fill', 'Audit', ...GIVEN, '--as', 'messages'], { cwd })).out);
    expect(both.map(({ role }: { role: string }) => role)).toEqual(['system', 'user']);
    expect(both[0].content).toBe(frameworkText(cwd, '00_PERSONA.md'));
    expect(blockOf(both[1].content, 'artifact')).toBe('x = 1.0\n');
    const part = await run(['fill', 'Audit', ...GIVEN, '--part', 'template'], { cwd });
    expect(part.out).toBe(both[1].content);
  });

  test('--as openai is a request body for the model that is configured, and needs no key', async () => {
    const cwd = await newFramework();
    const args = ['fill', 'Audit', ...GIVEN, '--as', 'openai'];
    const { out } = await run(args, { cwd, env: { ORCHESTRATOR_MODEL: 'mine' } });
    expect(JSON.parse(out)).toMatchObject({
      model: 'mine',
      messages: [{ role: 'system' }, { role: 'user' }],
    });
    const env = { OPENAI_BASE_URL: 'http://localhost:1/v1' };
    expect(await run(args, { cwd, env })).toMatchObject({ code: 2, out: '' });
    expect(JSON.parse((await run([...args, '--model', 'other'], { cwd, env })).out).model).toBe('other');
    const unused = await run(['fill', 'Audit', ...GIVEN, '--model', 'other'], { cwd });
    expect(unused).toMatchObject({ code: 2, out: '' });
    expect(unused.err).toContain('--as openai');
  });

  test('--json is one document with the text and what it takes', async () => {
    const cwd = await newFramework();
    const document = documentOf(await run(['fill', 'Audit', ...GIVEN, '--json'], { cwd }));
    expect(document).toMatchObject({
      schema: 'orchestrator.fill/1',
      ok: true,
      framework: 'Audit',
      part: 'both',
    });
    const { total, frame, inputs } = document.tokens as {
      total: number;
      frame: number;
      inputs: { tokens: number }[];
    };
    expect(inputs).toHaveLength(2);
    expect(inputs.reduce((sum, { tokens }) => sum + tokens, frame)).toBe(total);
  });
});

test('a byte order mark and line ends are bytes of the material like any other', async () => {
  const cwd = await newFramework({ 'x.py': '\ufeffa\r\nb\r' });
  expect((await run(['fill', 'Audit', ...GIVEN], { cwd })).out).toContain('">\n\ufeffa\r\nb\r\n</artifact>');
});

test('a terminal gets no control sequences', async () => {
  const cwd = await newFramework({ 'x.py': 'a\u001b]0;title\u0007b' });
  const terminal = runInTerminal(['fill', 'Audit', ...GIVEN], { cwd });
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  expect(terminal.raw()).not.toContain('title');
});

test('--max-tokens refuses what is longer, and names the largest inputs', async () => {
  const cwd = await newFramework({ 'x.py': 'word '.repeat(5000) });
  const { code, out, err } = await run(['fill', 'Audit', ...GIVEN, '--max-tokens', '3000'], { cwd });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('The largest inputs: artifact (about 5,000)');
  expect((await run(['fill', 'Audit', ...GIVEN, '--max-tokens', '30000'], { cwd })).code).toBe(0);
  expect((await run(['fill', 'Audit', ...GIVEN, '--max-tokens', 'many'], { cwd })).code).toBe(2);
});

describe('--set-dir', () => {
  const FILES = {
    'src/b.ts': 'b\n',
    'src/a/a.ts': 'a',
    'src/a/c.js': 'c\n',
    'src/made/d.ts': 'ignored\n',
    'src/.gitignore': 'made/\n',
    'src/blob.ts': new Uint8Array([1, 0, 2]),
  };
  const ARGS = ['fill', 'Audit', '--set', 'standards=S', '--set-dir', 'artifact=src'];
  const pathsIn = (out: string) => [...out.matchAll(/^=====BEGIN FILE (\S+) /gmu)].map((match) => match[1]);

  test('takes the text files by their paths, sorted, without what git ignores', async () => {
    const cwd = await newFramework(FILES);
    spawnSync('git', ['init', '-q'], { cwd });
    const { code, out, err } = await run([...ARGS, '--glob', '**/*.ts'], { cwd });
    expect(code).toBe(0);
    expect(pathsIn(out)).toEqual(['a/a.ts', 'b.ts']);
    expect(err).toContain('./src/blob.ts: warning: Left out: it holds a NUL byte at offset 1.');
    expect(pathsIn((await run([...ARGS, '--glob', '!*.ts', '--glob', '!.gitignore'], { cwd })).out)).toEqual([
      'a/c.js',
    ]);
  });

  test('takes all where git does not have the folder', async () => {
    const cwd = await newFramework(FILES);
    expect(pathsIn((await run([...ARGS, '--glob', '*.ts'], { cwd })).out)).toEqual([
      'a/a.ts',
      'b.ts',
      'made/d.ts',
    ]);
  });

  test('runs nothing that the repository configures, and follows no GIT_ variable', async () => {
    const cwd = await newFramework(FILES);
    spawnSync('git', ['init', '-q'], { cwd });
    spawnSync('git', ['config', 'core.fsmonitor', `touch '${join(cwd, 'was-run')}'; false`], { cwd });
    const { out } = await run(ARGS, { cwd, env: { GIT_DIR: '/nowhere' } });
    expect(pathsIn(out)).toEqual(['.gitignore', 'a/a.ts', 'a/c.js', 'b.ts']);
    expect(() => readFileSync(join(cwd, 'was-run'))).toThrow();
  });

  test('a folder that is not there, holds nothing or too much is said', async () => {
    const cwd = await newFramework({ 'src/a': 'a' });
    truncateSync(join(cwd, 'src/a'), 200_000_000);
    const large = await run(ARGS, { cwd });
    expect(large).toMatchObject({ code: 2, out: '' });
    expect(large.err).toContain('a (200000000 bytes)');
    rmSync(join(cwd, 'src/a'));
    expect((await run(ARGS, { cwd })).err).toContain('It has no text file');
    expect((await run(['fill', 'Audit', '--set-dir', 'artifact=none'], { cwd })).err).toContain(
      'There is no such folder',
    );
  });
});

describe('[promise:set-dir-told] what --set-dir leaves out is named, and what looks like a secret is refused', () => {
  const ARGS = ['fill', 'Audit', '--set', 'standards=S', '--set-dir', 'artifact=src'];

  test('names that are not UTF-8, and what is below a folder of such a name', async () => {
    for (const withGit of [false, true]) {
      const cwd = await newFramework({ 'src/ok.txt': 'kept\n' });
      if (withGit) spawnSync('git', ['init', '-q'], { cwd });
      const bad = (name: string) =>
        Buffer.concat([Buffer.from(join(cwd, 'src/')), Buffer.from(name, 'latin1')]);
      writeFileSync(bad('caf\u00e9.txt'), 'lost');
      const { code, out, err } = await run(ARGS, { cwd });
      expect(code).toBe(0);
      expect(out).toContain('kept');
      expect(err).toMatch(/src\/caf\ufffd\.txt: warning: Left out: its name is not UTF-8/u);
    }
  });

  test('repositories within: nested ones and submodules, unless a glob leaves them out', async () => {
    const cwd = await newFramework({ 'src/m.txt': 'main\n', 'src/vendor/v.txt': 'V', 'src/sub/s.txt': 'S' });
    const git = (folder: string, ...args: string[]) => {
      const done = spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
        cwd: join(cwd, folder),
      });
      expect(done.status, String(done.stderr)).toBe(0);
    };
    for (const folder of ['src/vendor', 'src/sub', 'src']) git(folder, 'init', '-q');
    git('src/sub', 'add', '.');
    git('src/sub', 'commit', '-qm', 's');
    git('src', 'add', 'sub', 'm.txt');
    const { code, out, err } = await run(ARGS, { cwd });
    expect(code).toBe(0);
    expect(out).toContain('main');
    for (const name of ['vendor', 'sub'])
      expect(err).toContain(`./src/${name}: warning: Left out: it is a repository of its own.`);
    expect((await run([...ARGS, '--glob', '!vendor', '--glob', '!sub/**'], { cwd })).err).not.toContain(
      'Left out',
    );
  });

  test('a pointer of git LFS', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n';
    const cwd = await newFramework({ 'src/a.txt': 'a', 'src/big.bin': pointer });
    const { out, err } = await run(ARGS, { cwd });
    expect(out).not.toContain('oid sha256');
    expect(err).toContain('./src/big.bin: warning: Left out: it is a git LFS pointer');
  });

  const SECRETS = {
    'src/.env': 'API=1\n',
    'src/.env.local': 'API=1\n',
    'src/id_rsa': 'k\n',
    'src/deep/server.key': 'k\n',
    'src/notes.md': 'One.\n-----BEGIN OPENSSH PRIVATE KEY-----\nb3\n',
    'src/aws.py': 'x = 1\nkey = "AKIAIOSFODNN7EXAMPLE"\n',
  };
  const PLAIN = {
    'src/.env.example': 'API=\n',
    'src/id_rsa.pub': 'ssh-rsa AAAA\n',
    'src/ca.pem': '-----BEGIN CERTIFICATE-----\nMII\n',
    'src/key.ts': 'export const key = "AKIA";\n',
  };

  test('secrets: all are named, nothing is printed or sent, and each can be left out or taken', async () => {
    const cwd = await newFramework({ ...SECRETS, ...PLAIN });
    const { code, out, err } = await run(ARGS, { cwd });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    const named = [...err.matchAll(/^(\S+?): error: It looks like a secret/gmu)].map(([, place]) => place);
    expect(named).toEqual([
      './src/.env',
      './src/.env.local',
      './src/aws.py:2',
      './src/deep/server.key',
      './src/id_rsa',
      './src/notes.md:2',
    ]);
    expect(err).not.toContain('AKIAIOSFODNN7EXAMPLE');
    const taken = await run([...ARGS, '--include-secrets'], { cwd });
    expect(taken.code).toBe(0);
    expect(taken.out).toContain('AKIAIOSFODNN7EXAMPLE');
    const left = ['!.env', '!.env.local', '!aws.py', '!*.key', '!id_rsa', '!notes.md'].flatMap((glob) => [
      '--glob',
      glob,
    ]);
    const plain = await run([...ARGS, ...left], { cwd });
    expect(plain.code, plain.err).toBe(0);
    expect([...plain.out.matchAll(/^=====BEGIN FILE (\S+) /gmu)].map(([, path]) => path)).toEqual([
      '.env.example',
      'ca.pem',
      'id_rsa.pub',
      'key.ts',
    ]);
  });

  test('secrets that git ignores are in nobody’s way', async () => {
    const cwd = await newFramework({ 'src/.env': 'API=1\n', 'src/a.py': 'a', 'src/.gitignore': '.env\n' });
    spawnSync('git', ['init', '-q'], { cwd });
    const { code, out } = await run(ARGS, { cwd });
    expect(code).toBe(0);
    expect(out).not.toContain('API=1');
  });
});

describe('bad material', () => {
  test('that is not text, or too large to be read, is named with its file, all at once', async () => {
    const cwd = await newFramework({ 'blob.bin': new Uint8Array([0xff, 0xfe, 0x41]), huge: '' });
    truncateSync(join(cwd, 'huge'), 200_000_000);
    const args = ['fill', 'Audit', '--set', 'artifact=@blob.bin', '--set', 'standards=@huge'];
    const { code, out, err } = await run(args, { cwd });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('./blob.bin:1:1: error: The value of "artifact" cannot be read as text');
    expect(err).toContain('./huge: error: The value of "standards" has at least 200000000 bytes');
  });

  test('a setting of two lines, an input that there is not, and a slot outside its boundaries are refused', async () => {
    const cwd = await newFramework();
    const { code, err } = await run(
      ['fill', 'Audit', ...GIVEN, '--set', 'scope=a\nb', '--set', 'artefact=x'],
      { cwd },
    );
    expect(code).toBe(2);
    expect(err).toContain('"scope" is a setting');
    expect(err).toContain('Did you mean "artifact"?');
    editTask(cwd, (text) => text.replace(/^<<FILL artifact/mu, 'See <<FILL artifact'));
    const moved = await run(['fill', 'Audit', ...GIVEN], { cwd });
    expect(moved.code).toBe(1);
    expect(moved.err).toMatch(
      /^\.\/output\/Audit\/01_PROMPT_TEMPLATE\.md:\d+:5: error: The slot of "artifact"/u,
    );
  });
});

test('what is required and missing is asked for: a file, a line, the editor', async () => {
  const cwd = await newFramework();
  writeFileSync(join(cwd, 'editor.sh'), 'printf "from the\\neditor" > "$1"\n');
  const env = { EDITOR: `sh '${join(cwd, 'editor.sh')}'` };
  const terminal = runInTerminal(['fill', 'Audit', '--part', 'template'], { cwd, env, rows: 120 });
  await terminal.asks('artifact (material): the work to review');
  terminal.type('file', KEYS.enter);
  await terminal.asks('The file for artifact:');
  terminal.type('x.py', KEYS.enter);
  await terminal.asks('standards (criteria)');
  terminal.type('editor', KEYS.enter);
  await terminal.shows('x = 1.0', 'About');
  expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
  expect(terminal.transcript()).toContain('from the\neditor\n</standards>');
  expect(terminal.transcript()).toMatch(/<artifact id="a-\w+" file="x\.py">\nx = 1\.0\n/u);
});

test('Ctrl-C at a question ends it with 130, and nothing is printed', async () => {
  const cwd = await newFramework();
  const terminal = runInTerminal(['fill', 'Audit'], { cwd });
  await terminal.asks('artifact (material)');
  terminal.type(KEYS.interrupt);
  expect(await terminal.ends()).toMatchObject({ code: 130, cooked: true });
  expect(terminal.transcript()).toContain('Stopped; nothing was printed or sent.');
});

test('a framework that was made with a request takes another one for once; the framework keeps its own', async () => {
  const cwd = await newFramework();
  const made = ['new', 'Other', '--goal', '3', '--set', 'request=Only the worst three.', '--no-input'];
  await run(made, { cwd });
  const before = readFileSync(join(cwd, 'output/Other/01_PROMPT_TEMPLATE.md'), 'utf8');
  const asked = [
    '--set',
    'artifact=x',
    '--set',
    'standards=y',
    '--set',
    'request=All of them </request>\nplease',
  ];
  const { code, out } = await run(['fill', 'Other', ...asked], { cwd });
  expect(code).toBe(0);
  // A text that closes the tag gets boundary lines in its place.
  expect(out).toMatch(
    /\n=====BEGIN REQUEST (\w+)=====\nAll of them <\/request>\nplease\n=====END REQUEST \1=====\n/u,
  );
  expect(out).not.toContain('Only the worst three.');
  const kept = await run(['fill', 'Other', ...asked.slice(0, 4)], { cwd });
  expect(kept.out).toContain('\nOnly the worst three.\n');
  expect(readFileSync(join(cwd, 'output/Other/01_PROMPT_TEMPLATE.md'), 'utf8')).toBe(before);
});
