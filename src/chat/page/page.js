// The page's script: the same client as in the terminal, and text that is only ever text.
import { ChatClient } from '../client.ts';

const find = (id) => document.getElementById(id);
const [form, log, input, state] = [find('say'), find('log'), find('text'), find('state')];
const here = new URLSearchParams(location.search);
const room = here.get('room') || 'lobby';
const ko = navigator.language.startsWith('ko');
const words = {
  ask: ko ? '이름을 알려 주세요' : 'Your name',
  lost: ko ? '연결이 끊겼어요. 다시 연결할게요.' : 'Connection lost. Coming back.',
  exact: (n) => (ko ? `놓친 메시지 ${n}건을 받았어요.` : `Got the ${n} messages that were missed.`),
  told: (why) =>
    ko ? `그사이의 일부는 되찾을 수 없어요(${why}).` : `Some of what was missed is gone (${why}).`,
  came: ko ? '들어왔어요' : 'came in',
  went: ko ? '나갔어요' : 'left',
  relay: ko ? 'Redis를 기다리고 있어요.' : 'Waiting for Redis.',
  ended: ko ? '서버가 연결을 거절했어요.' : 'The server refused.',
};
const name = here.get('name') || prompt(words.ask) || 'guest';

function line(text, kind) {
  const item = document.createElement('li');
  item.className = kind;
  item.textContent = text; // Never innerHTML: what others say is text.
  log.append(item);
  item.scrollIntoView();
}

async function login() {
  const reply = await fetch('/token', { method: 'POST', body: name });
  return { url: `ws://${location.host}/`, token: await reply.text() };
}

const draw = () => crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32;
const client = new ChatClient(
  {
    room,
    login,
    chance: draw,
    open: (url, protocols) => new WebSocket(url, protocols),
    newId: () => crypto.getRandomValues(new Uint32Array(4)).join('-'),
  },
  {
    entry: ({ from, text }) => line(`${from}: ${text}`, 'said'),
    joined({ recovered, entries }) {
      if (recovered && entries.length > 0) line(words.exact(entries.length), 'note');
    },
    reset(why, entries) {
      if (why !== 'new-here') line(words.told(why), 'warning');
      for (const { from, text } of entries) line(`${from}: ${text}`, 'said');
    },
    people: (what, user) => line(`${user} ${words[what]}`, 'note'),
    up(server) {
      state.textContent = `${name} · ${room} · ${server}`;
    },
    down() {
      state.textContent = words.lost;
    },
    relay: (up) => up || line(words.relay, 'warning'),
    ended: () => line(words.ended, 'warning'),
  },
);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (input.value.trim() !== '') client.say(input.value);
  input.value = '';
});
