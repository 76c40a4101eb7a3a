import type { AnyLab } from '../core/lab.ts';
import type { Track } from '../core/track.ts';
import { claimsOf, loadLab } from './catalogue.ts';
import { claims } from './claims.ts';
import { type CatalogueEntry, catalogue } from './labs.ts';

/** The labs from outside the package: each is a track of its own acts, under its own name. */
export async function outsideTracks(): Promise<Track[]> {
  const outside = catalogue.filter(({ folder }) => folder !== undefined);
  return await Promise.all(outside.map(async (entry) => trackOf(entry, (await loadLab(entry.id)).lab)));
}

function trackOf({ id, title, minutes }: CatalogueEntry, lab: AnyLab): Track {
  const sentences = (lang: 'ko' | 'en') =>
    claimsOf(lab)
      .map((claim) => `"${claims[claim]?.[lang]}"`)
      .join(' ');
  const acts: readonly string[] = lab.acts.map((act: { readonly id: string }) => act.id);
  return {
    id,
    title,
    steps: acts.map((act) => ({
      lab: id,
      act,
      minutes: Math.max(1, Math.round(minutes / acts.length)),
      story: lab.question,
      ask: [
        {
          ko: '어떻게 예측했고, 왜 그렇게 생각했나요?',
          en: 'What did you predict, and what made you think so?',
        },
      ],
      recap: {
        ko: `문장을 다시 읽어 보세요. 방금 본 것과 맞나요? ${sentences('ko')}`,
        en: `Read it again. Does it fit what you have just seen? ${sentences('en')}`,
      },
    })),
  };
}
