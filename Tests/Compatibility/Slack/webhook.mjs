// @slack/webhook, unmodified: what it sends arrives, and a refusal comes to it as an error.
import assert from 'node:assert/strict';
import { IncomingWebhook } from '@slack/webhook';
import { WebClient } from '@slack/web-api';
import { demo, scenario, slackApiUrl, step, uniqueName } from './scenario.mjs';

const ann = new WebClient(demo.users[0].token, { slackApiUrl });

await scenario('webhook', async () => {
  const { app } = await ann.apiCall('social.apps.create', { name: uniqueName('webhook'), scopes: 'incoming-webhook' });
  const { channel } = await ann.conversations.create({ name: uniqueName('webhook') });
  const { webhook } = await step('an admin makes a webhook', () => ann.apiCall('social.webhooks.create', { app: app.id, channel: channel.id }));

  await step('it sends a text and blocks', async () => {
    const hook = new IncomingWebhook(webhook.url);
    assert.equal((await hook.send('deployed')).text, 'ok');
    assert.equal((await hook.send({ blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*green*' } }] })).text, 'ok');
    const { messages } = await ann.conversations.history({ channel: channel.id, limit: 2 });
    assert.deepEqual(messages.map((m) => m.text), ['*green*', 'deployed']);
    assert.equal(messages[0].blocks[0].type, 'section');
  });
  await step('a wrong secret is refused', async () => {
    await assert.rejects(new IncomingWebhook(`${webhook.url}0`).send('no'), /403/);
  });
});
