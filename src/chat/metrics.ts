// What an operator sees of a server, in Prometheus' format.
import { Counter, Gauge, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof openMetrics>;

export function openMetrics(now: { connections(): number; rooms(): number; waiting(): number }) {
  const registers = [new Registry()] as const;
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [...registers],
      collect() {
        this.set(read());
      },
    });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name, help, labelNames, registers: [...registers] });
  gauge('chat_connections', 'Open connections', now.connections);
  gauge('chat_rooms', 'Rooms with somebody of this server in them', now.rooms);
  gauge('chat_unanswered', 'Messages on their way to Redis and back', now.waiting);
  return {
    said: counter('chat_said_total', 'Messages taken from clients, by what became of them', ['result']),
    delivered: counter('chat_delivered_total', 'Messages and news written to clients'),
    joined: counter('chat_joined_total', 'Joins, by what the client was told', ['result']),
    healed: counter('chat_holes_total', 'Holes in what the relay brought, by what became of them', [
      'result',
    ]),
    text: () => registers[0].metrics(),
    contentType: registers[0].contentType,
  };
}
