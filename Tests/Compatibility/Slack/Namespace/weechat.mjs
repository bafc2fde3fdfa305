// A headless WeeChat with wee-slack as Debian ships it, driven through its FIFO and read through dump.py.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync, appendFileSync } from 'node:fs';
import { Child, eventually, folder } from './product.mjs';

const SLACK_PY = '/usr/share/weechat/python/slack.py';

export class WeeChat {
  #dir;
  #fifo;
  #dumps = 0;

  static async start(token) {
    const weechat = new WeeChat();
    await weechat.#start(token);
    return weechat;
  }

  async #start(token) {
    this.#dir = `${folder}/weechat`;
    mkdirSync(`${this.#dir}/python/autoload`, { recursive: true });
    symlinkSync(SLACK_PY, `${this.#dir}/python/autoload/slack.py`);
    symlinkSync(new URL('dump.py', import.meta.url).pathname, `${this.#dir}/python/autoload/dump.py`);
    const settings = {
      slack_api_token: token,
      background_load_all_history: 'true',
      channel_name_typing_indicator: 'true',
      never_away: 'false',
      debug_mode: 'false',
    };
    writeFileSync(`${this.#dir}/plugins.conf`, `[var]\n${Object.entries(settings).map(([k, v]) => `python.slack.${k} = "${v}"`).join('\n')}\n`);
    this.child = new Child('weechat-headless', ['-d', this.#dir], { env: { ...process.env, HOME: this.#dir } });
    this.#fifo = await eventually('the FIFO of WeeChat', () => {
      const name = readdirSync(this.#dir).find((entry) => entry.startsWith('weechat_fifo'));
      return name && `${this.#dir}/${name}`;
    }, Boolean, 30_000);
  }

  /** Types a line into a buffer: a text, or a command with its slash. */
  type(buffer, text) {
    appendFileSync(this.#fifo, `${buffer === null ? '' : `${buffer} `}*${text}\n`);
  }

  /** Everything that its user could see. */
  async screen() {
    this.#dumps += 1;
    const path = `${folder}/dump-${this.#dumps}.json`;
    this.type(null, `/dump ${path}`);
    await eventually('the dump of WeeChat', () => existsSync(path), Boolean, 20_000);
    const screen = JSON.parse(readFileSync(path, 'utf8'));
    rmSync(path);
    return screen;
  }

  /** The full name and the content of the buffer with this end of its name. */
  async buffer(name) {
    const screen = await this.screen();
    const found = Object.keys(screen).find((full) => full.endsWith(`.${name}`));
    return found && { full: found, ...screen[found] };
  }

  /** Waits until a buffer is as wanted. */
  async see(what, name, wanted, milliseconds) {
    try {
      return await eventually(what, () => this.buffer(name), (buffer) => buffer && wanted(buffer), milliseconds);
    } catch (error) {
      const shown = Object.entries(await this.screen()).map(([full, { lines }]) => `${full}\n${lines.slice(-5).map((line) => `    ${line.text}`).join('\n')}`);
      throw new Error(`${error.message}; the last lines of all buffers:\n${shown.join('\n')}`);
    }
  }

  end() {
    return this.child.end('SIGKILL');
  }
}
