import { expect } from 'vitest';
import { tracks } from '../../labs/tracks/index.ts';
import { it } from './run-cli.ts';

it.for([
  ['', 'pubsub show completion'],
  ['pub', 'pubsub'],
  ['pubsub --qu', '--quick --quiet'],
  ['pubsub --rou', '--rounds'],
  ['pubsub --lang ', 'ko en'],
  ['show ', 'last sticky'],
  ['lesson tt', 'ttl'],
  ['help exi', 'exit-codes'],
  ['completion z', 'zsh'],
] as const)('Tab after "%s" offers what can follow', async ([typed, expected], { cli }) => {
  const { code, stdout, stderr } = await cli.run(['complete', '--', ...typed.split(' ')]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const offered = stdout.split('\n').map((line) => line.split('\t')[0]);
  expect(offered).toEqual(expect.arrayContaining(expected.split(' ')));
});

it('the tracks are offered, all of them, and so says the help', async ({ cli }) => {
  const { stdout } = await cli.run(['complete', '--', 'walkthrough', '--track', '']);
  const names = [...tracks.map(({ id }) => id), 'all'];
  expect(stdout.match(/^\w+/gm)).toEqual(names);
  expect((await cli.run(['walkthrough', '--help'])).stdout.replace(/\s+/g, ' ')).toContain(names.join(', '));
});

it('the words come with what they mean, in the learner’s language', async ({ cli }) => {
  const inKorean = { env: { LANG: 'ko_KR.UTF-8' } };
  const { stdout } = await cli.run(['complete', '--', 'pubsub', '--quick'], inKorean);
  expect(stdout).toContain('--quick\t몇 초 안에 끝내기\n');
});

it('what comes before a lab does not hide its options', async ({ cli }) => {
  const { stdout } = await cli.run(['complete', '--', '--lang', 'ko', 'ttl', '--us']);
  expect(stdout).toContain('--users\t');
});

it('bash reads the script and completes by it', async ({ cli }) => {
  const { stdout: script } = await cli.run(['completion', 'bash']);
  // bash-completion brings the first function, the line editor the second.
  const shell = `
    _get_comp_words_by_ref() { words=(redis-lab "\${typed[@]}"); cur=\${typed[-1]}; }
    compopt() { :; }
    redis-lab() { "\${program[@]}" "$@"; }
    program=("$1" "$2"); typed=(pubsub --rou)
    source /dev/stdin <<< "$SCRIPT"
    __redis_lab_complete
    echo "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = await cli.run([], { shell, env: { SCRIPT: script } });
  expect({ stdout, stderr }).toEqual({ stdout: '--rounds\n', stderr: '' });
});
