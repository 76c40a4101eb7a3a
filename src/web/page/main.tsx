import { render } from 'preact';
import { unpack } from '../page-data.ts';
import { LiveApp } from './live/app.tsx';
import { NoteApp } from './note-app.tsx';
import './page.css';

/** With runs in it the page stands by itself; without, it is the demo's, and talks to its server. */
async function start(): Promise<void> {
  const app = document.getElementById('app');
  const packed = document.getElementById('data')?.textContent ?? '';
  if (!app) return;
  const shown = packed === '' ? <LiveApp /> : <NoteApp enclosed={await unpack(packed)} />;
  app.replaceChildren(); // The notes as text, for who runs no script.
  render(shown, app);
}

await start();
