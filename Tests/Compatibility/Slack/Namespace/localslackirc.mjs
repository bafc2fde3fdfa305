// localslackirc, unmodified, with an IRC client (ii) behind it: what the IRC user sees, and what the other side does.
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { scenario, step } from '../steps.mjs';
import { Child, demoAccounts, eventually, folder, openSocket, startProduct, webClient } from './product.mjs';

const PORT = '9007';

await scenario('localslackirc', async () => {
  const product = await startProduct();
  const demo = demoAccounts();
  const [ada, ben] = demo.users.map((user) => webClient(user.token));
  const adaId = demo.users[0].id;
  const channel = demo.channels.find((c) => c.name === 'general').id;
  await ada.conversations.setTopic({ channel, topic: 'tea & cake' });
  const other = await openSocket(ben);

  const gateway = new Child('localslackirc', ['--port', PORT, '--debug'], { env: { ...process.env, TOKEN: demo.users[0].token } });
  const irc = `${folder}/irc`;
  mkdirSync(irc);
  let client;
  await eventually('the port of localslackirc', async () => {
    client ??= new Child('ii', ['-s', '127.0.0.1', '-p', PORT, '-n', 'ada', '-i', irc]);
    if (client.process.exitCode !== null) client = undefined;
    return existsSync(`${irc}/127.0.0.1/in`);
  }, Boolean, 30_000);
  const type = (where, text) => appendFileSync(`${irc}/127.0.0.1/${where}in`, `${text}\n`);
  const read = (where) => (existsSync(`${irc}/127.0.0.1/${where}out`) ? readFileSync(`${irc}/127.0.0.1/${where}out`, 'utf8') : '');
  const see = async (what, where, text) => {
    try {
      return await eventually(what, () => read(where), (out) => out.includes(text), 30_000);
    } catch (error) {
      throw new Error(`${error.message}\nlocalslackirc:\n${gateway.output}\nserver:\n${read('')}`);
    }
  };

  await step('it logs in and joins a channel with topic and names', async () => {
    await see('the welcome', '', 'Welcome');
    type('', '/j #general');
    await see('the topic', '', '#general tea & cake');
    await eventually('the names', () => read('') + read('#general/'), (out) => /\bada\b/.test(out) && /\bben\b/.test(out));
  });
  await step('a message arrives, its entities and mentions readable', async () => {
    await ben.chat.postMessage({ channel, text: `<@${adaId}> 1 < 2 & 3` });
    await see('the message', '#general/', 'ada 1 < 2 & 3');
    assert.match(read('#general/'), /<ben>/);
  });
  await step('a message goes out', async () => {
    type('#general/', 'from irc & back');
    const arrived = await other.wait('the message', (f) => f.type === 'message' && f.text === 'from irc &amp; back');
    assert.deepEqual([arrived.user, arrived.channel], [adaId, channel]);
    const { messages } = await ben.conversations.history({ channel, limit: 1 });
    assert.equal(messages[0].ts, arrived.ts);
  });
  await step('a nick in a message is a mention', async () => {
    type('#general/', 'ben: are you there?');
    const arrived = await other.wait('the mention', (f) => f.type === 'message' && f.text?.endsWith('are you there?'));
    assert.equal(arrived.text, `<@${demo.users[1].id}>: are you there?`);
  });
  await step('direct messages, both ways', async () => {
    type('', '/j ben hello from irc');
    const arrived = await other.wait('the direct message', (f) => f.type === 'message' && f.text === 'hello from irc');
    assert.match(arrived.channel, /^D/);
    await ben.chat.postMessage({ channel: arrived.channel, text: 'hello back' });
    await see('the answer', 'ben/', 'hello back');
  });
  await step('a topic set on IRC is set for all', async () => {
    type('#general/', '/t milk');
    const topic = await other.wait('the topic', (f) => f.subtype === 'channel_topic' && f.topic === 'milk');
    assert.equal(topic.user, adaId);
  });
  await step('an edit and a member who joins arrive', async () => {
    const { ts } = await ben.chat.postMessage({ channel, text: 'a draft' });
    await see('the draft', '#general/', 'a draft');
    await ben.chat.update({ channel, ts, text: 'a decision' });
    await see('the edit', '#general/', 'decision');
  });

  await client.end();
  await gateway.end();
  await product.end();
});
