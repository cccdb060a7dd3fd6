// What the page does once it stands: charts of the tables below them, the findings as a table that
// is filtered, any table sorted, light or dark. Without it all but the findings can be read.
// Text of records becomes text (textContent), never markup.
"use strict";
(() => {
  const { DataTable, View, parse, expressionInterpreter } = globalThis.pfocrLibrary;
  const root = document.documentElement;
  const dataOf = (id) => JSON.parse(document.getElementById(`data-${id}`)?.textContent ?? "null");
  const FIRST_ROWS = matchMedia("(max-width: 40rem)").matches ? 10 : 25;
  const LANGUAGE = {
    search: "Search",
    lengthMenu: "_MENU_ a page",
    info: "_START_ to _END_ of _TOTAL_",
    infoEmpty: "none",
    infoFiltered: "(of _MAX_)",
    zeroRecords: "Nothing matches.",
    emptyTable: "There are none.",
  };

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  // Charts

  const drawn = [];

  function draw(place, { kind, rows, colours }, specs) {
    const spec = structuredClone(specs[kind]);
    const width = () => Math.max(place.clientWidth, 200);
    spec.width = width();
    spec.data[0].values = rows;
    for (const legend of spec.legends ?? []) legend.columns = Math.max(1, Math.floor(width() / 190));
    if (colours.length) spec.scales.find(({ name }) => name === "color").range = colours;
    spec.config.axis.labelLimit = Math.min(260, Math.round(width() * 0.4));
    const view = new View(parse(spec, {}, { ast: true }), {
      expr: expressionInterpreter,
      renderer: "svg",
      container: place,
      hover: false,
    });
    drawn.push({ view, width });
    return view.runAsync().then(() => {
      // The place is the picture, and has its name; what it is drawn with says nothing.
      place.querySelector("svg").setAttribute("aria-hidden", "true");
    });
  }

  function drawAll() {
    const specs = dataOf("charts");
    const pictures = dataOf("pictures") ?? {};
    return Promise.all(
      Object.entries(pictures).map(([id, picture]) =>
        draw(document.getElementById(id), picture, specs),
      ),
    );
  }

  let waiting;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      for (const { view, width } of drawn) view.width(width()).runAsync();
    }, 150);
  });

  // Tables that stand in the page

  function enhance(table) {
    if (table.dataset.enhanced) return;
    table.dataset.enhanced = "yes";
    const isLong = table.tBodies[0].rows.length > 25;
    new DataTable(table, {
      order: [],
      autoWidth: false,
      language: LANGUAGE,
      paging: isLong,
      pageLength: FIRST_ROWS,
      lengthMenu: [10, 25, 100],
      layout: isLong
        ? { topStart: "search", topEnd: "pageLength", bottomStart: "info", bottomEnd: "paging" }
        : { topStart: null, topEnd: null, bottomStart: null, bottomEnd: null },
    });
  }

  for (const table of document.querySelectorAll("table.data")) {
    const within = table.closest("details");
    if (!within || within.open) enhance(table);
    else within.addEventListener("toggle", () => enhance(table), { once: true });
  }

  // Findings

  const SEVERITIES = ["error", "warning", "info"];

  function cells({ site, rules, records, files, pages }) {
    const link = (text, href, title) => {
      const made = element("a", text, { href });
      if (title) made.title = title;
      return made;
    };
    return {
      severity(row) {
        return element("b", SEVERITIES[row[1]], { class: SEVERITIES[row[1]] });
      },
      rule(row) {
        const [code, name] = rules[row[0]];
        return link(code, `#rule-${code}`, name);
      },
      figure(row) {
        const [figid, address, , page] = records[row[2]];
        const atSite = figid && (address || `${site}/figures/${figid}.html`);
        if (!page) return figid ? link(figid, atSite, "the figure's page") : element("span", "");
        const box = element("span");
        box.append(link(figid || "record", `${pages}${page}`));
        if (figid) box.append(" ", link("page", atSite, `the page of ${figid}`));
        return box;
      },
      place(row) {
        return element("code", `${files[row[3]]}:${row[4]}:${row[5]}`);
      },
      what(row) {
        const box = element("span", row[6]);
        if (row[8]) {
          const how = row[7] === 1 ? "fix" : "fix, unsafe";
          box.append(element("br"), element("span", `${how}: ${row[8]}`, { class: "faint" }));
        }
        return box;
      },
    };
  }

  function findings() {
    const data = dataOf("findings");
    if (!data) return;
    const { rules, records, files, rows } = data;
    const show = cells(data);
    const column = (title, node, value, className = "") => ({
      title,
      className,
      data: null,
      render: (_, type, row) => (type === "display" ? node(row) : value(row)),
    });
    const table = new DataTable("#findings-table", {
      data: rows,
      deferRender: true,
      autoWidth: false,
      order: [],
      pageLength: FIRST_ROWS,
      lengthMenu: [10, 25, 100, 500],
      language: LANGUAGE,
      layout: { topStart: "info", topEnd: "pageLength", bottomStart: "info", bottomEnd: "paging" },
      columns: [
        column("Severity", show.severity, (row) => row[1], "s"),
        column("Rule", show.rule, (row) => rules[row[0]].join(" "), "s"),
        column("What", show.what, (row) => `${row[6]} ${row[8] ?? ""}`, "what"),
        column("Figure", show.figure, (row) => records[row[2]][0]),
        column("Where", show.place, (row) => `${files[row[3]]}:${row[4]}`),
      ],
    });
    const field = (name) => document.getElementById(`filter-${name}`);
    const chosen = { rule: "", severity: "", generation: "" };
    table.search.fixed("chosen", (_, row) => {
      const [rule, severity, record] = row;
      return (
        (!chosen.rule || rules[rule][0] === chosen.rule) &&
        (!chosen.severity || SEVERITIES[severity] === chosen.severity) &&
        (!chosen.generation || records[record][2] === chosen.generation)
      );
    });
    const filter = () => {
      for (const name of Object.keys(chosen)) chosen[name] = field(name).value;
      table.search(field("text").value).draw();
    };
    for (const name of Object.keys(chosen)) field(name).addEventListener("change", filter);
    field("text").addEventListener("input", filter);
    const reset = () => {
      for (const name of ["rule", "severity", "generation", "text"]) field(name).value = "";
    };
    document.getElementById("filter-none").addEventListener("click", () => {
      reset();
      filter();
    });
    document.addEventListener("click", (event) => {
      const code = event.target.closest("[data-findings-of]")?.dataset.findingsOf;
      if (!code) return;
      reset();
      field("rule").value = code;
      filter();
    });
  }

  // A link to what is folded away unfolds it.

  function named(hash) {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch {
      return null; // A % that no two digits follow: the link names nothing.
    }
  }

  function unfold() {
    const target = named(location.hash);
    const within = target?.closest("details");
    if (!within) return;
    within.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", unfold);
  addEventListener("beforeprint", () => {
    for (const { view, width } of drawn) view.width(Math.min(width(), 680)).run();
  });
  addEventListener("afterprint", () => dispatchEvent(new Event("resize")));

  findings();
  unfold();
  drawAll().then(() => {
    root.dataset.ready = "yes";
  });
})();
