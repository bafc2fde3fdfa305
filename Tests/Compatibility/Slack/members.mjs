// @slack/web-api, unmodified: members, groups and the life of conversations, and what another member's socket saw of each.
import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { RTMClient } from '@slack/rtm-api';
import { WebClient } from '@slack/web-api';
import { TS, demo, Inbox, refuses, scenario, slackApiUrl, step, uniqueName, within } from './scenario.mjs';

const [ada, bob, eve] = demo.users.map((user) => new WebClient(user.token, { slackApiUrl, retryConfig: { retries: 0 }, logLevel: 'error' }));
const [adaId, bobId, eveId] = demo.users.map((user) => user.id);
const bot = new WebClient(demo.bot.token, { slackApiUrl, logLevel: 'error' });
// Group conversations have ids as Slack's old private channels.
const GROUP_ID = /^G[A-Z0-9]{8,}$/;

await scenario('members', async () => {
  const bobSees = await listen(demo.users[1].token);
  const adaSees = await listen(demo.users[0].token);
  await groups(bobSees);
  await profiles(bobSees);
  await photos(bobSees);
  await presence(adaSees);
  await snooze(adaSees, bobSees);
  await team(bobSees);
  const channel = await conversations(bobSees);
  await messages(channel, bobSees);
  await direct(bobSees);
});

async function listen(token) {
  const client = new RTMClient(token, { slackApiUrl, logLevel: 'error', autoReconnect: false });
  const inbox = new Inbox();
  client.on('slack_event', (type, event) => inbox.add({ ...event, type }));
  await within(15_000, 'hello', new Promise((resolve, reject) => {
    client.once('connected', resolve);
    client.start().catch(reject);
  }));
  return inbox;
}

// zlib.crc32 is not in every Node.js 20.
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return ~crc >>> 0;
}

// A PNG of one colour: Node.js draws nothing by itself.
function picture(side, red, green, blue) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(side * 3, Buffer.from([red, green, blue]))]);
  const lines = Buffer.concat(Array.from({ length: side }, () => line));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0)),
  ]);
}

async function photos(bobSees) {
  const url = await step('users.setPhoto shows the picture to everybody', async () => {
    const answer = await ada.users.setPhoto({ image: picture(300, 200, 30, 30) });
    const shown = answer.profile.image_192;
    const event = await bobSees.wait('user_change', (e) => e.type === 'user_change' && e.user.profile.image_192?.endsWith(new URL(shown).pathname));
    assert.equal(event.user.id, adaId);
    assert.equal((await bob.users.info({ user: adaId })).user.profile.image_192, shown);
    const response = await fetch(shown);
    assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'image/jpeg']);
    return shown;
  });
  await step('what is no picture is refused, and the old one stays', async () => {
    await refuses('bad_image', ada.users.setPhoto({ image: Buffer.from('no picture') }));
    assert.equal((await fetch(url)).status, 200);
  });
  await step('users.deletePhoto takes it away', async () => {
    await ada.users.deletePhoto();
    await bobSees.wait('user_change', (e) => e.type === 'user_change' && e.user.id === adaId && e.user.profile.image_192 !== url && !e.user.profile.is_custom_image);
    assert.equal((await fetch(url)).status, 404);
  });
}

async function groups(bobSees) {
  const handle = uniqueName('group');
  const made = await step('usergroups.create tells everybody', async () => {
    const { usergroup } = await ada.usergroups.create({ name: handle, handle, description: 'for a test' });
    assert.match(usergroup.id, /^S[A-Z0-9]{8,}$/);
    assert.equal(usergroup.created_by, adaId);
    const event = await bobSees.wait('subteam_created', (e) => e.type === 'subteam_created' && e.subteam.id === usergroup.id);
    assert.equal(event.subteam.handle, handle);
    return usergroup.id;
  });
  await step('usergroups.users.update sets the members', async () => {
    await ada.usergroups.users.update({ usergroup: made, users: `${adaId},${bobId}` });
    assert.deepEqual((await bob.usergroups.users.list({ usergroup: made })).users.sort(), [adaId, bobId].sort());
    const updated = await bobSees.wait('subteam_updated', (e) => e.type === 'subteam_updated' && e.subteam.id === made && e.subteam.users?.length === 2);
    assert.equal(updated.subteam.updated_by, adaId);
  });
  await step('usergroups.update and list', async () => {
    await ada.usergroups.update({ usergroup: made, description: 'renewed' });
    const { usergroups } = await bob.usergroups.list({ include_users: true, include_count: true });
    const listed = usergroups.find((g) => g.id === made);
    assert.deepEqual([listed.description, listed.users.length, Number(listed.user_count)], ['renewed', 2, 2]);
  });
  await step('usergroups.disable hides it, enable brings it back', async () => {
    assert.ok((await ada.usergroups.disable({ usergroup: made })).usergroup.date_delete > 0);
    await bobSees.wait('the end', (e) => e.type === 'subteam_updated' && e.subteam.id === made && e.subteam.date_delete > 0);
    assert.ok(!(await bob.usergroups.list()).usergroups.some((g) => g.id === made));
    await ada.usergroups.enable({ usergroup: made });
    assert.ok((await bob.usergroups.list()).usergroups.some((g) => g.id === made));
    await refuses('no_such_subteam', ada.usergroups.enable({ usergroup: 'S0000000000' }));
  });
}

async function profiles(bobSees) {
  await step('users.profile.set is seen by others', async () => {
    const text = uniqueName('tea');
    const { profile } = await ada.users.profile.set({ profile: { status_text: text, status_emoji: ':tea:', title: 'Countess' } });
    assert.deepEqual([profile.status_text, profile.status_emoji, profile.title], [text, ':tea:', 'Countess']);
    const event = await bobSees.wait('user_change', (e) => e.type === 'user_change' && e.user.id === adaId && e.user.profile.status_text === text);
    assert.equal(event.user.profile.title, 'Countess');
    assert.equal((await bob.users.profile.get({ user: adaId })).profile.status_text, text);
  });
  await step('one field by name and value; the status is cleared as one', async () => {
    assert.equal((await ada.users.profile.set({ name: 'pronouns', value: 'she' })).profile.pronouns, 'she');
    await refuses('must_clear_both_status_text_and_status_emoji', ada.users.profile.set({ profile: { status_text: '' } }));
    const { profile } = await ada.users.profile.set({ profile: { status_text: '', status_emoji: '' } });
    assert.equal(profile.status_text, '');
  });
}

async function presence(adaSees) {
  await step('users.setPresence away, and back', async () => {
    await ada.users.setPresence({ presence: 'away' });
    await adaSees.wait('manual_presence_change', (e) => e.type === 'manual_presence_change' && e.presence === 'away');
    const own = await ada.users.getPresence({ user: adaId });
    assert.deepEqual([own.presence, own.manual_away, own.online], ['away', true, true]);
    assert.equal((await bob.users.getPresence({ user: adaId })).presence, 'away');
    await ada.users.setPresence({ presence: 'auto' });
    assert.equal((await bob.users.getPresence({ user: adaId })).presence, 'active');
    await refuses('invalid_presence', ada.users.setPresence({ presence: 'asleep' }));
  });
}

async function snooze(adaSees, bobSees) {
  await step('a snooze begins and ends on the own sockets', async () => {
    const set = await ada.dnd.setSnooze({ num_minutes: 20 });
    assert.equal(set.snooze_enabled, true);
    assert.ok(set.snooze_remaining > 1100 && set.snooze_remaining <= 1200);
    await adaSees.wait('dnd_updated', (e) => e.type === 'dnd_updated' && e.dnd_status.snooze_enabled === true);
    assert.equal((await ada.dnd.info()).snooze_enabled, true);
    assert.equal((await bob.dnd.info({ user: adaId })).snooze_enabled, undefined);
    assert.equal((await ada.dnd.endSnooze()).snooze_enabled, false);
    await refuses('snooze_not_active', ada.dnd.endSnooze());
    assert.deepEqual(bobSees.all((e) => e.type === 'dnd_updated'), []);
  });
}

async function team(bobSees) {
  await step('emoji.list has what was added', async () => {
    const name = uniqueName('emoji');
    await ada.apiCall('emoji.add', { name, url: 'https://emoji.example/a.png' });
    await bobSees.wait('emoji_changed', (e) => e.type === 'emoji_changed' && e.subtype === 'add' && e.name === name);
    assert.equal((await bob.emoji.list()).emoji[name], 'https://emoji.example/a.png');
    await ada.apiCall('emoji.remove', { name });
    await bobSees.wait('its end', (e) => e.type === 'emoji_changed' && e.subtype === 'remove' && e.names.includes(name));
    assert.equal((await bob.emoji.list()).emoji[name], undefined);
  });
  await step('team.profile.get and bots.info', async () => {
    assert.deepEqual((await ada.team.profile.get()).profile.fields, []);
    const { bot_id: id, user_id: user } = await bot.auth.test();
    const info = (await ada.bots.info({ bot: id })).bot;
    assert.deepEqual([info.id, info.user_id, info.deleted], [id, user, false]);
    await refuses('bot_not_found', ada.bots.info({ bot: 'B0000000000' }));
  });
}

async function conversations(bobSees) {
  const { id: channel } = (await ada.conversations.create({ name: uniqueName('life') })).channel;
  await bob.conversations.join({ channel });
  await step('conversations.rename', async () => {
    const name = uniqueName('renamed');
    assert.equal((await ada.conversations.rename({ channel, name })).channel.name, name);
    const event = await bobSees.wait('channel_rename', (e) => e.type === 'channel_rename' && e.channel.id === channel);
    assert.equal(event.channel.name, name);
    await refuses('restricted_action', bob.conversations.rename({ channel, name: uniqueName('mine') }));
  });
  await step('conversations.setPurpose', async () => {
    await ada.conversations.setPurpose({ channel, purpose: 'to be of use' });
    const event = await bobSees.wait('channel_purpose', (e) => e.subtype === 'channel_purpose' && e.channel === channel);
    assert.equal(event.purpose, 'to be of use');
    assert.equal((await bob.conversations.info({ channel })).channel.purpose.value, 'to be of use');
  });
  await step('an archived channel takes nothing until it is opened again', async () => {
    await ada.conversations.archive({ channel });
    await bobSees.wait('channel_archive', (e) => e.type === 'channel_archive' && e.channel === channel);
    await refuses('is_archived', bob.chat.postMessage({ channel, text: 'x' }));
    await refuses('already_archived', ada.conversations.archive({ channel }));
    assert.ok(!(await ownIds({ exclude_archived: true })).includes(channel));
    await ada.conversations.unarchive({ channel });
    await bobSees.wait('channel_unarchive', (e) => e.type === 'channel_unarchive' && e.channel === channel);
    await refuses('not_archived', ada.conversations.unarchive({ channel }));
    assert.ok((await ownIds({ exclude_archived: true })).includes(channel));
  });
  return channel;
}

async function ownIds(options) {
  const ids = [];
  for await (const page of bob.paginate('users.conversations', { limit: 50, ...options })) ids.push(...page.channels.map((c) => c.id));
  return ids;
}

async function messages(channel, bobSees) {
  const { ts } = await ada.chat.postMessage({ channel, text: 'pin me' });
  await step('pins.add, list and remove', async () => {
    await ada.pins.add({ channel, timestamp: ts });
    const event = await bobSees.wait('pin_added', (e) => e.type === 'pin_added' && e.channel_id === channel);
    assert.equal(event.item.message.ts, ts);
    const { items } = await bob.pins.list({ channel });
    assert.deepEqual([items.length, items[0].message.text, items[0].created_by], [1, 'pin me', adaId]);
    await refuses('already_pinned', bob.pins.add({ channel, timestamp: ts }));
    await bob.pins.remove({ channel, timestamp: ts });
    await bobSees.wait('pin_removed', (e) => e.type === 'pin_removed' && e.channel_id === channel);
    assert.deepEqual((await ada.pins.list({ channel })).items, []);
  });
  await step('reactions.get and chat.getPermalink', async () => {
    await eve.conversations.join({ channel });
    await eve.reactions.add({ channel, timestamp: ts, name: 'eyes' });
    const { message } = await ada.reactions.get({ channel, timestamp: ts, full: true });
    assert.deepEqual(message.reactions, [{ name: 'eyes', users: [eveId], count: 1 }]);
    const { permalink } = await ada.chat.getPermalink({ channel, message_ts: ts });
    assert.ok(permalink.endsWith(`/archives/${channel}/p${ts.replace('.', '')}`), permalink);
    assert.equal(message.permalink, permalink);
  });
  await step('chat.postEphemeral is for one member and in no history', async () => {
    const text = uniqueName('psst');
    assert.match((await ada.chat.postEphemeral({ channel, user: bobId, text })).message_ts, TS);
    const event = await bobSees.wait('the message for bob', (e) => e.type === 'message' && e.text === text);
    assert.deepEqual([event.channel, event.is_ephemeral], [channel, true]);
    const other = uniqueName('not-for-bob');
    await ada.chat.postEphemeral({ channel, user: eveId, text: other });
    await ada.chat.postMessage({ channel, text: 'after it' });
    await bobSees.wait('the post after it', (e) => e.type === 'message' && e.channel === channel && e.text === 'after it');
    assert.deepEqual(bobSees.all((e) => e.text === other), []);
    const history = (await bob.conversations.history({ channel })).messages.map((m) => m.text);
    assert.ok(!history.includes(text) && !history.includes(other));
  });
  await step('chat.meMessage', async () => {
    const me = await ada.chat.meMessage({ channel, text: 'waves' });
    const event = await bobSees.wait('me_message', (e) => e.subtype === 'me_message' && e.channel === channel);
    assert.deepEqual([event.ts, event.text, event.user], [me.ts, 'waves', adaId]);
  });
}

async function direct(bobSees) {
  await step('conversations.open: the same members, the same conversation', async () => {
    const { channel } = await ada.conversations.open({ users: bobId, return_im: true });
    assert.match(channel.id, /^D[A-Z0-9]{8,}$/);
    assert.deepEqual([channel.is_im, channel.user], [true, bobId]);
    assert.equal((await bob.conversations.open({ users: adaId })).channel.id, channel.id);
    const text = uniqueName('in-private');
    await ada.chat.postMessage({ channel: channel.id, text });
    const event = await bobSees.wait('the direct message', (e) => e.type === 'message' && e.text === text);
    assert.deepEqual([event.channel, event.channel_type], [channel.id, 'im']);
    assert.ok((await ownIds({ types: 'im' })).includes(channel.id));
    await refuses('channel_not_found', eve.conversations.history({ channel: channel.id }));
    const group = (await ada.conversations.open({ users: `${bobId},${eveId}` })).channel.id;
    assert.match(group, GROUP_ID);
    assert.equal((await eve.conversations.open({ users: `${adaId},${bobId}` })).channel.id, group);
  });
  await step('conversations.close, and a second time', async () => {
    const { channel } = await bob.conversations.open({ users: adaId });
    assert.ok(!(await bob.conversations.close({ channel: channel.id })).already_closed);
    assert.ok((await bob.conversations.close({ channel: channel.id })).already_closed);
    await bob.conversations.open({ channel: channel.id });
  });
}
