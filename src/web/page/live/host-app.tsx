import { useEffect, useRef, useState } from 'preact/hooks';
import type { Explanation } from '../../../core/errors.ts';
import type { Lang } from '../../../core/text.ts';
import type { LivePage } from '../../protocol.ts';
import { GroupPanel } from '../group/panel.tsx';
import { readPlace, writePlace } from '../hash.ts';
import { useSay } from '../lang.ts';
import { RunView } from '../run-view.tsx';
import { Catalogue } from './catalogue.tsx';
import { LabForm } from './lab-form.tsx';
import { RunNowView } from './run-now.tsx';
import { useHost } from './use-host.ts';
import { words } from './words.ts';

/** One thing at a time: the labs, one of them, its run while it goes on, the run when it is over. */
export function HostApp({ open, lang }: { readonly open: LivePage['open'] | null; readonly lang: Lang }) {
  const say = useSay();
  const host = useHost();
  const [{ lab: atFirst, run }] = useState(() => placeOf(open));
  const [lab, setLab] = useState(atFirst);
  const asked = useRef(run);
  useEffect(() => {
    if (!host.isOpen || asked.current === null) return;
    host.say({ verb: 'open', run: asked.current });
    asked.current = null;
  }, [host.isOpen]);
  const shown = host.page?.report.record;
  useEffect(() => {
    if (shown) writePlace({ lab: shown.lab, record: shown.id });
  }, [shown]);
  const card = host.labs.find(({ id }) => id === lab);
  const choose = (chosen: string | null) => {
    setLab(chosen);
    writePlace({ ...nowhere, lab: chosen });
  };
  const back = () => {
    choose(null);
    host.leave();
  };
  // What was measured before says nothing to the question that is open, and may give it away.
  const votes = host.room?.lab === lab && /^(lobby|vote|discuss)/.test(host.room.phase);
  const view = host.run ? 'run' : host.data !== null ? 'replay' : lab;
  useEffect(() => scrollTo(0, 0), [view]); // The button that led here was further down.
  const isHome = !host.run && host.data === null && !card;
  return (
    <main>
      {!host.isOpen && (
        <p role="status" class="aside">
          {say(host.entrance ? words.lost : words.connecting)}
        </p>
      )}
      {host.refused && <Refusal why={host.refused} />}
      {!isHome && !host.run && (
        <p>
          <button type="button" class="link" onClick={back}>
            {say(words.back)}
          </button>
        </p>
      )}
      {host.room && host.room.lab === lab && host.entrance && (
        <GroupPanel
          room={host.room}
          lab={card}
          entrance={host.entrance}
          say={host.say}
          isRunning={host.run !== null}
        />
      )}
      {host.run ? (
        <RunNowView
          scene={host.scene}
          run={host.run}
          lab={host.labs.find(({ id }) => id === host.run?.wish.lab)}
          say={host.say}
        />
      ) : host.data !== null && !votes ? (
        host.page ? (
          <RunView data={host.page} lang={lang} />
        ) : (
          <p role="status">{say(words.loading)}</p>
        )
      ) : card ? (
        host.room?.lab !== card.id && <LabForm key={card.id} lab={card} say={host.say} />
      ) : (
        <Catalogue host={host} choose={choose} />
      )}
    </main>
  );
}

const nowhere = { lab: null, record: null, act: null, arm: null, with: null, t: null, x: null };

/** Where the address says the page was; where it says nothing, what the command was asked for. */
function placeOf(open: LivePage['open'] | null): {
  readonly lab: string | null;
  readonly run: string | null;
} {
  const { lab = null, record = null } = readPlace();
  if (record !== null && record !== 'live') return { lab, run: record };
  if (lab !== null) return { lab, run: null };
  return { lab: null, run: null, ...open };
}

function Refusal({ why: { what, why, next } }: { readonly why: Explanation }) {
  const say = useSay();
  return (
    <div role="alert" class="alert">
      <strong>{say(what)}</strong> {say(why)} {say(next) && <code>{say(next)}</code>}
    </div>
  );
}
