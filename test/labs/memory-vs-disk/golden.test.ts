import { describeScreens } from '../screens.ts';
import { report } from './fixture.ts';

describeScreens(report);
