import type { Lang } from '../../core/text.ts';
import { htmlHead, htmlSections } from '../../render/html/note.ts';
import type { PageData } from '../page-data.ts';
import { Html } from './html.tsx';
import { LangContext } from './lang.ts';
import { SceneView } from './scene/scene-view.tsx';

/**
 * One run: its question, its replay, and the note. A run that goes on is shown by giving a new trace (`appended` of
 * src/replay makes one, at most ten a second): the act and the arm that are shown are compiled anew, and who is at the
 * end stays there.
 */
export function RunView(props: {
  readonly data: PageData;
  readonly lang: Lang;
  /** Without the tables and drawings of each act. */
  readonly short?: boolean;
  /** The trace grows: at its end the replay waits for more. */
  readonly live?: boolean;
}) {
  const { data, lang, short = false, live = false } = props;
  const { report, trace } = data;
  return (
    <LangContext.Provider value={lang}>
      <article>
        <Html html={htmlHead(report)} />
        {trace && trace.events.length > 0 && <SceneView report={report} trace={trace} live={live} />}
        <Html html={htmlSections(report, short)} />
      </article>
    </LangContext.Provider>
  );
}
