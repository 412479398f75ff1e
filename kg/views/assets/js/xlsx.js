// Tables as an Excel workbook (ECMA-376).  Texts are inline strings, so that none can run as a formula.

/* global fflate */

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The most characters that a cell, and the most rows that a sheet may have. */
const CELL = 32_767;
export const MOST_ROWS = 1_048_576;
const STEP = 1000;

const ENTITIES = { __proto__: null, "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text in XML.  Characters that XML forbids go; "_x0041_", which a reader would take for an escape, is escaped. */
const xmlText = (text) => text.slice(0, CELL)
  // eslint-disable-next-line no-control-regex
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "")
  .replace(/_(?=x[0-9a-fA-F]{4}_)/g, "_x005F_")
  .replace(/[&<>"]/g, (char) => ENTITIES[char]);

/** The letters of a column: 0 is "A", 26 is "AA". */
const letters = (column) => (column < 26 ? "" : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

const WHOLE_DATE = /^\d{4}-\d\d-\d\d$/;
/** The number that stands for an ISO date. */
const dayNumber = (date) => Date.parse(`${date}T00:00:00Z`) / 86_400_000 + 25_569;

function cell(value, at, style) {
  if (value === "" || value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isFinite(value) ? `<c r="${at}"${style}><v>${value}</v></c>` : "";
  return `<c r="${at}"${style} t="inlineStr"><is><t xml:space="preserve">${xmlText(String(value))}</t></is></c>`;
}

/** A row.  Whole dates in a column of dates are dates, others stay as they are stated ("2019-02"). */
function rowXml(values, number, columns, heading) {
  const cells = values.map((value, n) => {
    const at = letters(n) + number;
    if (heading) return cell(value, at, ' s="1"');
    const day = columns[n].date && WHOLE_DATE.test(value) ? dayNumber(value) : NaN;
    return day >= 1 ? cell(day, at, ' s="2"') : cell(value, at, columns[n].wrap ? ' s="3"' : "");
  });
  return `<row r="${number}">${cells.join("")}</row>`;
}

const sheetStart = (columns, size) => `${HEAD}<worksheet xmlns="${MAIN}"><dimension ref="A1:${letters(columns.length - 1)}${size}"/>`
  + '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
  + `<cols>${columns.map(({ width = 12 }, n) => `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`).join("")}</cols><sheetData>`;
const sheetEnd = (columns, size) => `</sheetData><autoFilter ref="A1:${letters(columns.length - 1)}${size}"/></worksheet>`;

const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>`
  + '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
  + '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
  + '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
  + '<cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
  + '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

/** The files of a workbook but for its sheets. */
function frame(sheets) {
  const each = (make) => sheets.map(({ name }, n) => make(n + 1, xmlText(name))).join("");
  const filters = sheets.map(({ name, columns, rows }, n) =>
    `<definedName name="_xlnm._FilterDatabase" localSheetId="${n}" hidden="1">'${xmlText(name)}'!$A$1:$${letters(columns.length - 1)}$${rows.length + 1}</definedName>`).join("");
  return [
    ["[Content_Types].xml", `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${each((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPES}.worksheet+xml"/>`)}</Types>`],
    ["_rels/.rels", `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ["xl/workbook.xml", `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each((n, name) => `<sheet name="${name}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets><definedNames>${filters}</definedNames></workbook>`],
    ["xl/_rels/workbook.xml.rels", `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each((n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`],
    ["xl/styles.xml", STYLES],
  ];
}

/** A workbook as a Blob.  A sheet is {name, columns: [{heading, width, date, wrap}], rows}; `rows` are lists of texts and
 * numbers.  It is written step by step, so that the page stays alive. */
export async function workbook(sheets) {
  const chunks = [];
  const zip = new fflate.Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  const begin = (name) => {
    const file = new fflate.ZipDeflate(name, { level: 4 });
    file.mtime = new Date(2000, 0, 1); // the same rows give the same bytes
    zip.add(file);
    return (text, last) => file.push(fflate.strToU8(text), last);
  };
  for (const [name, text] of frame(sheets)) begin(name)(text, true);
  for (const [n, { columns, rows }] of sheets.entries()) {
    const write = begin(`xl/worksheets/sheet${n + 1}.xml`);
    write(sheetStart(columns, rows.length + 1) + rowXml(columns.map(({ heading }) => heading), 1, columns, true), false);
    for (let at = 0; at < rows.length; at += STEP) {
      write(rows.slice(at, at + STEP).map((row, i) => rowXml(row, at + i + 2, columns, false)).join(""), false);
      await new Promise((done) => { setTimeout(done); });
    }
    write(sheetEnd(columns, rows.length + 1), true);
  }
  zip.end();
  return new Blob(chunks, { type: `${TYPES}.sheet` });
}
