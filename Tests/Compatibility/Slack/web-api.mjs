// @slack/web-api, unmodified, against the product: what each method answers, and what others then see.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { WebClient } from '@slack/web-api';
import { CHANNEL_ID, TS, demo, refuses, scenario, slackApiUrl, step, uniqueName } from './scenario.mjs';

const noRetry = { slackApiUrl, retryConfig: { retries: 0 }, logLevel: 'error' };
const [ada, bob, eve] = demo.users.map((user) => new WebClient(user.token, noRetry));
const [adaId, bobId, eveId] = demo.users.map((user) => user.id);
const bot = new WebClient(demo.bot.token, noRetry);

await scenario('web-api', async () => {
  await who();
  const channel = await channels();
  await messages(channel);
  await repeats(channel);
  await threads(channel);
  await reactions(channel);
  await readCursor(channel);
  await users();
  await leaving(channel);
  await errors(channel);
});

async function who() {
  await step('api.test echoes its arguments and a wanted error', async () => {
    const answer = await ada.api.test({ colour: 'teal' });
    assert.equal(answer.args.colour, 'teal');
    await refuses('my_error', ada.api.test({ error: 'my_error' }));
  });
  await step('auth.test says who and where', async () => {
    const answer = await ada.auth.test();
    assert.equal(answer.user_id, adaId);
    assert.equal(answer.team_id, demo.team.id);
    assert.equal(typeof answer.user, 'string');
    assert.match(answer.url, /^https?:\/\/.+\/$/);
  });
  await step('auth.test of a bot has a bot_id', async () => {
    const answer = await bot.auth.test();
    assert.match(answer.bot_id, /^B[A-Z0-9]{8,}$/);
    assert.match(answer.user_id, /^U[A-Z0-9]{8,}$/);
  });
  await step('team.info names the team', async () => {
    const { team } = await ada.team.info();
    assert.equal(team.id, demo.team.id);
    assert.equal(team.domain, demo.team.domain);
    assert.equal(typeof team.name, 'string');
  });
}

async function channels() {
  const name = uniqueName('web');
  const channel = await step('conversations.create answers a whole channel', async () => {
    const answer = await ada.conversations.create({ name });
    assert.match(answer.channel.id, CHANNEL_ID);
    assert.equal(answer.channel.name, name);
    assert.equal(answer.channel.name_normalized, name);
    assert.equal(answer.channel.is_channel, true);
    assert.equal(answer.channel.creator, adaId);
    assert.equal(answer.channel.topic.value, '');
    assert.equal(answer.channel.purpose.value, '');
    assert.equal(typeof answer.channel.created, 'number');
    return answer.channel.id;
  });
  await step('a name is taken once', () => refuses('name_taken', bob.conversations.create({ name })));
  await step('conversations.join, and a second time', async () => {
    const answer = await bob.conversations.join({ channel });
    assert.equal(answer.channel.id, channel);
    await bob.conversations.join({ channel });
  });
  await step('conversations.invite, and once only', async () => {
    await ada.conversations.invite({ channel, users: eveId });
    await refuses('already_in_channel', ada.conversations.invite({ channel, users: eveId }));
  });
  await step('conversations.members lists all, page by page', async () => {
    const members = [];
    for await (const page of ada.paginate('conversations.members', { channel, limit: 2 })) members.push(...page.members);
    assert.deepEqual(members.sort(), [adaId, bobId, eveId].sort());
  });
  await step('conversations.info counts members', async () => {
    const answer = await bob.conversations.info({ channel, include_num_members: true });
    assert.equal(answer.channel.num_members, 3);
    assert.equal(answer.channel.is_member, true);
  });
  await step('conversations.list has it on one of its pages, once', async () => {
    const found = [];
    for await (const page of ada.paginate('conversations.list', { limit: 1 })) {
      assert.ok(page.channels.length <= 1);
      found.push(...page.channels.map((c) => c.id));
    }
    assert.equal(found.filter((id) => id === channel).length, 1);
    assert.equal(new Set(found).size, found.length);
  });
  await step('conversations.setTopic', async () => {
    await ada.conversations.setTopic({ channel, topic: 'tea & <cake>' });
    const answer = await bob.conversations.info({ channel });
    // As the text of messages is told: clients make it readable.
    assert.equal(answer.channel.topic.value, 'tea &amp; &lt;cake&gt;');
    assert.equal(answer.channel.topic.creator, adaId);
  });
  return channel;
}

async function messages(channel) {
  const text = 'grüße 👋🏽\nsecond line "quoted" \\ 日本語';
  const ts = await step('chat.postMessage answers ts and message', async () => {
    const answer = await ada.chat.postMessage({ channel, text });
    assert.match(answer.ts, TS);
    assert.equal(answer.channel, channel);
    assert.equal(answer.message.text, text);
    assert.equal(answer.message.ts, answer.ts);
    return answer.ts;
  });
  await step('conversations.history has it for others, word for word', async () => {
    const { messages } = await bob.conversations.history({ channel, limit: 1 });
    assert.equal(messages[0].text, text);
    assert.equal(messages[0].ts, ts);
    assert.equal(messages[0].user, adaId);
    assert.equal(messages[0].type, 'message');
  });
  await step('a bot posts', async () => {
    await ada.conversations.invite({ channel, users: (await bot.auth.test()).user_id });
    const answer = await bot.chat.postMessage({ channel, text: 'beep' });
    assert.ok(answer.message.bot_id);
  });
  await step('history pages are complete, newest first, without repeats', async () => {
    const posted = [];
    for (let i = 0; i < 7; i++) posted.push((await bob.chat.postMessage({ channel, text: `page ${i}` })).ts);
    const seen = [];
    for await (const page of ada.paginate('conversations.history', { channel, limit: 3, oldest: ts, latest: '9999999999.999999' })) {
      assert.ok(page.messages.length <= 3);
      seen.push(...page.messages.map((m) => m.ts));
    }
    assert.deepEqual(seen, [...seen].sort().reverse());
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(posted.every((p) => seen.includes(p)));
  });
  await step('history from oldest alone begins there, and is complete', async () => {
    const one = await ada.conversations.history({ channel, oldest: ts, inclusive: true, limit: 1 });
    assert.deepEqual(one.messages.map((m) => m.ts), [ts]);
    const whole = await ada.conversations.history({ channel, oldest: ts });
    const seen = [];
    for await (const page of ada.paginate('conversations.history', { channel, limit: 3, oldest: ts })) {
      assert.deepEqual(page.messages.map((m) => m.ts), page.messages.map((m) => m.ts).sort().reverse());
      seen.unshift(...page.messages.map((m) => m.ts));
    }
    assert.deepEqual(seen, whole.messages.map((m) => m.ts));
  });
  await step('oldest, latest and inclusive bound history', async () => {
    const inside = await ada.conversations.history({ channel, oldest: ts, latest: ts, inclusive: true });
    assert.deepEqual(inside.messages.map((m) => m.ts), [ts]);
    const outside = await ada.conversations.history({ channel, oldest: ts, latest: ts });
    assert.deepEqual(outside.messages, []);
  });
  await step('chat.update is seen, and marked', async () => {
    const answer = await ada.chat.update({ channel, ts, text: 'edited' });
    assert.equal(answer.ts, ts);
    assert.equal(answer.text, 'edited');
    const { messages } = await bob.conversations.history({ channel, oldest: ts, latest: ts, inclusive: true });
    assert.equal(messages[0].text, 'edited');
    assert.equal(messages[0].edited.user, adaId);
  });
  await step('only the author edits and deletes', async () => {
    await refuses('cant_update_message', eve.chat.update({ channel, ts, text: 'mine' }));
    await refuses('cant_delete_message', eve.chat.delete({ channel, ts }));
  });
  await step('chat.delete removes it', async () => {
    const answer = await ada.chat.delete({ channel, ts });
    assert.equal(answer.ts, ts);
    const { messages } = await bob.conversations.history({ channel, oldest: ts, latest: ts, inclusive: true });
    assert.deepEqual(messages, []);
    await refuses('message_not_found', ada.chat.update({ channel, ts, text: 'too late' }));
  });
}

async function repeats(channel) {
  await step('a post repeated with its client_msg_id is one message', async () => {
    const post = { channel, text: 'once', client_msg_id: randomUUID() };
    const answers = [await ada.chat.postMessage(post), ...await Promise.all([1, 2, 3].map(() => ada.chat.postMessage(post)))];
    assert.equal(new Set(answers.map((a) => a.ts)).size, 1);
    const { messages } = await bob.conversations.history({ channel, limit: 10 });
    assert.equal(messages.filter((m) => m.text === 'once').length, 1);
  });
}

async function threads(channel) {
  const parent = (await ada.chat.postMessage({ channel, text: 'parent' })).ts;
  await step('replies come parent first, in order, and are counted', async () => {
    const sent = [];
    for (const text of ['one', 'two', 'three']) sent.push((await bob.chat.postMessage({ channel, text, thread_ts: parent })).ts);
    const { messages } = await eve.conversations.replies({ channel, ts: parent });
    assert.deepEqual(messages.map((m) => m.text), ['parent', 'one', 'two', 'three']);
    assert.equal(messages[0].reply_count, 3);
    assert.equal(messages[0].latest_reply, sent[2]);
    assert.deepEqual(messages[0].reply_users, [bobId]);
    assert.ok(messages.every((m) => m.thread_ts === parent));
  });
  await step('replies stay out of the channel', async () => {
    const { messages } = await eve.conversations.history({ channel, limit: 10 });
    assert.ok(!messages.some((m) => m.text === 'two'));
  });
}

async function reactions(channel) {
  const timestamp = (await ada.chat.postMessage({ channel, text: 'react' })).ts;
  await step('reactions.add counts members, once each', async () => {
    await bob.reactions.add({ channel, timestamp, name: 'tada' });
    await eve.reactions.add({ channel, timestamp, name: 'tada' });
    await refuses('already_reacted', bob.reactions.add({ channel, timestamp, name: 'tada' }));
    const { messages } = await ada.conversations.history({ channel, limit: 1 });
    assert.equal(messages[0].reactions[0].name, 'tada');
    assert.equal(messages[0].reactions[0].count, 2);
    assert.deepEqual([...messages[0].reactions[0].users].sort(), [bobId, eveId].sort());
  });
  await step('reactions.remove takes one back', async () => {
    await bob.reactions.remove({ channel, timestamp, name: 'tada' });
    await refuses('no_reaction', bob.reactions.remove({ channel, timestamp, name: 'tada' }));
    const { messages } = await ada.conversations.history({ channel, limit: 1 });
    assert.equal(messages[0].reactions[0].count, 1);
  });
}

async function readCursor(channel) {
  await step('unread counts follow conversations.mark', async () => {
    const { messages } = await eve.conversations.history({ channel, limit: 1 });
    await eve.conversations.mark({ channel, ts: messages[0].ts });
    assert.equal((await eve.conversations.info({ channel })).channel.unread_count_display, 0);
    for (let i = 0; i < 2; i++) await ada.chat.postMessage({ channel, text: `unread ${i}` });
    const { channel: info } = await eve.conversations.info({ channel });
    assert.equal(info.unread_count_display, 2);
    assert.equal(info.last_read, messages[0].ts);
  });
}

async function users() {
  await step('users.list pages through everyone, once', async () => {
    const ids = [];
    for await (const page of ada.paginate('users.list', { limit: 2 })) ids.push(...page.members.map((m) => m.id));
    assert.equal(new Set(ids).size, ids.length);
    for (const id of [adaId, bobId, eveId]) assert.ok(ids.includes(id));
  });
  await step('users.info has the fields that clients demand', async () => {
    const { user } = await ada.users.info({ user: bobId });
    assert.equal(user.id, bobId);
    assert.equal(user.name, demo.users[1].name);
    assert.equal(user.is_bot, false);
    assert.equal(user.deleted, false);
    assert.equal(typeof user.profile.real_name, 'string');
    assert.equal(typeof user.profile.display_name, 'string');
  });
}

async function leaving(channel) {
  await step('who left may not post', async () => {
    await bob.conversations.leave({ channel });
    await refuses('not_in_channel', bob.chat.postMessage({ channel, text: 'still here?' }));
  });
  await step('who was kicked may not post', async () => {
    await ada.conversations.kick({ channel, user: eveId });
    await refuses('not_in_channel', eve.chat.postMessage({ channel, text: 'still here?' }));
    const { members } = await ada.conversations.members({ channel });
    assert.ok(!members.includes(eveId) && !members.includes(bobId));
  });
}

async function errors(channel) {
  await step('error words', async () => {
    await refuses('channel_not_found', ada.chat.postMessage({ channel: 'C0000000000', text: 'x' }));
    await refuses('no_text', ada.chat.postMessage({ channel, text: '' }));
    await refuses('unknown_method', ada.apiCall('no.such.method'));
    await refuses('invalid_auth', new WebClient('xoxp-not-a-token', noRetry).auth.test());
    await refuses('not_authed', new WebClient(undefined, noRetry).auth.test());
    await refuses('thread_not_found', ada.conversations.replies({ channel, ts: '1234567890.000000' }));
    await refuses('user_not_found', ada.users.info({ user: 'U0000000000' }));
  });
}
