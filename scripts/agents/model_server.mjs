// A scripted model for coding agents, on loopback, in the four wire formats of wire.mjs.
//
//   work     makes the last gate of the form `grep -q WORD FILE` in the prompt green, with the agent's tools
//   refuse   first tries to write outside the working directory, and then works, if it may
//   ask      first asks the person, where the agent has a tool for that, and then works
//   resume   leaves that gate red, and makes it green when the agent resumes the same session with the evidence
//   401, 429, 500   answers every request with this status
//   429-reset       answers 429 and says that the limit ends in an hour
//   stall    accepts the request and never answers
//   endless  calls the same tool for ever
import { once } from 'node:events';
import { createServer } from 'node:http';
import { FORMATS } from './wire.mjs';

/** Starts the server; returns its address, the number of its requests, and a function that ends it. */
export async function startModel(script) {
  let count = 0;
  const server = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const { pathname } = new URL(request.url, 'http://localhost');
    const format = Object.values(FORMATS).find(({ fits }) => fits(pathname));
    const json = (status, value, headers = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(value));
    if (request.method !== 'POST' || format === undefined) {
      return json(/count_?tokens$/iu.test(pathname) ? 200 : 404, {
        input_tokens: 10,
        totalTokens: 10,
        error: { message: 'no such path' },
      });
    }
    count += 1;
    const key = ['authorization', 'x-api-key', 'x-goog-api-key'].some((name) => request.headers[name]);
    const status = /^\d{3}/u.test(script) ? Number(script.slice(0, 3)) : key ? 200 : 401;
    if (status !== 200)
      return json(
        status,
        format.error(status, script === '429-reset' ? RESET_TEXT : `scripted ${status}`),
        status === 429 ? { 'retry-after': script === '429-reset' ? '3600' : '1' } : {},
      );
    if (script === 'stall') return;
    const body = JSON.parse(Buffer.concat(pieces).toString('utf8'));
    const said = next(script, format, body);
    if (format === FORMATS.gemini && !/stream/iu.test(pathname)) return json(200, format.whole(count, said));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of format.answer(count, said, body.model ?? 'script', body)) response.write(event);
    response.end();
  });
  server.on('upgrade', (_, socket) =>
    socket.end('HTTP/1.1 426 Upgrade Required\r\ncontent-length: 0\r\n\r\n'),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    requests: () => count,
    end: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const RESET_TEXT = 'usage limit reached, try again in 60 minutes';

/** The model's next move: a call of one of the agent's tools, or a final answer. */
function next(script, format, body) {
  const tools = format.tools(body);
  const text = JSON.stringify(body);
  const [, word, file] = [...text.matchAll(/grep -q ([\w-]+) ([\w./-]+)/gu)].at(-1) ?? [];
  // A request without tools asks for a title, or which model is to answer.
  if (tools.length === 0 || word === undefined)
    return {
      text: body.generationConfig?.responseJsonSchema
        ? '{"reasoning":"script","model_choice":"flash","complexity_score":1,"complexity_reasoning":"script"}'
        : 'A title',
    };
  const done = format.results(body);
  const before = script === 'refuse' ? [outside(tools)] : script === 'ask' ? asks(tools) : [];
  const steps = [...before, write(tools, file, word)];
  if (script === 'resume') return resumed(text, done, (given) => write(tools, file, given), word);
  const call = script === 'endless' ? run(tools, 'echo again') : steps[done];
  return call === undefined ? { text: 'Done.' } : { call };
}

/** An agent keeps earlier answers in a form of its own: in its session, only what came after the evidence counts. */
function resumed(text, done, writes, word) {
  const at = text.lastIndexOf('Your earlier attempt at this task was not accepted');
  const isOver = at === -1 ? done > 0 : RESULT.test(text.slice(at));
  return isOver ? { text: 'Done.' } : { call: writes(at === -1 ? 'not-yet' : word) };
}

/** A tool's result, in any of the formats. */
const RESULT = /"functionResponse"|"type":"(?:tool_result|\w+_call_output)"|"role":"tool"/u;

const SHELLS = ['Bash', 'bash', 'run_shell_command', 'shell', 'exec_command'];

function run(tools, command) {
  if (tools.includes('exec'))
    return { tool: 'exec', input: `text(await tools.exec_command(${JSON.stringify({ cmd: command })}));\n` };
  const tool = SHELLS.find((name) => tools.includes(name));
  return (
    tool && { tool, input: { [tool === 'exec_command' ? 'cmd' : 'command']: command, description: 'works' } }
  );
}

function write(tools, file, word) {
  const patch = `*** Begin Patch\n*** Add File: ${file}\n+${word}\n*** End Patch\n`;
  // codex: its shell needs more of the machine than its patches do.
  if (tools.includes('apply_patch') && !tools.includes('exec')) return { tool: 'apply_patch', input: patch };
  if (!tools.includes('exec')) return run(tools, `printf '%s\\n' ${word} > ${file}`);
  return { tool: 'exec', input: `text(await tools.apply_patch(${JSON.stringify(patch)}));\n` };
}

/** A question to the person, in the form of the agent's tool for it; none where it has none. */
function asks(tools) {
  const options = ['yes', 'no'].map((label) => ({ label, description: label }));
  const questions = [
    { question: 'Go on?', header: 'Go on', options, multiSelect: false, type: 'choice', id: 'go' },
  ];
  const tool = ['AskUserQuestion', 'ask_user', 'question'].find((name) => tools.includes(name));
  return tool === undefined ? [] : [{ tool, input: { questions } }];
}

function outside(tools) {
  return tools.includes('write')
    ? { tool: 'write', input: { filePath: '../outside.txt', content: 'away' } }
    : run(tools, 'printf away > ../outside.txt');
}
