// Every node of the workflow, of which only the rows in view are drawn.

import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useDeferredValue, useMemo, useRef, useState } from "react";
import { Icon } from "./Icon.jsx";

const height = 32;

export const Outline = memo(function Outline({ nodes, selected, onSelect }) {
  const [filter, setFilter] = useState("");
  const needle = useDeferredValue(filter.trim().toLowerCase());
  const rows = useMemo(
    () => (needle ? nodes.filter(({ id, type }) => id.toLowerCase().includes(needle) || type.includes(needle)) : nodes),
    [nodes, needle],
  );
  const [active, setActive] = useState(0);
  const list = useRef(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => list.current, estimateSize: () => height, overscan: 8 });
  const move = (to) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event) => {
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (event.key === "Enter" && rows[active]) onSelect(rows[active].id);
    else if (to === undefined) return;
    else move(to);
    event.preventDefault();
  };
  return (
    <div className="outline">
      <div className="outline-head">
        <h2 className="pane-title">Outline</h2>
        <span className="muted" role="status">
          {rows.length === 1 ? "1 node" : `${rows.length.toLocaleString()} nodes`}
        </span>
        <button type="button" className="button button-ghost button-icon" aria-label="Load the newest version">
          <Icon name="reload" />
        </button>
      </div>
      <div className="outline-filter">
        <input
          className="input"
          type="search"
          aria-label="Filter the nodes"
          placeholder="Filter by id or type"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      </div>
      <div
        className="virtual-list outline-list"
        ref={list}
        role="treegrid"
        aria-label="Nodes of the workflow"
        aria-rowcount={rows.length}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className="virtual-list-space" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const { id, type } = rows[index];
            return (
              <div key={key} className="virtual-list-row" role="presentation" style={{ top: start, height }}>
                <div
                  className={`outline-row${index === active ? " is-active" : ""}${id === selected ? " is-selected" : ""}`}
                  role="row"
                  aria-rowindex={index + 1}
                  aria-level={1}
                  aria-selected={id === selected}
                  onClick={() => {
                    setActive(index);
                    onSelect(id);
                  }}
                >
                  <span className="outline-node" role="gridcell">
                    <Icon name={type === "email" ? "mail" : "arrow"} />
                    <span className={`outline-id mono${type === "email" ? " is-email" : ""}`}>{id}</span>
                  </span>
                  <span className="outline-kind" role="gridcell">
                    {type}
                  </span>
                  <span className="outline-marks" role="gridcell" />
                </div>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
});
