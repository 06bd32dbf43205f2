// The one visual language of the desk: calm, dense, the same colours for the same meaning everywhere.
// Not here: layout (look.css).
import type { ThemeConfig } from "antd";

/** Colours by meaning; pictures use them too. */
export const INK = {
  primary: "#1c5d7e",
  late: "#b3261e",
  soon: "#a35c00",
  done: "#2b7a4b",
  doneLate: "#8a7a1f",
  open: "#4a7fa5",
  missed: "#7a1f3d",
  waived: "#8b939c",
  text: "#1f2a33",
  quiet: "#5b6873",
  line: "#dfe4e8",
  ground: "#f4f6f8",
  paper: "#ffffff",
} as const;

/** Phases of a course, in order; they repeat after the fifth. */
export const PHASES = ["#d9e8f2", "#dcefe2", "#f4ead0", "#eadff0", "#f3dede"] as const;

/** Groups that are compared in one picture, told apart by those who see few colours too; the last is for the unknown. */
export const GROUPS = [
  "#1c5d7e",
  "#d9822b",
  "#3f9d78",
  "#b3476d",
  "#7fb3d5",
  "#e3c04b",
  "#6a5a9c",
  "#8c6d4f",
  "#9fb4a0",
  "#b8bfc6",
];

/** What the machine has for Chinese and Latin; pictures measure their texts with it too. */
export const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

export const theme: ThemeConfig = {
  token: {
    colorPrimary: INK.primary,
    // Derived grounds of dark colours come out muddy; these are chosen.
    colorPrimaryBg: "#e4eff6",
    colorPrimaryBgHover: "#d6e7f1",
    colorInfoBg: "#eef5fa",
    colorInfoBorder: "#c3dae8",
    colorWarningBg: "#fff7e6",
    colorWarningBorder: "#f0d596",
    colorErrorBg: "#fdf0ef",
    colorErrorBorder: "#eec2be",
    colorSuccessBg: "#eef8f1",
    colorSuccessBorder: "#bfe0ca",
    colorInfo: INK.primary,
    colorError: INK.late,
    colorWarning: "#b26a00",
    colorSuccess: INK.done,
    colorLink: "#17608a",
    colorText: INK.text,
    colorTextSecondary: INK.quiet,
    colorTextDescription: INK.quiet,
    // Placeholders, labels and marks are read too: the shades of the library are too pale for small type.
    colorTextTertiary: INK.quiet,
    colorTextQuaternary: "#6b7680",
    colorBgLayout: INK.ground,
    colorBorderSecondary: INK.line,
    borderRadius: 4,
    fontSize: 14,
    controlHeight: 32,
    fontFamily: FONT,
    wireframe: false,
    motionDurationMid: "0.12s",
    motionDurationSlow: "0.16s",
  },
  components: {
    Layout: { headerBg: INK.paper, siderBg: INK.paper, bodyBg: INK.ground, headerHeight: 52, headerPadding: "0 16px" },
    Menu: { itemHeight: 36, itemBorderRadius: 4, itemMarginInline: 8, activeBarBorderWidth: 0 },
    Table: { cellPaddingBlockSM: 7, cellPaddingInlineSM: 10, headerBg: "#f8fafb", headerColor: INK.quiet },
    Card: { headerHeight: 44, headerHeightSM: 40, bodyPaddingSM: 14 },
    Segmented: { trackBg: "#e5eaee" },
    Tag: { defaultBg: "#f1f4f6" },
  },
};
