import type { Text } from '../../../src/kit/run.ts';
import type { PoolContext } from '../settings.ts';

const unit: Text = { ko: '시행', en: 'trials' };

/** The context of an act in which several parts measure one after the other: one bar, over all of its trials. */
export function oneBar<Context extends Pick<PoolContext, 'emit'>>(context: Context, of: number): Context {
  let done = 0;
  const emit: PoolContext['emit'] = (event) => {
    if (event.kind !== 'progress') return context.emit(event);
    done += 1;
    context.emit({ kind: 'progress', done, of: Math.max(done, of), unit });
  };
  return { ...context, emit };
}
