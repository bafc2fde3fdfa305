// wee-slack, unmodified, in a headless WeeChat: what its user sees, and what the API and another member's socket say.
import assert from 'node:assert/strict';
import { TS, scenario, step } from '../steps.mjs';
import { demoAccounts, eventually, openSocket, startProduct, webClient } from './product.mjs';
import { WeeChat } from './weechat.mjs';

const texts = (buffer) => buffer.lines.map((line) => line.text);
const has = (text) => (buffer) => texts(buffer).includes(text);
const count = (buffer, text) => texts(buffer).filter((t) => t === text).length;

await scenario('wee-slack', async () => {
  let product = await startProduct();
  const demo = demoAccounts();
  const [ada, ben] = demo.users.map((user) => webClient(user.token));
  const adaId = demo.users[0].id;
  const channel = demo.channels.find((c) => c.name === 'general').id;
  const dm = (await ben.conversations.open({ users: adaId })).channel.id;
  await ben.chat.postMessage({ channel, text: 'before the start' });
  await ben.chat.postMessage({ channel: dm, text: 'a direct hello' });
  let other = await openSocket(ben);
  const weechat = await WeeChat.start(demo.users[0].token);
  const frame = (what, matches) => other.wait(what, matches, 15_000);
  const message = (text) => (f) => f.type === 'message' && f.text === text;
  const history = async (id = channel) => (await ben.conversations.history({ channel: id, limit: 50 })).messages;

  const general = await step('it boots with channels, members, a direct conversation and Slackbot', async () => {
    const buffer = await weechat.see('#general with its members', '#general', (b) => has('before the start')(b) && b.nicks.some((n) => n.name === 'ben'), 60_000);
    assert.ok(buffer.nicks.some((n) => n.name === 'ada'));
    assert.equal(buffer.lines.find((l) => l.text === 'before the start').nick.trim(), 'ben');
    await weechat.see('the direct conversation with ben', 'ben', has('a direct hello'));
    const screen = await weechat.screen();
    assert.ok(Object.keys(screen).some((name) => name.endsWith('.#random')), Object.keys(screen).join(' '));
    assert.ok(!JSON.stringify(screen).includes('Traceback'), 'no Python error on any screen');
    return buffer.full;
  });
  const say = (text) => weechat.type(general, text);

  await step('a message arrives', async () => {
    await ben.chat.postMessage({ channel, text: `hello ada <@${adaId}>` });
    const buffer = await weechat.see('the message', '#general', has('hello ada @ada'));
    assert.equal(count(buffer, 'hello ada @ada'), 1);
  });
  await step('a message goes out over the socket', async () => {
    say('from the terminal & back <1>');
    const arrived = await frame('the message', message('from the terminal &amp; back &lt;1&gt;'));
    assert.equal(arrived.user, adaId);
    const stored = (await history()).find((m) => m.ts === arrived.ts);
    assert.equal(stored?.text, 'from the terminal &amp; back &lt;1&gt;');
    const buffer = await weechat.see('the own message', '#general', has('from the terminal & back <1>'));
    assert.equal(count(buffer, 'from the terminal & back <1>'), 1);
  });
  await step('+:thumbsup: reacts to the last message', async () => {
    say('+:thumbsup:');
    const reaction = await frame('the reaction', (f) => f.type === 'reaction_added');
    assert.deepEqual([reaction.user, reaction.reaction, reaction.item.channel], [adaId, 'thumbsup', channel]);
    const [reacted] = (await history()).filter((m) => m.ts === reaction.item.ts);
    assert.deepEqual(reacted.reactions, [{ name: 'thumbsup', users: [adaId], count: 1 }]);
    await weechat.see('the reaction beside its message', '#general', (b) => texts(b).some((t) => t.startsWith('from the terminal') && t.includes('[')));
    say('-:thumbsup:');
    await frame('the end of the reaction', (f) => f.type === 'reaction_removed' && f.reaction === 'thumbsup');
  });
  await step('s/a/b/ edits the last own message', async () => {
    say('s/terminal/console/');
    const changed = await frame('the edit', (f) => f.subtype === 'message_changed' && f.message.text.includes('console'));
    assert.equal(changed.message.text, 'from the console &amp; back &lt;1&gt;');
    assert.equal(changed.message.edited.user, adaId);
    assert.equal((await history()).find((m) => m.ts === changed.message.ts).text, changed.message.text);
    await weechat.see('the edited line', '#general', (b) => texts(b).some((t) => t.startsWith('from the console & back <1>')));
  });
  await step('an edit and a deletion of others arrive', async () => {
    const { ts } = await ben.chat.postMessage({ channel, text: 'a draft' });
    await weechat.see('the draft', '#general', has('a draft'));
    await ben.chat.update({ channel, ts, text: 'a decision' });
    await weechat.see('the edit', '#general', (b) => texts(b).some((t) => t.startsWith('a decision')));
    await ben.chat.delete({ channel, ts });
    await weechat.see('the deletion', '#general', (b) => !texts(b).some((t) => t.startsWith('a decision')) && texts(b).some((t) => t.includes('(deleted)')));
  });
  await step('/reply answers in a thread', async () => {
    const { ts } = await ben.chat.postMessage({ channel, text: 'who is there?' });
    await weechat.see('the question', '#general', has('who is there?'));
    say('/reply 1 it is me');
    const reply = await frame('the reply', message('it is me'));
    assert.equal(reply.thread_ts, ts);
    const { messages } = await ben.conversations.replies({ channel, ts });
    assert.deepEqual(messages.map((m) => m.text), ['who is there?', 'it is me']);
    assert.equal(messages[0].reply_count, 1);
    await ben.chat.postMessage({ channel, text: 'welcome', thread_ts: ts });
    await weechat.see('the reply of the other', '#general', (b) => texts(b).some((t) => t.includes('who is there?') && t.includes('Thread: ') && t.includes('2')));
  });
  await step('/topic sets the topic', async () => {
    say('/topic tea at four');
    const topic = await frame('the topic', (f) => f.subtype === 'channel_topic');
    assert.equal(topic.topic, 'tea at four');
    assert.equal((await ben.conversations.info({ channel })).channel.topic.value, 'tea at four');
    await weechat.see('the topic in the title', '#general', (b) => b.title.includes('tea at four'));
  });
  await step('/me says what one does', async () => {
    say('/me pours the tea');
    const me = await frame('the me message', (f) => f.subtype === 'me_message');
    assert.deepEqual([me.text, me.user], ['pours the tea', adaId]);
    const buffer = await weechat.see('the me message', '#general', (b) => texts(b).some((t) => t.includes('pours the tea')));
    assert.equal(texts(buffer).filter((t) => t.includes('pours the tea')).length, 1);
  });
  await step('/query opens a direct conversation', async () => {
    const cleo = demo.users[2];
    const web = webClient(cleo.token);
    weechat.type(general, '/query cleo');
    const buffer = await weechat.see('the conversation with cleo', 'cleo', () => true);
    weechat.type(buffer.full, 'only for you');
    const im = (await web.conversations.open({ users: adaId })).channel.id;
    const seen = await eventually('the direct message', async () => (await web.conversations.history({ channel: im })).messages, (m) => m.length > 0);
    assert.deepEqual(seen.map((m) => [m.user, m.text]), [[adaId, 'only for you']]);
    assert.equal(other.all(message('only for you')).length, 0);
  });
  const made = await step('/slack create makes a channel', async () => {
    say('/slack create from-weechat');
    const created = await frame('channel_created', (f) => f.type === 'channel_created');
    assert.equal(created.channel.name, 'from-weechat');
    // Opened twice, by the answer and by channel_joined; a /part between the two would be undone by the second.
    const buffer = await weechat.see('its buffer with its history', '#from-weechat', (b) => texts(b).some((t) => t.includes('has joined')) && b.nicks.length > 0);
    const { channel: info } = await ada.conversations.info({ channel: created.channel.id });
    assert.deepEqual([info.creator, info.is_member], [adaId, true]);
    return { id: created.channel.id, full: buffer.full };
  });
  await step('/slack mute mutes it', async () => {
    weechat.type(made.full, '/slack mute');
    await eventually('the preference', async () => (await ada.apiCall('users.prefs.get')).prefs.muted_channels, (muted) => muted.split(',').includes(made.id));
    await weechat.see('the new name of the buffer', '#from-weechat', () => true);
  });
  await step('/part leaves it', async () => {
    weechat.type(made.full, '/part');
    await eventually('the leave', async () => (await ada.conversations.info({ channel: made.id })).channel, (c) => c.is_member === false || c.is_archived);
    await eventually('the end of the buffer', () => weechat.buffer('#from-weechat'), (b) => !b);
  });
  await step('/slack status sets the status', async () => {
    say('/slack status :tea: having tea');
    const change = await frame('user_change', (f) => f.type === 'user_change' && f.user.id === adaId && f.user.profile.status_text === 'having tea');
    assert.equal(change.user.profile.status_emoji, ':tea:');
    assert.equal((await ben.users.profile.get({ user: adaId })).profile.status_text, 'having tea');
  });
  await step('presence: /slack away and back', async () => {
    other.send({ type: 'presence_sub', ids: [adaId] });
    await frame('the presence', (f) => f.type === 'presence_change' && f.user === adaId && f.presence === 'active');
    say('/slack away');
    await frame('away', (f) => f.type === 'presence_change' && f.user === adaId && f.presence === 'away');
    assert.equal((await ben.users.getPresence({ user: adaId })).presence, 'away');
    say('/slack back');
    await eventually('active again', async () => (await ben.users.getPresence({ user: adaId })).presence, (p) => p === 'active');
  });
  await step('typing is shown, both ways', async () => {
    weechat.type(general, '/input insert a long sentence that takes its time');
    const typing = await frame('typing', (f) => f.type === 'user_typing');
    assert.deepEqual([typing.user, typing.channel], [adaId, channel]);
    weechat.type(general, '/input delete_line');
    const tick = setInterval(() => other.send({ type: 'typing', channel }), 1000);
    try {
      await weechat.see('the typing mark', '#general', (b) => b.name.startsWith('>'));
    } finally {
      clearInterval(tick);
    }
  });
  const connects = async () => Object.values(await weechat.screen()).flatMap(texts).filter((text) => text.startsWith('Connected to Slack team')).length;
  for (const [how, signal] of [['a crash', 'SIGKILL'], ['an ordered restart', 'SIGTERM']]) {
    await step(`it comes back after ${how} of the host; nothing is missing or doubled`, async () => {
      const sent = [];
      const before = await connects();
      for (let i = 0; i < 5; i++) sent.push((await ben.chat.postMessage({ channel, text: `${how} ${i}` })).ts);
      other.close();
      await product.end(signal);
      product = await startProduct();
      for (let i = 5; i < 10; i++) sent.push((await ben.chat.postMessage({ channel, text: `${how} ${i}` })).ts);
      for (const ts of sent) assert.match(ts, TS);
      const wanted = Array.from({ length: 10 }, (_, i) => `${how} ${i}`);
      const buffer = await weechat.see('all messages', '#general', (b) => wanted.every((text) => texts(b).includes(text)), 90_000);
      assert.deepEqual(texts(buffer).filter((t) => t.startsWith(`${how} `)), wanted);
      other = await openSocket(ben);
      // What is typed while it is not connected, wee-slack loses by itself.
      await eventually('the new connection', connects, (n) => n > before, 60_000);
      say(`back after ${how}`);
      await weechat.see('the own message', '#general', (b) => count(b, `back after ${how}`) === 1);
      await eventually('a message of the returned client', history, (all) => all.filter((m) => m.text === `back after ${how}`).length === 1);
      await frame('a message of the returned client', message(`back after ${how}`));
    });
  }
  await step('nothing on any screen is an error', async () => {
    const errors = Object.values(await weechat.screen()).flatMap(texts).filter((text) => /Traceback|stdout\/stderr|ERROR:/.test(text));
    assert.deepEqual(errors, []);
  });

  await weechat.end();
  await product.end();
});
