// Which stretch of a map is looked at: nearer and farther by buttons, by wheel with Ctrl and by two fingers; moved by
// dragging. Not here: what is drawn.
import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { moved, type View, zoomed } from "./map-layout";

/** A drag shorter than this, in pixels, is a click. */
const CLICK = 5;

export function useMapView(svg: RefObject<SVGSVGElement | null>, whole: View) {
  const [view, setView] = useState(whole);
  const [shown, setShown] = useState(0);
  useEffect(() => setView(whole), [whole]);
  useEffect(() => {
    if (!svg.current) return;
    const watch = new ResizeObserver(([entry]) => setShown(entry?.contentRect.width ?? 0));
    watch.observe(svg.current);
    return () => watch.disconnect();
  }, [svg]);
  const fingers = useRef(new Map<number, { x: number; y: number }>());
  const far = useRef(0);

  /** From pixels of the screen to points of the sheet. */
  const onSheet = useCallback(
    (now: View, x: number, y: number): [number, number] => {
      const box = svg.current?.getBoundingClientRect();
      if (!box || box.width === 0) return [now.x + now.width / 2, now.y + now.height / 2];
      return [now.x + ((x - box.left) / box.width) * now.width, now.y + ((y - box.top) / box.height) * now.height];
    },
    [svg],
  );

  const about = useCallback(
    (by: number, x: number, y: number) => setView((now) => zoomed(now, whole, by, onSheet(now, x, y))),
    [whole, onSheet],
  );

  useEffect(() => {
    const drawn = svg.current;
    if (!drawn) return;
    // The page keeps its wheel; with Ctrl, as by two fingers on a pad, the map takes it.
    const wheel = (e: WheelEvent) => {
      if (!e.ctrlKey && !e.metaKey) return;
      e.preventDefault();
      about(e.deltaY < 0 ? 1.25 : 0.8, e.clientX, e.clientY);
    };
    drawn.addEventListener("wheel", wheel, { passive: false });
    return () => drawn.removeEventListener("wheel", wheel);
  }, [svg, about]);

  const onPointerDown = (e: PointerEvent) => {
    if (fingers.current.size === 0) far.current = 0;
    fingers.current.set(e.pointerId, { x: e.clientX, y: e.clientY });
  };
  const onPointerMove = (e: PointerEvent) => {
    const before = fingers.current.get(e.pointerId);
    const box = svg.current?.getBoundingClientRect();
    if (!before || !box) return;
    const others = [...fingers.current].filter(([id]) => id !== e.pointerId).map(([, at]) => at);
    fingers.current.set(e.pointerId, { x: e.clientX, y: e.clientY });
    far.current += Math.hypot(e.clientX - before.x, e.clientY - before.y);
    const other = others[0];
    if (other) {
      const [was, is] = [
        Math.hypot(before.x - other.x, before.y - other.y),
        Math.hypot(e.clientX - other.x, e.clientY - other.y),
      ];
      if (was > 0) about(is / was, (e.clientX + other.x) / 2, (e.clientY + other.y) / 2);
      return;
    }
    const scale = view.width / box.width;
    if (far.current > CLICK) {
      setView((now) => moved(now, whole, (before.x - e.clientX) * scale, (before.y - e.clientY) * scale));
    }
  };
  const onPointerUp = (e: PointerEvent) => {
    fingers.current.delete(e.pointerId);
  };
  return {
    view,
    /** How wide it is on the screen, in pixels; 0 before that is known. */
    shown,
    zoom: (by: number) => setView((now) => zoomed(now, whole, by, [now.x + now.width / 2, now.y + now.height / 2])),
    reset: () => setView(whole),
    /** True after a drag: what ends it is no click. */
    dragged: () => far.current > CLICK,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: onPointerUp,
      onPointerLeave: onPointerUp,
    },
  };
}
