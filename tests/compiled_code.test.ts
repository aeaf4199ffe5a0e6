import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeFile, openCode, sealCode, wrapped } from '../src/compiled_code.ts';
import { emptyFolder, ROOT, runProcess } from './support/program.ts';

test.each(['cli-index.js', 'cli-commands-framework-new-declare.js'])(
  'the code that the build keeps of %s is taken by this Node',
  (file) => {
    const filename = join(ROOT, 'dist', file);
    const source = readFileSync(filename);
    const cachedData = openCode(readFileSync(codeFile(filename)), source);
    const script = new Script(wrapped(source.toString('latin1')), {
      filename,
      ...(cachedData && { cachedData }),
    });
    expect(script.cachedDataRejected).toBe(false);
  },
);

test('under flags for which the kept code does not hold, the program runs all the same', async () => {
  const cwd = emptyFolder();
  const { code } = await runProcess(['new', 'X', '--goal', '3'], {
    cwd,
    env: { NODE_OPTIONS: '--jitless' },
  });
  expect(code).toBe(0);
});

test('code that is damaged, or of a source that was edited, is not taken', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(bytes, bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (code, source, at, flip) => {
      const kept = sealCode(Buffer.from(code), Buffer.from(source));
      expect(openCode(kept, Buffer.from(source))).toEqual(Buffer.from(code));
      expect(openCode(flipped(kept, at, flip), Buffer.from(source))).toBeUndefined();
      expect(openCode(kept, flipped(Buffer.from(source), at, flip))).toBeUndefined();
      expect(openCode(kept.subarray(0, at % kept.length), Buffer.from(source))).toBeUndefined();
    }),
    // The lowest bit of its length.
    { examples: [[Uint8Array.of(0), Uint8Array.of(0), 0, 1]] },
  );
});

test('a built file that was edited runs as it is now, be it of the same length', async () => {
  const { main, file } = installation();
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replaceAll('the goals in the goal map', 'THE GOALS IN THE GOAL MAP'),
  );
  const { code, out } = await runProcess(['--help'], { cwd: emptyFolder(), main });
  expect({ code, isNew: out.includes('THE GOALS IN THE GOAL MAP') }).toEqual({ code: 0, isNew: true });
});

test('damaged code does no harm', async () => {
  const { main, file } = installation();
  const kept = readFileSync(codeFile(file));
  // V8 takes what begins as it should, and dies of the rest.
  writeFileSync(
    codeFile(file),
    Buffer.concat([kept.subarray(0, 4096), Buffer.alloc(kept.length - 4096, 0xff)]),
  );
  const { code, out } = await runProcess(['goals', 'list'], { cwd: emptyFolder(), main });
  expect({ code, isThere: out.includes('REVIEW_AGAINST_STANDARDS') }).toEqual({ code: 0, isThere: true });
});

/** A copy of the built program, for a test to spoil. */
function installation(): { readonly main: string; readonly file: string } {
  const folder = emptyFolder();
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const name of ['components', 'templates', 'schemas', 'goal_map.json', 'completions'])
    symlinkSync(join(ROOT, name), join(folder, name));
  return { main: join(folder, 'dist/main.js'), file: join(folder, 'dist/cli-index.js') };
}

function flipped(bytes: Buffer, at: number, flip: number): Buffer {
  const copy = Buffer.from(bytes);
  const place = at % copy.length;
  copy.writeUInt8(copy.readUInt8(place) ^ flip, place);
  return copy;
}

test('no start makes an expression of all emoji, which takes as long as the start of Node', async () => {
  const cwd = emptyFolder();
  const file = join(cwd, 'no_emoji.cjs');
  writeFileSync(
    file,
    `globalThis.RegExp = new Proxy(RegExp, {
      construct(Made, [source, flags]) {
        if (String(source).includes('Emoji')) throw new Error('made at the start');
        return new Made(source, flags);
      },
    });`,
  );
  const env = { NODE_OPTIONS: `--require=${file}` };
  for (const args of [['goals', 'list'], ['--help'], ['batch', 'list']])
    expect(await runProcess(args, { cwd, env })).toMatchObject({ code: 0 });
});
