// Short names for what the server sends; the shapes themselves are generated from its OpenAPI document.
import type { components } from "./schema";

type Shapes = components["schemas"];

export type Me = Shapes["Me"];
/** In an exercise the server names its accounts, so that a newcomer can look at the desk with other people's eyes. */
export type DemoAccount = Shapes["DemoAccount"];
export type Today = Shapes["TodayView"];
export type Duty = Shapes["DutyView"];
export type DutyDetail = Shapes["DutyDetail"];
export type Why = Shapes["WhyView"];
export type History = Shapes["HistoryView"];
export type Fact = Shapes["FactView"];
export type FieldValue = Shapes["FieldView"];
export type FactIn = Shapes["FactIn"];
export type Ledger = Shapes["LedgerView"];
export type LedgerField = Shapes["LedgerField"];
export type SubjectRef = Shapes["SubjectRef"];
export type SubjectFile = Shapes["SubjectFile"];
export type TimelineEntry = Shapes["TimelineEntry"];
export type Course = Shapes["CourseView"];
export type Status = Shapes["StatusView"];
export type AlertRow = Shapes["AlertView"];
export type Message = Shapes["MessageView"];
export type Purge = Shapes["PurgeView"];
export type DuePurge = Shapes["DueView"];
export type Delivery = Shapes["DeliveryView"];
export type OrgRef = Shapes["OrgRef"];
export type OrgRow = Shapes["OrgRow"];
export type OrgDetail = Shapes["OrgDetail"];
export type Gap = Shapes["GapView"];
export type PlanRow = Shapes["PlanRow"];
export type PlanPage = Shapes["PlanPage"];
export type PlanItem = Shapes["PlanItem"];
export type PlanDiff = Shapes["PlanDiff"];
export type Consequences = Shapes["Consequences"];
export type Returned = Shapes["ReportList"];
export type ReportRow = Shapes["ReportRow"];
export type ReportView = Shapes["ReportView"];
export type Indicator = Shapes["IndicatorView"];
export type NumberRow = Shapes["NumberRow"];
export type ImportAnswer = Shapes["ImportAnswer"];
export type AccountRow = Shapes["AccountView"];
export type Look = Shapes["LookView"];
export type Clause = Shapes["ClauseView"];
export type Holder = Shapes["HolderView"];
export type Completion = Shapes["CompletionBoard"];
export type Curve = Shapes["Curve"];
