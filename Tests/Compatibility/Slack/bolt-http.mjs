// @slack/bolt with its default receiver, over HTTP, unmodified: a listener hears a message and answers, and the other side sees the answer.
import assert from 'node:assert/strict';
import bolt from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { demo, refuses, scenario, slackApiUrl, step, uniqueName, Inbox } from './scenario.mjs';

const ann = new WebClient(demo.users[0].token, { slackApiUrl });

await scenario('bolt-http', async () => {
  const made = await step('an admin makes an app', () => ann.apiCall('social.apps.create', {
    name: uniqueName('bolt-http'),
    scopes: 'app_mentions:read,channels:history,channels:read,chat:write,commands,reactions:read,users:read',
    events: 'message.channels,app_mention,reaction_added',
  }));
  const { channel } = await ann.conversations.create({ name: uniqueName('bolt-http') });
  await ann.conversations.invite({ channel: channel.id, users: made.app.user_id });

  const command = `/${uniqueName('run')}`;
  await ann.apiCall('social.apps.commands.set', { app: made.app.id, command, description: 'runs something' });

  const quick = `/${uniqueName('quick')}`;
  await ann.apiCall('social.apps.commands.set', { app: made.app.id, command: quick });

  const app = new bolt.App({
    token: made.bot_token,
    signingSecret: made.signing_secret,
    clientOptions: { slackApiUrl },
    logLevel: bolt.LogLevel.WARN,
  });
  const heard = new Inbox();
  app.message('knock', async ({ message, say }) => {
    heard.add(message);
    await say({ text: `who is there, <@${message.user}>?`, thread_ts: message.ts });
  });
  app.event('app_mention', async ({ event, say }) => {
    heard.add(event);
    await say('at your service');
  });
  app.command(command, async ({ command: run, ack, respond }) => {
    await ack();
    heard.add(run);
    await respond({ text: `ran ${run.text}`, response_type: 'in_channel' });
  });
  app.command(quick, ({ ack }) => ack({ text: 'at once', response_type: 'in_channel' }));
  app.action('again', async ({ ack, action, respond }) => {
    await ack();
    heard.add(action);
    await respond({ text: 'once more', replace_original: true });
  });
  app.event('reaction_added', async ({ event }) => heard.add(event));

  const server = await step('the app starts', () => app.start({ port: 0, host: '127.0.0.1' }));
  const url = `http://127.0.0.1:${server.address().port}/slack/events`;
  await step('its receiver answers the challenge', () => ann.apiCall('social.apps.url.set', { app: made.app.id, request_url: url }));
  await step('a URL that does not answer it is refused', () => refuses('challenge_failed', ann.apiCall('social.apps.url.set', { app: made.app.id, request_url: `${url}/nothing` })));
  const posted = await ann.chat.postMessage({ channel: channel.id, text: 'knock knock' });
  await step('the listener hears the message', async () => {
    const message = await heard.wait('the message', (m) => m.ts === posted.ts);
    assert.equal(message.user, demo.users[0].id);
    assert.equal(message.channel_type, 'channel');
  });
  await step('the other side sees what say() answered', () => answered(channel.id, posted.ts, `who is there, <@${demo.users[0].id}>?`, made.app));

  await ann.chat.postMessage({ channel: channel.id, text: `<@${made.app.user_id}> hello` });
  await step('a mention comes as app_mention', () => heard.wait('the mention', (m) => m.type === 'app_mention'));
  await ann.reactions.add({ channel: channel.id, timestamp: posted.ts, name: 'door' });
  await step('a reaction comes', () => heard.wait('the reaction', (m) => m.type === 'reaction_added' && m.item.ts === posted.ts));

  await step('a slash command runs, and respond() answers', async () => {
    await ann.apiCall('social.commands.run', { channel: channel.id, command, text: 'the tests' });
    await heard.wait('the command', (m) => m.command === command && m.text === 'the tests');
    await shown(channel.id, 'ran the tests');
  });
  await step('ack() with a text shows it', async () => {
    await ann.apiCall('social.commands.run', { channel: channel.id, command: quick });
    await shown(channel.id, 'at once');
  });
  await step('a click comes, and respond() replaces the message', async () => {
    const asked = await app.client.chat.postMessage({
      token: made.bot_token,
      channel: channel.id,
      text: 'again?',
      blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'again', text: { type: 'plain_text', text: 'Again' }, value: '7' }] }],
    });
    await ann.apiCall('social.actions.report', { channel: channel.id, message_ts: asked.ts, action_id: 'again' });
    await heard.wait('the click', (m) => m.action_id === 'again' && m.value === '7');
    await shown(channel.id, 'once more');
  });

  await step('the app stops', () => app.stop());
});

async function shown(channel, text) {
  for (let i = 0; i < 50; i += 1) {
    const { messages } = await ann.conversations.history({ channel, limit: 5 });
    if (messages.some((m) => m.text === text)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not shown: ${text}`);
}

async function answered(channel, ts, text, app) {
  for (let i = 0; i < 50; i += 1) {
    const { messages } = await ann.conversations.replies({ channel, ts });
    const answer = messages.find((m) => m.text === text);
    if (answer) {
      assert.equal(answer.user, app.user_id);
      assert.equal(answer.bot_id, app.bot_id);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no answer: ${text}`);
}
