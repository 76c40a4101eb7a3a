/** A server whose acts run only when the target needs it: then it is there. */
export function needed<Server>(server: Server | null): Server {
  if (server === null) throw new Error('the act is left out when its server is not needed');
  return server;
}
