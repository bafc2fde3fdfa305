// What every scenario shares: checks that name what they check, and waiting with a time-out.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

export const TS = /^\d{10}\.\d{6}$/;
export const CHANNEL_ID = /^C[A-Z0-9]{8,}$/;

let steps = 0;

/** Runs one step and says that it held. */
export async function step(name, body) {
  try {
    const result = await body();
    steps += 1;
    console.log(`ok ${steps} - ${name}`);
    return result;
  } catch (error) {
    console.error(`not ok - ${name}`);
    throw error;
  }
}

/** Runs a whole scenario; the last line says how many steps held. */
export async function scenario(name, body) {
  try {
    await body();
    console.log(`${name}: ${steps} steps passed`);
    process.exit(0);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}

/** A channel name that no other run has used. */
export function uniqueName(prefix) {
  return `${prefix}-${randomBytes(5).toString('hex')}`;
}

/** Checks that a call of the SDK fails with an error word of the wire. */
export async function refuses(word, call) {
  await assert.rejects(call, (error) => {
    assert.equal(error.data?.error, word, `expected the error ${word}, got ${error.data?.error ?? error}`);
    return true;
  });
}

/** Waits for a promise, and says what did not come. */
export function within(milliseconds, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Collects events and lets a scenario wait for the one it wants, past or future. */
export class Inbox {
  #events = [];
  #waiting = [];

  add(event) {
    this.#events.push(event);
    for (const waiting of [...this.#waiting]) this.#offer(waiting, event);
  }

  all(matches) {
    return this.#events.filter(matches);
  }

  wait(what, matches, milliseconds = 10_000) {
    const past = this.#events.find(matches);
    if (past) return Promise.resolve(past);
    return within(milliseconds, what, new Promise((resolve) => {
      this.#waiting.push({ matches, resolve });
    }));
  }

  #offer(waiting, event) {
    if (!waiting.matches(event)) return;
    this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
    waiting.resolve(event);
  }
}
