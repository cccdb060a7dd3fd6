// What page.js draws with: DataTables, and of Vega what charts of tables ask for (no maps, trees,
// networks). Expressions of charts are interpreted, not made code of, so that the page can forbid
// that.
import DataTable from "datatables.net";
import { transforms } from "vega-dataflow";
import * as encode from "vega-encode";
import { expressionInterpreter } from "vega-interpreter";
import { parse } from "vega-parser";
import * as tables from "vega-transforms";
import { extend } from "vega-util";
import { View } from "vega-view";
import * as views from "vega-view-transforms";

extend(transforms, encode, tables, views);

globalThis.pfocrLibrary = { DataTable, View, parse, expressionInterpreter };
