// Shows the OpenAPI document of this server. Plain on purpose: no library, nothing from elsewhere.
"use strict";
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((c) => c !== null && c !== undefined));
  return element;
};

const nameOf = (ref) => ref.split("/").pop();

// A schema in one line: `PageView_DutyView`, `string[]`, `integer | null`.
const typeOf = (schema) => {
  if (!schema) return make("span", {}, "–");
  if (schema.$ref) return make("a", { href: `#schema-${nameOf(schema.$ref)}` }, nameOf(schema.$ref));
  const several = schema.oneOf || schema.anyOf || schema.allOf;
  if (several) {
    const parts = several.flatMap((one, n) => (n ? [" | ", typeOf(one)] : [typeOf(one)]));
    return make("span", {}, ...parts);
  }
  if (schema.type === "array") return make("span", {}, typeOf(schema.items), "[]");
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type || "any";
  return make("code", {}, schema.enum ? schema.enum.join(" | ") : type);
};

const row = (name, schema, required, description) =>
  make("tr", {},
    make("td", {}, make("code", {}, name), required ? " *" : ""),
    make("td", {}, typeOf(schema)),
    make("td", { class: "q" }, description || ""));

const table = (rows) => make("table", {}, ...rows);

const example = (value) =>
  value === undefined ? null : make("pre", {}, make("code", {}, JSON.stringify(value, null, 2)));

const bodyOf = (content) => {
  const [kind, media] = Object.entries(content || {})[0] || [];
  return kind ? make("p", {}, make("code", {}, kind), " ", typeOf(media.schema), example(media.example)) : null;
};

const operation = (path, method, spec) => {
  const id = spec.operationId;
  const parameters = (spec.parameters || []).map((p) =>
    row(`${p.name} (${p.in})`, p.schema, p.required, p.description));
  const responses = Object.entries(spec.responses || {}).map(([status, response]) =>
    make("tr", {}, make("td", {}, make("code", {}, status)), make("td", {}, bodyOf(response.content) || "–")));
  return make("details", { id, "data-find": `${path} ${spec.summary || ""}`.toLowerCase() },
    make("summary", {}, make("span", { class: `m ${method}` }, method.toUpperCase()), make("code", {}, path),
      " ", make("span", { class: "q" }, spec.summary || "")),
    spec.description ? make("p", {}, spec.description) : null,
    parameters.length ? table(parameters) : null,
    spec.requestBody ? make("div", {}, make("b", {}, "请求 request"), bodyOf(spec.requestBody.content)) : null,
    make("b", {}, "应答 responses"), table(responses));
};

const schemaBlock = (name, schema) => {
  const required = new Set(schema.required || []);
  const members = (schema.allOf || [schema]).flatMap((s) => Object.entries(s.properties || {}));
  const rows = members.map(([member, of]) => row(member, of, required.has(member), of.description));
  return make("details", { id: `schema-${name}`, "data-find": name.toLowerCase() },
    make("summary", {}, make("code", {}, name), " ", make("span", { class: "q" }, schema.description || "")),
    rows.length ? table(rows) : make("p", {}, typeOf(schema)),
    example(schema.example));
};

const open = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.tagName === "DETAILS") {
    target.open = true;
    target.scrollIntoView();
  }
};

const show = (doc) => {
  const main = document.getElementById("main");
  const toc = document.getElementById("toc");
  main.replaceChildren(
    make("h1", {}, `${doc.info.title} ${doc.info.version}`),
    make("p", {}, doc.info.description || ""),
    make("p", {}, make("a", { href: "/api/openapi.json" }, "openapi.json")));
  for (const tag of doc.tags || []) {
    const found = [];
    for (const [path, methods] of Object.entries(doc.paths)) {
      for (const [method, spec] of Object.entries(methods)) {
        if ((spec.tags || []).includes(tag.name)) found.push(operation(path, method, spec));
      }
    }
    if (!found.length) continue;
    main.append(make("h2", { id: `tag-${tag.name}` }, tag.description || tag.name), ...found);
    toc.append(make("a", { href: `#tag-${tag.name}` }, tag.description || tag.name));
  }
  const schemas = Object.entries(doc.components?.schemas || {});
  main.append(make("h2", { id: "schemas" }, "数据结构 schemas"), ...schemas.map(([n, s]) => schemaBlock(n, s)));
  toc.append(make("a", { href: "#schemas" }, "数据结构 schemas"));
  document.getElementById("find").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const block of main.querySelectorAll("details")) block.hidden = !block.dataset.find.includes(wanted);
  });
  addEventListener("hashchange", open);
  open();
};

fetch("/api/openapi.json").then((answer) => answer.json()).then(show).catch((error) => {
  document.getElementById("main").textContent = String(error);
});
