import type { TtlData } from '../../../../labs/ttl/data.ts';
import lab from '../../../../labs/ttl/index.ts';
import { recordedLab } from '../../recorded.ts';
import { describeScreens } from '../../screens.ts';

/** A record of revision 3: trials with intervals, people who come and go, keys that end together. */
const { report } = recordedLab<TtlData>(lab, new URL('record.v2.json', import.meta.url));

describeScreens(report);
