// Has the forty small changes of tests/cases/review_programs.yaml reviewed, and prints hits and false alarms per class.
//
//   npm run review:eval                       writes each change as a diff, and its defects, into review-eval/
//   npm run review:eval -- --run [--model M]  has each reviewed with the configured model
//   npm run review:eval -- --export           writes the requests to a model as Markdown, and sends none
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    run: { type: 'boolean', default: false },
    export: { type: 'boolean', default: false },
    model: { type: 'string' },
    out: { type: 'string', default: 'review-eval' },
    only: { type: 'string', default: '' },
  },
});
const out = resolve(values.out);
mkdirSync(out, { recursive: true });
const programs = parse(readFileSync(join(root, 'tests/cases/review_programs.yaml'), 'utf8'));
const names = programs.map((_, place) => String(place + 1).padStart(2, '0'));
const wanted = programs
  .map((program, place) => ({ ...program, id: names[place] }))
  .filter(({ id }) => values.only === '' || values.only.split(',').includes(id));

/** The largest distance between a finding and a defect for a hit, in lines. */
const NEAR = 2;

/** A repository with an uncommitted change. */
function placeOf({ before = {}, after }) {
  const folder = mkdtempSync(join(tmpdir(), 'orchestrator-review-'));
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=eval', '-c', 'user.email=eval@example.com', ...args], {
      cwd: folder,
    });
  const put = (files) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  git('init', '-q', '-b', 'main');
  put(before);
  git('add', '-A');
  git('commit', '-q', '--allow-empty', '-m', 'before');
  for (const path of Object.keys(before)) if (!(path in after)) rmSync(join(folder, path));
  put(after);
  return { folder, git };
}

/** Reviews the uncommitted changes in a folder. */
function review(folder, args, env = {}) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(root, 'dist/main.js'), 'review', '--json', ...args], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
    child.on('close', () => done(JSON.parse(text)));
  });
}

/** A fake endpoint: records requests, and finds nothing. */
async function listener() {
  const requests = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      if (request.method === 'POST') requests.push(JSON.parse(body));
      const chunk = { id: 'x', object: 'chat.completion.chunk', created: 0, model: 'none' };
      const choice = {
        index: 0,
        delta: { role: 'assistant', content: '{"findings":[]}' },
        finish_reason: null,
      };
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify({ ...chunk, choices: [choice] })}\n\n`);
      response.write(
        `data: ${JSON.stringify({ ...chunk, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n`,
      );
      response.end('data: [DONE]\n\n');
    });
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { requests, baseUrl: `http://127.0.0.1:${server.address().port}/v1`, close: () => server.close() };
}

async function exportRequests() {
  const endpoint = await listener();
  for (const program of wanted) {
    const { folder } = placeOf(program);
    const from = endpoint.requests.length;
    const args = ['--with-model', '--model', 'none', '--base-url', endpoint.baseUrl];
    await review(folder, args, { OPENAI_API_KEY: 'none' });
    const texts = endpoint.requests
      .slice(from)
      .map(({ messages }) => messages.map(({ role, content }) => `# ${role}\n\n${content}`).join('\n\n'));
    writeFileSync(join(out, `${program.id}.md`), `${texts.join('\n\n---\n\n')}\n`);
    rmSync(folder, { recursive: true, force: true });
  }
  endpoint.close();
  console.log(`${wanted.length} requests in ${out}`);
}

async function runAll() {
  const rows = new Map();
  let [dropped, failed] = [0, 0];
  const models = new Set();
  for (const program of wanted) {
    const { folder } = placeOf(program);
    const args = ['--with-model', ...(values.model === undefined ? [] : ['--model', values.model])];
    const document = await review(folder, args);
    rmSync(folder, { recursive: true, force: true });
    writeFileSync(join(out, `${program.id}.json`), `${JSON.stringify(document, null, 2)}\n`);
    if (document.review === null || document.problems.some(({ severity }) => severity === 'error')) {
      failed += 1;
      console.error(`${program.id}: ${document.problems.map(({ message }) => message).join(' ')}`);
      continue;
    }
    const { findings, readings } = document.review;
    if (readings.model) models.add(readings.model.model);
    dropped += document.review.dropped
      .filter(({ by }) => by === 'model')
      .reduce((sum, { count }) => sum + count, 0);
    const { defect } = program;
    const isHit = ({ file, line }) =>
      defect !== undefined && file === defect.file && Math.abs(line - defect.line) <= NEAR;
    const own = findings.filter(({ by, severity }) => by === 'model' || severity !== 'low');
    const row = rows.get(program.class) ?? {
      class: program.class,
      changes: 0,
      'seen by rules': 0,
      'seen by the model': 0,
      'false alarms': 0,
    };
    row.changes += 1;
    row['seen by rules'] += own.some((each) => each.by === 'structural' && isHit(each)) ? 1 : 0;
    row['seen by the model'] += own.some((each) => each.by === 'model' && isHit(each)) ? 1 : 0;
    row['false alarms'] += own.filter((each) => !isHit(each)).length;
    rows.set(program.class, row);
  }
  console.table([...rows.values()]);
  console.log(
    `Model: ${[...models].join(', ') || 'none'}. Dropped or doubled claims: ${dropped}. Not reviewed: ${failed}.`,
  );
}

function writeChanges() {
  const key = wanted.map((program) => {
    const { folder, git } = placeOf(program);
    git('add', '-A');
    writeFileSync(join(out, `${program.id}.diff`), git('diff', '--cached'));
    rmSync(folder, { recursive: true, force: true });
    const { id, name, class: kind, defect = null } = program;
    return { id, name, class: kind, defect };
  });
  writeFileSync(join(out, 'key.json'), `${JSON.stringify(key, null, 2)}\n`);
  console.log(`${key.length} changes in ${out}`);
}

if (values.run) await runAll();
else if (values.export) await exportRequests();
else writeChanges();
