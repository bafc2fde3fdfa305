// @slack/web-api's own reaction to 429: it waits as long as it is told, then goes on, and every call succeeds.
import assert from 'node:assert/strict';
import { WebClient, WebClientEvent } from '@slack/web-api';
import { demo, scenario, slackApiUrl, step, within } from './scenario.mjs';

const CALLS = 700; // the default allows a burst of 500 for each token and method

await scenario('rate-limit', async () => {
  const client = new WebClient(demo.users[2].token, { slackApiUrl, logLevel: 'error' });
  const waits = [];
  client.on(WebClientEvent.RATE_LIMITED, (seconds) => waits.push(seconds));

  await step(`${CALLS} calls at once all succeed in the end`, async () => {
    const calls = Array.from({ length: CALLS }, () => client.team.info());
    const answers = await within(90_000, 'the last answer', Promise.all(calls));
    assert.ok(answers.every((answer) => answer.ok));
  });
  await step('the server said how long to wait, in whole seconds', () => {
    assert.ok(waits.length > 0, 'no call was limited');
    assert.ok(waits.every((seconds) => Number.isInteger(seconds) && seconds >= 1 && seconds <= 60), `waits: ${waits}`);
  });
});
