import type { Channel, Channels, Deliveries } from "../../api/nouns";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { address, useRoute } from "../../state/route";
import { useWords } from "../../state/world";
import { ChannelTable } from "./ChannelTable";
import { deliveryStates, type DeliveryState } from "./delivery";
import { Log } from "./Log";
import { useDeliveryWords, type DeliveryWords } from "./words";
import "./deliveries.css";

const most = 50; // messages a question

/** Where messages go to and whether they arrive: the channels, and the log of every attempt. */
export default function DeliveriesPage({ id }: { id: string }) {
  const w = useWords();
  const own = useDeliveryWords();
  const { query } = useRoute();
  const state = deliveryStates.find((s) => s === query.get("state")) ?? "";
  const channel = query.get("channel") ?? "";
  const systems = query.get("systems") === "1"; // what keeps other systems up to date is shown too
  const asked = new URLSearchParams({ ...(systems ? {} : { for: "people" }), ...(state ? { state } : {}), ...(channel ? { channel } : {}), limit: String(most) });
  const channels = useResource<Channels>("channels", () => "/channels");
  const log = useResource<Deliveries>(`deliveries/${asked}`, () => address("/deliveries", asked));
  const says = channels.data?.items.length ? conclude(channels.data.items, own, w.sources.conclusion.comma) : null;
  return (
    <div className="deliveries">
      <Panel title={own.channels} says={says}>
        <Show of={channels} lines={4}>{(c) => (c.items.length ? <ChannelTable items={c.items} /> : <Nothing title={own.noChannels} help={own.noChannelsHelp} />)}</Show>
      </Panel>
      <Panel title={own.log} says={log.data && sayLog(log.data.counts, own)}>
        <Show of={log} lines={8}>{(d) => <Log key={asked.toString()} first={d} asked={asked} state={state} channel={channel} systems={systems} channels={channels.data?.items.map((c) => c.name) ?? []} open={id} />}</Show>
      </Panel>
    </div>
  );
}

function conclude(items: Channel[], own: DeliveryWords, comma: string): string {
  const bad = items.filter((c) => c.gone || c.error || c.dead > 0);
  return bad.length ? own.channelsBad(bad.map((c) => c.name).join(comma)) : own.channelsSays(items.length);
}

function sayLog(n: Record<DeliveryState, number>, own: DeliveryWords): string {
  if (n.waiting + n.sent + n.dead + n.folded === 0) return "";
  const parts = [n.dead > 0 && own.saysDead(n.dead), n.waiting > 0 && own.saysWaiting(n.waiting)].filter(Boolean);
  return parts.length ? parts.join("") : own.saysFine;
}
