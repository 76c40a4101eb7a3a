/** The demo beside its server. */
export function LiveApp() {
  return <main>redis-lab demo</main>;
}
