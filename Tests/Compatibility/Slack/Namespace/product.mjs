// The product as slack.com: its own process, TLS on 127.0.0.1:443 by Kestrel's settings, and clients of the other side.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';
import { WebClient } from '@slack/web-api';
import { Inbox, within } from '../steps.mjs';

export const folder = process.env.ORLEANSSOCIAL_NAMESPACE;
const data = `${folder}/data`;

/** A process that a scenario starts and ends by its id; its output is kept for the error message. */
export class Child {
  static OUTPUT_CHARS_MAX = 20_000;
  #lines = new Inbox();
  #text = '';

  constructor(program, args, options = {}) {
    this.program = program;
    this.process = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
    this.exited = new Promise((resolve, reject) => {
      this.process.once('error', reject);
      this.process.once('exit', (code, signal) => resolve(signal ?? code));
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.#text = `${this.#text}${line}\n`.slice(-Child.OUTPUT_CHARS_MAX);
        this.#lines.add(line);
      });
    }
  }

  get output() {
    return this.#text;
  }

  async line(what, matches, milliseconds) {
    try {
      return await this.#lines.wait(what, matches, milliseconds);
    } catch (error) {
      throw new Error(`${error.message}; output of ${this.program}:\n${this.#text}`);
    }
  }

  async end(signal = 'SIGTERM') {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill(signal);
    return within(15_000, `the end of ${this.program}`, this.exited);
  }
}

/** Starts the product, or starts it again on the same data. */
export async function startProduct() {
  const child = new Child(process.env.ORLEANSSOCIAL_HOST, ['--data', data, '--urls', 'https://127.0.0.1:443'], {
    env: {
      ...process.env,
      Kestrel__Certificates__Default__Path: `${folder}/server.pem`,
      Kestrel__Certificates__Default__KeyPath: `${folder}/server.key`,
    },
  });
  const ready = await child.line('the ready line', (line) => line.startsWith('ready '), 120_000);
  assert.equal(ready, 'ready https://127.0.0.1');
  return child;
}

export function demoAccounts() {
  return JSON.parse(readFileSync(`${data}/demo.json`, 'utf8'));
}

/** Slack's own client at its own address: in here that is the product. */
export function webClient(token) {
  return new WebClient(token, { logLevel: 'error', retryConfig: { retries: 30, minTimeout: 200, maxTimeout: 1000 } });
}

/** Another member's socket, to see what the product tells the others. */
export async function openSocket(web) {
  const { url } = await web.apiCall('rtm.connect');
  const socket = new WebSocket(url);
  const inbox = new Inbox();
  socket.on('message', (text) => inbox.add(JSON.parse(text)));
  socket.on('error', (error) => inbox.add({ type: 'socket_error', message: String(error) }));
  await inbox.wait('hello', (frame) => frame.type === 'hello');
  inbox.send = (frame) => socket.send(JSON.stringify(frame));
  inbox.close = () => socket.close();
  return inbox;
}

/** Asks until the answer is as wanted; says what the last one was. */
export async function eventually(what, ask, wanted, milliseconds = 15_000) {
  const end = Date.now() + milliseconds;
  let last;
  do {
    try {
      last = await ask();
      if (wanted(last)) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  } while (Date.now() < end);
  throw new Error(`${what} did not come within ${milliseconds} ms; last seen: ${last instanceof Error ? last.stack : JSON.stringify(last, null, 1)}`);
}
