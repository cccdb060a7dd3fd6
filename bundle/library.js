// What page.js draws with. Of Vega only what the charts in charts/ ask for; no part of it makes
// code of text (expressions are interpreted), so that the page can forbid that.
import DataTable from "datatables.net";
import { transforms } from "vega-dataflow";
import * as encode from "vega-encode";
import { expressionInterpreter } from "vega-interpreter";
import { parse } from "vega-parser";
import { aggregate, collect, extent, filter, formula, impute } from "vega-transforms";
import { extend } from "vega-util";
import { View } from "vega-view";
import * as views from "vega-view-transforms";

extend(transforms, encode, views, { aggregate, collect, extent, filter, formula, impute });

globalThis.pfocrLibrary = { DataTable, View, parse, expressionInterpreter };
