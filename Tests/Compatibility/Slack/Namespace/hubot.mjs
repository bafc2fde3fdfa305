// hubot with hubot-slack, unmodified: it hears and answers, in a channel and in a direct conversation.
import assert from 'node:assert/strict';
import { scenario, step } from '../steps.mjs';
import { Child, demoAccounts, eventually, folder, openSocket, startProduct, webClient } from './product.mjs';

const home = new URL('../hubot', import.meta.url).pathname;

await scenario('hubot-slack', async () => {
  const product = await startProduct();
  const demo = demoAccounts();
  const [ada, ben] = demo.users.map((user) => webClient(user.token));
  const channel = demo.channels.find((c) => c.name === 'general').id;
  const { token } = await ada.apiCall('social.bots.create', { name: 'hubot' });
  const web = webClient(token);
  const bot = await web.auth.test();
  await web.conversations.join({ channel });
  const other = await openSocket(ben);

  const hubot = new Child('coffee', [`${home}/node_modules/hubot/bin/hubot`, '--adapter', 'slack', '--disable-httpd'], {
    cwd: home,
    env: { ...process.env, HOME: folder, PATH: `${home}/node_modules/.bin:${process.env.PATH}`, HUBOT_SLACK_TOKEN: token },
  });
  const answer = (what, matches) => other.wait(what, (f) => f.type === 'message' && f.user === bot.user_id && matches(f), 20_000).catch((error) => {
    throw new Error(`${error.message}; hubot said:\n${hubot.output}`);
  });

  await step('it connects and is present', async () => {
    await hubot.line('its connection', (line) => line.includes('Connected to Slack RTM'), 60_000);
    await eventually('its presence', async () => (await ben.users.getPresence({ user: bot.user_id })).presence, (p) => p === 'active');
  });
  await step('it hears and answers "hubot ping"', async () => {
    const { ts } = await ben.chat.postMessage({ channel, text: 'hubot ping' });
    const pong = await answer('PONG', (f) => f.text === 'PONG');
    assert.equal(pong.channel, channel);
    assert.ok(pong.bot_id);
    const { messages } = await ben.conversations.history({ channel, oldest: ts, limit: 5 });
    assert.deepEqual(messages.map((m) => [m.user, m.text]), [[bot.user_id, 'PONG']]);
  });
  await step('it hears its mention and knows who speaks', async () => {
    await ben.chat.postMessage({ channel, text: `<@${bot.user_id}> who am i` });
    const reply = await answer('the reply', (f) => f.text.includes('you are ben'));
    assert.equal(reply.text, `<@${demo.users[1].id}>: you are ben in ${channel}`);
  });
  await step('it answers in a direct conversation', async () => {
    const im = (await ben.conversations.open({ users: bot.user_id })).channel.id;
    await ben.chat.postMessage({ channel: im, text: 'ping' });
    await answer('PONG in the direct conversation', (f) => f.channel === im && f.text === 'PONG');
  });
  await step('it does not answer itself', async () => {
    const { messages } = await ben.conversations.history({ channel, limit: 50 });
    assert.equal(messages.filter((m) => m.text === 'PONG').length, 1);
  });

  await hubot.end();
  await product.end();
});
