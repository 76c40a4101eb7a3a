import { type ChatContext, params } from '../../../labs/chat/settings.ts';
import { resolveParams } from '../../../src/core/params.ts';
import { withScope } from '../with-scope.ts';

/** Runs a part of the lab on real servers, as small as it can be and still mean something. */
export async function withContext<Answer>(
  given: Readonly<Record<string, string>>,
  use: (context: ChatContext) => Promise<Answer>,
  seed = 7,
): Promise<Answer> {
  return await withScope(async (world) =>
    use({ ...world, params: resolveParams(params, 'quick', given), services: {}, seed }),
  );
}
