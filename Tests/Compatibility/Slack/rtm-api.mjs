// @slack/rtm-api, unmodified: receives what happens and gets acks. (Its reconnect crashes by itself: slack-go tests that.)
import assert from 'node:assert/strict';
import { RTMClient } from '@slack/rtm-api';
import { WebClient } from '@slack/web-api';
import { TS, demo, Inbox, scenario, slackApiUrl, step, uniqueName, within } from './scenario.mjs';

const POSTS = 50;
const [ada, bob, eve] = demo.users.map((user) => new WebClient(user.token, { slackApiUrl, logLevel: 'error' }));
const [adaId, bobId, eveId] = demo.users.map((user) => user.id);
const EVENTS = ['message', 'reaction_added', 'reaction_removed', 'member_joined_channel', 'member_left_channel', 'channel_joined'];

await scenario('rtm-api', async () => {
  const channel = (await ada.conversations.create({ name: uniqueName('rtm') })).channel.id;
  await bob.conversations.join({ channel });

  const [listener, listening] = await connect(demo.users[1].token);
  const [talker, talking] = await connect(demo.users[0].token);
  const hasText = (text) => (event) => event.type === 'message' && event.channel === channel && event.text === text;

  await step('a post over HTTP arrives', async () => {
    const { ts } = await ada.chat.postMessage({ channel, text: 'over http' });
    const event = await listening.wait('the post', hasText('over http'));
    assert.equal(event.ts, ts);
    assert.equal(event.user, adaId);
    assert.equal(event.team, demo.team.id);
    assert.match(event.event_ts, TS);
  });
  await step('a message over the socket is acked and arrives', async () => {
    const ack = await within(10_000, 'the ack', talker.sendMessage('over the socket', channel));
    assert.match(ack.ts, TS);
    const event = await listening.wait('the message', hasText('over the socket'));
    assert.equal(event.ts, ack.ts);
    const { messages } = await ada.conversations.history({ channel, limit: 1 });
    assert.equal(messages[0].ts, ack.ts);
  });
  await step('a message that cannot be posted gets an error as its ack', async () => {
    await assert.rejects(within(10_000, 'the refusal', talker.sendMessage('x', 'C0000000000')));
  });
  await step(`${POSTS} concurrent posts arrive once each, in ts order`, async () => {
    const posted = await Promise.all(
      Array.from({ length: POSTS }, (_, i) => [ada, bob][i % 2].chat.postMessage({ channel, text: `burst ${i}` })));
    const last = posted.map((p) => p.ts).sort().at(-1);
    await listening.wait('the last of the burst', (e) => e.type === 'message' && e.channel === channel && e.ts === last);
    const seen = listening.all((e) => e.type === 'message' && e.channel === channel && e.text?.startsWith('burst ')).map((e) => e.ts);
    assert.deepEqual(seen, posted.map((p) => p.ts).sort());
  });
  await step('an edit and a deletion arrive', async () => {
    const { ts } = await ada.chat.postMessage({ channel, text: 'draft' });
    await ada.chat.update({ channel, ts, text: 'final' });
    const changed = await listening.wait('message_changed', (e) => e.subtype === 'message_changed' && e.message.ts === ts);
    assert.equal(changed.message.text, 'final');
    assert.equal(changed.previous_message.text, 'draft');
    await ada.chat.delete({ channel, ts });
    const deleted = await listening.wait('message_deleted', (e) => e.subtype === 'message_deleted' && e.deleted_ts === ts);
    assert.equal(deleted.channel, channel);
  });
  await step('a reply and its thread arrive', async () => {
    const { ts } = await ada.chat.postMessage({ channel, text: 'thread' });
    await ada.chat.postMessage({ channel, text: 'reply', thread_ts: ts });
    const reply = await listening.wait('the reply', hasText('reply'));
    assert.equal(reply.thread_ts, ts);
  });
  await step('reactions arrive', async () => {
    const { ts } = await ada.chat.postMessage({ channel, text: 'react' });
    await ada.reactions.add({ channel, timestamp: ts, name: 'wave' });
    const added = await listening.wait('reaction_added', (e) => e.type === 'reaction_added' && e.item.ts === ts);
    assert.equal(added.reaction, 'wave');
    assert.equal(added.user, adaId);
    assert.equal(added.item.channel, channel);
    await ada.reactions.remove({ channel, timestamp: ts, name: 'wave' });
    await listening.wait('reaction_removed', (e) => e.type === 'reaction_removed' && e.item.ts === ts);
  });
  await step('who joins is announced; who is kicked hears nothing after it', async () => {
    await eve.conversations.join({ channel });
    await listening.wait('member_joined_channel', (e) => e.type === 'member_joined_channel' && e.user === eveId && e.channel === channel);
    await ada.conversations.kick({ channel, user: bobId });
    await talking.wait('member_left_channel', (e) => e.type === 'member_left_channel' && e.user === bobId && e.channel === channel);
    await ada.chat.postMessage({ channel, text: 'without bob' });
    await talking.wait('the post after the kick', hasText('without bob'));
    await bob.conversations.join({ channel });
    await ada.chat.postMessage({ channel, text: 'bob is back' });
    await listening.wait('the post after the return', hasText('bob is back'));
    assert.deepEqual(listening.all(hasText('without bob')), []);
  });
  await step('nothing came twice', () => {
    const seen = listening.all((e) => e.type === 'message' && !e.subtype && e.channel === channel).map((e) => e.ts);
    assert.equal(new Set(seen).size, seen.length);
  });
  // No disconnect(): it throws inside this version of the SDK once a message was sent. The process ends with its sockets open.
});

async function connect(token) {
  const client = new RTMClient(token, { slackApiUrl, logLevel: 'error', autoReconnect: false });
  const inbox = new Inbox();
  for (const type of EVENTS) client.on(type, (event) => inbox.add({ ...event, type: event.type ?? type }));
  await step('connects and hears hello', () => within(15_000, 'hello', new Promise((resolve, reject) => {
    client.once('connected', resolve);
    client.start().catch(reject);
  })));
  return [client, inbox];
}
