import { Emerging } from "./Emerging";
import { PairsPanel } from "./PairsPanel";
import { TreePanel } from "./TreePanel";
import "./topics.css";

/** What people talk about: the tree, what goes together, what is new. */
export default function TopicsPage() {
  return (
    <div className="topics-page">
      <TreePanel />
      <PairsPanel />
      <Emerging />
    </div>
  );
}
